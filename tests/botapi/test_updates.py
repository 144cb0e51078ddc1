"""getUpdates: order, confirming, waiting, conflicts; and what people's acts look like."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest


def texts(answer):
    return [update["message"]["text"] for update in answer["result"]]


def test_updates_come_in_order_with_growing_ids(api, ask, an):
    for number in range(5):
        api.say(an, str(number))
    answer = ask("getUpdates")
    assert texts(answer) == ["0", "1", "2", "3", "4"]
    ids = [update["update_id"] for update in answer["result"]]
    assert ids == list(range(ids[0], ids[0] + 5))


def test_what_is_not_confirmed_comes_again(api, ask, an):
    for text in ("a", "b", "c"):
        api.say(an, text)
    first = ask("getUpdates")["result"][0]["update_id"]
    assert texts(ask("getUpdates")) == ["a", "b", "c"]
    assert texts(ask("getUpdates", offset=first + 1)) == ["b", "c"]
    assert texts(ask("getUpdates")) == ["b", "c"]
    assert texts(ask("getUpdates", offset=first)) == ["b", "c"]
    assert texts(ask("getUpdates", offset=first + 3)) == []
    assert api.unconfirmed == 0


def test_a_negative_offset_keeps_the_last_ones(api, ask, an):
    for text in ("a", "b", "c"):
        api.say(an, text)
    assert texts(ask("getUpdates", offset=-1)) == ["c"]
    assert texts(ask("getUpdates")) == ["c"]


def test_limits(api, ask, refusal, an):
    for number in range(101):
        api.say(an, str(number))
    assert len(ask("getUpdates")["result"]) == 100
    assert texts(ask("getUpdates", limit=2)) == ["0", "1"]
    for limit in (0, 101, -1):
        assert refusal("getUpdates", limit=limit)[0] == 400


def test_long_polling_waits_for_the_first_update(api, ask, an):
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(ask, "getUpdates", timeout=50)
        api.wait_for(lambda: api.is_polled)
        api.say(an, "x")
        assert texts(asked.result()) == ["x"]


def test_long_polling_ends_empty(ask):
    before = time.monotonic()
    assert ask("getUpdates", timeout=1)["result"] == []
    assert time.monotonic() - before >= 1


def test_a_second_get_updates_ends_the_first(api, ask, an):
    with ThreadPoolExecutor() as pool:
        first = pool.submit(ask, "getUpdates", timeout=50)
        api.wait_for(lambda: api.is_polled)
        second = pool.submit(ask, "getUpdates", timeout=50)
        assert first.result() == {
            "ok": False,
            "error_code": 409,
            "description": "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running",
        }
        api.say(an, "x")
        assert texts(second.result()) == ["x"]


def test_who_hung_up_does_not_take_updates_along(api, ask, an):
    address = urlsplit(api.url)
    question = (
        f"GET /bot{api.token}/getUpdates?timeout=50 HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port)) as client:
        client.sendall(question.encode())
        api.wait_for(lambda: api.is_polled)
    api.wait_for(lambda: api.calls_of("getUpdates"))
    api.say(an, "x")
    assert texts(ask("getUpdates")) == ["x"]


def test_no_polling_beside_a_webhook(api, ask, refusal):
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(ask, "getUpdates", timeout=50)
        api.wait_for(lambda: api.is_polled)
        ask("setWebhook", url="https://la-ban.vn/tg")
        assert waiting.result()["description"] == "Conflict: terminated by setWebhook request"
    code, description = refusal("getUpdates")
    assert code == 409
    assert description.startswith("Conflict: can't use getUpdates method while webhook is active")
    ask("deleteWebhook")
    assert ask("getUpdates")["ok"]


def test_allowed_updates_are_kept_until_changed(api, ask, an):
    ask("getUpdates", allowed_updates=["callback_query"])
    api.say(an, "a")
    ask("getUpdates")
    api.say(an, "b")
    assert texts(ask("getUpdates", allowed_updates=["message"])) == []
    api.say(an, "c")
    assert texts(ask("getUpdates")) == ["c"]
    ask("getUpdates", allowed_updates=[])
    api.block(an)
    assert "my_chat_member" in ask("getUpdates")["result"][-1]


def test_start_with_a_payload(api, ask):
    an = api.user("An")
    api.start(an, "lop9")
    [update] = ask("getUpdates")["result"]
    message = update["message"]
    assert message["text"] == "/start lop9"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {
        "id": an.id,
        "is_bot": False,
        "first_name": "An",
        "username": an.username,
        "language_code": "vi",
    }
    assert message["chat"] == {
        "id": an.id,
        "type": "private",
        "first_name": "An",
        "username": an.username,
    }
    with pytest.raises(ValueError, match="start parameter"):
        api.start(an, "lớp 9")


def test_an_edited_message(api, ask, an):
    said = api.say(an, "x")
    api.edit(said, "y")
    first, second = ask("getUpdates")["result"]
    assert first["message"]["text"] == "x"
    assert second["edited_message"]["text"] == "y"
    assert second["edited_message"]["message_id"] == said.id
    assert second["edited_message"]["edit_date"] > 0
    assert api.messages(an)[0].text == "y"


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "document", "contact", "location"])
def test_other_things_people_send(api, ask, an, kind):
    getattr(api, f"send_{kind}")(an)
    [update] = ask("getUpdates")["result"]
    assert update["message"][kind]
    assert "text" not in update["message"]


def test_captions(api, ask, an):
    api.send_photo(an, caption="Điểm của em")
    assert ask("getUpdates")["result"][0]["message"]["caption"] == "Điểm của em"


def test_long_texts_are_sent_in_pieces(api, an):
    text = "Ngành y 😀 " * 6000
    pieces = api.paste(an, text)
    assert "".join(piece.text for piece in pieces) == text
    with pytest.raises(ValueError, match="4096"):
        api.say(an, "x" * 4097)


def test_deleting_is_not_told(api, ask, an):
    api.delete(api.say(an, "x"))
    assert texts(ask("getUpdates")) == ["x"]
    assert api.messages(an) == []


def test_many_people_at_once_lose_nothing_and_keep_their_order(api, ask):
    people = [api.user() for _ in range(4)]

    def talk(user):
        for number in range(50):
            api.say(user, str(number))

    with ThreadPoolExecutor() as pool:
        talking = [pool.submit(talk, user) for user in people]
        got, offset = [], 0
        while len(got) < 200:
            batch = ask("getUpdates", timeout=50, offset=offset, limit=7)["result"]
            got += batch
            offset = batch[-1]["update_id"] + 1
        assert [task.result() for task in talking] == [None] * 4
    assert len({update["update_id"] for update in got}) == 200
    for user in people:
        own = [update["message"] for update in got if update["message"]["from"]["id"] == user.id]
        assert [message["text"] for message in own] == [str(number) for number in range(50)]


def test_wait_for(api, an):
    threading.Timer(0.05, lambda: api.say(an, "x")).start()
    assert api.wait_for(lambda: api.messages(an))[0].text == "x"
    with pytest.raises(TimeoutError):
        api.wait_for(lambda: len(api.messages(an)) > 1, 0.05)


async def test_until(api, an):
    threading.Timer(0.05, lambda: api.say(an, "x")).start()
    assert (await api.until(lambda: api.messages(an)))[0].text == "x"
    with pytest.raises(TimeoutError):
        await api.until(lambda: len(api.messages(an)) > 1, 0.05)
