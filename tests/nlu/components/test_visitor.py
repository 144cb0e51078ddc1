import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.components.visitor import VisitorContext


def process(metadata):
    message = Message.build("học phí")
    message.set("metadata", metadata)
    return VisitorContext("visitor").process([message])[0].get("entities", [])


@pytest.mark.parametrize("audience", ["student", "parent", "teacher"])
def test_a_known_audience_becomes_an_entity(audience):
    entities = process({"audience": audience})
    assert [(e["entity"], e["value"]) for e in entities] == [("audience", audience)]


@pytest.mark.parametrize("metadata", [None, {}, {"audience": None}, {"audience": "admin"}])
def test_anything_else_does_not(metadata):
    assert process(metadata) == []
