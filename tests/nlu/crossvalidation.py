"""How well the intents are told apart: cross-validation of the pipeline of `config.yml`.

    var/env/rasa/bin/python -m tests.nlu.crossvalidation

Rasa's own components are trained on four fifths of `nlu/data/nlu` and asked about the
last fifth, five times. Asked are the examples written with diacritics, in three styles,
each normalised as the front door does. What is scored is the intent before Rasa falls
back; the share that falls back is told apart. Written are `var/intents/<style>.csv` (the
confusion matrix), `<style>.txt` (it and every error) and `summary.json`.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.metrics import f1_score, recall_score
from sklearn.model_selection import StratifiedGroupKFold

from nlu.noise import teencode, unaccented
from nlu.text import fold, marked_share, normalize, words

FOLDS, SEED = 5, 21
ACCENTED = 0.4  # of the words, from which on an example counts as written with diacritics
OUT = Path("var/intents")
STYLES: dict[str, Callable[[str, Random], str]] = {
    "accented": lambda text, rng: text,
    "unaccented": lambda text, rng: unaccented(text),
    "teencode": lambda text, rng: teencode(text, rng),
}
# What is understood so is looked up, whatever else it is.
LOOKED_UP = ("ask_knowledge", "ask_follow_up")


@dataclass(frozen=True)
class Asked:
    """One question put to a model that has not seen it."""

    written: str  # the example, as it stands in the data
    read: str  # what reached the model: the style put on, then normalised
    intent: str
    found: str
    confidence: float
    fell_back: bool


@dataclass(frozen=True)
class Score:
    """How one style did; `accuracy` is of each intent, all are shares from 0.0 to 1.0."""

    asked: int
    macro_f1: float
    accuracy: dict[str, float]
    fell_back: float
    lost: float  # of the questions to be looked up: surely taken for something else


class Pipeline:
    """The NLU components of `config.yml`, in order, trained and asked without a server."""

    def __init__(self, config: list[dict[str, Any]], storage: Path) -> None:
        self._config = config
        self._storage = LocalModelStorage(storage)
        self._components: list[GraphComponent] = []

    def train(self, examples: list[tuple[str, str]]) -> None:
        """Train on (text, intent); each component sees what those before it made of them."""
        data = TrainingData([Message.build(text, intent) for text, intent in examples])
        for position, settings in enumerate(self._config):
            component = self._create(position, dict(settings))
            if hasattr(component, "train"):
                component.train(data)
            if hasattr(component, "process_training_data"):
                data = component.process_training_data(data)
            self._components.append(component)

    def _create(self, position: int, settings: dict[str, Any]) -> GraphComponent:
        kind = DefaultV1Recipe._from_registry(settings.pop("name")).clazz
        name = f"{position}_{kind.__name__}"
        config = {**kind.get_default_config(), **settings}
        context = ExecutionContext(GraphSchema({}), node_name=name)
        return kind.create(config, self._storage, Resource(name), context)

    def ask(self, texts: list[str]) -> list[tuple[dict[str, Any], bool]]:
        """Return of each text the intent found, with its confidence, and if it fell back."""
        messages = [Message(data={TEXT: text}) for text in texts]
        found = [{} for _ in texts]
        for component in self._components:
            if isinstance(component, FallbackClassifier):
                found = [message.get(INTENT) for message in messages]
            component.process(messages)
        return [
            (intent, message.get(INTENT) != intent)
            for intent, message in zip(found, messages, strict=True)
        ]


def read_examples(folder: Path = Path("nlu/data/nlu")) -> list[tuple[str, str]]:
    """Return every example and its intent."""
    return [(m.get(TEXT), m.get(INTENT)) for m in load_data(str(folder)).intent_examples]


def cross_validate(styles: tuple[str, ...] = tuple(STYLES)) -> dict[str, list[Asked]]:
    """Return what each style was asked and what was found, over all folds."""
    folds = list(_folds(read_examples()))
    # Training keeps one core busy; a process that Rasa is loaded in cannot be forked safely.
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        parts = list(pool.map(_validate, folds, [styles] * len(folds)))
    return {style: [asked for part in parts for asked in part[style]] for style in styles}


def _validate(
    fold: tuple[list[tuple[str, str]], list[tuple[str, str]]], styles: tuple[str, ...]
) -> dict[str, list[Asked]]:
    """Train on one part of the examples, and ask the other."""
    trained_on, held_out = fold
    pipeline = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))["pipeline"]
    with tempfile.TemporaryDirectory() as storage:
        model = Pipeline(pipeline, Path(storage))
        model.train(trained_on)
        return {style: _ask(model, held_out, STYLES[style]) for style in styles}


def _folds(examples: list[tuple[str, str]]) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield training and test examples; what reads alike is never in both."""
    intents = [intent for _, intent in examples]
    alike = [" ".join(words(fold(normalize(text)))) for text, _ in examples]
    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for train, test in split.split(examples, intents, alike):
        held_out = [examples[i] for i in test]
        yield (
            [examples[i] for i in train],
            [(text, intent) for text, intent in held_out if marked_share(text) >= ACCENTED],
        )


