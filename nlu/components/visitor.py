"""Tell the dialogue who is asking, from what the front door knows."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

AUDIENCES = ("student", "parent", "teacher")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class VisitorContext(GraphComponent):
    """Turn `metadata.audience` into an entity, which the domain maps to a slot."""

    def __init__(self, name: str) -> None:
        self._name = name

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VisitorContext:
        """Create the component as Rasa's graph asks for it."""
        return cls(execution_context.node_name)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entity `audience`; it stands nowhere in the text, so it has no length."""
        for message in messages:
            audience = (message.get("metadata") or {}).get("audience")
            if audience in AUDIENCES:
                entity = {
                    "entity": "audience",
                    "value": audience,
                    "start": 0,
                    "end": 0,
                    "extractor": self._name,
                }
                entities = [*message.get("entities", []), entity]
                message.set("entities", entities, add_to_output=True)
        return messages
