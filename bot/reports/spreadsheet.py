"""A report as CSV, as Excel opens it without asking."""

import csv
from pathlib import Path

from bot.reports.summary import Summary
from bot.reports.texts import COLUMNS

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(summary: Summary, path: Path) -> None:
    """Write a line for each lesson and role.

    UTF-8 with a byte order mark, by which Excel knows the encoding.

    Raises:
        OSError: The file cannot be written.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for line in summary.lines():
            cells = (line.course, line.role, line.started, line.finished, line.mean)
            writer.writerow([summary.month, *map(harmless, cells)])


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
