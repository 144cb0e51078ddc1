import pytest

from actions.guidance.form_actions import ActionStop, actions_of
from actions.server import build_executor
from tests.actions.calls import call_of
from tests.actions.guidance.toy import Toy

START, VALIDATE = "action_start_toy_form", "validate_toy_form"
ASK, FINISH = "action_ask_toy_form_answer", "action_finish_toy_form"


@pytest.fixture
def call():
    """Call an action of the toy form by its name; return what it says, and the slots it sets."""
    stop = ActionStop({"toy_form": "Bắt đầu trò chơi"})
    executor = build_executor([*actions_of(Toy()), stop], 5.0)

    async def called(name, text="", intent="", events=(), loop=None, **slots):
        body = call_of(name, text, intent, **{"stage": None, "goal": None, **slots})
        body["tracker"]["events"] = list(events)
        body["tracker"]["active_loop"] = {"name": loop} if loop else {}
        result = await executor.run(body)
        said = [message["text"] for message in result.responses]
        changed = {e["name"]: e["value"] for e in result.events if e["event"] == "slot"}
        left = any(e["event"] == "active_loop" and e["name"] is None for e in result.events)
        return said, changed, left

    return called


async def test_a_form_starts_with_what_the_first_message_says(call):
    said, slots, _ = await call(START, "em học lớp chín, tư vấn giúp em")
    assert said == []
    assert slots == {"requested_slot": None, "stage": "lop-9", "goal": None}


async def test_a_form_that_was_left_is_taken_up(call):
    said, slots, left = await call(START, "tư vấn tiếp", stage="lop-9")
    assert "làm lại" in said[0]
    assert slots == {"requested_slot": None}
    assert left


async def test_a_form_that_was_done_starts_anew(call):
    said, slots, _ = await call(START, "tư vấn lộ trình", stage="lop-9", goal="thpt")
    assert said == []
    assert slots == {"requested_slot": None, "stage": None, "goal": None}


async def test_a_form_just_activated_asks_without_reading(call):
    _, slots, _ = await call(VALIDATE, "lớp 12")
    assert slots == {"requested_slot": "answer"}


async def test_an_answer_is_put_where_it_belongs(call):
    _, slots, _ = await call(VALIDATE, "lớp 9", requested_slot="answer")
    assert slots == {"stage": "lop-9", "requested_slot": "answer"}


async def test_the_last_answer_ends_the_form(call):
    _, slots, _ = await call(VALIDATE, "bằng cấp 3", requested_slot="answer", stage="lop-9")
    assert slots == {"goal": "thpt", "requested_slot": None}


async def test_an_answer_before_is_corrected(call):
    _, slots, _ = await call(VALIDATE, "à nhầm, lớp 12", requested_slot="answer", stage="lop-9")
    assert slots == {"stage": "lop-12", "requested_slot": "answer"}


async def test_starting_over_clears_the_answers(call):
    _, slots, _ = await call(VALIDATE, "làm lại", requested_slot="answer", stage="lop-9")
    assert slots == {"stage": None, "goal": None, "requested_slot": "answer"}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("học phí thế nào", "ask_knowledge"),
        ("lớp 9 học nghề có bằng gì không?", "ask_knowledge"),
        ("thế lớp 9 thì sao?", "ask_follow_up"),
        ("gặp thầy cô lớp 9", "ask_counsellor"),
        ("/report_danger lớp 9", "report_danger"),
        ("asdf", "nlu_fallback"),
    ],
)
async def test_a_question_or_another_wish_is_no_answer(call, text, intent):
    _, slots, _ = await call(VALIDATE, text, intent, requested_slot="answer")
    assert slots == {}


@pytest.mark.parametrize("intent", ["ask_knowledge", "goodbye", "start_pathway"])
async def test_the_words_of_a_button_are_an_answer_whatever_they_look_like(call, intent):
    _, slots, _ = await call(VALIDATE, "lop 12", intent, requested_slot="answer")
    assert slots["stage"] == "lop-12"


async def test_what_starts_this_form_is_its_own_to_read(call):
    _, slots, _ = await call(VALIDATE, "cho em chọn lớp 12", "start_toy", requested_slot="answer")
    assert slots["stage"] == "lop-12"


async def test_a_question_is_asked_in_the_visitors_voice(call):
    said, _, _ = await call(ASK, audience="parent", stage="lop-9")
    assert said == ["Anh/chị cho mình biết goal?"]


async def test_after_something_else_it_says_that_it_goes_on(call):
    asked = [{"event": "user"}, {"event": "action", "name": "action_answer_question"}]
    said, _, _ = await call(ASK, events=asked)
    assert said[0].startswith("Mình tiếp tục nhé.\n\n")


async def test_what_was_said_before_the_message_is_no_interruption(call):
    before = [{"event": "action", "name": "action_answer_question"}, {"event": "user"}]
    own = [{"event": "action", "name": "validate_toy_form"}]
    said, _, _ = await call(ASK, events=[*before, *own])
    assert not said[0].startswith("Mình tiếp tục")


async def test_the_end_says_what_came_of_it(call):
    said, slots, _ = await call(FINISH, stage="lop-9", goal="thpt")
    assert said == ["Xong rồi nhé."]
    assert slots == {"goal": None}


async def test_stopping_leaves_the_form_and_tells_how_to_go_on(call):
    said, slots, left = await call("action_stop", loop="toy_form", stage="lop-9")
    assert said[0].startswith("Mình dừng ở đây nhé.")
    assert slots == {"requested_slot": None}
    assert left


async def test_stopping_nothing_says_so(call):
    said, _, _ = await call("action_stop")
    assert "Không có phần nào đang làm dở" in said[0]
