"""A report as DOCX, in the usual form of Vietnamese administration. The only importer of docx."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.run import Run

from bot.reports import texts
from bot.reports.summary import Line, Summary

_FONT = "Times New Roman"
_SIZE = Pt(13)
_SMALLER = Pt(12)
_PAGE = (Mm(210), Mm(297))  # A4
_MARGINS = (Mm(20), Mm(20), Mm(30), Mm(15))  # top, bottom, left, right
_COLUMNS = (Mm(65), Mm(100))  # of what stands side by side: the nation's name on one line
_CENTER = WD_ALIGN_PARAGRAPH.CENTER


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above and below a report."""

    day: date
    school: str = texts.SCHOOL
    above: str = ""
    """The body that the school belongs to."""
    place: str = texts.PLACE
    signer: str = texts.SIGNER


def write_docx(summary: Summary, heading: Heading, path: Path) -> None:
    """Write the report of a month.

    Raises:
        OSError: The file cannot be written.
    """
    document = _empty()
    month = _month(summary.month)
    about = document.core_properties
    about.title, about.author, about.comments = texts.ABOUT.format(month=month), heading.school, ""
    _write_head(document, heading)
    _write_title(document, month)
    _paragraph(document, texts.OPENING.format(month=month))
    lines = summary.by_course()
    if lines:
        _paragraph(document, texts.BY_COURSE, bold=True)
        _write_table(document, "Bài học", [(line.course, line) for line in lines])
        _paragraph(document, texts.BY_ROLE, bold=True)
        _write_table(document, "Đối tượng", [(line.role, line) for line in summary.by_role()])
    else:
        _paragraph(document, texts.NOTHING)
    _paragraph(document, texts.NOTES, bold=True)
    for note in texts.NOTE_LINES:
        _paragraph(document, f"- {note}")
    _write_foot(document, heading)
    document.save(str(path))


def _month(month: str) -> str:
    year, number = month.split("-")
    return texts.MONTH.format(month=number, year=year)


def _empty() -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE
    section.top_margin, section.bottom_margin = _MARGINS[:2]
    section.left_margin, section.right_margin = _MARGINS[2:]
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, _SIZE
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    return document


def _write_head(document: Document, heading: Heading) -> None:
    left, right = _side_by_side(document)
    if heading.above:
        _line_in(left, heading.above.upper())
    _line_in(left, heading.school.upper(), bold=True, underline=True)
    _line_in(left, texts.NUMBER)
    _line_in(right, texts.NATION, bold=True).font.size = _SMALLER
    _line_in(right, texts.MOTTO, bold=True, underline=True)
    day = heading.day
    written = texts.DATE.format(place=heading.place, day=day.day, month=day.month, year=day.year)
    _line_in(right, written, italic=True)


def _write_title(document: Document, month: str) -> None:
    document.add_paragraph()
    for text in (texts.TITLE, texts.ABOUT.format(month=month)):
        paragraph = document.add_paragraph()
        paragraph.alignment = _CENTER
        paragraph.add_run(text).bold = True


def _write_table(document: Document, head: str, lines: Sequence[tuple[str, Line]]) -> None:
    table = document.add_table(rows=1, cols=4, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, (head, *texts.COLUMNS[3:]), strict=True):
        _line_in(cell, text, bold=True)
    for title, line in lines:
        cells = table.add_row().cells
        is_total = title == texts.TOTAL
        cells[0].paragraphs[0].add_run(title).bold = is_total
        for cell, text in zip(cells[1:], (line.started, line.finished, line.mean), strict=True):
            _line_in(cell, text, bold=is_total)
    document.add_paragraph()


def _write_foot(document: Document, heading: Heading) -> None:
    document.add_paragraph()
    left, right = _side_by_side(document)
    receivers = left.paragraphs[0].add_run(texts.RECEIVERS)
    receivers.bold = receivers.italic = True
    for text in texts.RECEIVER_LINES:
        left.add_paragraph(text)
    _line_in(right, heading.signer.upper(), bold=True)
    _line_in(right, texts.SIGN, italic=True)


def _side_by_side(document: Document) -> tuple[_Cell, _Cell]:
    """Return two cells without lines around them."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = _COLUMNS
    return left, right


def _paragraph(document: Document, text: str, *, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.add_run(text).bold = bold


def _line_in(
    cell: _Cell, text: str, *, bold: bool = False, italic: bool = False, underline: bool = False
) -> Run:
    """Write a centered line into a cell, below what stands in it."""
    first = cell.paragraphs[0]
    paragraph = cell.add_paragraph() if first.text else first
    paragraph.alignment = _CENTER
    run: Run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = bold, italic, underline
    return run
