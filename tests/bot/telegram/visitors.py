"""A visitor who writes as Telegram brings it, and what is seen in the calls that answer."""

import itertools
import time

from bot.telegram.asking import Identity
from bot.telegram.calls import Call
from bot.telegram.updates import reduced

ME = Identity(7001, "LaBanBot")
AN = 1001
CLASS = -2002


class Visitor:
    """Writes updates as Telegram would, and keeps what the channel answers to them."""

    def __init__(self, talk):
        self._talk = talk
        self._numbers = itertools.count(100)
        self.immediate: list[Call] = []

    async def _at_once(self, call: Call) -> None:
        self.immediate.append(call)

    async def handle(self, update) -> list[Call]:
        return await self._talk.handle(reduced(update, ME.username), self._at_once)

    async def send(self, **parts) -> list[Call]:
        return await self.handle(self.update(**parts))

    async def say(self, text, **parts) -> list[Call]:
        return await self.send(text=text, entities=entities_of(text), **parts)

    async def tap(self, call: Call, title: str, *, chat=AN, topic=None) -> list[Call]:
        """Tap a button below a message that a call sent."""
        data = next(data for text, data in buttons_of(call) if title in text)
        return await self.tap_data(data, chat=chat, topic=topic)

    async def tap_data(self, data, *, chat=AN, topic=None) -> list[Call]:
        number = next(self._numbers)
        message = {"message_id": number, "date": 0, **place(chat, topic)}
        query = {"id": f"q{number}", "from": AUTHOR, "message": message, "data": data}
        return await self.handle({"update_id": number, "callback_query": query})

    def update(self, *, chat=AN, topic=None, kind="message", **parts):
        number = next(self._numbers)
        message = {
            "message_id": number,
            "date": int(time.time()),
            "from": AUTHOR,
            **place(chat, topic),
            **parts,
        }
        return {"update_id": number, kind: message}

    async def inline(self, query, user=AN) -> list[Call]:
        return await self.handle(self.inline_update(query, user))

    def inline_update(self, query, user=AN):
        number = next(self._numbers)
        asked = {"id": f"i{number}", "from": AUTHOR | {"id": user}, "query": query, "offset": ""}
        return {"update_id": number, "inline_query": asked}

    async def membership(self, before, after, chat=AN) -> list[Call]:
        change = {
            **place(chat, None),
            "from": AUTHOR,
            "date": 0,
            "old_chat_member": {"user": AUTHOR, "status": before},
            "new_chat_member": {"user": AUTHOR, "status": after},
        }
        return await self.handle({"update_id": next(self._numbers), "my_chat_member": change})


AUTHOR = {
    "id": AN,
    "is_bot": False,
    "first_name": "Nguyễn",
    "last_name": "Bí Mật",
    "username": "bimat",
    "language_code": "vi",
}


def place(chat, topic):
    kind = "private" if chat > 0 else "supergroup"
    named = {"chat": {"id": chat, "type": kind, "title": "9A", "first_name": "Nguyễn"}}
    return named | ({"message_thread_id": topic, "is_topic_message": True} if topic else {})


def entities_of(text):
    """Return what Telegram marks in a text of letters that are one UTF-16 unit each."""
    entities = []
    at = 0
    for word in text.split(" "):
        kind = {"/": "bot_command", "@": "mention"}.get(word[:1])
        if kind:
            entities.append({"type": kind, "offset": at, "length": len(word)})
        at += len(word) + 1
    return entities


def buttons_of(call):
    """Return title and data (or address) of each button below a message."""
    rows = call.params.get("reply_markup", {}).get("inline_keyboard", [])
    return [(b["text"], b.get("callback_data") or b["url"]) for row in rows for b in row]


def titles_of(call):
    return [title for title, _ in buttons_of(call)]


def answer(text, **custom):
    return [
        {
            "text": f"Về {text}.\n\n📍 Cả nước\n📄 Luật 124/2025/QH15 · còn hiệu lực",
            "buttons": [
                {"title": "Học phí thế nào?", "payload": "Học nghề có mất học phí không?"},
                {"title": "Gặp thầy cô tư vấn", "payload": "Mình muốn gặp thầy cô tư vấn"},
            ],
        },
        {
            "custom": {
                "kind": "answer",
                "answer_id": f"a-{text}",
                "citations": [{"document": "Luật 124/2025/QH15"}],
                **custom,
            }
        },
    ]
