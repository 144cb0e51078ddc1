"""What people do in Telegram: they write, tap buttons, ask inline, send pictures."""

import copy
import re
import time
from typing import Any

from tests.botapi.markup import MAX_TEXT, found_entities, parsed, utf16_length
from tests.botapi.people import People
from tests.botapi.state import Callback, InlineQuery
from tests.botapi.world import Chat, Message, User


class Acts(People):
    """The acts of the people; each one tells the bot what it may see."""

    def say(
        self,
        user: User,
        text: str,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        topic: int | None = None,
    ) -> Message:
        """Writes to the bot, or into a group. Who blocked the bot cannot write to it."""
        text.encode()
        if not 1 <= utf16_length(text) <= MAX_TEXT:
            raise ValueError("Telegram's apps send 1 to 4096 characters a message")
        return self._post(
            user, chat, reply_to, topic=topic, text=text, entities=found_entities(text)
        )

    def paste(self, user: User, text: str, chat: Chat | None = None) -> list[Message]:
        """Sends a text of any length as the apps do: in pieces of up to 4096 characters."""
        size = MAX_TEXT // 2
        return [
            self.say(user, text[at : at + size], chat)
            for at in range(0, len(text), size)
            if text[at : at + size].strip()
        ]

    def _post(
        self, user: User, chat: Chat | None, reply_to: Message | None = None, **fields: Any
    ) -> Message:
        with self._telegram.changed:
            chat = chat or self.private(user)
            if user not in chat.members or chat.migrated_to:
                raise ValueError("nobody can write there: not a member, or the group migrated")
            if chat.kind == "private" and user.blocked:
                raise ValueError("who blocked the bot cannot write to it")
            user.started = user.started or chat.kind == "private"
            fields["reply_to"] = reply_to.id if reply_to else None
            message = self._world.add_message(chat, user, **fields)
            self._telegram.arrive(message)
            return copy.copy(message)

    def start(self, user: User, payload: str = "") -> Message:
        """Presses START, or follows a link t.me/bot?start=payload; it unblocks as well."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload):
            raise ValueError("a start parameter is up to 64 of A-Z, a-z, 0-9, _ and -")
        if user.blocked:
            self.unblock(user)
        return self.say(user, f"/start {payload}".strip())

    def edit(self, message: Message, text: str) -> Message:
        with self._telegram.changed:
            stored = self._stored(message)
            stored.text, stored.entities = text, found_entities(text)
            stored.edit_date = int(time.time())
            self._telegram.arrive(stored, "edited_message")
            return copy.copy(stored)

    def delete(self, message: Message) -> None:
        """Somebody deletes it; Telegram does not tell the bot."""
        with self._telegram.changed:
            self._world.remove(self._stored(message))

    def _stored(self, message: Message) -> Message:
        stored = self._world.message(message.chat.id, message.id)
        if stored is None:
            raise LookupError("this message is gone")
        return stored

    def tap(self, user: User, message: Message, button: str) -> Callback:
        """Taps the button with this label or this callback_data, as the chat shows it now."""
        with self._telegram.changed:
            stored = self._stored(message)
            return self._tapped(user, stored, _data(stored, button), self._place(stored))

    def tap_old(self, user: User, message: Message, data: str) -> Callback:
        """Taps what an app still shows: a button edited away, or of a message that is gone."""
        with self._telegram.changed:
            stored = self._world.message(message.chat.id, message.id)
            gone = {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}
            place = self._place(stored) if stored else {"message": gone}
            return self._tapped(user, message, data, place)

    def _place(self, message: Message) -> dict[str, Any]:
        if message.inline_id:
            return {"inline_message_id": message.inline_id}
        return {"message": self._world.as_json(message)}

    def _tapped(self, user: User, message: Message, data: str, place: dict[str, Any]) -> Callback:
        callback = Callback(self._telegram.new_id(), user, data)
        self._telegram.callbacks[callback.id] = callback
        content = {"id": callback.id, "from": user.as_json(), "data": data, **place}
        content["chat_instance"] = str(message.chat.id * 31)
        self._telegram.updates.add("callback_query", content)
        return callback

    def inline(self, user: User, query: str, offset: str = "") -> InlineQuery:
        """Types `@bot query` in some chat."""
        with self._telegram.changed:
            asked = InlineQuery(self._telegram.new_id(), user, query, offset)
            self._telegram.inline[asked.id] = asked
            content = {"id": asked.id, "from": user.as_json(), "query": query, "offset": offset}
            self._telegram.updates.add("inline_query", content)
            return asked

    def choose(self, asked: InlineQuery, result_id: str, chat: Chat) -> Message:
        """Sends one of the bot's inline results into a chat; it shows as "via" the bot."""
        with self._telegram.changed:
            results = (asked.answer or {}).get("results", [])
            result = next(result for result in results if result["id"] == result_id)
            content = result["input_message_content"]
            text, entities = parsed(
                content["message_text"],
                content.get("parse_mode"),
                content.get("entities", []),
            )
            buttons = result.get("reply_markup", {}).get("inline_keyboard", [])
            return self._post(
                asked.user,
                chat,
                text=text,
                entities=entities,
                buttons=buttons,
                via_bot=True,
                inline_id=f"inline-{self._telegram.new_id()}" if buttons else None,
            )

    def expire(self, query: Callback | InlineQuery) -> None:
        """Lets the time pass in which it may be answered."""
        with self._telegram.changed:
            query.expired = True

    def send_photo(self, user: User, chat: Chat | None = None, caption: str = "") -> Message:
        sizes = [{**self._file(), "width": side, "height": side} for side in (90, 1280)]
        return self._post(
            user, chat, content={"photo": sizes}, text=caption, entities=found_entities(caption)
        )

    def send_voice(self, user: User, chat: Chat | None = None) -> Message:
        voice = {**self._file(), "duration": 3, "mime_type": "audio/ogg"}
        return self._post(user, chat, content={"voice": voice})

    def send_sticker(self, user: User, chat: Chat | None = None) -> Message:
        sticker = {**self._file(), "type": "regular", "width": 512, "height": 512, "emoji": "😀"}
        sticker |= {"is_animated": False, "is_video": False}
        return self._post(user, chat, content={"sticker": sticker})

    def send_document(self, user: User, chat: Chat | None = None, caption: str = "") -> Message:
        document = {**self._file(), "file_name": "hoc_ba.pdf", "mime_type": "application/pdf"}
        return self._post(
            user,
            chat,
            content={"document": document},
            text=caption,
            entities=found_entities(caption),
        )

    def send_contact(self, user: User, chat: Chat | None = None) -> Message:
        contact = {"phone_number": "84900000000", "first_name": user.first_name}
        return self._post(user, chat, content={"contact": contact})

    def send_location(self, user: User, chat: Chat | None = None) -> Message:
        return self._post(
            user, chat, content={"location": {"latitude": 21.03, "longitude": 105.85}}
        )

    def deliver(self, kind: str, content: dict[str, Any]) -> int | None:
        """Tells the bot something in any form at all, as Telegram never would; its update_id."""
        with self._telegram.changed:
            return self._telegram.updates.add(kind, content)

    def _file(self) -> dict[str, Any]:
        number = self._telegram.new_id()
        return {"file_id": f"file-{number}", "file_unique_id": number, "file_size": 12345}


def _data(message: Message, wanted: str) -> str:
    buttons = [button for row in message.buttons for button in row]
    for button in buttons:
        if wanted in (button["text"], button.get("callback_data")) and "callback_data" in button:
            return button["callback_data"]
    raise LookupError(f"no such button to tap; there are {[b['text'] for b in buttons]}")
