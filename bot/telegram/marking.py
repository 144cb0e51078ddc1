"""How a text changes where a call has to be made again. Pure."""

import html
import re
from collections.abc import Mapping
from typing import Any

from bot.texts import TELEGRAM_DELIVERY

_TEXTS = ("text", "caption")
_TAG = re.compile(
    r"</?(?:a|b|strong|i|em|u|ins|s|strike|del|code|pre|blockquote|span|tg-[a-z]+)(?:\s[^<>]*)?>"
)


def marked(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a message with a first line that it may be a repeat."""
    changed = dict(params)
    for name in _TEXTS:
        if name in changed:
            changed[name] = f"{TELEGRAM_DELIVERY['again']}\n{changed[name]}"
    return changed


def plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a message with its words, but without markup."""
    changed = {name: value for name, value in params.items() if name != "parse_mode"}
    for name in _TEXTS:
        if name in changed:
            changed[name] = html.unescape(_TAG.sub("", changed[name]))
    return changed
