"""What the counting of words needs to know besides: where a message ends, how it looks bare."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import coo_matrix

from nlu.syllables import strip_marks
from nlu.text import normalize

FIRST, LAST = "messagestarts", "messageends"  # no Vietnamese syllable is written so
LENGTH = "messageof"  # with the number of words behind it
_LONG = 9  # words, from which on all messages count as equally long


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class BoundedCountVectorsFeaturizer(CountVectorsFeaturizer):
    """Count words and groups of words, the beginning, the end and the length among them.

    "Nguồn đâu" is all that somebody says who asks for the source; "nguồn vốn vay ở đâu"
    is a question. Which words stand first, last or alone is what tells them apart, and
    how many there are: small talk is short, a question seldom is.
    """

    def _get_message_tokens_by_attribute(self, message: Message, attribute: str) -> list[str]:
        tokens = super()._get_message_tokens_by_attribute(message, attribute)
        if attribute != TEXT or not tokens:
            return tokens
        return [FIRST, *tokens, LAST, f"{LENGTH}{min(len(tokens), _LONG)}"]

    def _create_features(
        self, attribute: str, all_tokens: list[list[str]]
    ) -> tuple[list[coo_matrix | None], list[coo_matrix | None]]:
        # Other featurizers have a row a token: the three that are none of the text go again.
        sequences, sentences = super()._create_features(attribute, all_tokens)
        if attribute == TEXT:
            sequences = [rows if rows is None else rows.tocsr()[1:-2].tocoo() for rows in sequences]
        return sequences, sentences


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class UnaccentedTwins(GraphComponent):
    """Have every training example learnt without diacritics too; messages pass unchanged.

    It stands before the tokenizer. Half of the visitors leave diacritics out, whichever
    way an example happens to be written.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UnaccentedTwins:
        """Create the component as Rasa's graph asks for it."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the data with the twins of those examples that have diacritics."""
        twins = [
            Message.build(bare, example.get(INTENT))
            for example in training_data.intent_examples
            if (text := example.get(TEXT)) and (bare := normalize(strip_marks(text))) != text
        ]
        return training_data.merge(TrainingData(twins))

    def process(self, messages: list[Message]) -> list[Message]:
        """Return the messages as they are."""
        return messages
