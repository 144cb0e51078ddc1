from dataclasses import replace

import numpy as np
import pytest

from knowledge.signals import FacetTable, Questions, Vocabulary, sixth_best
from tests.fakes import FREE

HALONG = replace(FREE, title="Học phí ở Hạ Long?", also=(), text="Một.", province="quang-ninh")
LANGSON = replace(HALONG, title="Lớp 9 học gì?", text="Hai.", province="lang-son")
ANYWHERE = replace(HALONG, title="Lớp 10 học gì?", text="Ba.", province=None)
BOTH = replace(HALONG, title="Học ở Hà Nội hay Cần Thơ?", text="Bốn.", province=None)
CARDS = [HALONG, LANGSON, ANYWHERE, BOTH]


def cosines_of(rows, cosines):
    """Return the three measures for (owner, is a question) rows and their cosines."""
    owners = np.asarray([owner for owner, _ in rows], dtype=np.int64)
    asking = np.asarray([asking for _, asking in rows], dtype=np.bool_)
    questions = Questions(owners, asking, int(owners.max()) + 1)
    return questions.cosines(np.asarray(cosines, dtype=np.float32))


def test_a_passage_has_its_nearest_question_the_mean_of_three_and_its_answer():
    rows = [(0, True)] * 4 + [(0, False)]
    nearest, support, answer = cosines_of(rows, [0.1, 0.9, 0.5, 0.7, 0.2])
    assert (nearest.tolist(), answer.tolist()) == (pytest.approx([0.9]), pytest.approx([0.2]))
    assert support == pytest.approx([0.7])


def test_fewer_questions_support_one_another_by_their_own_mean():
    rows = [(0, True), (0, False), (1, True), (1, True), (1, False)]
    nearest, support, answer = cosines_of(rows, [0.3, 0.6, -0.5, -0.1, 0.0])
    assert nearest == pytest.approx([0.3, -0.1])
    assert support == pytest.approx([0.3, -0.3])
    assert answer == pytest.approx([0.6, 0.0])


def test_a_passage_without_questions_has_its_answers_cosine_in_all_of_them():
    for measure in cosines_of([(0, True), (0, False), (1, False)], [0.9, 0.1, 0.4]):
        assert measure[1] == pytest.approx(0.4)


def test_passages_without_any_question_can_be_measured():
    for measure in cosines_of([(0, False), (1, False)], [0.2, 0.4]):
        assert measure == pytest.approx([0.2, 0.4])


def test_the_order_of_the_vectors_does_not_matter():
    nearest, _, answer = cosines_of(
        [(1, False), (0, False), (1, True), (0, True)], [0.1, 0.2, 0.3, 0.4]
    )
    assert (nearest, answer) == (pytest.approx([0.4, 0.3]), pytest.approx([0.2, 0.1]))


def test_the_answer_of_a_passage_has_a_row_of_its_own():
    owners, asking = np.asarray([1, 0, 1, 0]), np.asarray([False, True, True, False])
    questions = Questions(owners, asking, 2)
    assert [questions.answer_row(position) for position in (0, 1)] == [3, 0]


def test_coverage_weighs_rare_words_more():
    vocabulary = Vocabulary([replace(FREE, title="", also=(), text=t) for t in ("a b", "a c")])
    assert vocabulary.coverage("A B", 0) == 1.0
    # "a" is in both: log(1 + 2/2); "b" in one: log(1 + 2/1); "x" in none: log(1 + 2·2)
    assert vocabulary.coverage("a b", 1) == pytest.approx(np.log(2) / np.log(6))
    assert vocabulary.coverage("á x", 0) == pytest.approx(np.log(2) / np.log(10))
    assert vocabulary.coverage("?!", 0) == 0.0


@pytest.mark.parametrize(
    ("facets", "shared", "against"),
    [
        ({}, [0, 0, 0, 0], [0, 0, 0, 0]),
        ({"province": "quang-ninh"}, [1, 0, 0, 0], [0, 1, 0, 0]),
        ({"grade": "lop-9"}, [0, 1, 0, 0], [0, 0, 1, 0]),
        ({"grade": "lop-9", "province": "quang-ninh"}, [1, 1, 0, 0], [0, 1, 1, 0]),
        ({"province": "ca-mau"}, [0, 0, 0, 0], [1, 1, 0, 0]),
        ({"funding": "public"}, [0, 0, 0, 0], [0, 0, 0, 0]),
    ],
    ids=str,
)
def test_facets_are_shared_contradicted_or_not_spoken_of(facets, shared, against):
    fit = FacetTable(CARDS).fit(facets)
    assert [counts.tolist() for counts in fit] == [shared, against]


@pytest.mark.parametrize(
    ("province", "elsewhere"),
    [
        ("quang-ninh", [False, True, False, False]),
        ("lang-son", [True, False, False, False]),
        ("ca-mau", [True, True, False, False]),
    ],
)
def test_a_passage_is_elsewhere_if_it_holds_in_another_province_only(province, elsewhere):
    assert FacetTable(CARDS).elsewhere(province).tolist() == elsewhere


@pytest.mark.parametrize(
    ("province", "misses"),
    [
        (None, [False, False, False, False]),
        ("ca-nuoc", [False, False, False, False]),
        ("lang-son", [True, False, True, True]),
        ("ca-mau", [True, True, True, True]),
    ],
)
def test_a_passage_misses_the_province_that_is_named_if_it_is_not_about_it(province, misses):
    assert FacetTable(CARDS).misses(province).tolist() == misses


def test_the_sixth_best_is_what_any_question_comes_to():
    assert sixth_best(np.asarray([7, 1, 6, 2, 5, 3, 4], dtype=np.float32)) == 2.0
    assert sixth_best(np.asarray([3, 1, 2], dtype=np.float32)) == 1.0


def test_the_province_of_a_card_goes_before_the_one_its_title_names():
    table = FacetTable([replace(HALONG, province="lang-son")])
    assert table.fit({"province": "lang-son"})[0].tolist() == [1]


def test_a_corpus_without_facets_has_nothing_elsewhere():
    assert FacetTable([FREE]).elsewhere("lang-son").tolist() == [False]


def test_spelling_keeps_most_of_a_word_with_a_slip():
    vocabulary = Vocabulary([replace(FREE, title="", also=(), text="trung cấp")])
    assert vocabulary.spelling("Trung cap", 0) == 1.0
    # " tr tru rug ug_ …": of the 3s and 4s of " trug ", only " tr", "tru" and " tru" stand there
    assert vocabulary.spelling("trug", 0) == pytest.approx(3 / 7)
    assert vocabulary.spelling("?!", 0) == 0.0
