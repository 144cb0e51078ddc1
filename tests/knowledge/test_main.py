import json

import pytest
from click.testing import CliRunner

from knowledge.__main__ import main
from knowledge.corpus import load_corpus
from knowledge.index import build_index
from tests.fakes import CORPUS, FakeEmbedder
from tests.knowledge.cards import BODY, CARD

MENTIONS_YEAR = CARD.replace("hoc-phi/mien", "hoc-phi/nam").replace("Ai được", "Từ năm nào")


@pytest.fixture
def run(corpus, tmp_path, monkeypatch):
    """Return a function that runs a command on the corpus and index of this test."""
    monkeypatch.chdir(tmp_path)
    environment = {
        "KNOWLEDGE_DOCUMENTS": str(corpus.documents),
        "KNOWLEDGE_TABLE": str(corpus.table),
        "KNOWLEDGE_INDEX": str(tmp_path / "index"),
        "KNOWLEDGE_MODEL": "fake",
    }

    def run(*arguments: str, **settings: str):
        return CliRunner().invoke(main, arguments, env=environment | settings)

    return run


def outcome(result):
    return (result.exit_code, result.stdout, result.stderr)


def test_a_clean_corpus_is_counted(run, corpus):
    corpus.write("a.md", CARD)
    assert outcome(run("check")) == (0, "1 cards, 0 problems\n", "")


def test_each_problem_of_a_corpus_is_a_line(run, corpus):
    good = CARD.replace("next: []", "next: [hoc-phi/khac]")
    first, second = corpus.write("a.md", "Chào."), corpus.write("b.md", good)
    assert outcome(run("check")) == (
        1,
        f"{first}:1: a card begins with front matter between two lines of ---\n"
        f"{second}:14: next names unknown card 'hoc-phi/khac'\n"
        "1 cards, 2 problems\n",
        "",
    )


def test_problems_can_be_read_by_a_machine(run, corpus):
    path = corpus.write("a.md", CARD.replace("next: []", "next: [hoc-phi/khac]"))
    result = run("check", "--json")
    problem = {"path": str(path), "line": 14, "problem": "next names unknown card 'hoc-phi/khac'"}
    assert (result.exit_code, json.loads(result.stdout)) == (1, {"cards": 1, "problems": [problem]})


def test_an_index_that_is_up_to_date_is_left_alone_and_needs_no_model(run, corpus, tmp_path):
    corpus.write("a.md", CARD)
    passages = load_corpus(corpus.documents, corpus.table)
    build_index(passages, FakeEmbedder(), tmp_path / "index")
    assert outcome(run("build")) == (0, "index is up to date: 1 passages\n", "")


def test_a_corpus_with_problems_is_not_built(run, corpus, tmp_path):
    path = corpus.write("a.md", "Chào.")
    problem = f"{path}:1: a card begins with front matter between two lines of ---"
    assert outcome(run("build")) == (1, "", f"Error: {problem}\n")
    assert not (tmp_path / "index").exists()


@pytest.fixture
def indexed(tmp_path) -> None:
    build_index(CORPUS, FakeEmbedder(), tmp_path / "index")


@pytest.mark.usefixtures("indexed")
def test_a_passage_is_shown_with_its_sources(run):
    assert outcome(run("show", "hoc-phi/mien")) == (
        0,
        "Ai được miễn học phí khi học nghề?\n\n"
        "Tốt nghiệp lớp 9 học tiếp trung cấp thì được miễn học phí.\n\n"
        "{Bạn} hỏi trường về hồ sơ.\n\n"
        "Nghị định 238/2025/NĐ-CP · Điều 15 · in_force\n"
        "evidence: verified; facts: F4.01\n",
        "",
    )


@pytest.mark.usefixtures("indexed")
def test_a_passage_can_be_read_by_a_machine(run):
    shown = json.loads(run("show", "ho-tro/vay-von", "--json").stdout)
    assert (shown["id"], shown["title"]) == ("ho-tro/vay-von", "Vay vốn đi học ở đâu?")
    assert shown["citations"][0]["superseded_by"] == "Nghị định 238/2025/NĐ-CP"


@pytest.mark.usefixtures("indexed")
def test_an_unknown_id_is_one_line(run):
    problem = "no passage 'khong/co': 'python -m knowledge search' finds ids"
    assert outcome(run("show", "khong/co")) == (1, "", f"Error: {problem}\n")


