import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.conversation import (
    audience_of,
    facets_said,
    intent_of,
    last_passage,
    question_of,
    remember,
    send,
    shown_passages,
    typed_of,
)
from actions.replies import Reply
from tests.actions.calls import SENDER
from tests.fakes import FREE

BUTTON = {"title": "Hỏi?", "payload": "Hỏi?"}


def tracker(latest_message=None, **slots):
    state = {"sender_id": SENDER, "slots": slots, "latest_message": latest_message, "events": []}
    return Tracker.from_dict(state)


@pytest.mark.parametrize(
    ("latest_message", "question"),
    [({"text": "học phí"}, "học phí"), ({"text": None}, ""), ({}, ""), (None, "")],
)
def test_the_question_is_the_last_message(latest_message, question):
    assert question_of(tracker(latest_message)) == question


@pytest.mark.parametrize(
    ("latest_message", "typed", "intent"),
    [
        (
            {"metadata": {"typed": "hoc phi"}, "intent": {"name": "ask_knowledge"}},
            "hoc phi",
            "ask_knowledge",
        ),
        ({"metadata": {"audience": "parent"}, "intent": {"name": None}}, None, ""),
        ({"metadata": None, "intent": None}, None, ""),
        (None, None, ""),
    ],
)
def test_what_was_typed_and_what_it_is_come_with_the_message(latest_message, typed, intent):
    message = tracker(latest_message)
    assert (typed_of(message), intent_of(message)) == (typed, intent)


def test_what_is_remembered_is_in_slots():
    facets = {"province": "lang-son"}
    said = tracker(
        audience="parent", last_passage="a/b", shown_passages=["a/a", "a/b"], facets=facets
    )
    assert facets_said(said) == facets
    assert audience_of(said) == "parent"
    assert last_passage(said) == "a/b"
    assert shown_passages(said) == ["a/a", "a/b"]


@pytest.mark.parametrize(
    "slots",
    [{}, {"audience": None, "last_passage": None, "shown_passages": None, "facets": None}],
)
def test_a_new_conversation_remembers_nothing(slots):
    fresh = tracker(**slots)
    assert (audience_of(fresh), last_passage(fresh), shown_passages(fresh)) == (None, None, [])
    assert facets_said(fresh) == {}


def sent(reply, **slots):
    dispatcher = CollectingDispatcher()
    return send(reply, dispatcher, tracker(**slots)), dispatcher.messages


def slot_set(name, value):
    return {"event": "slot", "timestamp": None, "name": name, "value": value}


def test_a_reply_is_one_message_with_text_buttons_and_payload():
    events, [message] = sent(Reply("Chào", [BUTTON], {"kind": "notice"}))
    assert events == []
    assert {key: value for key, value in message.items() if value} == {
        "text": "Chào",
        "buttons": [BUTTON],
        "custom": {"kind": "notice"},
    }


def test_a_passage_that_was_said_is_remembered_as_last_and_as_shown():
    events, _ = sent(Reply("…", [], {}, FREE), last_passage="a/a", shown_passages=["a/a"])
    assert events == [
        slot_set("last_passage", "hoc-phi/mien"),
        slot_set("shown_passages", ["a/a", "hoc-phi/mien"]),
    ]


def test_a_passage_that_was_said_again_is_remembered_once():
    events, _ = sent(Reply("…", [], {}, FREE), shown_passages=["hoc-phi/mien", "a/a"])
    assert events[1] == slot_set("shown_passages", ["a/a", "hoc-phi/mien"])


def test_no_more_than_the_last_twenty_are_remembered():
    shown = [f"a/{n}" for n in range(20)]
    events, _ = sent(Reply("…", [], {}, FREE), shown_passages=shown)
    assert events[1] == slot_set("shown_passages", [*shown[1:], "hoc-phi/mien"])


@pytest.mark.parametrize(
    ("before", "named", "now"),
    [
        (None, {"grade": "lop-9"}, {"grade": "lop-9"}),
        (
            {"grade": "lop-9", "province": "lang-son"},
            {"province": "quang-ninh"},
            {"grade": "lop-9", "province": "quang-ninh"},
        ),
    ],
    ids=["the first", "another"],
)
def test_what_a_message_names_is_kept_beside_what_was_named_before(before, named, now):
    assert remember(tracker(facets=before), named) == [slot_set("facets", now)]


@pytest.mark.parametrize("named", [{}, {"grade": "lop-9"}])
def test_what_changes_nothing_is_no_event(named):
    assert remember(tracker(facets={"grade": "lop-9"}), named) == []
