from dataclasses import fields, replace

import numpy as np
import pytest

from knowledge.ranking import Fusion, Signals, fuse, scaled


def floats(*numbers):
    return np.asarray(numbers, dtype=np.float32)


SIGNALS = Signals(
    nearest=floats(0.9, 0.5, 0.7),
    support=floats(0.6, 0.8, 0.4),
    answer=floats(0.3, 0.4, 0.5),
    lexical=floats(0.0, 2.0, 4.0),
    guessed=0.0,
    shared=floats(0.0, 1.0, 2.0),
    against=floats(2.0, 0.0, 1.0),
    remembered=floats(1.0, -1.0, 0.0),
    related=floats(0.0, 0.5, 1.0),
)
NOTHING = Fusion(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
MEANING = ("nearest", "support", "answer")
ALONE = {
    "nearest": [1.0, 0.0, 0.5],
    "support": [0.5, 1.0, 0.0],
    "answer": [0.0, 0.5, 1.0],
    "lexical": [0.0, 0.5, 1.0],
    "shared": [0.0, 1.0, 2.0],
    "against": [-2.0, 0.0, -1.0],
    "remembered": [1.0, -1.0, 0.0],
    "related": [0.0, 0.5, 1.0],
}


def test_scores_are_stretched_from_the_lowest_to_the_highest():
    assert scaled(floats(-1.0, 0.0, 3.0)) == pytest.approx([0.0, 0.25, 1.0])
    assert scaled(floats(1.0, 4.0), low=0.0) == pytest.approx([0.25, 1.0])


@pytest.mark.parametrize("equal", [floats(0.7), floats(0.7, 0.7), floats(0.0, 0.0, 0.0)])
def test_equal_scores_tell_nothing(equal):
    assert scaled(equal).tolist() == [0.0] * len(equal)


@pytest.mark.parametrize("name", ALONE)
def test_each_signal_counts_by_its_weight(name):
    assert fuse(SIGNALS, replace(NOTHING, **{name: 0.5})) == pytest.approx(
        0.5 * floats(*ALONE[name])
    )


def test_the_score_is_the_sum_of_what_each_signal_gives():
    fusion = Fusion()
    parts = [
        getattr(fusion, name) * (1 - fusion.lexical if name in MEANING else 1) * floats(*alone)
        for name, alone in ALONE.items()
    ]
    assert fuse(SIGNALS, fusion) == pytest.approx(sum(parts), abs=1e-6)


def test_the_more_was_guessed_the_more_the_words_count():
    fusion = replace(NOTHING, nearest=1.0, lexical=0.4, guessed=0.2)
    assert fuse(SIGNALS, fusion) == pytest.approx([0.6, 0.2, 0.7])
    assert fuse(replace(SIGNALS, guessed=1.0), fusion) == pytest.approx([0.4, 0.3, 0.8])


def test_without_facets_and_an_answer_before_the_shipped_weights_give_at_most_one():
    absent = ("shared", "against", "remembered", "related")
    nothing = {name: floats(0, 0, 0) for name in absent}
    best = {f.name: floats(1, 0, 0) for f in fields(Signals)} | nothing | {"guessed": 0.5}
    assert fuse(Signals(**best), Fusion()) == pytest.approx([1.0, 0.0, 0.0])
