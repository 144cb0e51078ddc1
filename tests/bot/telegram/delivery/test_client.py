import asyncio
import json
import logging
import socket
import sys
import threading

import pytest
from pydantic import SecretStr

from bot import logs
from bot.telegram.calls import Call, File
from bot.telegram.client import CONNECTIONS, TelegramClient
from bot.telegram.errors import (
    BadRequest,
    BrokenMarkup,
    Conflict,
    Forbidden,
    Migrated,
    NotModified,
    RetryAfter,
    TelegramError,
    Unauthorized,
    Unknown,
    Unreachable,
    refusal,
)
from tests.botapi.files import png

ALLOWED = ("message",)


@pytest.fixture
def an(api):
    an = api.user("An")
    api.start(an)
    return an


def send(an, text="chào", **more):
    return Call("sendMessage", {"chat_id": an.id, "text": text, **more})


async def test_a_call_gives_what_telegram_answers(client, api, an):
    keyboard = {"inline_keyboard": [[{"text": "Học phí", "callback_data": "b:1:0"}]]}
    message = await client.call(
        send(an, "<b>chào</b> em", parse_mode="HTML", reply_markup=keyboard)
    )
    assert (message["text"], message["chat"]["id"]) == ("chào em", an.id)
    assert api.messages(an)[-1].labels == ["Học phí"]
    assert await client.call(Call("sendChatAction", {"chat_id": an.id, "action": "typing"})) is True


async def test_a_file_is_uploaded_with_its_name_and_everything_else(client, api, an):
    keyboard = {"inline_keyboard": [[{"text": "Giữ lại", "callback_data": "b:1:0"}]]}
    params = {"chat_id": an.id, "photo": "attach://picture", "caption": "Sáu <nhóm>"}
    picture = png(800, 604) + bytes(range(256))
    call = Call("sendPhoto", {**params, "reply_markup": keyboard})
    message = await client.call(call, {"photo": File("la-ban.png", picture)})
    assert (message["caption"], message["photo"][-1]["file_size"]) == ("Sáu <nhóm>", len(picture))
    shown = api.messages(an)[-1]
    assert shown.labels == ["Giữ lại"]
    assert (api.file(shown).name, api.file(shown).content) == ("la-ban.png", picture)
    assert call.params["photo"] == "attach://picture"


async def test_it_says_who_it_is(client, api):
    assert (await client.me())["username"] == api.username


async def test_updates_are_plain_json_and_confirmed_by_the_next_question(client, api, an):
    api.say(an, "học phí?")
    updates = await client.updates(None, 0, ALLOWED)
    assert [update["message"]["text"] for update in updates] == ["/start", "học phí?"]
    assert await client.updates(updates[0]["update_id"] + 1, 0, ALLOWED) == updates[1:]
    assert api.unconfirmed == 1


async def test_a_long_poll_does_not_keep_calls_waiting(client, api, an):
    (start,) = await client.updates(None, 0, ALLOWED)
    polling = asyncio.create_task(client.updates(start["update_id"] + 1, 30, ALLOWED))
    await asyncio.gather(*(client.call(send(an)) for _ in range(2 * CONNECTIONS)))
    assert not polling.done()
    api.say(an, "còn đó không")
    assert (await polling)[0]["message"]["text"] == "còn đó không"


async def test_a_wrong_token_is_unauthorized_whatever_its_form(api):
    for token in ("123:wrong", "not-a-token"):
        async with TelegramClient(SecretStr(token), api.url) as client:
            with pytest.raises(Unauthorized, match="BOT_TELEGRAM_TOKEN"):
                await client.me()


async def test_an_unknown_method_is_refused(client):
    with pytest.raises(TelegramError):
        await client.call(Call("sendNothing", {}))


async def test_a_chat_that_is_closed(client, api, an):
    api.block(an)
    with pytest.raises(Forbidden):
        await client.call(send(an))


async def test_a_group_with_a_new_id(client, api, an):
    group = api.group("Lớp 9A", [an])
    moved = api.migrate(group)
    with pytest.raises(Migrated) as caught:
        await client.call(Call("sendMessage", {"chat_id": group.id, "text": "chào"}))
    assert caught.value.to == moved.id


async def test_markup_that_cannot_be_read(client, an):
    with pytest.raises(BrokenMarkup):
        await client.call(send(an, "<b>chào", parse_mode="HTML"))


async def test_an_edit_that_changes_nothing(client, an):
    message = await client.call(send(an))
    again = {"chat_id": an.id, "message_id": message["message_id"], "text": "chào"}
    with pytest.raises(NotModified):
        await client.call(Call("editMessageText", again))


async def test_what_is_refused_for_good_carries_telegrams_description(client, an):
    with pytest.raises(BadRequest) as caught:
        await client.call(send(an, "x" * 5000))
    assert "too long" in caught.value.problem


async def test_too_many_calls(client, api, an):
    api.fail(429, retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await client.call(send(an))
    assert caught.value.seconds == 7


@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_that_fails_has_not_taken_the_call(client, api, an, status):
    api.fail(status)
    with pytest.raises(Unreachable, match=str(status)):
        await client.call(send(an))
    assert (await client.call(send(an)))["text"] == "chào"


@pytest.mark.parametrize("how", ["drop_before", "drop_after"])
async def test_an_answer_that_is_lost_leaves_the_call_unknown(client, api, an, how):
    api.fail(how)
    with pytest.raises(Unknown):
        await client.call(send(an))


async def test_nobody_there_is_unreachable():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    async with TelegramClient(SecretStr("1:a"), address) as client:
        with pytest.raises(Unreachable, match="ConnectError"):
            await client.me()


async def test_an_answer_that_does_not_come_in_time_leaves_the_call_unknown():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        async with TelegramClient(SecretStr("1:a"), address, timeout_seconds=1) as client:
            with pytest.raises(Unknown, match="ReadTimeout"):
                await client.me()


async def test_an_answer_that_is_no_json_leaves_the_call_unknown_and_unlogged(caplog):
    body = b"<html>mot cau cua em</html>"
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n" + body)

        thread = threading.Thread(target=answer)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        async with TelegramClient(SecretStr("1:a"), address) as client:
            with pytest.raises(Unknown):
                await client.me()
        thread.join()
    assert "cau cua em" not in caplog.text


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (409, {}, Conflict),
        (504, {}, Unknown),
        (429, {}, RetryAfter),
        (401, {"description": "Unauthorized"}, Unauthorized),
        (413, {"description": "Request Entity Too Large"}, BadRequest),
        (400, {}, BadRequest),
    ],
)
def test_what_an_answer_means(status, body, expected):
    assert type(refusal(status, body)) is expected


async def test_the_token_is_in_no_log_error_or_representation(api, an, capfd):
    logs.configure("DEBUG", sys.stderr)
    try:
        async with TelegramClient(SecretStr(api.token), api.url) as client:
            await client.call(send(an, "cá kho làng"))
            api.fail("drop_before")
            with pytest.raises(Unknown) as caught:
                await client.call(send(an))
            shown = f"{client!r} {caught.value!r} {caught.value} {json.dumps(vars(caught.value))}"
            assert caught.value.__cause__ is None
            assert caught.value.__suppress_context__
    finally:
        logging.basicConfig(force=True)
    secret = api.token.partition(":")[2]
    log = capfd.readouterr().err
    assert secret not in shown + log
    assert "cá kho" not in log
