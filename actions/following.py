"""Make a whole question of one that leans on the last answer. Pure.

"thế còn Lạng Sơn?" after "Đến năm 2030 Quảng Ninh muốn …?" asks the same about another
province; "còn tiền ăn?" asks one more thing about the same matter. What search gets is the
title of the last answer with what was changed put in its place, and what is new before it.
"""

import re
from dataclasses import dataclass

from knowledge.facets import Mention, facets_of, mentions, name_of
from nlu.text import fold, words

_SHORT = 4
_SUBJECTS = ("pathway", "grade", "funding")  # facets that say what an answer is about
_EDGES = " ,.?!"
# "con" is a child before these words and where nothing follows; else "còn" typed without a mark.
_CHILD = r"con(?=\W+(?:trai|gai|toi|em|minh|be|ut|nuoi|nha|thuong binh|liet si)(?!\w)|\W*$)"
_LEAD = re.compile(
    r"^\W*(?:(?:y (?:em|toi|minh|con) (?:la|hoi)|"
    rf"(?:em|toi|minh|con) (?:(?:muon )?hoi(?: ve)?|noi (?:nham|la|ve))|(?!{_CHILD})con|"
    r"the|vay|a|o|uh|um|ua|khong phai|khong|nham|neu|voi|doi voi|nhung ma|nhung|"
    r"thi|la|co ma|cho hoi)(?!\w)\W*)+"
)
_TAIL = re.compile(
    r"(?:\W*(?<!\w)(?:thi sao|thi the nao|the nao|(?<!vi )(?<!tai )sao|co|ma|a|nhi|ha|vay|the|nhe|"
    r"di|khong a))+\W*$|\W+chu khong (?:phai|hoi)(?!\w).*$"
)
_EXAM = re.compile(r"(?<!\w)thi(?!\w)", re.IGNORECASE)
_AND = re.compile(r"(?<!\w)còn(?!\w)", re.IGNORECASE)


def leans_by_length(question: str) -> bool:
    """Tell whether a question is too short to be about anything by itself: "bao lâu?"."""
    return len(words(question)) <= _SHORT


@dataclass(frozen=True, slots=True)
class Whole:
    """The question that a follow-up asks, and whether the last answer may be said again."""

    question: str
    is_repeatable: bool


def whole_question(title: str, follow_up: str) -> Whole:
    """Return the question that `follow_up` asks after an answer titled `title`.

    Another province, grade, pathway or kind of school goes into the title, where title and
    follow-up name one each; what the follow-up says besides goes before it. A follow-up
    that changes none of them narrows: it is asked of what the title is about, since the
    whole title would say more than the few new words.
    """
    asked = title.rstrip("?")
    core = _core(follow_up) or follow_up.strip(_EDGES)
    before = facets_of(asked)
    changed = {kind for kind, value in facets_of(core).items() if before.get(kind, value) != value}
    rest = core
    for mention in reversed([mention for mention in mentions(core) if mention.kind in changed]):
        asked = _replaced(asked, mention, _readable(mention, core[mention.start : mention.end]))
        rest = rest[: mention.start] + rest[mention.end :]
    about = [name_of(kind, before[kind]) for kind in _SUBJECTS if kind in before]
    if about and not changed and words(rest):
        return Whole(f"{rest}, {', '.join(about)}?", True)
    if changed:
        rest = _core(" ".join(rest.split()))
    return Whole(f"{rest}, {asked}?" if words(rest) else f"{asked}?", False)


def _replaced(text: str, new: Mention, name: str) -> str:
    old = [mention for mention in mentions(text) if mention.kind == new.kind]
    for mention in reversed(old):
        text = text[: mention.start] + name + text[mention.end :]
    return text[:1].upper() + text[1:]


def _readable(mention: Mention, written: str) -> str:
    """Return a name with its marks and capitals: restoring makes "hai phòng" of "hai phong"."""
    known = name_of(mention.kind, mention.value)
    if fold(known) == known or fold(known) != fold(written):  # as good as it is; a town in it
        return written
    return known.title() if mention.kind == "province" else known


def _core(follow_up: str) -> str:
    """Return a follow-up without what only ties it to the turn before."""
    if len(fold(follow_up)) != len(follow_up):  # places would not fit
        return follow_up
    # Folded, "thi" (to sit an exam) would be "thì", and "còn" (and) "con" (a child): the one
    # is hidden, the other read as "thế", which ties as well; places stay what they were.
    shadow = fold(_AND.sub("thế", _EXAM.sub("xhi", follow_up)))
    tail = _TAIL.search(shadow)
    core = follow_up[: tail.start()] if tail else follow_up
    lead = _LEAD.match(shadow[: len(core)])
    return core[lead.end() if lead else 0 :].strip(_EDGES)
