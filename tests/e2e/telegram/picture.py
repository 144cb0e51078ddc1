"""Draws conversations as Telegram shows them: `python -m tests.e2e.telegram.picture`.

Plays those of conversations.yml that are to be drawn against the whole system, and makes of the
calls that went out a page in the web chat's style, and of the page a picture as wide as a phone.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from playwright.sync_api import sync_playwright

from tests.botapi.api import BotApi
from tests.botapi.world import Chat, Message
from tests.e2e.browser import CHROMIUM
from tests.e2e.telegram.play import CONVERSATIONS, Play, telegram_stack

STYLE = Path("bot/web/static/chat.css")
PAGE = Path(__file__).with_name("picture.html")
FOLDER = Path("var/telegram")
PHONE = {"width": 390, "height": 844}
_KINDS = {"photo": "🖼 Ảnh", "voice": "🎤 Tin thoại", "sticker": "😀", "document": "📎 Tệp"}


def main() -> None:
    """Play, draw, and say where the pictures are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("var/index"))
    index = parser.parse_args().index
    if CHROMIUM is None:
        sys.exit("no Chromium on this machine: apt-get install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        BotApi() as api,
        telegram_stack(api, Path(folder), index),
    ):
        pages = [draw(api, conversation) for conversation in drawn(CONVERSATIONS)]
    take(pages)


def drawn(conversations: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the conversations that have a picture."""
    return [conversation for conversation in conversations if "picture" in conversation]


def draw(api: BotApi, conversation: Mapping[str, Any]) -> Path:
    """Play a conversation and write its page."""
    play = Play(api, conversation)
    for turn in conversation["turns"]:
        play.turn(turn)
    [chat] = [play.chats[name] for name in conversation.get("groups", ["An"])]
    path = FOLDER / f"{conversation['picture']}.html"
    path.write_text(page(api, chat), encoding="utf-8")
    return path


def take(pages: Iterable[Path]) -> None:
    """Take a picture of each page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for path in pages:
            shown = browser.new_page(viewport=PHONE, device_scale_factor=2, locale="vi-VN")
            shown.goto(path.resolve().as_uri())
            shown.screenshot(path=path.with_suffix(".png"), full_page=True)
            sys.stdout.write(f"{path.with_suffix('.png')}\n")
        browser.close()


def page(api: BotApi, chat: Chat) -> str:
    """Return the page of what a chat shows now."""
    html = html_of_calls(api, chat)
    messages = api.messages(chat)
    shown = {message.id: message for message in messages}
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        style=STYLE.read_text(encoding="utf-8"),
        title="La Bàn" if chat.kind == "private" else escape(chat.title),
        turns="\n".join(_turn(message, html, shown) for message in messages),
    )


def html_of_calls(api: BotApi, chat: Chat) -> dict[int, str]:
    """Return the HTML that the bot last gave each of its messages in a chat."""
    html = {}
    for call in api.calls_of("sendMessage", "editMessageText"):
        if call.status == 200 and call.result["chat"]["id"] == chat.id:
            html[call.result["message_id"]] = call.params["text"]
    return html


def _turn(message: Message, html: Mapping[int, str], shown: Mapping[int, Message]) -> str:
    if not message.text and not message.content.keys() & _KINDS.keys():
        return ""
    who = "bot" if message.from_bot else "visitor"
    name = "" if message.from_bot or message.chat.kind == "private" else _name(message)
    said = html.get(message.id) or _visitors(message)
    edited = '<span class="edited">đã sửa</span>' if message.edit_date and name else ""
    quoted = _quotation(shown.get(message.reply_to or 0))
    bubble = f'<div class="bubble">{name}{quoted}<div class="said">{said}</div>{edited}</div>'
    return f'<section class="turn {who}">{bubble}{_keyboard(message)}</section>'


def _name(message: Message) -> str:
    return f'<p class="kind">{escape(message.sender.first_name)}</p>'


def _visitors(message: Message) -> str:
    kinds = [name for kind, name in _KINDS.items() if kind in message.content]
    return escape("\n".join([*kinds, message.text]).strip())


def _quotation(quoted: Message | None) -> str:
    if quoted is None or not quoted.text:
        return ""
    text = quoted.text if len(quoted.text) <= 60 else f"{quoted.text[:60]}…"
    return f'<p class="quoted">{escape(text)}</p>'


def _keyboard(message: Message) -> str:
    rows = "".join(
        f'<div class="row">{"".join(_button(button) for button in row)}</div>'
        for row in message.buttons
    )
    return f'<div class="keyboard">{rows}</div>' if rows else ""


def _button(button: Mapping[str, str]) -> str:
    mark = " ↗" if "url" in button else ""
    return f'<span class="chip">{escape(button["text"])}{mark}</span>'


if __name__ == "__main__":
    main()
