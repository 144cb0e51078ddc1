"""The directory on disk: what is shipped, what was imported, and imports of all or nothing."""

import os
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from knowledge.schools.columns import Row
from knowledge.schools.entry import School
from knowledge.schools.errors import Problem, SchoolsRejected, SchoolsUnreadable
from knowledge.schools.finding import Directory
from knowledge.schools.lists import list_of, read_list
from knowledge.schools.rows import Placed, schools_of
from knowledge.schools.tables import read_table

SHIPPED = Path(__file__).parents[1] / "schools.yml"
"""The list that comes with the program."""

_LARGEST = 10_000_000  # bytes of a list; the schools of the whole country take a tenth of it
_LISTS = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, by ids."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]


def load_schools(path: Path, today: date) -> list[School]:
    """Return the schools of a list in YAML or CSV.

    Raises:
        SchoolsUnreadable: The file is missing or cannot be read.
        SchoolsRejected: It has wrong rows; all are named.
    """
    return [school for _, school in _load(path, today)]


def import_schools(
    path: Path, imported: Path, today: date, shipped: Path = SHIPPED, *, only: bool = False
) -> Imported:
    """Take a list into what was imported before: all of it, or nothing.

    Args:
        path: The list, YAML or CSV.
        imported: Where imported schools are kept; replaced in one step.
        today: Data cannot be from a later day.
        shipped: The list that comes with the program.
        only: Drop what was imported before.

    Raises:
        SchoolsUnreadable: A file cannot be read.
        SchoolsRejected: A list has wrong rows.
        OSError: It cannot be written; what was there stays.
    """
    before = [] if only or not imported.exists() else load_schools(imported, today)
    known = merged(load_schools(shipped, today), before)
    schools = _known_by_name(path, _load(path, today), known)
    _write_whole(imported, list_of(merged(before, schools).values()))
    ids = [school.id for school in schools]
    return Imported(
        tuple(id_ for id_ in ids if id_ not in known), tuple(id_ for id_ in ids if id_ in known)
    )


def merged(first: Iterable[School], second: Iterable[School]) -> dict[str, School]:
    """Return the schools of two lists by id; the second takes the place of the first."""
    return {school.id: school for school in (*first, *second)}


class LiveDirectory:
    """The directory in use, which takes up an import while it serves."""

    def __init__(self, imported: Path, shipped: Path = SHIPPED) -> None:
        """Read both lists; nothing need have been imported.

        Raises:
            SchoolsUnreadable, SchoolsRejected: One of them cannot be used.
        """
        self._paths = (shipped, imported)
        self._lock = threading.Lock()
        self._stamps = self._look()
        self._directory = self._open()

    @property
    def directory(self) -> Directory:
        """The directory in use."""
        return self._directory

    def refresh(self) -> bool:
        """Take up a list that was changed; tell whether one was.

        Raises:
            SchoolsUnreadable, SchoolsRejected: It cannot be used; the old one goes on serving.
        """
        with self._lock:
            stamps = self._look()
            if stamps == self._stamps:
                return False
            self._directory = self._open()
            self._stamps = stamps
            return True

    def _look(self) -> list[tuple[int, int, int] | None]:
        return [_stamp(path) for path in self._paths]

    def _open(self) -> Directory:
        today = date.today()  # noqa: DTZ011 - data are from a local calendar day
        lists = [load_schools(path, today) if path.exists() else [] for path in self._paths]
        return Directory(merged(*lists).values())


def _load(path: Path, today: date) -> list[Placed]:
    schools, problems = schools_of(_rows(path), today)
    if problems:
        raise SchoolsRejected(path, problems)
    return schools


def _rows(path: Path) -> list[Row]:
    try:
        if path.stat().st_size > _LARGEST:
            raise SchoolsUnreadable(path, "tệp lớn hơn 10 MB")
        if path.suffix.lower() in _LISTS:
            return read_list(path)
        return read_table(path, path.read_bytes())
    except OSError as error:
        raise SchoolsUnreadable(path, f"không mở được tệp ({error.strerror})") from None


def _known_by_name(
    path: Path, schools: Sequence[Placed], known: Mapping[str, School]
) -> list[School]:
    """Return the schools, those known already under their known ids.

    Raises:
        SchoolsRejected: One is called by the former name of a school, or twice in the list.
    """
    problems: list[Problem] = []
    placed: dict[str, Row] = {}
    found = []
    for row, school in schools:
        twin = _twin(school, known.values())
        if twin and not replace(twin, old_names=()).is_called(school.name):
            reason = f"là tên cũ của “{twin.name}” (mã {twin.id}); ghi tên mới"
            problems.append(Problem(row.label, row.shown("name"), reason))
        id_ = twin.id if twin else school.id
        if id_ in placed:
            reason = f"mã “{id_}” trùng với {placed[id_].label}"
            problems.append(Problem(row.label, row.shown("id"), reason))
        placed[id_] = row
        found.append(replace(school, id=id_))
    if problems:
        raise SchoolsRejected(path, problems)
    return found


def _twin(school: School, known: Iterable[School]) -> School | None:
    """Return the known school of the same province that bears or bore the name."""
    return next(
        (
            other
            for other in known
            if other.id != school.id
            and other.province == school.province
            and other.is_called(school.name)
        ),
        None,
    )


def _write_whole(path: Path, text: str) -> None:
    """Write beside and swap: a reader sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as beside:
        try:
            beside.write(text)
            beside.flush()
            os.fsync(beside.fileno())
            Path(beside.name).chmod(0o644)  # the server may run as another user
            Path(beside.name).replace(path)
        except BaseException:
            Path(beside.name).unlink(missing_ok=True)
            raise


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    return about.st_ino, about.st_mtime_ns, about.st_size
