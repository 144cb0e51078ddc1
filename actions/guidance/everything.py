"""All flows, put together from their tables."""

from collections.abc import Callable, Mapping
from datetime import date

from rasa_sdk.interfaces import Action

from actions.guidance.form_actions import ActionStop, actions_of
from actions.guidance.interest_replies import InterestReplies
from actions.guidance.interest_scores import Questionnaire
from actions.guidance.interests import InterestForm
from actions.guidance.lesson_content import load_lessons
from actions.guidance.lessons import LessonForm
from actions.guidance.pathway_loading import load_table
from actions.guidance.pathways import PathwayForm
from actions.guidance.schools import SchoolForm
from actions.guidance.wishes import (
    ActionInterestResult,
    ActionSetReminder,
    ActionStartReview,
    ActionStopReminders,
)
from knowledge.base import LiveKnowledgeBase
from knowledge.passages import Document
from knowledge.schools.store import LiveDirectory

_STARTS = {
    "pathway_form": "Tư vấn lộ trình",
    "interest_form": "Làm tiếp trắc nghiệm",
    "school_form": "Tìm trường",
    "lesson_form": "Làm tiếp bài học",
}
"""What to say to begin each form, or to take it up."""


def guidance_actions(
    knowledge: LiveKnowledgeBase,
    documents: Mapping[str, Document],
    schools: LiveDirectory,
    today: Callable[[], date],
) -> list[Action]:
    """Return all that Rasa calls for the flows.

    Args:
        knowledge: The cards that lessons and reminders name.
        documents: The table of documents, for what the pathways cite.
        schools: The directory.
        today: Gives the local calendar day.

    Raises:
        TableRejected: The table of the pathways is not as it must be.
    """
    questionnaire = Questionnaire.load()
    lesson_form = LessonForm(load_lessons(), lambda id_: knowledge.base.passage(id_), today)
    school_form = SchoolForm(schools, today)
    forms = [
        PathwayForm(load_table(), documents),
        InterestForm(questionnaire),
        school_form,
        lesson_form,
    ]
    return [
        *(action for form in forms for action in actions_of(form)),
        ActionInterestResult(InterestReplies(questionnaire)),
        ActionSetReminder(knowledge, school_form, lesson_form, today),
        ActionStopReminders(),
        ActionStartReview(lesson_form),
    ]


def leaving() -> Action:
    """Return what leaves a form, and tells how to come back."""
    return ActionStop(_STARTS)
