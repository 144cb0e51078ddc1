from tests.evaluation.public import Benchmark, PublicQuestion, clause
from tests.evaluation.scorecard import public_rows, table
from tests.fakes import FakeEmbedder

PASSAGES = (clause("0", "Trường dạy nấu ăn"), clause("1", "Học phí trung cấp nghề"))
QUESTIONS = (
    PublicQuestion("a", frozenset({"0"}), {"orig": "dạy nấu ăn", "un": "day nau an"}),
    PublicQuestion("b", frozenset({"1"}), {"orig": "học phí", "un": "hoc phi"}),
)
BENCHMARK = Benchmark("small", PASSAGES, QUESTIONS)


def test_there_is_a_row_a_system_and_style():
    rows = public_rows(
        [BENCHMARK],
        FakeEmbedder(),
        systems=["laban", "bm25s-syllables"],
        styles=["orig", "un"],
    )
    assert [(row["system"], row["style"], row["recall_at_1"]) for row in rows] == [
        ("laban", "orig", 1.0),
        ("laban", "un", 1.0),
        ("bm25s-syllables", "orig", 1.0),
        ("bm25s-syllables", "un", 0.5),
    ]
    assert set(rows[0]) == {
        "benchmark", "system", "style", "questions", "recall_at_1", "recall_at_10", "mrr_at_10",
    }  # fmt: skip
    assert {(row["benchmark"], row["questions"]) for row in rows} == {("small", 2)}


def test_the_others_embed_with_a_model_that_anyone_can_have():
    ours, theirs = FakeEmbedder("ours"), FakeEmbedder("theirs")
    systems = ["laban", "embedded-model"]
    public_rows([BENCHMARK], ours, theirs, systems=systems, styles=["orig"])
    asked = [question.asked["orig"] for question in QUESTIONS]
    assert (ours.asked, theirs.asked) == (asked, asked)


def test_the_table_has_a_line_a_system_and_a_column_a_style():
    figures = {"questions": 2, "recall_at_1": 0.5, "recall_at_10": 1.0, "mrr_at_10": 0.75}
    row = {"benchmark": "small", "system": "ours", **figures}
    known = {"benchmark": "small", "system": "best", "style": "un", "recall_at_1": 0.951,
             "mrr_at_10": 0.9}  # fmt: skip
    printed = table([{**row, "style": "orig"}, {**row, "style": "un"}], [known])
    assert printed.splitlines() == [
        "small, 2 questions: recall@1 / recall@10 / MRR@10, %",
        f"{'':<22}{'orig':>22}{'un':>22}",
        f"{'ours':<22}{'50.0 / 100.0 / 75.0':>22}{'50.0 / 100.0 / 75.0':>22}",
        f"{'best':<22}{'':>22}{'95.1 /    - / 90.0':>22}",
    ]