@pytest.mark.usefixtures("indexed")
def test_an_index_of_another_model_is_one_line(run):
    problem = "the index was built with model 'fake', the setting is 'other': run 'make index'"
    result = run("show", "hoc-phi/mien", KNOWLEDGE_MODEL="other")
    assert outcome(result) == (1, "", f"Error: {problem}\n")


def test_a_missing_index_is_one_line_with_the_cure(run, tmp_path):
    problem = f"no index at {tmp_path / 'index'}: run 'make index'"
    assert outcome(run("show", "hoc-phi/mien")) == (1, "", f"Error: {problem}\n")


def test_a_command_that_is_not_there_is_a_mistake_of_use(run):
    assert run("buidl").exit_code == 2


def test_help_names_the_commands(run):
    lines = run("--help").stdout.splitlines()
    commands = [line.split()[0] for line in lines[lines.index("Commands:") + 1 :]]
    assert commands == ["build", "calibrate", "check", "evaluate", "schools", "search", "show"]


@pytest.fixture(scope="session")
def model(tmp_path_factory) -> str:
    """A sentence-transformers model of the words of the card, on disk."""
    from tests.knowledge.tiny_model import save_tiny_model

    return save_tiny_model(tmp_path_factory.mktemp("tiny"), BODY)


@pytest.mark.model
def test_build_search_and_evaluate_with_a_model_of_ones_own(run, corpus, tmp_path, model):
    corpus.write("a.md", CARD)
    corpus.write("b.md", MENTIONS_YEAR.replace("Học nghề có", "Học thêm có"))
    golden = {
        "id": "Q2",
        "style": "accented",
        "audience": "student",
        "question": "Ai được miễn học phí?",
        "passages": ["hoc-phi/mien"],
        "says": [["miễn học phí"]],
    }
    none = {"question": "robot", "split": "held_out", "expects": "refusal"}
    (tmp_path / "golden.jsonl").write_text(json.dumps(golden) + "\n")
    (tmp_path / "none.jsonl").write_text(json.dumps(none) + "\n")
    settings = {
        "KNOWLEDGE_MODEL": model,
        "KNOWLEDGE_GOLDEN": str(tmp_path / "golden.jsonl"),
        "KNOWLEDGE_UNANSWERABLE": str(tmp_path / "none.jsonl"),
    }
    built = run("build", **settings)
    assert built.exit_code == 0
    assert built.stdout == f"2 passages, 6 texts in {tmp_path / 'index'}\n"
    assert built.stderr.endswith("embedding 6/6\n")

    found = json.loads(run("search", "Ai được miễn học phí?", "--json", **settings).stdout)
    assert found[0] == {
        "id": "hoc-phi/mien",
        "score": 1.0,
        "confidence": 1.0,
        "title": "Ai được miễn học phí?",
    }
    assert [hit["id"] for hit in found] == ["hoc-phi/mien", "hoc-phi/nam"]
    line = run("search", "Ai được miễn học phí?", "--top-k", "1", **settings).stdout
    assert line == "1.000  1.00  hoc-phi/mien  Ai được miễn học phí?\n"

    measured = run("evaluate", "--json", **settings)
    assert json.loads(measured.stdout)["accented"] == {
        "questions": 1,
        "recall_at_1": 1.0,
        "recall_at_5": 1.0,
        "mrr": 1.0,
        "answered": 1.0,
        "accuracy": 1.0,
    }
    assert measured.stderr.startswith("refused of 1 that have no answer: ")
    assert run("evaluate", "--fail-under", "0.9", **settings).exit_code == 0

    golden["says"] = [["đóng đủ"]]
    (tmp_path / "golden.jsonl").write_text(json.dumps(golden) + "\n")
    failed = run("evaluate", "--fail-under", "0.9", "--verbose", **settings)
    assert failed.exit_code == 1
    assert "Q2 accented: Ai được miễn học phí? -> ('hoc-phi/mien'," in failed.stdout
    assert failed.stderr == "Error: accented answer accuracy is under 0.9\n"


@pytest.mark.model
def test_a_model_that_is_not_there_is_one_line(run, corpus):
    corpus.write("a.md", CARD)
    result = run("build", KNOWLEDGE_MODEL="no/such-model")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: embedding model 'no/such-model': ")
