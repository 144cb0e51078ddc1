import pytest

from actions.guidance.interest_replies import InterestReplies
from actions.guidance.interest_scores import Questionnaire
from actions.guidance.wishes import ActionInterestResult
from tests.actions.calls import run

SCORES = {"R": 18, "I": 12, "A": 9, "S": 20, "E": 11, "C": 7, "answered": 30}


@pytest.fixture
def action() -> ActionInterestResult:
    return ActionInterestResult(InterestReplies(Questionnaire.load()))


def slots(events):
    return {event["name"]: event["value"] for event in events}


@pytest.mark.parametrize("words", ["Giữ kết quả trắc nghiệm", "luu ket qua nay"])
async def test_a_result_is_kept_where_it_is_asked(action, words):
    _, events = await run(action, f"{words} R18I12A9S20E11C7")
    assert slots(events) == {"interest_result": SCORES}


async def test_nothing_can_be_kept_that_is_not_said(action):
    _, events = await run(action, "giữ kết quả này")
    assert events == []


@pytest.mark.parametrize(
    "text", ["Xoá kết quả trắc nghiệm", "đừng giữ kết quả của em", "bo ket qua di", "thôi đừng lưu"]
)
async def test_a_result_is_forgotten_where_it_is_asked(action, text):
    _, events = await run(action, text, interest_result=SCORES)
    assert slots(events) == {"interest_result": None}


async def test_a_result_is_told_for_a_counsellor_from_the_button_or_from_what_was_kept(action):
    from_button, events = await run(action, "Tóm tắt trắc nghiệm R18I12A9S20E11C7")
    assert events == []
    kept, _ = await run(action, "cho thầy cô xem kết quả", interest_result=SCORES)
    assert from_button["text"] == kept["text"]
    assert "20" in kept["text"]


async def test_there_may_be_nothing_to_tell(action):
    said, _ = await run(action, "Tóm tắt trắc nghiệm")
    assert "20" not in said["text"]
