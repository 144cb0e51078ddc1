"""Methods that answer a tapped button and an inline query."""

import re
from typing import Any

from tests.botapi.keyboard import checked_markup
from tests.botapi.parameters import Parameters
from tests.botapi.problems import bad_request
from tests.botapi.sending import checked_text
from tests.botapi.state import Telegram

MAX_ALERT = 200
MAX_RESULTS = 50
MAX_ID_BYTES = 64
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
RESULT_TYPES = {
    *("article", "audio", "contact", "document", "game", "gif", "location", "mpeg4_gif"),
    *("photo", "sticker", "venue", "video", "voice"),
}


def answer_callback_query(telegram: Telegram, params: Parameters) -> bool:
    callback = telegram.callbacks.get(params.text("callback_query_id"))
    if callback is None or callback.expired or callback.answered:
        raise bad_request(TOO_OLD)
    if len(params.text("text")) > MAX_ALERT:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answered.append(dict(params.values))
    return True


def answer_inline_query(telegram: Telegram, params: Parameters) -> bool:
    asked = telegram.inline.get(params.text("inline_query_id"))
    if asked is None or asked.expired:
        raise bad_request(TOO_OLD)
    results = params.items("results")
    if results is None:
        raise bad_request("can't parse inline query results: expected an Array")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(params.text("next_offset").encode()) > MAX_ID_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    _check_button(params)
    for result in results:
        _check_result(result)
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    asked.answer = {**params.values, "results": results}
    return True


def _check_button(params: Parameters) -> None:
    """The button over the results leads into the private chat with a start parameter."""
    button = params.structure("button")
    if button is None:
        return
    if not button.get("text"):
        raise bad_request('can\'t parse InlineQueryResultsButton: field "text" is empty')
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(button.get("start_parameter", "")), re.ASCII):
        raise bad_request("START_PARAM_INVALID")


def _check_result(result: Any) -> None:
    if not isinstance(result, dict) or result.get("type") not in RESULT_TYPES:
        raise bad_request("can't parse inline query result: unsupported type specified")
    if not 1 <= len(str(result.get("id", "")).encode()) <= MAX_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    checked_markup(result.get("reply_markup"))
    if result["type"] == "article":
        _check_article(result)


def _check_article(result: dict[str, Any]) -> None:
    if not str(result.get("title", "")).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict):
        raise bad_request("can't parse inline query result: no input_message_content")
    if "message_text" in content:
        checked_text(Parameters(content), "message_text")


METHODS: dict[str, Any] = {
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
}
