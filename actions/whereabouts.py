"""Tell what a visitor says of themselves from what they ask. Pure.

"Em ở Quảng Ninh, trượt lớp 10 thì làm sao?" asks about lớp 10; where they live matters to
what is asked later about "tỉnh", and to which of two equal cards is meant.
"""

import re
from collections.abc import Mapping

from knowledge.facets import mentions, name_of
from nlu.text import fold, words

NATIONWIDE = "ca-nuoc"
"""The value of `province` that is no home: it is asked about, never remembered."""

_LEAST = 4  # words that a question has at least, without what comes before it
_BESIDE = 2  # words that a place may have beside its name, such as "huyện" or "tỉnh"
_SELF = re.compile(
    r"^\W*(?:(?:da|a|thua) )?(?:nha |con |truong |lop |que )?(?:em|toi|minh|chau|con|e|t)"
    r"(?:\W+(?:dang |hien |lam |day |hoc |song |cong tac )*)(?:o|tai) "
)
_REST = re.compile(r"[,.;:] *")
# With its mark: bare, "tinh" is also "tính" and "tình", and is restored before it comes here.
_PROVINCE = re.compile(
    r"(?<!\w)(?<!các )(?<!những )(?<!mỗi )(?<!mấy )(?<!hai )(?<!từng )(?<!ngoại )(?<!liên )"
    r"(?<!cấp )(?<!đừng )(?<!không )(?<!hồi )(?<!bất )"
    r"tỉnh(?: (?:mình|tôi|em|nhà|ta|này|đó))?(?!\w)"
    r"(?! (?:nào|khác|ngoài|dậy|lại|táo|giấc|ngộ|bơ|lẻ|thành|uỷ|nữa|hẳn))",
    re.IGNORECASE,
)
_GRADE = re.compile(r"(?<!\w)lớp (?:này|đó)(?!\w)", re.IGNORECASE)


def without_whereabouts(text: str) -> str:
    """Return a question without the clause before it that says where its writer lives."""
    folded = fold(text)
    clause = _SELF.match(folded)
    if len(folded) != len(text) or not clause:
        return text
    at = clause.end()
    while (end := _end_of_place(text, at)) is not None:
        at = end
    rest = text[at:]
    return rest if at > clause.end() and len(words(rest)) >= _LEAST else text


def _end_of_place(text: str, at: int) -> int | None:
    """Return where the text goes on behind a place and its comma; None where no place stands."""
    place = re.match(r"[^,.;:!?]+", text[at:])
    found = [m for m in mentions(place[0]) if m.kind == "province"] if place else []
    if not place or not found:
        return None
    named = sum(len(words(place[0][m.start : m.end])) for m in found)
    comma = _REST.match(text, at + place.end())
    return comma.end() if comma and len(words(place[0])) - named <= _BESIDE else None


def with_what_was_said(text: str, named: Mapping[str, str], said: Mapping[str, str]) -> str:
    """Return a question with "tỉnh" and "lớp này" made the province and the grade said before.

    Args:
        text: The question, with its diacritics.
        named: Facets that it names itself; these stay.
        said: Facets named before.
    """
    for kind, pattern in (("province", _PROVINCE), ("grade", _GRADE)):
        found = pattern.search(text)
        if found and kind in said and kind not in named:
            name = name_of(kind, said[kind])
            shown = f"tỉnh {name.title()}" if kind == "province" else name
            text = f"{text[: found.start()]}{shown}{text[found.end() :]}"
    return text


def to_remember(facets: Mapping[str, str]) -> dict[str, str]:
    """Return the facets that say something of the visitor: "cả nước" is nobody's province."""
    return {kind: value for kind, value in facets.items() if value != NATIONWIDE}
