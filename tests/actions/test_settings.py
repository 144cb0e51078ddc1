import pytest
from pydantic import ValidationError

from actions.settings import ActionsSettings
from knowledge.settings import KnowledgeSettings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """No .env of the developer's own."""
    monkeypatch.chdir(tmp_path)


def test_the_defaults_are_for_one_machine():
    calibrated = {"clarify_from", "small_talk_from"}
    assert ActionsSettings().model_dump(exclude=calibrated) == {
        "host": "127.0.0.1",
        "port": 5055,
        "time_budget_seconds": 5.0,
        "school_contact": "",
    }


def test_a_choice_needs_less_than_an_answer_and_that_less_than_small_talk():
    settings, answer_from = ActionsSettings(), KnowledgeSettings().answer_from
    assert 0 < settings.clarify_from < answer_from < settings.small_talk_from <= 1


def test_the_environment_goes_before_the_file_and_other_names_are_left_alone(tmp_path, monkeypatch):
    lines = "ACTIONS_PORT=6000\nACTIONS_SCHOOL_CONTACT=phòng 12\nBOT_PORT=1\n"
    (tmp_path / ".env").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("ACTIONS_PORT", "6001")
    settings = ActionsSettings()
    assert (settings.port, settings.school_contact) == (6001, "phòng 12")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "70000"),
        ("port", "0"),
        ("port", "http"),
        ("time_budget_seconds", "0"),
        ("time_budget_seconds", "11"),
        ("clarify_from", "1.5"),
        ("clarify_from", "-1"),
        ("small_talk_from", "2"),
    ],
)
def test_what_cannot_work_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"ACTIONS_{name.upper()}", value)
    with pytest.raises(ValidationError) as caught:
        ActionsSettings()
    assert [error["loc"] for error in caught.value.errors()] == [(name,)]
