"""Read what a message says of a place, a field and a level. Pure."""

from collections.abc import Sequence
from typing import Any

from actions.guidance import school_texts as texts
from actions.guidance.forms import Choice, State, choice_in, plain
from actions.guidance.school_search import ASKED
from knowledge.fields import LEVELS, field_in, level_in
from knowledge.places import Place, gazetteer
from knowledge.schools.entry import field_title
from nlu.text import fold

ELSEWHERE = Choice(ASKED, texts.OTHER_PROVINCE, ("tỉnh ngoài", "nơi khác", "chỗ khác"))
PROVINCES = (
    Choice("quang-ninh", "Quảng Ninh"),
    Choice("lang-son", "Lạng Sơn"),
    ELSEWHERE,
)
_ANY = ("nào cũng được", "gì cũng được", "chưa biết", "không biết", "bỏ qua", "tất cả")
ANY_FIELD = Choice("", texts.ANY_FIELD, _ANY)
ANY_LEVEL = Choice("", texts.ANY_LEVEL, _ANY)
LEVEL_CHOICES = (
    *(Choice(id_, title[0].upper() + title[1:]) for id_, title in LEVELS.items()
      if id_ != "dai-hoc"),
    ANY_LEVEL,
)  # fmt: skip
_USUAL = ("co-khi", "dien", "o-to", "cntt", "nau-an", "y-duoc")
_FILLERS = frozenset(
    """
    a à ạ ah anh ba ban ben bo cac chau chi cho cu co con da dang day di em gan giup hien hoc hom
    khu khong la lai lop ma me minh muon nay nha nham nhe nhi o phai que quen roi song sua tai thi
    thoi thua tim tinh toi tre truong va vang vay vung xin y oi
    """.split()
)
_MOST_OTHER_WORDS = 1
_MOST_PLACES = 6
_LONGEST_FIELD = 6  # words of an answer that names a field and no place
_BY_FIELD = ("chon nghe", "theo nghe")
_BY_LEVEL = ("chon he", "theo he", "chon trinh do", "theo trinh do")


def field_choices(known: Sequence[str]) -> tuple[Choice, ...]:
    """Return the fields to offer: those taught as far as is known, then the usual ones."""
    offered = [*known, *(field for field in _USUAL if field not in known)][: len(_USUAL)]
    return (*(Choice(field, field_title(field)) for field in offered), ANY_FIELD)


def province_choices(state: State) -> tuple[Choice, ...]:
    """Return the provinces to offer: those of a doubtful name, else the two at home."""
    if state.get("school_commune"):
        places = gazetteer().find(str(state["school_commune"]), asked=True)
        names = [(place.province, gazetteer().name_of(place.province)) for place in places]
        few = names if len(names) <= _MOST_PLACES else []
        return (*(Choice(id_, name) for id_, name in few), *([ELSEWHERE] if few else []))
    return () if state.get("school_province") == ASKED else PROVINCES


def read_start(text: str) -> dict[str, Any]:
    """Return the slots that the message which starts the search says already."""
    if _is_elsewhere(text):
        return {"school_province": ASKED}
    places = gazetteer().find(text)
    rest = " ".join(gazetteer().rest(text))
    return {**_place_slots(places), **_narrowing(rest), **_wishes(rest)}


def read_place(text: str, state: State, *, offered: bool = True) -> dict[str, Any]:
    """Return the slots that an answer to "where?" sets; none where it names no place.

    Args:
        text: The answer.
        state: The slots so far.
        offered: The choices of provinces were offered, so that a number means one of them.
    """
    if offered and plain(text).split()[-1:] and plain(text).split()[-1].isdigit():
        choice = choice_in(text, province_choices(state))
        text = choice.title if choice else text
    if _is_elsewhere(text):
        return {"school_province": ASKED, "school_commune": None}
    places = gazetteer().find(text, asked=True)
    if not places:
        return _narrowing(text) if len(plain(text).split()) <= _LONGEST_FIELD else {}
    rest = gazetteer().rest(text, asked=True)
    named = _narrowing(" ".join(rest))
    others = [word for word in rest if fold(word) not in _FILLERS]
    if not named and len(others) > _MOST_OTHER_WORDS:
        return {}
    return {**_within(places, state), **named}


def read_field(text: str, choices: Sequence[Choice]) -> dict[str, Any]:
    """Return the field that an answer names; none where it names none."""
    named = field_in(text)
    choice = None if named else choice_in(text, choices)
    if choice:
        return {"school_field": choice.value or None}
    return {"school_field": named} if named else {}


def read_level(text: str) -> dict[str, Any]:
    """Return the level that an answer names; none where it names none."""
    named = level_in(text)
    choice = None if named else choice_in(text, LEVEL_CHOICES)
    if choice:
        return {"school_level": choice.value or None}
    return {"school_level": named} if named else {}


def _is_elsewhere(text: str) -> bool:
    said = f" {plain(text)} "
    return any(f" {way} " in said for way in ELSEWHERE.ways)


def _within(places: Sequence[Place], state: State) -> dict[str, Any]:
    """Return the slots of places; a doubtful name said before is looked for in their province."""
    before = state.get("school_commune")
    doubtful = state.get("school_province") in (None, ASKED)
    if before and doubtful and len(places) == 1 and not places[0].communes:
        named = gazetteer().find(str(before), asked=True, within=places[0].province)
        return _place_slots(named or places)
    return _place_slots(places)


def _place_slots(places: Sequence[Place]) -> dict[str, Any]:
    if not places:
        return {}
    if len(places) > 1:
        several = places[0].called if places[0].communes else None
        return {"school_province": ASKED, "school_commune": several}
    place = places[0]
    return {
        "school_province": place.province,
        "school_commune": place.name if place.communes else None,
    }


def _narrowing(text: str) -> dict[str, Any]:
    found = {"school_field": field_in(text), "school_level": level_in(text)}
    return {slot: value for slot, value in found.items() if value}


def _wishes(text: str) -> dict[str, Any]:
    said = f" {plain(text)} "
    wished = {"school_field": _BY_FIELD, "school_level": _BY_LEVEL}
    return {slot: ASKED for slot, ways in wished.items()
            if any(f" {way} " in said for way in ways)}  # fmt: skip
