"""What Rasa is told in nlu/ agrees with what the code does."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from rasa_sdk.interfaces import Action

import actions
from actions import conversation
from knowledge.frontmatter import read_yaml

DOMAIN = Path("nlu/domain")
CODE = sorted(Path("actions").glob("*.py"))
FALLBACK = "nlu_fallback"  # Rasa's own intent
UNLESS_KNOWN = "action_unless_known"  # says `utter_<intent>`
NAMED_BY_CODE = {"utter_out_of_scope", "utter_service_error"}


def read_domain(key):
    """Return what the files of the domain say under `key`, together."""
    parts = [read_yaml(path).get(key) for path in sorted(DOMAIN.glob("*.yml"))]
    found = [part for part in parts if part]
    return [name for part in found for name in part]


def action_classes():
    """Return every action of the package that can be built, by its name in the domain."""
    for module in pkgutil.iter_modules(actions.__path__):
        if module.name != "__main__":
            importlib.import_module(f"actions.{module.name}")
    pending, classes = [Action], []
    while pending:
        subclasses = pending.pop().__subclasses__()
        pending += subclasses
        classes += [c for c in subclasses if c.__module__.startswith("actions.")]
    concrete = [c for c in classes if not getattr(c, "__abstractmethods__", None)]
    return {c.name(object.__new__(c)): c for c in concrete}


def steps(key):
    """Return what the rules have under `key`, rule by rule."""
    return [step[key] for rule in read_rules() for step in rule["steps"] if key in step]


def read_rules():
    return read_yaml(Path("nlu/data/rules/rules.yml"))["rules"]


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


def test_the_actions_of_the_domain_are_those_that_there_are():
    assert sorted(read_domain("actions")) == sorted(action_classes())


def test_every_action_is_built_where_the_server_is_put_together():
    built = set(re.findall(r"\b(Action[A-Z]\w+)\(", Path("actions/__main__.py").read_text()))
    assert built == {action.__name__ for action in action_classes().values()}


def test_every_intent_has_one_rule_and_every_rule_an_intent():
    assert sorted(steps("intent")) == sorted([*read_domain("intents"), FALLBACK])


def test_every_intent_is_taught_and_nothing_else_is():
    examples = [read_yaml(path)["nlu"] for path in sorted(Path("nlu/data/nlu").glob("*.yml"))]
    taught = {entry["intent"] for entries in examples for entry in entries if "intent" in entry}
    assert taught == set(read_domain("intents"))


def test_rules_do_every_action_of_the_domain_and_nothing_else():
    assert set(steps("action")) == set(read_domain("actions"))


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


def test_slots_of_the_code_are_in_the_domain():
    named = {conversation.LAST_PASSAGE, conversation.SHOWN_PASSAGES, conversation.FACETS}
    assert {"audience", *named} == set(read_domain("slots"))


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
