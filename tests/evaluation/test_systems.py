from dataclasses import replace

import numpy as np
import pytest

from knowledge.passages import Passage
from tests.evaluation.public import clause
from tests.evaluation.systems import (
    SYSTEMS,
    EmbeddedModel,
    LaBan,
    ReciprocalRankFusion,
    SyllableBM25,
    ranking,
    reciprocal_ranks,
)
from tests.fakes import CORPUS, FakeEmbedder

TEXTS = (
    "Trường dạy nấu ăn ở Hạ Long",
    "Học phí trung cấp nghề được miễn",
    "Ký túc xá cho học sinh ở xa",
)
CLAUSES = tuple(clause(str(number), text) for number, text in enumerate(TEXTS))
OURS = ("laban", "rrf", "bm25s-syllables", "embedded-model")


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("passages", [CLAUSES, CORPUS], ids=["clauses", "cards"])
def test_a_system_finds_a_passage_by_its_words_and_ranks_each_question(name, passages):
    system = SYSTEMS[name](passages, FakeEmbedder())
    wanted = passages[1]
    other = passages[2]
    found = system.rank([wanted.text, other.text], 2)
    assert [row[0] for row in found] == [wanted.id, other.id]
    assert all(len(set(row)) == len(row) <= 2 for row in found)


@pytest.mark.parametrize("name", OURS)
def test_a_question_of_unknown_words_is_no_error(name):
    [found] = SYSTEMS[name](CLAUSES, FakeEmbedder()).rank(["xyzzy"])
    assert set(found) <= {"0", "1", "2"}


def test_ours_reads_what_has_no_diacritics_and_the_syllables_do_not():
    bare = ["hoc phi nghe"]
    assert LaBan(CLAUSES, FakeEmbedder()).rank(bare)[0][0] == "1"
    assert not SyllableBM25(CLAUSES, FakeEmbedder()).scores(bare).any()


def test_a_card_is_one_text_to_the_peers():
    embedder = FakeEmbedder()
    card: Passage = replace(CLAUSES[0], title="Học nấu ăn ở đâu?", also=("Dạy bếp?",))
    EmbeddedModel([card], embedder)
    assert embedder.read == [f"Học nấu ăn ở đâu?\nDạy bếp?\n{TEXTS[0]}"]


def test_equal_scores_stay_in_the_order_of_the_corpus():
    assert ranking(np.array([0.5, 1.0, 0.5, 0.5], dtype=np.float32)).tolist() == [1, 0, 2, 3]


def test_ranks_are_counted_from_one_and_what_is_not_found_has_none():
    parts = reciprocal_ranks(np.array([0.0, 3.0, 5.0], dtype=np.float32))
    np.testing.assert_allclose(parts, [0.0, 1 / 62, 1 / 61], rtol=1e-6)


def test_only_the_first_hundred_of_an_arm_count():
    parts = reciprocal_ranks(np.arange(1, 131, dtype=np.float32))
    assert np.count_nonzero(parts) == 100
    assert parts[30] == pytest.approx(1 / 160)


def test_fusion_by_rank_adds_both_arms():
    fused = ReciprocalRankFusion(CLAUSES, FakeEmbedder()).scores([TEXTS[1]])
    assert fused[0, 1] == pytest.approx(2 / 61)
