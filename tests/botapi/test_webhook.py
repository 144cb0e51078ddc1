"""Updates that are posted to the bot's own address."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

SECRET = "x1_-" * 64


class Receiver:
    """A bot that listens: keeps what it gets, and answers as it is told (200 at the end).

    It answers once `go` is set, which it is at first.
    """

    def __init__(self):
        self.got = []
        self.statuses = []
        self.go = threading.Event()
        self.go.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.statuses.pop(0) if receiver.statuses else 200
                receiver.got.append((self.path, dict(self.headers), json.loads(body), status))
                receiver.go.wait()
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def texts(self, status=200):
        return [body["message"]["text"] for _, _, body, answered in self.got if answered == status]


@pytest.fixture
def receiver():
    receiver = Receiver()
    thread = threading.Thread(target=receiver.server.serve_forever, args=(0.01,))
    thread.start()
    yield receiver
    receiver.go.set()
    receiver.server.shutdown()
    receiver.server.server_close()
    thread.join()


def test_updates_are_posted_with_the_secret(api, ask, an, receiver):
    ask("setWebhook", url=f"{receiver.url}/tg", secret_token=SECRET)
    api.say(an, "Ngành y?")
    api.wait_for(lambda: api.unconfirmed == 0)
    [(path, headers, body, _)] = receiver.got
    headers = {name.lower(): value for name, value in headers.items()}
    assert path == "/tg"
    assert headers["x-telegram-bot-api-secret-token"] == SECRET
    assert headers["content-type"] == "application/json"
    assert body["message"]["text"] == "Ngành y?"
    assert body["update_id"] > 0


def test_without_a_secret_there_is_no_header(api, ask, an, receiver):
    ask("setWebhook", url=receiver.url)
    api.say(an, "x")
    api.wait_for(lambda: receiver.got)
    assert "x-telegram-bot-api-secret-token" not in {name.lower() for name in receiver.got[0][1]}


def test_what_waited_is_posted_and_refusals_are_repeated_in_order(api, ask, an, receiver):
    receiver.statuses = [500, 403, 302]
    api.say(an, "a")
    api.say(an, "b")
    ask("setWebhook", url=receiver.url)
    api.wait_for(lambda: api.unconfirmed == 0)
    assert receiver.texts() == ["a", "b"]
    assert [answered for *_, answered in receiver.got] == [500, 403, 302, 200, 200]
    assert len({body["update_id"] for _, _, body, _ in receiver.got}) == 2
    info = ask("getWebhookInfo")["result"]
    assert info["last_error_message"].startswith("Wrong response from the webhook: 302")
    assert info["last_error_date"] > 0


def test_chats_do_not_wait_for_each_other(api, ask, an, receiver):
    receiver.go.clear()
    others = [api.user(started=True) for _ in range(5)]
    ask("setWebhook", url=receiver.url)
    for user in (an, *others):
        api.say(user, "x")
    api.wait_for(lambda: len(receiver.got) == 6)  # while none of them is answered
    receiver.go.set()
    api.wait_for(lambda: api.unconfirmed == 0)


def test_an_address_nobody_listens_at(api, ask, an):
    ask("setWebhook", url="https://la-ban.vn/tg")
    api.say(an, "x")
    api.wait_for(lambda: "last_error_message" in ask("getWebhookInfo")["result"])
    info = ask("getWebhookInfo")["result"]
    assert info["url"] == "https://la-ban.vn/tg"
    assert info["pending_update_count"] == 1
    assert "secret" not in info
    ask("deleteWebhook")
    assert len(ask("getUpdates")["result"]) == 1


def test_a_public_address_can_be_served_here(api, ask, an, receiver):
    api.serve_address("https://la-ban.vn", receiver.url)
    ask("setWebhook", url="https://la-ban.vn/tg/abc")
    api.say(an, "x")
    api.wait_for(lambda: receiver.got)
    assert receiver.got[0][0] == "/tg/abc"


def test_dropping_what_waits(api, ask, an):
    api.say(an, "a")
    ask("deleteWebhook", drop_pending_updates=True)
    assert ask("getUpdates")["result"] == []
    api.say(an, "b")
    ask("setWebhook", url="https://la-ban.vn/tg", drop_pending_updates=True)
    assert ask("getWebhookInfo")["result"]["pending_update_count"] == 0


def test_an_empty_address_takes_the_webhook_away(ask):
    ask("setWebhook", url="https://la-ban.vn/tg", allowed_updates=["message"], max_connections=7)
    info = ask("getWebhookInfo")["result"]
    assert (info["max_connections"], info["allowed_updates"]) == (7, ["message"])
    assert ask("setWebhook", url="")["result"] is True
    assert ask("getWebhookInfo")["result"]["url"] == ""


@pytest.mark.parametrize(
    "bad",
    [
        {"url": "http://la-ban.vn/tg"},
        {"url": "la-ban.vn"},
        {"url": "https://la-ban.vn:9000/tg"},
        {"url": "https://la-ban.vn:x/tg"},
        {"url": "https://la-ban.vn/", "secret_token": "x" * 257},
        {"url": "https://la-ban.vn/", "secret_token": "bí mật"},
        {"url": "https://la-ban.vn/", "max_connections": 0},
        {"url": "https://la-ban.vn/", "max_connections": 101},
        {"url": "https://la-ban.vn/", "allowed_updates": "message"},
    ],
)
def test_bad_webhooks(ask, refusal, bad):
    assert refusal("setWebhook", **bad)[0] == 400
    assert ask("getWebhookInfo")["result"]["url"] == ""
