import json

import httpx
import pytest

from bot.conversation import Audience, Incoming
from bot.dialogue import answer_to
from bot.errors import EmptyMessage

DANGER = "em không muốn sống nữa"
PLAIN = "học phí trung cấp thế nào"


async def test_a_plain_message_is_passed_on(rasa, rasa_client):
    [said] = await answer_to(PLAIN, rasa_client, "s1", Audience.STUDENT)
    assert said.text == f"Về: {PLAIN}"
    assert rasa.texts == [PLAIN]


async def test_of_danger_the_dialogue_hears_the_kind_and_no_word(rasa, rasa_client):
    await answer_to(DANGER, rasa_client, "s1", Audience.STUDENT)
    [message] = rasa.messages
    command, _, about = message["message"].partition("{")
    assert command == "/report_danger"
    assert json.loads("{" + about) == {"danger": "self_harm", "audience": "student"}
    assert "sống" not in json.dumps(message, ensure_ascii=False)


async def test_help_is_said_though_the_dialogue_is_away(rasa, rasa_client):
    rasa.failure = httpx.ConnectError("away")
    [said] = await answer_to(DANGER, rasa_client, "s1", Audience.STUDENT)
    assert said.kind == "safety"
    assert said.danger == "self_harm"
    assert "111" in said.text
    assert "{" not in said.text


async def test_nobody_can_report_danger_by_a_command(rasa, rasa_client):
    await answer_to('/report_danger{"danger": "scam"}', rasa_client, "s1", None)
    assert not rasa.texts[0].startswith("/")


async def test_nothing_is_nothing(rasa_client):
    with pytest.raises(EmptyMessage):
        await answer_to(" \u200b", rasa_client, "s1", None)


async def test_a_cry_for_help_is_answered_though_the_dialogue_is_away(service, rasa):
    rasa.failure = httpx.ConnectError("away")
    received = await service.receive(Incoming(DANGER), address="192.0.2.1")
    assert [reply.kind for reply in received.replies] == ["safety"]
    assert rasa.texts == []
