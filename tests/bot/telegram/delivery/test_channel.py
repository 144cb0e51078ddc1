import asyncio
import logging
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import insert

from bot.conversation import Incoming
from bot.erasures import ErasureStore
from bot.telegram import polling
from bot.telegram.calls import Call
from bot.telegram.records import Update
from bot.telegram.tables import telegram_chat
from tests.botapi import intake
from tests.botapi.api import PATIENCE_SECONDS

ROOT = Path(__file__).parents[4]
MARK = "(Gửi lại, có thể trùng tin trước)\n"


async def test_what_is_said_is_answered_in_every_chat_in_order(outside, api):
    people = [api.user(f"Người {number}") for number in range(10)]
    async with outside.running():
        for number in range(5):
            for person in people:
                api.say(person, f"câu {number}")
        await api.until(lambda: all(len(outside.said(person)) == 5 for person in people))
        await api.until(lambda: api.unconfirmed == 0)
    for person in people:
        assert outside.said(person) == [f"câu {number}" for number in range(5)]


async def test_one_line_says_that_it_runs_and_the_menu_is_set(outside, api, caplog):
    caplog.set_level(logging.INFO)
    menu = Call("setMyCommands", {"commands": [{"command": "hoi", "description": "Hỏi"}]})
    refused = Call("setMyDescription", {"description": "x" * 600})
    async with outside.running(at_start=[refused, menu]):
        await api.until(lambda: api.calls_of("setMyCommands") and "by polling" in caplog.text)
    lines = [record.getMessage() for record in caplog.records]
    assert lines.count(f"telegram: @{api.username} by polling") == 1
    assert "telegram: setMyDescription: BadRequest" in lines


@pytest.mark.parametrize("token", ["7:wrong", "no token", "7: secret"])
async def test_a_wrong_token_switches_the_channel_off_and_nothing_else(outside, token, caplog):
    channel = outside.channel()
    channel._token = SecretStr(token)
    async with channel.running():
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "off" not in caplog.text:  # noqa: ASYNC110 - a log has no event
                await asyncio.sleep(0.005)
        assert (channel.waiting, channel.set_aside) == (0, 0)
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("telegram: off, ")
    assert "BOT_TELEGRAM_TOKEN" in line
    assert token not in caplog.text


async def test_a_token_taken_back_later_switches_it_off_and_loses_nothing(outside, api, caplog):
    an = api.user("An")
    async with outside.running():
        await api.until(lambda: api.calls_of("deleteWebhook"))
        api.fail(401, methods=["sendMessage"])
        api.say(an, "học phí?")
        await api.until(lambda: "telegram: off" in caplog.text)
    async with outside.running():
        await api.until(lambda: outside.said(an) == ["học phí?"])


async def test_it_waits_until_telegram_is_there(outside, api):
    an = api.user("An")
    api.say(an, "học phí?")
    api.fail(502, times=3)
    async with outside.running():
        await api.until(lambda: outside.said(an) == ["học phí?"])


async def test_what_the_last_process_left_is_taken_up(outside, api, telegram_store):
    an = api.user("An")
    api.start(an)
    received, told = (
        Update(n, str(an.id), {"update_id": n, "message": {"chat": {"id": an.id}, "text": text}})
        for n, text in ((1, "đã nhận"), (2, "đã trả lời"))
    )
    await telegram_store.take([received, told])
    calls = [Call("sendMessage", {"chat_id": an.id, "text": t}) for t in ("đang gửi", "chưa gửi")]
    begun, _ = await telegram_store.handled(told, calls)
    await telegram_store.begin(begun.number)
    async with outside.running():
        await api.until(lambda: len(outside.said(an)) == 3)
    assert outside.said(an) == [MARK + "đang gửi", "chưa gửi", "đã nhận"]


async def test_stopping_lets_what_is_under_way_end_and_says_it_once(outside, api):
    an = api.user("An")
    for number in range(15):
        api.say(an, f"câu {number}")
    while len(outside.said(an)) < 15:
        before = len(outside.said(an))
        async with outside.running():
            await api.until(lambda: len(outside.said(an)) > before)  # noqa: B023 - at once
    assert outside.said(an) == [f"câu {number}" for number in range(15)]


async def test_stopping_is_quick_when_nothing_is_under_way(outside, api, monkeypatch):
    monkeypatch.setattr(polling, "POLL_SECONDS", 3600)
    monkeypatch.setattr(intake, "MAX_WAIT_SECONDS", 3600)
    # Who waited for the answer to the question for updates would wait an hour.
    async with asyncio.timeout(PATIENCE_SECONDS), outside.running():
        await api.until(lambda: api.is_polled)


async def test_the_gauges_show_what_waits_and_what_was_set_aside(outside, api):
    async def poison(_immediate):
        raise LookupError

    outside.talk.before["độc"] = poison
    an = api.user("An")
    api.fail(502, times=10_000, methods=["sendMessage"])
    channel = outside.channel()
    async with channel.running():
        for text in ("độc", "một", "hai"):
            api.say(an, text)
        await api.until(lambda: (channel.set_aside, channel.waiting) == (1, 2))
    later = outside.channel()
    async with later.running():
        await api.until(lambda: (later.set_aside, later.waiting) == (1, 2))
        api.stop_failing()
        await api.until(lambda: later.waiting == 0)
    assert outside.said(an) == ["một", "hai"]


