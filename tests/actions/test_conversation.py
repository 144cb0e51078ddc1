import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.conversation import audience_of, last_passage, question_of, send, shown_passages
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


def test_what_is_remembered_is_in_slots():
    said = tracker(audience="parent", last_passage="a/b", shown_passages=["a/a", "a/b"])
    assert audience_of(said) == "parent"
    assert last_passage(said) == "a/b"
    assert shown_passages(said) == ["a/a", "a/b"]


@pytest.mark.parametrize(
    "slots", [{}, {"audience": None, "last_passage": None, "shown_passages": None}]
)
def test_a_new_conversation_remembers_nothing(slots):
    fresh = tracker(**slots)
    assert (audience_of(fresh), last_passage(fresh), shown_passages(fresh)) == (None, None, [])


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
