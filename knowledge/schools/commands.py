"""Commands of the directory: `python -m knowledge schools --help`. A clerk reads what they say."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from knowledge.places import gazetteer
from knowledge.schools.entry import KINDS, DataDate, Programme, School
from knowledge.schools.lists import list_of
from knowledge.schools.store import SHIPPED, LiveDirectory, import_schools, load_schools
from knowledge.schools.tables import table_of
from knowledge.settings import KnowledgeSettings

_BOM = "\ufeff"  # by which Excel knows UTF-8
_FORMAT = click.option(
    "--format", "format_", type=click.Choice(["csv", "yaml"]), default="csv", show_default=True
)
_EXAMPLE = School(
    id="",
    name="Trường Trung cấp Ví Dụ",
    kind="trung-cap",
    province="lang-son",
    source="Tên văn bản hoặc trang có số liệu",
    as_of=DataDate(2026, 9, 1),
    commune="xã Cao Lộc",
    old_names=("Trường Dạy nghề Ví Dụ",),
    levels=("trung-cap", "so-cap"),
    programmes=(
        Programme("Điện công nghiệp", "dien", "trung-cap", 1_200_000, 60, date(2027, 7, 31)),
        Programme(
            "Công nghệ ô tô",
            "o-to",
            "trung-hoc-nghe",
            quota=40,
            licence_number="123/QĐ-SGDĐT",
            licence_date=date(2026, 6, 30),
        ),
    ),
    site="https://truong.example.vn",
    note="Ký túc xá, xe đưa đón…",
    source_url="https://truong.example.vn/tuyen-sinh",
)


@click.group()
def schools() -> None:
    """Danh bạ trường: nhập danh sách, xem, kiểm tra."""


@schools.command()
@_FORMAT
def template(format_: str) -> None:
    """In mẫu danh sách, với một trường làm ví dụ."""
    click.echo(_written([_EXAMPLE], format_), nl=False)


@schools.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--only", is_flag=True, help="Bỏ mọi trường đã nhập trước đây.")
@click.pass_obj
def import_(settings: KnowledgeSettings, file: Path, *, only: bool) -> None:
    """Nhập danh sách trong FILE (CSV hoặc YAML): nhập hết, hoặc không nhập gì."""
    done = import_schools(file, settings.schools, _today(), only=only)
    click.echo(f"Đã nhập: {len(done.added)} trường mới, {len(done.replaced)} trường cập nhật.")
    for id_ in (*done.added, *done.replaced):
        click.echo(f"  {id_}")


@schools.command("list")
@click.option("--province", help="Chỉ các trường của tỉnh này.")
@click.pass_obj
def list_(settings: KnowledgeSettings, province: str | None) -> None:
    """Liệt kê các trường đang có trong danh bạ."""
    wanted = gazetteer().province_called(province) if province else None
    if province and not wanted:
        raise click.ClickException(f"không có tỉnh “{province}”")
    for school in LiveDirectory(settings.schools).directory.schools:
        if wanted in (None, school.province):
            click.echo(_line(school))


@schools.command()
@_FORMAT
@click.pass_obj
def export(settings: KnowledgeSettings, format_: str) -> None:
    """In các trường đang có trong danh bạ, để sửa rồi nhập lại."""
    known = LiveDirectory(settings.schools).directory.schools
    click.echo(_written(known, format_), nl=False)


@schools.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def check(settings: KnowledgeSettings, file: Path | None) -> None:
    """Kiểm tra FILE mà không nhập; không có FILE thì kiểm tra danh bạ đang có."""
    today = _today()
    if file:
        found = load_schools(file, today)
    else:
        load_schools(SHIPPED, today)
        found = list(LiveDirectory(settings.schools).directory.schools)
    warned = [(school, warning) for school in found for warning in _warnings(school, today)]
    for school, warning in warned:
        click.echo(f"{school.id}: {warning}")
    click.echo(f"{len(found)} trường, {len(warned)} điều cần xem lại")


def _written(known: Sequence[School], format_: str) -> str:
    return list_of(known) if format_ == "yaml" else _BOM + table_of(known)


def _line(school: School) -> str:
    where = gazetteer().name_of(school.province)
    taught = f"{len(school.programmes)} ngành" if school.programmes else "chưa rõ ngành"
    return f"{school.id}  {school.name} ({KINDS[school.kind]}, {where}): {taught}, {school.as_of}"


def _warnings(school: School, today: date) -> list[str]:
    """Return what is old, past or missing in an entry."""
    warnings = [f"số liệu {school.as_of} đã quá 12 tháng"] if school.as_of.is_old(today) else []
    if not school.programmes:
        warnings.append("chưa có ngành, nghề nào")
    for programme in school.programmes:
        if programme.deadline and programme.deadline < today:
            warnings.append(f"{programme.name}: hạn {programme.deadline:%d/%m/%Y} đã qua")
        if programme.level == "trung-hoc-nghe" and not programme.licence_number:
            warnings.append(f"{programme.name}: chưa có giấy phép dạy trung học nghề")
    return warnings


def _today() -> date:
    return date.today()  # noqa: DTZ011 - data are from a local calendar day
