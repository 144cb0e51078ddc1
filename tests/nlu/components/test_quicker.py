import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from nlu.components.quicker import check_schema_of_action_results_once

SLOT = {"event": "slot", "name": "last_passage", "value": "a/b", "timestamp": None}


@pytest.fixture
def action():
    original = RemoteAction._validate_action_result
    check_schema_of_action_results_once()
    yield RemoteAction("action_answer_question", None)
    RemoteAction._validate_action_result = original


def test_a_good_result_is_valid(action):
    assert action._validate_action_result({"events": [SLOT], "responses": [{"text": "a"}]})


@pytest.mark.parametrize(
    "result",
    [{"events": 3}, {"events": [{"name": "no event"}]}, {"events": [], "responses": ["text"]}],
)
def test_a_bad_result_is_refused_as_before(action, result):
    with pytest.raises(ValidationError):
        action._validate_action_result(result)
