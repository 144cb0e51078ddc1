"""The pathway advisor: six taps, then the ways that fit, compared, with why and what next."""

from typing import Any

from actions.guidance.forms import Form, Outcome, State
from actions.guidance.pathway_advice import Answers, advise
from actions.guidance.pathway_reading import Values, read_answer, read_start
from actions.guidance.pathway_replies import (
    Documents,
    comparison_reply,
    next_reply,
    question_reply,
    reasons_reply,
)
from actions.guidance.pathway_table import PathwayTable
from actions.replies import Reply

_PREFIX = "pathway_"


class PathwayForm(Form):
    """Asks where the learner stands and what matters; proposes two or three ways, and one more."""

    name = "pathway_form"
    starts = ("start_pathway",)

    def __init__(self, table: PathwayTable, documents: Documents) -> None:
        """Work by a table; name sources as `documents` does.

        Raises:
            KeyError: The table cites a document that is not there.
        """
        self._table = table
        self._documents = documents
        for source in (s for way in table.ways for c in way.cells.values() for s in c.sources):
            documents[source.document]
        self.slots = tuple(_PREFIX + question.slot for question in table.questions)

    def next_slot(self, state: State) -> str | None:
        """Return the first question without an answer that the table still knows."""
        return next((slot for slot in self.slots if not self._is_answered(slot, state)), None)

    def read(self, text: str, requested: str | None, state: State) -> dict[str, Any]:
        """Return what a message answers or corrects."""
        values = (
            read_start(self._table, text)
            if requested is None
            else read_answer(self._table, text, _slot(requested), self._answers(state))
        )
        return _slots(values)

    def ask(self, requested: str, state: State, audience: str | None) -> Reply:
        """Return a question with its choices."""
        return question_reply(self._table, self._table.question(_slot(requested)), audience)

    def finish(self, state: State, audience: str | None) -> Outcome:
        """Return the comparison, the reasons, and the next steps; the answers stay."""
        answers = self._answers(state)
        advice = advise(self._table, answers)
        return Outcome(
            [
                comparison_reply(self._table, advice, answers, self._documents, audience),
                reasons_reply(advice, audience),
                next_reply(advice, audience),
            ]
        )

    def _is_answered(self, slot: str, state: State) -> bool:
        question, value = self._table.question(_slot(slot)), state.get(slot)
        return value is not None and (question.provinces or question.answer(value) is not None)

    def _answers(self, state: State) -> Answers:
        return {_slot(slot): state.get(slot) for slot in self.slots}


def _slot(name: str) -> str:
    return name.removeprefix(_PREFIX)


def _slots(values: Values) -> dict[str, Any]:
    return {_PREFIX + slot: value for slot, value in values.items()}
