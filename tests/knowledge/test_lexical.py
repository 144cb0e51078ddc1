import bm25s
import numpy as np
import pytest

from knowledge.lexical import (
    LexicalIndex,
    Weights,
    accented_terms,
    character_terms,
    folded_terms,
)

TEXTS = ["Học phí trung cấp là bao nhiêu?", "Vay vốn đi học ở đâu?", "Bằng tốt nghiệp để làm gì?"]
ACCENTED = Weights(accented=1.0, folded=0.0, characters=0.0)
FOLDED = Weights(accented=0.0, folded=1.0, characters=0.0)
CHARACTERS = Weights(accented=0.0, folded=0.0, characters=1.0)
NOTHING = [0.0, 0.0, 0.0]


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


def scores(index, question, weights=None):
    return index.scores(question, [question], weights).tolist()


def found(index, question, weights=None):
    """Return the positions of the texts that match, best first."""
    all_scores = index.scores(question, [question], weights)
    return [int(position) for position in np.argsort(-all_scores) if all_scores[position] > 0]


def test_accented_terms_are_lower_case_syllables_and_pairs():
    assert accented_terms("Học phí 2026!") == ["học", "phí", "2026", "học phí", "phí 2026"]


def test_folded_terms_are_the_same_without_diacritics():
    assert folded_terms("Đường học") == ["duong", "hoc", "duong hoc"]


def test_character_terms_are_groups_of_three_and_four_with_the_edges():
    assert character_terms("Phí") == [" ph", "phi", "hi ", " phi", "phi "]


def test_a_question_without_diacritics_finds_a_text_with_them(index):
    assert found(index, "hoc phi trung cap", FOLDED) == [0, 1]


def test_the_accented_reading_tells_words_apart_that_fold_to_the_same(index):
    assert found(index, "vậy", ACCENTED) == []
    assert found(index, "vay", ACCENTED) == [1]
    assert found(index, "vậy", FOLDED) == [1]


def test_a_pair_of_neighbours_counts_more_than_its_words_apart(index):
    together = scores(index, "học phí", FOLDED)[0]
    apart = scores(index, "phí học", FOLDED)[0]
    assert together > apart > 0


def test_a_typing_slip_is_survived_by_characters_alone(index):
    assert found(index, "nghiepj", ACCENTED) == []
    assert found(index, "nghiepj", FOLDED) == []
    assert found(index, "nghiepj", CHARACTERS)[0] == 2


@pytest.mark.parametrize("question", ["", "   ", "?!", "👍", "wxyz jjj"])
def test_nothing_that_is_known_scores_zero_everywhere(index, question):
    assert scores(index, question) == NOTHING


def test_weights_scale_the_readings_and_add_up(index):
    parts = [
        index.scores("học phí", ["hoc phi"], weights) for weights in (ACCENTED, FOLDED, CHARACTERS)
    ]
    weights = Weights(accented=2.0, folded=3.0, characters=0.5)
    expected = 2.0 * parts[0] + 3.0 * parts[1] + 0.5 * parts[2]
    assert index.scores("học phí", ["hoc phi"], weights) == pytest.approx(expected)


def test_readings_of_a_question_are_averaged(index):
    both = index.scores("", ["học phí", "vay vốn"], FOLDED)
    each = [index.scores("", [reading], FOLDED) for reading in ("học phí", "vay vốn")]
    assert both == pytest.approx((each[0] + each[1]) / 2)


def test_a_text_without_words_is_indexed_and_never_found():
    index = LexicalIndex.build(["👍", "Học phí"])
    assert found(index, "học") == [1]


def test_scores_are_those_that_bm25s_gives_of_the_terms_themselves():
    texts = [*TEXTS, "👍", "Học, học nữa, học mãi"]
    theirs = bm25s.BM25(method="lucene", k1=0.9, b=0.6)
    theirs.index([folded_terms(text) or [""] for text in texts], show_progress=False)
    expected = theirs.get_scores(folded_terms("học phí"))
    assert scores(LexicalIndex.build(texts), "học phí", FOLDED) == expected.tolist()


def test_one_text_alone_is_found():
    assert found(LexicalIndex.build(["Học phí"]), "hoc phi") == [0]


def test_what_was_saved_is_what_is_loaded(index, tmp_path):
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    for question in ("học phí", "vay von", "nghiepj", "wxyz"):
        assert scores(loaded, question) == scores(index, question)
