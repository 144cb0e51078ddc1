"""`python -m bot report`: the counts of a month as CSV or DOCX."""

import re
from datetime import date
from pathlib import Path

import click

from bot.on_database import on_database
from bot.progress import ProgressStore
from bot.reports import texts
from bot.reports.document import Heading, write_docx
from bot.reports.spreadsheet import write_csv
from bot.reports.summary import Summary

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_FILE = click.Path(dir_okay=False, path_type=Path)


def _month(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not _MONTH.fullmatch(value):
        raise click.BadParameter("a month is written 2026-11")
    return value


@click.command("report")
@click.option("--month", required=True, callback=_month, help="Which month, such as 2026-11.")
@click.option("--csv", "csv_file", type=_FILE, help="Write a table for Excel.")
@click.option("--docx", "docx_file", type=_FILE, help="Write a report in the usual form.")
@click.option("--school", default=texts.SCHOOL, help="Name of the school or office.")
@click.option("--above", default="", help="The body that it belongs to.")
@click.option("--place", default=texts.PLACE, help="Where the report is signed.")
@click.option("--signer", default=texts.SIGNER, help="Office of who signs.")
def report_command(
    month: str,
    csv_file: Path | None,
    docx_file: Path | None,
    school: str,
    above: str,
    place: str,
    signer: str,
) -> None:
    """Write how many lessons were begun and finished: counts by month and role, never names."""
    if not (csv_file or docx_file):
        raise click.UsageError("say where to: --csv FILE or --docx FILE, or both")
    counts = on_database(lambda database: ProgressStore(database).counts(month))
    summary = Summary(month, counts)
    today = date.today()  # noqa: DTZ011 - a report bears the local date
    try:
        if csv_file:
            write_csv(summary, csv_file)
        if docx_file:
            write_docx(summary, Heading(today, school, above, place, signer), docx_file)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    for file in filter(None, (csv_file, docx_file)):
        click.echo(f"wrote {file}")
