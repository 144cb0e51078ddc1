"""Find a school: by place, field and level, at most two questions before something is shown."""

from collections.abc import Callable
from datetime import date
from typing import Any

from actions.guidance import school_texts as texts
from actions.guidance.forms import Choice, Form, Outcome, State, plain, reply
from actions.guidance.school_reading import (
    LEVEL_CHOICES,
    field_choices,
    province_choices,
    read_field,
    read_level,
    read_place,
    read_start,
)
from actions.guidance.school_results import results
from actions.guidance.school_search import ASKED, search_of
from actions.replies import Reply
from knowledge.fields import field_in, level_in
from knowledge.schools.entry import next_due
from knowledge.schools.store import LiveDirectory
from nlu.text import words

_DAYS_BEFORE = 7


class SchoolForm(Form):
    """Look up schools in the directory that is in use."""

    name = "school_form"
    starts = ("find_school",)
    slots = ("school_province", "school_commune", "school_field", "school_level")

    def __init__(self, schools: LiveDirectory, today: Callable[[], date] = date.today) -> None:
        """Know the directory, and the calendar day by which data are old and deadlines past."""
        self._schools = schools
        self._today = today

    def next_slot(self, state: State) -> str | None:
        """Return the province while it is not known, then what was wished to be asked."""
        if state.get("school_province") in (None, ASKED):
            return "school_province"
        wished = (slot for slot in ("school_field", "school_level") if state.get(slot) == ASKED)
        return next(wished, None)

    def read(self, text: str, requested: str | None, state: State) -> dict[str, Any]:
        """Return the slots that a message sets."""
        if requested is None:
            return read_start(text)
        if requested == "school_province":
            return read_place(text, state)
        if requested == "school_field":
            answer = read_field(text, self._field_choices(state))
        else:
            answer = read_level(text)
        return answer or read_place(text, state, offered=False)

    def ask(self, requested: str, state: State, audience: str | None) -> Reply:
        """Return the question for a slot."""
        if requested == "school_field":
            titles = [choice.title for choice in self._field_choices(state)]
            return reply(texts.FIELD, audience, titles)
        if requested == "school_level":
            return reply(texts.LEVEL, audience, [choice.title for choice in LEVEL_CHOICES])
        text = texts.WHERE_ELSE if state.get("school_province") == ASKED else texts.WHERE
        if state.get("school_commune"):
            text = texts.WHICH.replace("{called}", str(state["school_commune"]))
        return reply(text, audience, [choice.title for choice in province_choices(state)])

    def finish(self, state: State, audience: str | None) -> Outcome:
        """Return the schools that fit, or what is nearest, or who to ask."""
        search = search_of(state)
        found = self._schools.directory.find(search.wanted)
        return Outcome([results(search, found, self._today(), audience)])

    def reminder_for(
        self, school_id: str, field: str | None = None, level: str | None = None
    ) -> dict[str, Any] | None:
        """Return the reminder of a school's next deadline; None where none is to come.

        Args:
            school_id: Id of a school in the directory.
            field: Only of its programmes in this field.
            level: Only of its programmes at this level.
        """
        school = self._schools.directory.get(school_id)
        due = next_due(school.fitting(field, level), self._today()) if school else None
        if not (school and due and due.deadline):
            return None
        return {
            "key": ":".join(filter(None, ("school", school.id, field, level))),
            "on": due.deadline.isoformat(),
            "title": texts.REMINDER.format(programme=due.name, school=school.name),
            "days_before": _DAYS_BEFORE,
        }

    def reminder_wished(self, text: str) -> dict[str, Any] | None:
        """Return the reminder that a button's words ask for, however they were spelled since."""
        known = {school.id: rest for school in self._schools.directory.schools
                 if (rest := _behind(plain(school.id), text)) is not None}  # fmt: skip
        if not known:
            return None
        id_ = max(known, key=len)
        return self.reminder_for(id_, field_in(known[id_]), level_in(known[id_]))

    def _field_choices(self, state: State) -> tuple[Choice, ...]:
        return field_choices(self._schools.directory.fields_in(str(state["school_province"])))


def _behind(phrase: str, text: str) -> str | None:
    """Return what of a text stands behind a folded phrase; None where it does not hold it."""
    tokens, wanted = words(text), phrase.split()
    folded = plain(text).split()
    for at in range(len(tokens) - len(wanted) + 1):
        if folded[at : at + len(wanted)] == wanted:
            return " ".join(tokens[at + len(wanted) :])
    return None
