"""The interests questionnaire as a flow: thirty faces, back and forth, and a result."""

import re
from typing import Any

from actions.guidance.forms import Form, Outcome, State, plain
from actions.guidance.interest_replies import InterestReplies
from actions.guidance.interest_scores import Questionnaire, is_straight
from actions.guidance.interest_texts import FACES
from actions.replies import Reply

ANSWERS = "interest_answers"
_LEFT_OUT = 0  # in the place of an answer that was not given, where one finished early

_BACK = frozenset({"quay lai", "quay lai cau truoc", "cau truoc", "lui lai", "tro lai"})
_EARLY = frozenset({"xem ket qua", "ket qua", "xem"})
_AGAIN = frozenset({"lam lai trac nghiem", "lam lai bai", "lam lai tu dau"})
_ITEM_LAST = re.compile(r"^(?P<said>.+) cau (?P<item>\d+|truoc)$")
_ITEM_FIRST = re.compile(
    r"^(?:(?:a|nham|sua|doi) )*cau (?P<item>\d+|truoc) (?:(?:la|thanh|thi|chon) )*(?P<said>.+)$"
)
# Words that do not change how gladly something is done.
_FILLERS = frozenset(
    "a em minh toi con chau to tui thi cung nhe nha luon di voi day thay ne so diem muc chon "
    "viec nay da vang cho co".split()
)
_SAME = {"ko": "khong", "k": "khong", "hong": "khong", "thik": "thich"}
_WAYS = {
    1: (
        "1", "ghet", "rat ghet", "ghet lam", "cuc ghet", "rat khong thich", "khong he thich",
        "khong thich chut nao", "chan lam", "so lam",
    ),
    2: (
        "2", "khong", "khong thich", "khong thich lam", "chua thich", "it thich", "chan",
        "hoi chan", "khong khoai", "khong ham",
    ),
    3: (
        "3", "binh thuong", "bt", "tam duoc", "tam tam", "duoc", "trung binh", "sao duoc",
        "khong biet", "chua biet", "khong ro", "khong chac", "chua thu", "chua thu bao gio",
    ),
    4: ("4", "thich", "kha thich", "hoi thich", "khoai"),
    5: (
        "5", "rat thich", "thich lam", "cuc thich", "cuc ky thich", "sieu thich", "thich qua",
        "qua thich", "thich nhat", "rat khoai", "me", "me lam",
    ),
}  # fmt: skip
_VALUES = {way: value for value, ways in _WAYS.items() for way in ways}


class InterestForm(Form):
    """Asks the items in order; what was answered is one list of 1 to 5."""

    name = "interest_form"
    starts = ("start_interests",)
    slots = (ANSWERS,)

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._replies = InterestReplies(questionnaire)

    def next_slot(self, state: State) -> str | None:
        """Return the list of answers until it is full."""
        return ANSWERS if len(_answers(state)) < len(self._questionnaire.items) else None

    def read(self, text: str, requested: str | None, state: State) -> dict[str, Any]:
        """Return the answers with what a message says: a face, a correction, or a wish.

        A face for an item that is not reached yet changes nothing, and is no question either.
        """
        if requested is None:
            return {}
        answers, said = _answers(state), plain(text)
        wish = _without_fillers(said)
        if wish in _BACK:
            return {ANSWERS: answers[:-1]}
        if wish in _AGAIN:
            return {ANSWERS: []}
        if wish in _EARLY:
            missing = len(self._questionnaire.items) - len(answers)
            return {ANSWERS: answers + [_LEFT_OUT] * missing}
        return self._read_face(text, said, answers)

    def ask(self, requested: str, state: State, audience: str | None) -> Reply:
        """Return the next item; before the first, what this is."""
        return self._replies.question(len(_answers(state)), audience)

    def finish(self, state: State, audience: str | None) -> Outcome:
        """Return the result and forget the answers; with too few of them, say so and keep them."""
        answers = [answer for answer in _answers(state) if answer != _LEFT_OUT]
        if len(answers) < self._questionnaire.enough:
            return Outcome([self._replies.too_few(len(answers), audience)], {ANSWERS: answers})
        return Outcome(self._result(answers, audience), {ANSWERS: None})

    def _result(self, answers: list[int], audience: str | None) -> list[Reply]:
        if is_straight(answers):
            return [self._replies.straight(len(answers), audience)]
        return self._replies.result(self._questionnaire.scores(answers), audience)

    def _read_face(self, text: str, said: str, answers: list[int]) -> dict[str, Any]:
        named = _ITEM_LAST.match(said) or _ITEM_FIRST.match(said)
        value = _value(named["said"]) if named else _value(said) or _drawn(text)
        if value is None:
            return {}
        place = _place(named["item"], answers) if named else len(answers)
        if place == len(answers):
            return {ANSWERS: [*answers, value]}
        if 0 <= place < len(answers):
            return {ANSWERS: [*answers[:place], value, *answers[place + 1 :]]}
        return {ANSWERS: answers}


def _answers(state: State) -> list[int]:
    return list(state.get(ANSWERS) or [])


def _place(item: str, answers: list[int]) -> int:
    return len(answers) - 1 if item == "truoc" else int(item) - 1


def _value(said: str) -> int | None:
    """Return what words say of how gladly, None where they are about something else too."""
    return _VALUES.get(_without_fillers(said))


def _without_fillers(said: str) -> str:
    heard = (_SAME.get(word, word) for word in said.split())
    return " ".join(word for word in heard if word not in _FILLERS)


def _drawn(text: str) -> int | None:
    """Return what a message of nothing but one of the faces says."""
    drawn = {face.split()[0]: value for value, face in enumerate(FACES, 1)}
    return drawn.get(text.strip())
