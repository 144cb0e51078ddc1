from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import insert

from bot.telegram import texts
from bot.telegram.tables import telegram_update
from bot.telegram.updates import lane_of
from tests.bot.telegram.visitors import AN, answer

QUESTION = "học nghề mất bao nhiêu tiền"


async def answer_to(visitor, query):
    [call] = await visitor.inline(query)
    assert call.method == "answerInlineQuery"
    return call.params


async def test_an_answer_is_offered_with_its_source(visitor, answering, database):
    params = await answer_to(visitor, QUESTION)
    [article] = params["results"]
    assert article["title"] == f"Về {QUESTION}."
    assert "Luật 124/2025/QH15" in article["description"]
    content = article["input_message_content"]
    assert content["message_text"].endswith("· còn hiệu lực</blockquote>")
    assert content["parse_mode"] == "HTML"
    assert params["is_personal"]
    assert "button" not in params


async def test_nothing_is_kept_of_it(visitor, answering, database):
    await answer_to(visitor, QUESTION)
    async with database.snapshot() as connection:
        for table in ("message", "conversation", "telegram_chat", "erasure"):
            rows = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
            assert rows.scalar_one() == 0
    assert answering.erased == [answering.messages[0]["sender"]]


async def test_it_speaks_to_whom_it_knows(visitor, answering):
    await visitor.tap_data("a:teacher")
    await answer_to(visitor, QUESTION)
    assert answering.messages[-1]["metadata"]["audience"] == "teacher"


@pytest.mark.parametrize("query", ["", "học phí", " " * 20 + "hp" + " " * 20])
async def test_what_is_still_being_typed_is_not_asked(visitor, answering, query):
    params = await answer_to(visitor, query)
    assert params["results"] == []
    assert params["button"] == {"text": texts.INLINE_HINT, "start_parameter": "rieng"}
    assert answering.messages == []


@pytest.mark.parametrize("kind", ["clarify", "no_answer", "handoff", "safety", "notice"])
async def test_what_is_no_answer_is_not_offered(visitor, rasa, kind):
    rasa.reply = lambda text: answer(text, kind=kind)
    params = await answer_to(visitor, QUESTION)
    assert params["results"] == []
    assert params["button"]["text"] == texts.INLINE_NONE


async def test_without_rasa_nothing_is_offered(visitor, rasa):
    rasa.failure = httpx.ConnectError("refused")
    assert (await answer_to(visitor, QUESTION))["results"] == []


async def test_what_is_overtaken_is_not_asked(visitor, answering, database):
    older, newer = visitor.inline_update(QUESTION), visitor.inline_update(QUESTION + "?")
    async with database.write() as connection:
        for update in (older, newer):
            await connection.execute(
                insert(telegram_update).values(
                    update_id=update["update_id"],
                    lane=lane_of(update),
                    payload={},
                    state="received",
                    tries=0,
                    created_at=datetime.now(UTC),
                )
            )
    [overtaken] = await visitor.handle(older)
    assert overtaken.params["results"] == []
    assert answering.messages == []
    [answered] = await visitor.handle(newer)
    assert len(answered.params["results"]) == 1


async def test_of_somebody_else_is_not_overtaken(visitor, answering):
    assert (await visitor.inline(QUESTION, user=AN + 1))[0].params["results"]
