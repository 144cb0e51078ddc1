import json
from dataclasses import replace

import pytest

from knowledge.evaluation import (
    Figures,
    GoldenQuestion,
    Result,
    evaluate,
    figures,
    load_fresh,
    load_golden,
    load_unanswerable,
    recall,
    reciprocal_rank,
    refused,
    states,
)
from knowledge.passages import Hit
from tests.fakes import FREE, LOAN, NO_SIGNS

WANTED = frozenset({"a", "b"})


def golden(question="Học phí?", passages=("hoc-phi/mien",), says=(("miễn học phí",),)):
    return GoldenQuestion("Q1", "accented", "student", question, frozenset(passages), says)


def hit(passage, confidence):
    return Hit(passage, 1.0, confidence, NO_SIGNS)


def answering(*hits):
    """Return a search that finds these, whatever is asked."""
    return lambda _question: hits


@pytest.mark.parametrize(
    ("found", "rank"),
    [
        ([], 0.0),
        (["x"], 0.0),
        (["a"], 1.0),
        (["b", "a"], 1.0),
        (["x", "b"], 0.5),
        (["x"] * 3 + ["a"], 0.25),
    ],
)
def test_the_reciprocal_rank_is_of_the_first_that_is_expected(found, rank):
    assert reciprocal_rank(WANTED, found) == rank


@pytest.mark.parametrize(
    ("found", "top_k", "share"),
    [
        ([], 5, 0.0),
        (["a"], 1, 1.0),
        (["x", "a"], 1, 0.0),
        (["x", "a"], 2, 1.0),
        (["x", "y"], 5, 0.0),
    ],
)
def test_recall_is_whether_one_that_is_expected_is_among_the_first(found, top_k, share):
    assert recall(WANTED, found, top_k) == share


@pytest.mark.parametrize(
    ("answer", "facts", "says_all"),
    [
        ("Miễn học phí từ 2025.", [["miễn học phí"]], True),
        ("MIEN HOC PHI", [["miễn học phí"]], True),
        ("Khoảng 50–55 phần trăm,\nmỗi năm", [["50-55 phần trăm, mỗi năm"]], True),
        ("Có GDTX.", [["giáo dục thường xuyên", "GDTX"]], True),
        ("Có GDTX.", [["GDTX"], ["sơ cấp"]], False),
        ("Phải đóng.", [["miễn học phí"]], False),
        ("Gì cũng được.", [], True),
    ],
)
def test_an_answer_states_each_fact_in_one_of_its_wordings(answer, facts, says_all):
    assert states(answer, facts) is says_all


def test_a_question_is_right_when_a_sure_answer_states_its_facts():
    question = golden()
    hits = answering(hit(FREE, 0.5), hit(LOAN, 0.1))
    assert evaluate([question], hits, 0.5) == [
        Result(question, ("hoc-phi/mien", "ho-tro/vay-von"), answered=True, correct=True)
    ]


def test_a_right_passage_that_is_not_sure_enough_is_neither_answered_nor_correct():
    question = golden()
    assert evaluate([question], answering(hit(FREE, 0.49)), 0.5) == [
        Result(question, ("hoc-phi/mien",), answered=False, correct=False)
    ]


def test_a_sure_answer_that_does_not_state_the_facts_is_not_correct():
    question = golden()
    assert evaluate([question], answering(hit(LOAN, 0.9), hit(FREE, 0.8)), 0.5) == [
        Result(question, ("ho-tro/vay-von", "hoc-phi/mien"), answered=True, correct=False)
    ]


def test_nothing_found_is_nothing_answered():
    question = golden()
    assert evaluate([question], answering(), 0.0) == [
        Result(question, (), answered=False, correct=False)
    ]


def test_figures_are_means_over_the_results():
    results = [
        Result(golden(passages=("a",)), ("a", "b"), answered=True, correct=True),
        Result(golden(passages=("a",)), ("b", "a"), answered=True, correct=False),
        Result(
            golden(passages=("a",)), ("b", "c", "d", "e", "f", "a"), answered=False, correct=False
        ),
        Result(golden(passages=("a",)), (), answered=False, correct=False),
    ]
    assert figures(results) == Figures(
        questions=4,
        recall_at_1=0.25,
        recall_at_5=0.5,
        mrr=pytest.approx((1 + 1 / 2 + 1 / 6) / 4),
        answered=0.5,
        accuracy=0.25,
    )


def test_no_results_have_figures_of_zero():
    assert figures([]) == Figures(0, 0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("confidences", "share"), [([], 0.0), ([0.1, 0.2], 1.0), ([0.1, 0.5, 0.9, None], 0.5)]
)
def test_refused_is_the_share_that_gets_no_answer(confidences, share):
    def search(question):
        confidence = confidences[int(question)]
        return [] if confidence is None else [hit(FREE, confidence)]

    assert refused([str(n) for n in range(len(confidences))], search, 0.5) == share


def write_lines(path, rows):
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def test_golden_questions_are_read_line_by_line(tmp_path):
    row = {
        "id": "Q1",
        "style": "accented",
        "audience": "student",
        "question": "Học phí?",
        "passages": ["hoc-phi/mien"],
        "says": [["miễn học phí"]],
    }
    assert load_golden(write_lines(tmp_path / "golden.jsonl", [row])) == [golden()]


def test_unanswerable_questions_are_read_by_their_split(tmp_path):
    rows = [
        {"question": "Giải toán?", "split": "fit", "expects": "refusal"},
        {"question": "Viết văn?", "split": "held_out", "expects": "refusal"},
        {"question": "Chào", "split": "fit", "expects": "smalltalk"},
    ]
    path = write_lines(tmp_path / "none.jsonl", rows)
    assert load_unanswerable(path, "fit") == ["Giải toán?"]
    assert load_unanswerable(path, "held_out") == ["Viết văn?"]


def test_fresh_questions_are_read_by_their_split_and_ask_for_no_facts(tmp_path):
    row = {
        "id": "F1",
        "style": "accented",
        "audience": "student",
        "question": "Học phí?",
        "passages": ["hoc-phi/mien"],
        "split": "fit",
    }
    held_out = row | {"id": "F2", "question": "Vay?", "split": "held_out"}
    path = write_lines(tmp_path / "fresh.jsonl", [row, held_out])
    assert load_fresh(path, "fit") == [replace(golden(says=()), id="F1")]
    assert [question.id for question in load_fresh(path, "held_out")] == ["F2"]