async def test_an_erased_conversation_is_not_answered_any_more(outside, api, store, database):
    an = api.user("An")
    api.start(an)
    mine = await store.accept(Incoming("chào"))
    async with database.write() as connection:
        await connection.execute(
            insert(telegram_chat).values(
                chat_id=an.id,
                thread_id=0,
                kind="private",
                conversation_id=mine.conversation_id,
                gone=False,
                created_at=mine.created_at,
            )
        )
    channel = outside.channel()
    async with channel.running():
        api.fail(502, times=10_000, methods=["sendMessage"])
        for number in range(3):
            api.say(an, f"câu {number}")
        await api.until(lambda: channel.waiting == 3)
        await ErasureStore(database, beside=(channel.forget,)).erase(mine.conversation_id)
        api.stop_failing()
        await api.until(lambda: channel.waiting == 0)
        api.say(an, "câu mới")
        await api.until(lambda: "câu mới" in outside.said(an))
    # What was under way at that moment may still have been said.
    assert outside.said(an) in (["câu mới"], ["câu 0", "câu mới"])


async def test_calls_past_the_outbox_are_made_at_once_and_their_errors_are_nobodys(outside, api):
    an = api.user("An")

    async def tap(immediate):
        await immediate(Call("answerCallbackQuery", {"callback_query_id": "gone"}))
        await immediate(Call("sendChatAction", {"chat_id": an.id, "action": "typing"}))

    outside.talk.before["một"] = tap
    api.fail(502, methods=["sendChatAction"])
    async with outside.running():
        api.say(an, "một")
        await api.until(lambda: outside.said(an) == ["một"])
        await api.until(lambda: len(api.calls_of("sendChatAction")) == 2)
    assert [call.status for call in api.calls_of("sendChatAction")] == [502, 200]
    assert [call.status for call in api.calls_of("answerCallbackQuery")] == [400]


PROCESS = """
import asyncio, sys
from pydantic import SecretStr
from bot.database import Database
from tests.bot.telegram.delivery.fakes import Echo, NO_LIMITS
from bot.telegram.channel import TelegramChannel

async def main(file, token, api):
    database = Database.open(f"sqlite+aiosqlite:///{file}")
    channel = TelegramChannel(
        database, SecretStr(token), lambda me: Echo(), api=api, limits=NO_LIMITS
    )
    async with channel.running():
        await asyncio.Event().wait()

asyncio.run(main(*sys.argv[1:]))
"""


def test_a_killed_process_loses_nothing_doubles_nothing_and_keeps_the_order(
    api, migrated, tmp_path
):
    file = tmp_path / "bot.db"
    file.write_bytes(migrated.read_bytes())
    people = [api.user(f"Người {number}") for number in range(10)]
    for number in range(10):
        for person in people:
            api.say(person, f"câu {number}")

    def said(person):
        return [message.text for message in api.messages(person) if message.from_bot]

    def all_said():
        return sum(len({text.removeprefix(MARK) for text in said(person)}) for person in people)

    command = [sys.executable, "-c", PROCESS, str(file), api.token, api.url]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    for enough in (30, 100):
        with subprocess.Popen(command, env=environment, cwd=tmp_path) as process:
            try:
                api.wait_for(lambda: all_said() >= enough)  # noqa: B023 - at once
            finally:
                process.send_signal(signal.SIGKILL)
    for person in people:
        heard = [text.removeprefix(MARK) for text in said(person)]
        again = [text.removeprefix(MARK) for text in said(person) if text.startswith(MARK)]
        once = [text for place, text in enumerate(heard) if text not in heard[:place]]
        assert once == [f"câu {number}" for number in range(10)]
        assert len(heard) - len(once) <= len(again) <= 1


def test_the_whole_server_runs_it_beside_the_web(api, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "BOT_PORT": str(port),
        "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/bot.db",
        "BOT_RASA_URL": "http://127.0.0.1:9",
        "BOT_ACTIONS_URL": "http://127.0.0.1:9",
        "BOT_TELEGRAM_TOKEN": api.token,
        "BOT_TELEGRAM_API": api.url,
        "BOT_LOG_LEVEL": "DEBUG",
    }
    an = api.user("An")
    api.start(an)
    command = [sys.executable, "-m", "bot", "serve"]
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE) as server:
        try:
            api.wait_for(lambda: [m for m in api.messages(an) if m.from_bot])
            gauges = httpx.get(
                f"http://127.0.0.1:{port}/metrics", trust_env=False, timeout=PATIENCE_SECONDS
            ).text
            api.say(an, "cá kho làng Vũ Đại")
            api.wait_for(lambda: not api.unconfirmed)
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=PATIENCE_SECONDS)
        finally:
            server.kill()
        log = server.stderr.read().decode()
    assert "bot_telegram_updates_set_aside 0.0" in gauges
    assert "bot_telegram_calls_waiting" in gauges
    assert log.count(f"telegram: @{api.username} by polling") == 1
    assert api.token.partition(":")[2] not in log
    for private in ("cá kho", "An", str(an.id)):
        assert f"{private} " not in log
    assert "Traceback" not in log
