import pytest

from actions.answer_question import (
    ActionAnswerQuestion,
    ActionFollowUpQuestion,
    ActionUnlessKnown,
    suggestions_of,
)
from actions.answering import Thresholds
from tests.actions.calls import run, without_id
from tests.fakes import FREE, LOAN

ALWAYS = Thresholds(answer=0.0, clarify=0.0)
CHOICES = Thresholds(answer=2.0, clarify=0.0)
NEVER = Thresholds(answer=2.0, clarify=2.0)
QUESTION = "học nghề thì có được miễn học phí không"


def slots_of(events):
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


async def test_a_sure_answer_is_given_with_the_questions_that_follow(knowledge):
    message, events = await run(
        ActionAnswerQuestion(knowledge, ALWAYS), QUESTION, audience="student"
    )
    assert message["text"] == (
        "Tốt nghiệp lớp 9 học tiếp trung cấp thì được miễn học phí.\n\n"
        "Em hỏi trường về hồ sơ.\n\n"
        "📍 Cả nước\n"
        "📄 Nghị định 238/2025/NĐ-CP · Điều 15 · ban hành 03/09/2025 · còn hiệu lực"
    )
    assert [button["title"] for button in message["buttons"]] == [
        "Vay vốn đi học ở đâu?",
        "Xong trung cấp cầm bằng gì?",
        "Gặp thầy cô tư vấn",
    ]
    assert message["custom"]["kind"] == "answer"
    assert message["custom"]["suggestions"] == [
        "Vay vốn đi học ở đâu?",
        "Xong trung cấp cầm bằng gì?",
    ]
    assert slots_of(events) == {"last_passage": "hoc-phi/mien", "shown_passages": ["hoc-phi/mien"]}


async def test_what_is_unclear_is_asked_back_and_not_remembered(knowledge):
    message, events = await run(ActionAnswerQuestion(knowledge, CHOICES), QUESTION)
    assert message["custom"]["kind"] == "clarify"
    assert len(message["custom"]["passages"]) == 3
    assert message["custom"]["passages"][0]["id"] == "hoc-phi/mien"
    titles = [button["title"] for button in message["buttons"]]
    assert titles == [*message["custom"]["suggestions"], "Gặp thầy cô tư vấn"]
    assert events == []


async def test_what_is_not_known_is_said_with_the_question_as_it_was_asked(knowledge):
    message, events = await run(ActionAnswerQuestion(knowledge, NEVER), QUESTION, audience="parent")
    assert message["custom"]["kind"] == "no_answer"
    assert f"“{QUESTION}”" in message["text"]
    assert "Điều gần nhất mình biết: Ai được miễn học phí khi học nghề?" in message["text"]
    assert message["buttons"][-1]["payload"] == "Tôi muốn gặp thầy cô tư vấn"
    assert events == []


@pytest.mark.parametrize("text", ["", "   ", "👍", "?!"])
async def test_a_message_without_words_gets_a_refusal_and_no_guess(knowledge, text):
    message, events = await run(ActionAnswerQuestion(knowledge, ALWAYS), text)
    assert (message["custom"]["kind"], message["custom"]["passages"]) == ("no_answer", [])
    assert events == []


async def test_a_new_index_answers_the_next_question(knowledge, folder, embedder):
    from knowledge.index import build_index

    action = ActionAnswerQuestion(knowledge, ALWAYS)
    build_index([LOAN], embedder, folder)
    knowledge.refresh()
    message, _ = await run(action, QUESTION)
    assert message["custom"]["passages"][0]["id"] == "ho-tro/vay-von"


@pytest.mark.parametrize("unsure", [CHOICES, NEVER])
async def test_what_seems_out_of_scope_is_declined_with_the_nearest_that_is_known(
    knowledge, unsure
):
    message, events = await run(
        ActionUnlessKnown(knowledge, unsure, ALWAYS), "viết văn hộ mình", "out_of_scope"
    )
    assert message["response"] == "utter_out_of_scope"
    assert "text" not in message
    said = without_id(message["custom"])
    assert (said["kind"], said["citations"], said["suggestions"]) == ("no_answer", [], [])
    near = [knowledge.base.passage(passage["id"]).title for passage in said["passages"]]
    assert [button["payload"] for button in message.get("buttons", [])] == near
    assert len(near) == (1 if unsure is NEVER else 0)
    assert events == []


@pytest.mark.parametrize("text", ["viet van ho minh", "muon tien thi o dau"])
async def test_a_refusal_offers_the_nearest_to_what_was_typed_bare_too(knowledge, text):
    action = ActionUnlessKnown(knowledge, NEVER, ALWAYS)
    message, _ = await run(action, text, "out_of_scope", typed=text)
    assert message["response"] == "utter_out_of_scope"
    assert len(message["buttons"]) == 1


async def test_with_nothing_near_it_is_declined_all_the_same(knowledge):
    message, events = await run(ActionUnlessKnown(knowledge, NEVER, ALWAYS), "👍", "out_of_scope")
    assert message["response"] == "utter_out_of_scope"
    assert without_id(message["custom"]) == {
        "kind": "no_answer",
        "confidence": 0.0,
        "passages": [],
        "citations": [],
        "suggestions": [],
    }
    assert "buttons" not in message
    assert events == []


@pytest.mark.parametrize("intent", ["greet", "thank", "insult"])
async def test_small_talk_gets_its_response_and_no_card(knowledge, intent):
    message, events = await run(ActionUnlessKnown(knowledge, ALWAYS, NEVER), "chào bạn", intent)
    assert message == {"response": f"utter_{intent}"}
    assert events == []


@pytest.mark.parametrize(
    ("intent", "foreign", "small_talk"),
    [("ask_bot", NEVER, ALWAYS), ("greet", NEVER, ALWAYS), ("out_of_scope", ALWAYS, NEVER)],
)
async def test_what_seems_small_talk_or_out_of_scope_and_is_known_is_answered(
    knowledge, intent, foreign, small_talk
):
    action = ActionUnlessKnown(knowledge, foreign, small_talk)
    message, events = await run(action, QUESTION, intent)
    assert message["custom"]["kind"] == "answer"
    assert "response" not in message
    assert slots_of(events)["last_passage"] == "hoc-phi/mien"


def test_suggestions_are_the_titles_of_what_follows_in_order(knowledge):
    assert suggestions_of(FREE, knowledge.base) == [
        "Vay vốn đi học ở đâu?",
        "Xong trung cấp cầm bằng gì?",
        "Ở nội trú trong trường dạy nghề ra sao?",
    ]
    assert suggestions_of(LOAN, knowledge.base) == []


def test_the_names_are_those_of_the_domain(knowledge):
    actions = (
        ActionAnswerQuestion(knowledge, ALWAYS),
        ActionFollowUpQuestion(knowledge, ALWAYS),
        ActionUnlessKnown(knowledge, ALWAYS, ALWAYS),
    )
    names = [action.name() for action in actions]
    assert names == ["action_answer_question", "action_follow_up_question", "action_unless_known"]
