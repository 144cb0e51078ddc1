import pytest

from actions.answering import Thresholds
from actions.follow_up import ActionSayMore, ActionSayShorter, ActionShowSource
from tests.actions.calls import run, without_id
from tests.fakes import LOAN

EVERY = [ActionShowSource, ActionSayMore, ActionSayShorter]
SURE = Thresholds(answer=1.0, clarify=0.0)
FEES_LINE = "📄 Nghị định 238/2025/NĐ-CP · Điều 15 · ban hành 03/09/2025 · còn hiệu lực"


def slots_of(events):
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


@pytest.mark.parametrize("action", EVERY)
@pytest.mark.parametrize("last", [None, "", "da/bo"], ids=["none", "blank", "left the corpus"])
async def test_before_an_answer_there_is_nothing_to_go_on_from(knowledge, action, last):
    message, events = await run(
        action(knowledge, SURE), "nói thêm", audience="student", last_passage=last
    )
    assert message["text"] == (
        "Mình chưa trả lời câu nào trong cuộc trò chuyện này. Em muốn hỏi gì trước?"
    )
    assert [button["payload"] for button in message["buttons"]] == ["Em muốn gặp thầy cô tư vấn"]
    assert without_id(message["custom"]) == {
        "kind": "notice",
        "confidence": 0.0,
        "passages": [],
        "citations": [],
        "suggestions": [],
    }
    assert events == []


@pytest.mark.parametrize("action", EVERY)
@pytest.mark.parametrize("asked", [LOAN.title, "vay von di hoc o dau"])
async def test_before_an_answer_what_is_a_question_in_itself_is_answered(knowledge, action, asked):
    message, events = await run(action(knowledge, SURE), asked, typed=asked)
    assert message["custom"]["kind"] == "answer"
    assert message["custom"]["passages"][0]["id"] == LOAN.id
    assert slots_of(events) == {"last_passage": LOAN.id, "shown_passages": [LOAN.id]}


@pytest.mark.parametrize("action", EVERY)
@pytest.mark.parametrize("asked", ["", "👍"])
async def test_before_an_answer_a_message_without_words_is_no_question(knowledge, action, asked):
    message, events = await run(action(knowledge, Thresholds(answer=0.0, clarify=0.0)), asked)
    assert message["custom"]["kind"] == "notice"
    assert events == []


@pytest.mark.parametrize("action", EVERY)
async def test_after_an_answer_nothing_is_looked_up(knowledge, embedder, action):
    await run(action(knowledge, SURE), "vay tiền ở đâu", last_passage="hoc-phi/mien")
    assert embedder.asked == []


async def test_the_source_is_shown_with_all_that_is_known_of_it(knowledge):
    message, events = await run(
        ActionShowSource(knowledge, SURE),
        "nguồn đâu",
        last_passage="hoc-phi/mien",
        shown_passages=["hoc-phi/mien"],
    )
    assert message["text"] == (
        f"Câu trả lời vừa rồi dựa vào:\n\n{FEES_LINE}\n"
        "- Về: Quy định về học phí, miễn, giảm học phí\n"
        "- Cơ quan ban hành: Chính phủ\n"
        "- Có hiệu lực từ 03/09/2025"
    )
    assert [button["title"] for button in message["buttons"]] == ["Gặp thầy cô tư vấn"]
    assert message["custom"]["kind"] == "answer"
    assert message["custom"]["passages"] == [{"id": "hoc-phi/mien", "score": 1.0}]
    assert [cited["clause"] for cited in message["custom"]["citations"]] == ["Điều 15"]
    assert slots_of(events) == {"last_passage": "hoc-phi/mien", "shown_passages": ["hoc-phi/mien"]}


async def test_more_is_the_next_passage_under_its_title(knowledge):
    message, events = await run(
        ActionSayMore(knowledge, SURE),
        "nói thêm",
        audience="teacher",
        last_passage="hoc-phi/mien",
        shown_passages=["hoc-phi/mien", "ho-tro/vay-von"],
    )
    assert message["text"].startswith(
        "Xong trung cấp cầm bằng gì?\n\n"
        "Thầy/cô nhận bằng tốt nghiệp trung cấp, dự tuyển lên cao đẳng.\n\n"
    )
    assert [button["title"] for button in message["buttons"]] == [
        "Ai được miễn học phí khi học nghề?",
        "Gặp thầy cô tư vấn",
    ]
    assert message["custom"]["passages"] == [{"id": "bang-cap/trung-cap", "score": 1.0}]
    assert slots_of(events) == {
        "last_passage": "bang-cap/trung-cap",
        "shown_passages": ["hoc-phi/mien", "ho-tro/vay-von", "bang-cap/trung-cap"],
    }


@pytest.mark.parametrize(
    ("last", "shown"),
    [
        ("ho-tro/vay-von", ["ho-tro/vay-von"]),
        ("bang-cap/trung-cap", ["hoc-phi/mien", "bang-cap/trung-cap"]),
    ],
    ids=["nothing follows", "all was said"],
)
async def test_when_all_was_said_that_is_said(knowledge, last, shown):
    message, events = await run(
        ActionSayMore(knowledge, SURE), "nói thêm", last_passage=last, shown_passages=shown
    )
    assert message["text"] == (
        "Về ý này mình chỉ biết đến đó. Bạn hỏi tiếp điều khác, hoặc gặp thầy cô tư vấn nhé."
    )
    assert [button["payload"] for button in message["buttons"]] == ["Mình muốn gặp thầy cô tư vấn"]
    assert message["custom"]["kind"] == "notice"
    assert events == []


async def test_shorter_is_the_first_paragraph_with_its_source(knowledge):
    message, events = await run(
        ActionSayShorter(knowledge, SURE),
        "ngắn thôi",
        audience="student",
        last_passage="hoc-phi/mien",
    )
    assert message["text"] == (
        f"Tốt nghiệp lớp 9 học tiếp trung cấp thì được miễn học phí.\n\n📍 Cả nước\n{FEES_LINE}"
    )
    assert [button["title"] for button in message["buttons"]] == [
        "Vay vốn đi học ở đâu?",
        "Xong trung cấp cầm bằng gì?",
        "Gặp thầy cô tư vấn",
    ]
    assert slots_of(events)["last_passage"] == "hoc-phi/mien"


def test_the_names_are_those_of_the_domain(knowledge):
    names = [action(knowledge, SURE).name() for action in EVERY]
    assert names == ["action_show_source", "action_say_more", "action_say_shorter"]
