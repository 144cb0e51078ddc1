"""Compares the calls that went out with those that conversations.yml expects, one by one."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from knowledge.evaluation import states
from tests.botapi.state import Call
from tests.e2e.telegram.play import Turn

Expected = Mapping[str, Any]
ANSWER_CALLBACK = "answerCallbackQuery"
_TARGETED = {"chat_id", "message_id", "message_thread_id"}
_LOOK = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
_SHOWN_APART = {"text", "reply_markup", *_LOOK}


def faults(turn: Turn, said: Expected) -> list[str]:
    """Return what is wrong with what the bot did in a turn; nothing if all is right."""
    calls = [call for call in turn.calls if call.method != ANSWER_CALLBACK]
    expected = said.get("gets", [])
    found = list(_callback_faults(turn, said))
    if len(calls) != len(expected):
        shown = [f"{call.method} {call.params.get('text', '')}" for call in calls]
        return [*found, f"{len(calls)} calls instead of {len(expected)}: {shown}"]
    for number, (wanted, call) in enumerate(zip(expected, calls, strict=True), 1):
        found += [f"call {number}: {fault}" for fault in _call_faults(turn, wanted, call)]
    return found


def _callback_faults(turn: Turn, said: Expected) -> Iterator[str]:
    """A tap is answered once, with the note that is expected; nothing else is ever answered."""
    calls = [call.params for call in turn.calls if call.method == ANSWER_CALLBACK]
    if turn.callback is None:
        if calls:
            yield f"answers a tap that there was not: {calls}"
        return
    note, alert = said.get("note", ""), said.get("alert", False)
    wanted = {"callback_query_id": turn.callback.id}
    if note:
        wanted |= {"text": note, "show_alert": alert}
    if calls != [wanted]:
        yield f"answers the tap with {calls}, not with {wanted}"


def _call_faults(turn: Turn, expected: Expected, call: Call) -> Iterator[str]:
    unknown = expected.keys() - {"call", "status"} - CHECKS.keys()
    if unknown:
        raise ValueError(f"nobody checks {unknown}")
    method = expected.get("call", "sendMessage")
    if (call.method, call.status) != (method, expected.get("status", 200)):
        yield f"{call.method} {call.status} {call.problem or ''} instead of {expected}"
        return
    if method != "answerInlineQuery":
        yield from _place_faults(turn, call)
        yield from _markup_faults(expected, call)
    for name, check in CHECKS.items():
        if name in expected and not check(expected[name], turn, call):
            yield f"{name}: {expected[name]!r} is not so in {_shown(call)}"


def _shown(call: Call) -> str:
    others = {name: value for name, value in call.params.items() if name not in _SHOWN_APART}
    return f"{call.method} {others}\n{_text(call)}\n{_rows(call)}"


def _place_faults(turn: Turn, call: Call) -> Iterator[str]:
    """Say where a call went wrong: every one belongs to the chat and topic of its turn."""
    wanted: dict[str, Any] = {"chat_id": turn.chat.id}
    if call.method.startswith("edit"):
        wanted["message_id"] = turn.message_id
    elif turn.topic:
        wanted["message_thread_id"] = turn.topic
    place = {name: value for name, value in call.params.items() if name in _TARGETED}
    if place != wanted:
        yield f"goes to {place}, not to {wanted}"


def _markup_faults(expected: Expected, call: Call) -> Iterator[str]:
    """Say what is there though nothing is said of it: buttons, a quotation, another markup."""
    if "buttons" not in expected and "markup" not in expected and "reply_markup" in call.params:
        yield f"has buttons: {_rows(call)}"
    if "quotes" not in expected and "reply_parameters" in call.params:
        yield f"quotes {call.params['reply_parameters']}"
    if "text" in call.params:
        look = {name: call.params.get(name) for name in _LOOK}
        if look != _LOOK:
            yield f"looks otherwise: {look}"


def _text(call: Call) -> str:
    return str(call.params.get("text", call.params.get("caption", "")))


def _is_text(wanted: str, _: Turn, call: Call) -> bool:
    return _text(call) == wanted.rstrip("\n")


def _has(wanted: list[str], _: Turn, call: Call) -> bool:
    return all(part in _text(call) for part in wanted)


def _has_not(unwanted: list[str], _: Turn, call: Call) -> bool:
    return not any(part in _text(call) for part in unwanted)


def _states(facts: list[list[str]], _: Turn, call: Call) -> bool:
    return states(_text(call), facts)


def _begins(wanted: str, _: Turn, call: Call) -> bool:
    return _text(call).startswith(wanted)


def _quotes(_: bool, turn: Turn, call: Call) -> bool:
    wanted = {"message_id": turn.message_id, "allow_sending_without_reply": True}
    return call.params.get("reply_parameters") == wanted


def _markup(wanted: Mapping[str, Any], _: Turn, call: Call) -> bool:
    return call.params.get("reply_markup") == wanted


def _buttons(wanted: list[str], _: Turn, call: Call) -> bool:
    """Compare rows of titles: "*" is any one title, "..." any number of rows, none as well."""
    pattern = "".join(
        r"(?:[^\n]*\n)*" if row == "..." else re.escape(row).replace(r"\*", r"[^\n|]+") + r"\n"
        for row in wanted
    )
    return re.fullmatch(pattern, "".join(f"{row}\n" for row in _rows(call))) is not None


def _rows(call: Call) -> list[str]:
    markup = call.params.get("reply_markup", {})
    rows = markup.get("inline_keyboard", [])
    return [" | ".join(_title(button) for button in row) for row in rows]


def _title(button: Mapping[str, str]) -> str:
    return f"{button['text']} → {button['url']}" if "url" in button else button["text"]


def _results(wanted: int, turn: Turn, call: Call) -> bool:
    own = turn.query is not None and call.params["inline_query_id"] == turn.query.id
    return own and len(call.params["results"]) == wanted


def _result_states(facts: list[list[str]], _: Turn, call: Call) -> bool:
    [content] = [result["input_message_content"] for result in call.params["results"]]
    return content["parse_mode"] == "HTML" and states(content["message_text"], facts)


def _hint(wanted: Mapping[str, str] | None, _: Turn, call: Call) -> bool:
    return call.params.get("button") == wanted


CHECKS: dict[str, Callable[[Any, Turn, Call], bool]] = {
    "text": _is_text,
    "begins": _begins,
    "has": _has,
    "never": _has_not,
    "states": _states,
    "quotes": _quotes,
    "markup": _markup,
    "buttons": _buttons,
    "results": _results,
    "result_states": _result_states,
    "hint": _hint,
}
