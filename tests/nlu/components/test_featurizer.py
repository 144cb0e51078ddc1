import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.featurizer import (
    FIRST,
    LAST,
    LENGTH,
    BoundedCountVectorsFeaturizer,
    UnaccentedTwins,
)
from nlu.components.tokenizer import VietnameseTokenizer
from tests.nlu.crossvalidation import Pipeline


def counted(text):
    tokenizer = VietnameseTokenizer(VietnameseTokenizer.get_default_config())
    message = Message.build(text)
    message.set("text_tokens", tokenizer.tokenize(message, TEXT))
    featurizer = BoundedCountVectorsFeaturizer.__new__(BoundedCountVectorsFeaturizer)
    featurizer.use_lemma = True
    return featurizer._get_message_tokens_by_attribute(message, TEXT)


def test_a_message_is_counted_with_its_beginning_its_end_and_its_length():
    assert counted("Nguồn đâu?") == [FIRST, "nguon", "dau", LAST, f"{LENGTH}2"]


def test_from_nine_words_on_messages_are_equally_long():
    assert counted("em " * 9)[-1] == counted("em " * 30)[-1] == f"{LENGTH}9"
    assert counted("em " * 8)[-1] == f"{LENGTH}8"


def test_the_rows_of_its_features_are_those_of_the_tokens(tmp_path):
    examples = [("nguồn đâu", "ask_source"), ("nguồn vốn vay ở đâu", "ask_knowledge")]
    steps = [
        {"name": "nlu.components.tokenizer.VietnameseTokenizer"},
        {"name": "nlu.components.featurizer.BoundedCountVectorsFeaturizer", "max_ngram": 2},
        {"name": "CountVectorsFeaturizer"},
        {"name": "nlu.components.classifier.WeightedLogisticRegression"},
        {"name": "FallbackClassifier"},
    ]
    model = Pipeline(steps, tmp_path)
    model.train(examples)
    assert [found["name"] for found, _ in model.ask(["nguồn đâu", "vốn vay"])] == [
        "ask_source",
        "ask_knowledge",
    ]


@pytest.mark.parametrize(
    ("text", "learnt"),
    [("học phí", ["học phí", "hoc phi"]), ("hoc phi", ["hoc phi"]), ("9+", ["9+"])],
)
def test_an_example_with_diacritics_is_learnt_without_them_too(text, learnt):
    data = TrainingData([Message.build(text, "ask_knowledge")])
    twins = UnaccentedTwins().process_training_data(data).intent_examples
    assert [example.get(TEXT) for example in twins] == learnt
    assert {example.get(INTENT) for example in twins} == {"ask_knowledge"}


def test_messages_pass_as_they_are():
    message = Message.build("học phí")
    assert UnaccentedTwins().process([message]) == [message]
