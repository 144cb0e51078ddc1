import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from tests.evaluation import growth
from tests.evaluation.made_up import NearbyEmbedder, made_passages
from tests.fakes import CORPUS, FakeEmbedder

SENTENCES = [["học", "nghề", "miễn", "phí"], ["vay", "vốn", "ngân", "hàng"]]


def test_one_passage_in_the_middle_is_changed():
    passages = made_passages(SENTENCES, 5)
    after = growth.changed(passages)
    assert [old is new for old, new in zip(passages, after, strict=True)] == [
        True, True, False, True, True,
    ]  # fmt: skip
    assert after[2].id == passages[2].id
    assert after[2].text.startswith(passages[2].text)


def test_latencies_leave_out_the_warm_up(monkeypatch):
    monkeypatch.setattr(growth, "_WARM", 2)
    asked: list[str] = []
    now = 0.0
    takes = {"a": 9.0, "b": 9.0}

    def ask(question: str) -> None:
        nonlocal now
        asked.append(question)
        now += takes.get(question, 0.25)

    clock = SimpleNamespace(perf_counter=lambda: now, process_time=lambda: now / 2)
    monkeypatch.setattr(growth, "time", clock)
    figures = growth.latencies("search", ask, ["a", "b", "c", "d", "e"])
    assert asked == ["a", "b", "c", "d", "e"]
    assert figures == {"search_p50_ms": 250, "search_p95_ms": 250, "search_cpu_ms": 125}


def test_a_cost_is_of_the_call_and_of_what_it_starts():
    waiting = growth.costs("wait", lambda: time.sleep(0.2))
    assert waiting["wait_s"] >= 0.2 > waiting["wait_cpu_s"]
    busy = [sys.executable, "-c", "import time\nwhile time.process_time() < 0.3: pass"]
    started = growth.costs("start", lambda: subprocess.run(busy, check=True))
    assert started["start_cpu_s"] >= 0.3


def test_the_table_has_a_column_a_size():
    rows = [{"passages": 1000, "build_s": 1.5}, {"passages": 10_000, "build_s": 12.25}]
    assert growth.table(rows).splitlines() == [
        f"{'passages':<20}{'1,000':>12}{'10,000':>12}",
        f"{'build_s':<20}{'1.50':>12}{'12.25':>12}",
    ]


@pytest.fixture
def small(monkeypatch):
    """Every step in this process, on four cards and a fake model."""
    embedder = NearbyEmbedder(FakeEmbedder().embed_passages(["học nghề", "vay vốn"]))
    monkeypatch.setattr(growth, "nearby", lambda: embedder)
    monkeypatch.setattr(growth, "load_corpus", lambda *_: list(CORPUS))
    monkeypatch.setattr(growth, "questions", lambda count: [f"học {n}" for n in range(count)])


def test_the_steps_measure_one_index(small, tmp_path):
    figures: growth.Figures = {}
    for step in ("build", "serve", "rebuild"):
        figures |= growth.STEPS[step](tmp_path / "index", 30)
    assert figures["disk_mb"] > 0
    assert figures["resident_mb"] > 10
    assert figures["search_cpu_ms"] > 0
    assert figures["take_up_s"] > 0
    assert len(list((tmp_path / "index").glob("*-*"))) == 2, "the rebuild is a second build"


def test_golden_questions_are_asked_in_one_order():
    asked = growth.questions(30)
    assert len(set(asked)) == 30
    assert asked == growth.questions(30)
