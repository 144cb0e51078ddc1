"""What Rasa is told in nlu/ agrees with what the code does."""

import re
from pathlib import Path

import pytest

from actions import conversation
from actions.__main__ import all_actions
from actions.guidance.form_actions import ANSWER, StartForm
from actions.guidance.wishes import RESULT
from actions.settings import ActionsSettings
from knowledge.base import LiveKnowledgeBase
from knowledge.frontmatter import read_yaml
from knowledge.schools.store import LiveDirectory
from knowledge.settings import KnowledgeSettings

DOMAIN = Path("nlu/domain")
CODE = sorted(Path("actions").rglob("*.py"))
FALLBACK = "nlu_fallback"  # Rasa's own intent
UNLESS_KNOWN = "action_unless_known"  # says `utter_<intent>`
SAID_BY_THE_FRONT_DOOR = "report_danger"  # in place of words, which none may learn from
FORMS = sorted(read_yaml(DOMAIN / "guidance.yml")["forms"])
NAMED_BY_CODE = {"utter_out_of_scope", "utter_service_error"}


def read_domain(key):
    """Return what the files of the domain say under `key`, together."""
    parts = [read_yaml(path).get(key) for path in sorted(DOMAIN.glob("*.yml"))]
    found = [part for part in parts if part]
    return [name for part in found for name in part]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Every action that the server is put together of."""
    nothing = LiveDirectory(tmp_path_factory.mktemp("schools") / "none.yml")
    settings, about = ActionsSettings(_env_file=None), KnowledgeSettings(_env_file=None)
    # Nothing is looked up here: an index without anything in it does.
    return all_actions(settings, about, object.__new__(LiveKnowledgeBase), nothing)


def steps(key):
    """Return what the rules have under `key`, rule by rule."""
    return [step[key] for rule in read_rules() for step in rule["steps"] if key in step]


def read_rules():
    files = sorted(Path("nlu/data/rules").glob("*.yml"))
    return [rule for path in files for rule in read_yaml(path)["rules"]]


def said_unless_known():
    """Return the responses that `UNLESS_KNOWN` says, by the rules that end in it."""
    rules = [
        rule["steps"] for rule in read_rules() if rule["steps"][-1] == {"action": UNLESS_KNOWN}
    ]
    return [f"utter_{step['intent']}" for steps in rules for step in steps if "intent" in step]


def texts_of(responses):
    """Return every variation of every response."""
    return [variation for variations in responses.values() for variation in variations]


@pytest.fixture(scope="module")
def responses():
    return read_yaml(DOMAIN / "responses.yml")["responses"]


def test_the_actions_of_the_domain_are_those_that_the_server_is_put_together_of(built):
    assert sorted(read_domain("actions")) == sorted(action.name() for action in built)


def test_every_intent_has_one_rule_and_every_rule_an_intent():
    assert sorted(steps("intent")) == sorted([*read_domain("intents"), FALLBACK])


def test_every_intent_is_taught_and_nothing_else_is():
    examples = [read_yaml(path)["nlu"] for path in sorted(Path("nlu/data/nlu").glob("*.yml"))]
    taught = {entry["intent"] for entries in examples for entry in entries if "intent" in entry}
    assert taught == set(read_domain("intents")) - {SAID_BY_THE_FRONT_DOOR}


def test_rules_do_every_action_of_the_domain_and_nothing_else():
    called = [name for form in FORMS for name in (f"validate_{form}", f"action_ask_{form}_answer")]
    assert {*steps("action"), *called} == {*read_domain("actions"), *FORMS}
    assert set(steps("active_loop")) == {*FORMS, None}


def test_every_intent_that_is_answered_unless_known_has_a_response(responses):
    assert steps("action").count(UNLESS_KNOWN) == len(said_unless_known()) > 0
    assert [name for name in said_unless_known() if name not in responses] == []


def test_every_response_is_said_by_an_action(responses):
    assert set(responses) == {*said_unless_known(), *NAMED_BY_CODE}


def test_responses_of_the_code_are_in_the_domain(responses):
    named = {
        name for path in CODE for name in re.findall(r'"(utter_\w+)"', path.read_text("utf-8"))
    }
    assert named == NAMED_BY_CODE
    assert named <= set(responses)


def test_slots_of_the_code_are_in_the_domain(built):
    named = {conversation.LAST_PASSAGE, conversation.SHOWN_PASSAGES, conversation.FACETS}
    forms = [action.form for action in built if isinstance(action, StartForm)]
    of_forms = [slot for form in forms for slot in (*form.slots, *form.kept)]
    assert {"audience", ANSWER, RESULT, *named, *of_forms} == set(read_domain("slots"))


def test_every_response_has_one_text_for_each_audience_and_one_for_who_has_not_said(responses):
    for name, variations in responses.items():
        values = [[c["value"] for c in v.get("condition", [])] for v in variations]
        assert values == [["student"], ["parent"], ["teacher"], []], name
        assert all(v["text"].strip() for v in variations), name


def test_a_button_of_a_response_fits_in_what_telegram_takes(responses):
    payloads = [b["payload"] for v in texts_of(responses) for b in v.get("buttons", [])]
    assert [text for text in payloads if len(text.encode()) > 64] == []


def test_responses_leave_no_placeholder_for_rasa_to_fill(responses):
    assert [v["text"] for v in texts_of(responses) if "{" in v["text"]] == []