def _ask(
    model: Pipeline, examples: list[tuple[str, str]], write: Callable[[str, Random], str]
) -> list[Asked]:
    # Each example has its own generator: one more example leaves the others as they are.
    read = [normalize(write(text, Random(f"{SEED} {text}"))) for text, _ in examples]
    return [
        Asked(text, typed, intent, found["name"], found["confidence"], fell_back)
        for (text, intent), typed, (found, fell_back) in zip(
            examples, read, model.ask(read), strict=True
        )
    ]


def score(asked: list[Asked]) -> Score:
    """Return the measures of one style."""
    meant, found = [a.intent for a in asked], [a.found for a in asked]
    intents = sorted(set(meant))
    accuracy = recall_score(meant, found, labels=intents, average=None)
    to_look_up = [a for a in asked if a.intent in LOOKED_UP]
    lost = [a for a in to_look_up if a.found not in LOOKED_UP and not a.fell_back]
    return Score(
        asked=len(asked),
        macro_f1=round(float(f1_score(meant, found, labels=intents, average="macro")), 4),
        accuracy={i: round(float(a), 3) for i, a in zip(intents, accuracy, strict=True)},
        fell_back=round(sum(a.fell_back for a in asked) / len(asked), 3),
        lost=round(len(lost) / len(to_look_up), 4),
    )


def confusion(asked: list[Asked]) -> str:
    """Return the confusion matrix as CSV: a row an intent meant, a column an intent found."""
    count = Counter((a.intent, a.found) for a in asked)
    intents = sorted({intent for pair in count for intent in pair})
    rows = [",".join([meant, *(str(count[meant, i]) for i in intents)]) for meant in intents]
    return "\n".join([",".join(["meant", *intents]), *rows, ""])


def readable(asked: list[Asked], measured: Score) -> str:
    """Return the measures of one style and every error, the most frequent confusion first."""
    lines = [f"macro F1 {measured.macro_f1:.3f} on {measured.asked} questions"]
    lines += [f"fell back {measured.fell_back:.1%}, lost {measured.lost:.1%}", ""]
    lines += [f"  {share:6.1%}  {intent}" for intent, share in measured.accuracy.items()]
    wrong = Counter((a.intent, a.found) for a in asked if a.intent != a.found)
    for (meant, found), count in wrong.most_common():
        lines += ["", f"{meant} taken for {found}: {count}"]
        lines += [
            f"  {a.confidence:.2f}{' fell back' if a.fell_back else ''}  {a.written} | {a.read}"
            for a in asked
            if (a.intent, a.found) == (meant, found)
        ]
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure, write the reports, print the table."""
    OUT.mkdir(parents=True, exist_ok=True)
    summary: dict[str, Any] = {}
    for style, asked in cross_validate().items():
        measured = score(asked)
        summary[style] = vars(measured)
        (OUT / f"{style}.csv").write_text(confusion(asked), encoding="utf-8")
        (OUT / f"{style}.txt").write_text(readable(asked, measured), encoding="utf-8")
        print(
            f"{style:11} macro F1 {measured.macro_f1:.3f}  fell back {measured.fell_back:.1%}"
            f"  lost {measured.lost:.1%}  of {measured.asked}"
        )
    (OUT / "summary.json").write_text(json.dumps(summary, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
