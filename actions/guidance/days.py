"""Which day a message names, in figures or in words. Pure."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from nlu.text import fold

_FIGURES = re.compile(
    r"(?<![\d/.-])(\d{1,2})(?:/(\d{1,2})(?:/(\d{4}|\d{2}))?|([.-])(\d{1,2})\4(\d{4}))(?![\d/]|[.-]\d)"
)
_IN_WORDS = re.compile(r"\b(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?\b")
_FROM_NOW = re.compile(r"\b(\d{1,3}) (ngay|tuan) nua\b")
_WEEKDAY = re.compile(
    r"(?<!lan )\b(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat))( tuan (?:sau|toi))?\b"
)
_NEXT_WEEK = re.compile(r"\btuan (?:sau|toi)\b")
_WORDS = (
    (re.compile(r"\bhom nay\b"), 0),
    (re.compile(r"\bngay (?:kia|mot)\b"), 2),
    (re.compile(r"\bmai\b"), 1),
)
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_AHEAD = re.compile(r"\btruoc\b|\bhan\b")


def day_in(text: str, today: date) -> date | None:
    """Return the day that a message names; None where it names none that there is.

    A day without a year is the next such day, today at the earliest; with one it may be past.
    """
    said = fold(text.lower())
    for read in _READERS:
        if (day := read(said, today)) is not None:
            return day
    return None


def is_ahead(text: str) -> bool:
    """Say whether a message asks to be told before the day: "trước ngày 20/5", "hạn 20/5"."""
    return bool(_AHEAD.search(fold(text.lower())))


def _figures(said: str, today: date) -> date | None:
    for found in _FIGURES.finditer(said):
        day, month, year = found[1], found[2] or found[5], found[3] or found[6]
        if (named := _date(int(day), int(month or 0), year, today)) is not None:
            return named
    return None


def _in_words(said: str, today: date) -> date | None:
    found = _IN_WORDS.search(said)
    return _date(int(found[1]), int(found[2]), found[3], today) if found else None


def _from_now(said: str, today: date) -> date | None:
    found = _FROM_NOW.search(said)
    if not found:
        return None
    return today + timedelta(days=int(found[1]) * (7 if found[2] == "tuan" else 1))


def _weekday(said: str, today: date) -> date | None:
    """Return the next day of that name; with "tuần sau" the one of next week."""
    found = _WEEKDAY.search(said)
    if not found:
        return None
    wanted = 6 if found[2] else _number_of(found[1])
    if found[3]:
        return _monday_after(today) + timedelta(days=wanted)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _next_week(said: str, today: date) -> date | None:
    return _monday_after(today) if _NEXT_WEEK.search(said) else None


def _words(said: str, today: date) -> date | None:
    for pattern, days in _WORDS:
        if pattern.search(said):
            return today + timedelta(days=days)
    return None


_READERS: tuple[Callable[[str, date], date | None], ...] = (
    _figures,
    _in_words,
    _from_now,
    _weekday,
    _next_week,
    _words,
)


def _date(day: int, month: int, year: str | None, today: date) -> date | None:
    """Return a day, in the next year that has it where none is named."""
    if year:
        return _existing(day, month, int(year) + (2000 if len(year) == 2 else 0))
    coming = (_existing(day, month, today.year + later) for later in range(9))
    return next((found for found in coming if found and found >= today), None)


def _existing(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number_of(name: str) -> int:
    """Return the place in the week, from 0: thứ hai is its first day."""
    return _WEEKDAYS[name] if name in _WEEKDAYS else int(name) - 2


def _monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())
