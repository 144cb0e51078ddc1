from collections import Counter
from dataclasses import replace

import numpy as np

from nlu.text import words
from tests.evaluation.made_up import NearbyEmbedder, made_passages, sentences_of
from tests.fakes import DIPLOMA, FREE

SENTENCES = [["học", "nghề", "miễn", "phí"], ["vay", "vốn"]]


def test_sentences_are_those_of_the_answers():
    card = replace(FREE, text="Một câu. Hai câu!\n\n{Bạn} hỏi, được chứ? …")
    assert sentences_of([card, replace(DIPLOMA, text="Hết.")]) == [
        ["Một", "câu"],
        ["Hai", "câu"],
        ["Bạn", "hỏi", "được", "chứ"],
        ["Hết"],
    ]


def test_a_passage_is_three_sentences_with_their_words_in_another_order():
    found = made_passages(SENTENCES, 50)
    known = [Counter(sentence) for sentence in SENTENCES]
    parts = [part for passage in found for part in passage.text.rstrip(".").split(". ")]
    assert len(parts) == 150
    assert all(Counter(words(part)) in known for part in parts)
    assert {"vay vốn", "vốn vay"} <= set(parts)


def test_the_first_passages_are_the_same_for_any_size_and_every_run():
    assert made_passages(SENTENCES, 5) == made_passages(SENTENCES, 9)[:5]
    assert len({passage.id for passage in made_passages(SENTENCES, 9)}) == 9
    assert made_passages(SENTENCES, 9, seed=1) != made_passages(SENTENCES, 9)


def test_a_vector_is_near_a_real_one_and_always_the_same():
    real = np.eye(64, dtype=np.float32)[:3]
    texts = [str(number) for number in range(40)]
    vectors = NearbyEmbedder(real).embed_passages(texts)
    np.testing.assert_array_equal(vectors, NearbyEmbedder(real).embed_questions(texts))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    cosines = vectors @ real.T
    assert cosines.max(axis=1).min() > 0.7
    assert set(cosines.argmax(axis=1)) == {0, 1, 2}
    assert NearbyEmbedder(real).embed_passages([]).shape == (0, 64)
