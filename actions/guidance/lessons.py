"""Learning mode: a five-minute lesson, its quiz, and repeating what was learnt. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from actions.guidance import lesson_texts as texts
from actions.guidance.forms import Form, Outcome, State, reply
from actions.guidance.lesson_content import QUIZ, Lesson, Question
from actions.guidance.lesson_reading import (
    STALE,
    asks_for_list,
    asks_for_record,
    asks_for_review,
    named_lesson,
    numbered_lesson,
    option_in,
    parts_read,
)
from actions.guidance.lesson_replies import LessonReplies
from actions.guidance.lesson_review import due, moved, next_review, review_reminder
from actions.guidance.reminders import promised
from actions.replies import Reply
from knowledge.passages import Passage

REVIEW = "on-tap"
"""The `lesson_id` of a review: no parts, the questions that are due."""


class LessonForm(Form):
    """Choose a lesson, read it part by part, answer five questions."""

    name = "lesson_form"
    starts = ("start_lesson", "start_review")
    slots = ("lesson_id", "lesson_part", "lesson_answers")
    kept = ("lessons_done", "lesson_boxes")
    """Read too; they outlast a lesson, and starting anew does not clear them."""

    def __init__(
        self,
        lessons: Sequence[Lesson],
        passage: Callable[[str], Passage],
        today: Callable[[], date],
    ) -> None:
        """Make it.

        Args:
            lessons: In the order in which they are offered.
            passage: Gives the card with an id; raises `PassageNotFound`.
            today: Gives the local date.
        """
        self._lessons = lessons
        self._by_id = {lesson.id: lesson for lesson in lessons}
        self._bank = {question.id: question for lesson in lessons for question in lesson.questions}
        self._today = today
        self._say = LessonReplies(lessons, passage)

    def next_slot(self, state: State) -> str | None:
        """Return what to ask for now, None at the end."""
        lesson = self._lesson(state)
        if lesson is None and not self._is_review(state):
            return "lesson_id"
        if lesson and _read_of(state) < len(lesson.parts):
            return "lesson_part"
        is_open = len(_answers_of(state)) < len(self._questions(state))
        return "lesson_answers" if is_open else None

    def read(self, text: str, requested: str | None, state: State) -> dict[str, Any]:
        """Return the slots that a message sets; none where it is about something else.

        Another lesson may be chosen at any time. A button of a step that is over sets what is
        set already, so that the same is asked again.
        """
        if asks_for_list(text):
            return _begun(None)
        chosen = self._chosen(text, requested)
        if chosen:
            return self._begin(chosen, state)
        if requested == "lesson_part":
            return self._read_on(text, state)
        if requested == "lesson_answers":
            return self._answer(text, state)
        return {}

    def opening(self, text: str, state: State, audience: str | None) -> Reply | None:
        """Return the record of what was learnt, where it was asked for."""
        return self.record(state, audience) if asks_for_record(text) else None

    def ask(self, requested: str, state: State, audience: str | None) -> Reply:
        """Return the list of lessons, a part, or a question."""
        lesson = self._lesson(state)
        if requested == "lesson_id":
            before = self._without_review(state) if state.get("lesson_id") == REVIEW else None
            return self._say.menu(_done_of(state), len(self._due(state)), before, audience)
        if requested == "lesson_part" and lesson:
            extras = _progress(lesson.id, "started") if state.get("lesson_part") is None else {}
            return self._say.part(lesson, _read_of(state), audience, **extras)
        return self._ask_question(state, audience)

    def finish(self, state: State, audience: str | None) -> Outcome:
        """Say how it went, and keep it: the record, and when each question comes again."""
        questions, answers = self._questions(state), _answers_of(state)
        right = {
            question.id: given == question.right
            for question, given in zip(questions, answers, strict=False)
        }
        missed = [question for question in questions if not right[question.id]]
        course, lesson, of = str(state["lesson_id"]), self._lesson(state), len(questions)
        said = self._say.result(
            lesson,
            self._say.judged(questions[-1], answers[-1]),
            missed,
            of,
            audience,
            citations=self._say.citations(questions[-1]),
            **_progress(course, "finished", of - len(missed), of),
        )
        boxes = moved(_boxes_of(state), right, self._today())
        slots = {**_begun(None), "lesson_boxes": boxes}
        if lesson:
            slots["lessons_done"] = self._with_result(state, lesson, of - len(missed), of)
        return Outcome([said], slots)

    def review(self, state: State) -> dict[str, Any]:
        """Return the slots that begin a review, or take up the one that is under way."""
        return self._begin(REVIEW, state)

    def record(self, state: State, audience: str | None) -> Reply:
        """Return what a visitor has learnt, for themselves alone."""
        boxed = sum(id_ in self._bank for id_ in _boxes_of(state))
        return self._say.record(_done_of(state), len(self._due(state)), boxed, audience)

    def remind(self, state: State, audience: str | None) -> Reply:
        """Return the promise of a reminder of the next review, with the payload's "reminder"."""
        reminder = review_reminder(_boxes_of(state), self._today())
        if reminder is None:
            return reply(texts.NOTHING_TO_REMIND, audience, [texts.ANY_LESSON])
        return promised(reminder, audience)

    def _chosen(self, text: str, requested: str | None) -> str | None:
        """Return the id of the lesson, or of the review, that a message chooses."""
        is_open = requested in (None, "lesson_id")
        find = named_lesson if is_open else numbered_lesson
        lesson = numbered_lesson(text, self._lessons) or find(text, self._lessons)
        if lesson:
            return lesson.id
        return REVIEW if is_open and asks_for_review(text) else None

    def _begin(self, chosen: str, state: State) -> dict[str, Any]:
        if chosen != state.get("lesson_id"):
            return _begun(chosen)
        return {
            "lesson_id": chosen,
            "lesson_part": _read_of(state),
            "lesson_answers": _answers_of(state),
        }

    def _read_on(self, text: str, state: State) -> dict[str, Any]:
        lesson = self._lesson(state)
        parts = len(lesson.parts) if lesson else 0
        read = parts_read(text, _read_of(state), parts)
        return {} if read is None else {"lesson_part": read}

    def _answer(self, text: str, state: State) -> dict[str, Any]:
        answers = _answers_of(state)
        asked = self._questions(state)[len(answers)]
        given = option_in(text, len(answers) + 1, asked)
        if given is None:
            return {}
        return {"lesson_answers": answers if given == STALE else [*answers, given]}

    def _ask_question(self, state: State, audience: str | None) -> Reply:
        questions, answers = self._questions(state), _answers_of(state)
        at, before = len(answers), None
        extras: dict[str, Any] = {}
        if answers:
            before = self._say.judged(questions[at - 1], answers[-1])
            extras = {"citations": self._say.citations(questions[at - 1])}
        elif self._is_review(state) and state.get("lesson_answers") is None:
            extras = _progress(REVIEW, "started")
        place = (at + 1, len(questions))
        return self._say.question(questions[at], place, before, audience, **extras)

    def _is_review(self, state: State) -> bool:
        return state.get("lesson_id") == REVIEW and bool(self._due(state))

    def _without_review(self, state: State) -> str:
        """Return why there is nothing to repeat today."""
        next_day = next_review(_boxes_of(state), self._today())
        if next_day is None:
            return texts.NOTHING_LEARNT
        return texts.NOT_YET.format(day=f"{next_day:%d/%m/%Y}")

    def _lesson(self, state: State) -> Lesson | None:
        return self._by_id.get(state.get("lesson_id") or "")

    def _questions(self, state: State) -> Sequence[Question]:
        """Return the questions of this attempt: the same ones until it is finished."""
        lesson = self._lesson(state)
        if lesson is None:
            return [self._bank[id_] for id_ in self._due(state)[:QUIZ]]
        done = _done_of(state).get(lesson.id)
        return lesson.quiz(done["times"] + 1 if done else 1)

    def _due(self, state: State) -> list[str]:
        return due(_boxes_of(state), self._today(), self._bank)

    def _with_result(self, state: State, lesson: Lesson, right: int, of: int) -> dict[str, Any]:
        done = _done_of(state)
        times = done[lesson.id]["times"] + 1 if lesson.id in done else 1
        got = {"right": right, "of": of, "on": self._today().isoformat(), "times": times}
        return {**done, lesson.id: got}


def _begun(lesson_id: str | None) -> dict[str, Any]:
    return {"lesson_id": lesson_id, "lesson_part": None, "lesson_answers": None}


def _progress(
    course: str, event: str, right: int | None = None, of: int | None = None
) -> dict[str, Any]:
    return {"progress": {"course": course, "event": event, "right": right, "of": of}}


def _read_of(state: State) -> int:
    return int(state.get("lesson_part") or 0)  # Rasa may give a number back as a float


def _answers_of(state: State) -> list[str]:
    return list(state.get("lesson_answers") or ())


def _done_of(state: State) -> Mapping[str, Mapping[str, Any]]:
    return state.get("lessons_done") or {}


def _boxes_of(state: State) -> Mapping[str, Mapping[str, Any]]:
    return state.get("lesson_boxes") or {}
