"""Cut a text where it hurts least, into parts that Telegram takes. Pure."""

import re
import unicodedata

from bot.incoming import whole

_BOUNDARIES = tuple(
    re.compile(pattern) for pattern in (r"\n\n+", r"\n", r"(?<=[.!?…:;])[^\S\n]+", r"\s+")
)
# Letters and signs that show as nothing.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_JOINER = "\u200d"


def presentable(text: str) -> str:
    """Return a text without what Telegram refuses or drops; empty where nothing is to be seen."""
    lines = whole(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    shown = "".join(c for c in lines if c == "\n" or unicodedata.category(c) != "Cc")
    tidy = re.sub(r"\n\s*\n", "\n\n", shown).strip()
    return tidy if is_visible(tidy) else ""


def is_visible(text: str) -> bool:
    """Say whether there is anything to see in a text."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANKS for c in text)


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it: in UTF-16 code units."""
    return len(text) + sum(c > "\uffff" for c in text)


def shortened(text: str, most: int) -> str:
    """Return a text on one line, with "…" in place of what is beyond `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def split(text: str, limit: int) -> list[str]:
    """Cut a presentable text into visible parts of at most `limit` UTF-16 units.

    Cuts are made between paragraphs, else lines, else sentences, else words, else letters.
    """
    parts = []
    while units(text) > limit:
        end = _cut(text, limit)
        parts.append(text[:end].strip())
        text = text[end:].strip()
    return [part for part in (*parts, text) if is_visible(part)]


def _cut(text: str, limit: int) -> int:
    """Return how many characters make the first part; at least one."""
    most = _fitting(text, limit)
    for boundary in _BOUNDARIES:
        ends = [found.start() for found in boundary.finditer(text, 0, most + 1)]
        if ends and ends[-1] > most // 3:  # else a part would be nearly empty
            return ends[-1]
    return _between_letters(text, most)


def _fitting(text: str, limit: int) -> int:
    """Return how many characters fit into so many units."""
    fitting = min(len(text), limit)
    while units(text[:fitting]) > limit:
        fitting -= (units(text[:fitting]) - limit + 1) // 2
    return fitting


def _between_letters(text: str, most: int) -> int:
    """Return where to cut within a word, so that marks stay with their letter if they can."""
    end = most
    while end > most - 20 and _belongs_together(text[end - 1], text[end]):
        end -= 1
    return end if end > most - 20 else most


def _belongs_together(before: str, after: str) -> bool:
    return _JOINER in (before, after) or unicodedata.category(after)[0] == "M"
