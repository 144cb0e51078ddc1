"""How requests reach the server: addresses, tokens, encodings; a second client beside ours."""

import json
import random

import pytest

TEXT = "Ngành y học mấy năm? 😀 & <b>"


def test_wrong_token_is_unauthorized(api, http):
    answer = http.get(f"{api.url}/bot123456:AAHwrong/getMe")
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


def test_malformed_token_is_not_found(api, http):
    assert http.get(f"{api.url}/botnonsense/getMe").status_code == 404


def test_unknown_method_is_not_found(ask):
    assert ask("sendNonsense") == {"ok": False, "error_code": 404, "description": "Not Found"}


def test_method_names_ignore_case(ask):
    assert ask("GETME")["result"]["is_bot"] is True


def test_get_me_says_who_the_bot_is(api, ask):
    me = ask("getMe")["result"]
    assert (me["username"], str(me["id"])) == (api.username, api.token.partition(":")[0])
    assert me["can_read_all_group_messages"] is False
    assert me["supports_inline_queries"] is True


def requests(api, http, chat_id):
    """The same message in each of the documented encodings."""
    url = f"{api.url}/bot{api.token}/sendMessage"
    markup = {"inline_keyboard": [[{"text": "Có", "callback_data": "b:1:0"}]]}
    params = {"chat_id": chat_id, "text": TEXT, "reply_markup": json.dumps(markup)}
    return {
        "query": lambda: http.get(url, params=params),
        "form": lambda: http.post(url, data=params),
        "json": lambda: http.post(url, json={**params, "reply_markup": markup}),
        "json in json": lambda: http.post(url, json=params),
        "multipart": lambda: http.post(
            url, files={name: (None, str(value)) for name, value in params.items()}
        ),
    }


@pytest.mark.parametrize("encoding", ["query", "form", "json", "json in json", "multipart"])
def test_every_encoding_says_the_same(api, http, an, encoding):
    answer = requests(api, http, an.id)[encoding]()
    assert answer.status_code == 200, answer.text
    [shown] = api.messages(an)
    assert (shown.text, shown.labels, shown.from_bot) == (TEXT, ["Có"], True)
    assert api.calls[-1].params["chat_id"] == an.id


def test_text_that_looks_like_json_stays_text(api, http, an):
    for text in ("12", "true", "[1]", "null"):
        http.post(f"{api.url}/bot{api.token}/sendMessage", data={"chat_id": an.id, "text": text})
    assert [message.text for message in api.messages(an)] == ["12", "true", "[1]", "null"]


@pytest.mark.parametrize("body", [b"{", b"[1]", b'{"chat_id": 5, "text": "\\ud83d"}', b'"x"'])
def test_broken_json_is_refused(api, http, body):
    url = f"{api.url}/bot{api.token}/sendMessage"
    answer = http.post(url, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


def test_bytes_that_are_no_utf8_are_refused(api, http, an):
    url = f"{api.url}/bot{api.token}/sendMessage?chat_id={an.id}&text=%FF%FE"
    assert http.get(url).json()["description"] == "Bad Request: strings must be encoded in UTF-8"


@pytest.mark.parametrize(
    "method", ["sendMessage", "editMessageText", "setMyCommands", "setWebhook"]
)
@pytest.mark.parametrize("seed", range(3))
def test_nonsense_is_a_client_error_and_never_the_servers(api, ask, an, method, seed):
    names = (
        *("chat_id", "text", "entities", "reply_markup", "reply_parameters", "message_id"),
        *("commands", "scope", "url", "max_connections", "allowed_updates", "language_code"),
    )
    values = ("", 0, -1, 1.5, True, [], [1], {}, {"type": 1}, [[1]], {"inline_keyboard": [1]}, "x")
    chance = random.Random(seed)
    for _ in range(30):
        params = {name: chance.choice(values) for name in names}
        ask(method, **params | {"chat_id": chance.choice((an.id, "x"))})
    assert {call.status for call in api.calls} <= {200, 400}


def test_multipart_upload_keeps_every_byte(api, http, an):
    content = bytes(range(256)) + b"\r\n--no boundary\r\n\n\r"
    url = f"{api.url}/bot{api.token}/sendDocument"
    answer = http.post(
        url,
        data={"chat_id": str(an.id), "caption": "Học bạ"},
        files={"document": ("học bạ.pdf", content, "application/pdf")},
    )
    document = answer.json()["result"]["document"]
    assert (document["file_name"], document["file_size"]) == ("học bạ.pdf", len(content))
    assert api.calls[-1].params["document"].content == content
    assert api.messages(an)[0].text == "Học bạ"


def test_every_request_is_recorded(api, ask, an):
    ask("sendMessage", chat_id=an.id, text="một")
    ask("sendMessage", chat_id=an.id, text="")
    first, second = api.calls
    assert (first.method, first.status, first.problem, first.done) == (
        "sendMessage",
        200,
        None,
        True,
    )
    assert first.result["text"] == "một"
    assert (second.status, second.done) == (400, False)
    assert second.problem == "Bad Request: message text is empty"
    assert first.at < second.at
