import json
import unicodedata

import pytest

from tests.evaluation.public import BENCHMARKS, STYLES, DataMissing, best_known, load_benchmark

ASKED = {style: f"Học phí? ({style})" for style in STYLES}


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    texts = [unicodedata.normalize("NFD", "Điều 1. Học phí\u2028Một dòng"), "Điều 2"]
    passages = [json.dumps({"id": n, "text": t}, ensure_ascii=False) for n, t in enumerate(texts)]
    (folder / "passages.jsonl").write_text("\n".join(passages) + "\n", encoding="utf-8")
    question = json.dumps({"id": 7, "relevant": [0, 1], "asked": ASKED})
    (folder / "questions.jsonl").write_text(question + "\n", encoding="utf-8")
    return tmp_path


def test_a_benchmark_is_read_with_ids_as_the_corpus_has_them(data):
    benchmark = load_benchmark("small", data)
    assert [p.id for p in benchmark.passages] == ["0", "1"]
    [question] = benchmark.questions
    assert (question.id, question.relevant) == ("7", frozenset({"0", "1"}))
    assert question.asked == ASKED


def test_a_text_is_a_clause_in_one_unicode_form(data):
    clause = load_benchmark("small", data).passages[0]
    assert clause.text == "Điều 1. Học phí\u2028Một dòng"
    assert clause.questions == ()


@pytest.mark.parametrize("absent", ["passages.jsonl", "questions.jsonl"])
def test_what_is_absent_is_named(data, absent):
    (data / "small" / absent).unlink()
    with pytest.raises(DataMissing, match="small"):
        load_benchmark("small", data)


def test_the_best_recipe_has_figures_for_every_benchmark_and_style():
    rows = best_known()
    assert {(row["benchmark"], row["style"]) for row in rows} == {
        (benchmark, style) for benchmark in BENCHMARKS for style in STYLES
    }
    assert all(0.7 < row["recall_at_1"] < row["mrr_at_10"] < 1 for row in rows)
