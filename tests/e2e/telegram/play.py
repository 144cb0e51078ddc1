"""The people of conversations.yml, what they do, and the calls that the bot then makes."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.botapi.api import BotApi
from tests.botapi.state import Call, Callback, InlineQuery
from tests.botapi.world import Chat, Message, User
from tests.e2e.stack import Stack

CONVERSATIONS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("conversations.yml").read_text(encoding="utf-8")
)["conversations"]

ACTS = frozenset(
    """
    start say edit tap tap_deleted photo document voice sticker contact location
    block unblock say_and_block migrate inline choose
    """.split()
)
_BESIDE = frozenset(("who", "where", "reply", "note", "alert", "gets"))
_UNSEEN = {"getMe", "getUpdates", "sendChatAction"}
_ANSWER_SECONDS = 60
_SETTLE_SECONDS = 0.25
_SILENCE_SECONDS = 1.0


@dataclass(slots=True)
class Turn:
    """What somebody did, and all that the bot did after it."""

    chat: Chat
    topic: int | None = None
    message_id: int | None = None
    """Of what was written, edited or tapped."""
    callback: Callback | None = None
    query: InlineQuery | None = None
    calls: list[Call] = field(default_factory=list)


@contextmanager
def telegram_stack(api: BotApi, folder: Path, index: Path, **overrides: str) -> Iterator[Stack]:
    """Keep the three processes up, the bot in this Telegram."""
    telegram = {"BOT_TELEGRAM_TOKEN": api.token, "BOT_TELEGRAM_API": api.url}
    stack = Stack(folder, index=index, overrides={**telegram, **overrides})
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


class Play:
    """One conversation of conversations.yml, carried out act by act."""

    def __init__(self, api: BotApi, conversation: Mapping[str, Any]) -> None:
        self.api = api
        self.people: dict[str, User] = {}
        self.chats: dict[str, Chat] = {}
        self._topics: dict[str, tuple[Chat, int]] = {}
        self._said: dict[str, Message] = {}
        self._asked: dict[str, InlineQuery] = {}
        for name, members in conversation.get("groups", {}).items():
            self.chats[name] = api.group(name, [self.person(member) for member in members])
        for name, forum in conversation.get("forums", {}).items():
            self._open(name, forum)

    def person(self, name: str) -> User:
        if name not in self.people:
            self.people[name] = self.api.user(name)
            self.chats[name] = self.api.private(self.people[name])
        return self.people[name]

    def turn(self, turn: Mapping[str, Any]) -> Turn:
        """Do what a turn says, and wait for as many calls as it expects, and a little longer."""
        before = len(self._seen())
        [act] = turn.keys() - _BESIDE
        if act not in ACTS:
            raise ValueError(f"nobody can {act}")
        done = getattr(self, f"_{act}")(turn[act], turn)
        expected = len(turn.get("gets", [])) + (done.callback is not None)
        wanted = before + expected
        with suppress(TimeoutError):  # what is missing is for the comparison to say
            self.api.wait_for(lambda: len(self._seen()) >= wanted, _ANSWER_SECONDS)
        time.sleep(_SETTLE_SECONDS if expected else _SILENCE_SECONDS)
        done.calls = self._seen()[before:]
        return done

    def _seen(self) -> list[Call]:
        return [call for call in self.api.calls if call.method not in _UNSEEN]

    def _open(self, name: str, forum: Mapping[str, Any]) -> None:
        members = [self.person(member) for member in forum["members"]]
        self.chats[name] = self.api.group(name, members, forum=True)
        for topic in forum["topics"]:
            number = self.api.topic(self.chats[name], topic, members[0])
            self._topics[f"{name} / {topic}"] = (self.chats[name], number)

    # Where, and who

    def _who(self, turn: Mapping[str, Any]) -> User:
        return self.person(turn.get("who", "An"))

    def place(self, turn: Mapping[str, Any]) -> tuple[Chat, int | None]:
        """Return the chat that a turn is in, and the topic: the private chat if it names none."""
        name = turn.get("where")
        if name is None:
            return self.api.private(self._who(turn)), None
        return self._topics.get(name) or (self.chats[name], None)

    def _bots(self, chat: Chat) -> list[Message]:
        """Return what the bot has said in a chat, the last first."""
        shown = self.api.messages(chat)
        return [message for message in reversed(shown) if message.from_bot]

    # Acts; each takes its value in the turn, and the turn

    def _start(self, payload: str | None, turn: Mapping[str, Any]) -> Turn:
        return self._written(self.api.start(self._who(turn), payload or ""), turn)

    def _say(self, text: str | Mapping[str, Any], turn: Mapping[str, Any]) -> Turn:
        """Write a text, or one that is a text so many `times`."""
        if not isinstance(text, str):
            text = text["text"] * text["times"]
        chat, topic = self.place(turn)
        above = self._bots(chat)[0] if turn.get("reply") else None
        return self._written(self.api.say(self._who(turn), text, chat, above, topic), turn)

    def _say_and_block(self, text: str, turn: Mapping[str, Any]) -> Turn:
        """Write, and stop the bot before it has answered: it may answer once a second at most."""
        said = self._say(text, turn)
        self.api.block(self._who(turn))
        return said

    def _edit(self, text: str, turn: Mapping[str, Any]) -> Turn:
        said = self._said[turn.get("who", "An")]
        return self._written(self.api.edit(said, text), turn)

    def _photo(self, caption: str | None, turn: Mapping[str, Any]) -> Turn:
        chat, _ = self.place(turn)
        return self._written(self.api.send_photo(self._who(turn), chat, caption or ""), turn)

    def _document(self, caption: str | None, turn: Mapping[str, Any]) -> Turn:
        chat, _ = self.place(turn)
        return self._written(self.api.send_document(self._who(turn), chat, caption or ""), turn)

    def _voice(self, _: None, turn: Mapping[str, Any]) -> Turn:
        return self._written(self.api.send_voice(self._who(turn)), turn)

    def _sticker(self, _: None, turn: Mapping[str, Any]) -> Turn:
        return self._written(self.api.send_sticker(self._who(turn)), turn)

    def _contact(self, _: None, turn: Mapping[str, Any]) -> Turn:
        return self._written(self.api.send_contact(self._who(turn)), turn)

    def _location(self, _: None, turn: Mapping[str, Any]) -> Turn:
        return self._written(self.api.send_location(self._who(turn)), turn)

    def _written(self, message: Message, turn: Mapping[str, Any]) -> Turn:
        self._said[turn.get("who", "An")] = message
        return Turn(message.chat, message.topic, message.id)

    def _tap(self, button: str | int, turn: Mapping[str, Any]) -> Turn:
        """Tap the last button with this title; a number counts them below the last message."""
        message, data = self._button(button, turn)
        callback = self.api.tap(self._who(turn), message, data)
        return Turn(message.chat, message.topic, message.id, callback)

    def _tap_deleted(self, button: str, turn: Mapping[str, Any]) -> Turn:
        """Tap it as an app does that has not heard yet that the message was deleted."""
        message, data = self._button(button, turn)
        self.api.delete(message)
        callback = self.api.tap_old(self._who(turn), message, data)
        return Turn(message.chat, message.topic, message.id, callback)

    def _button(self, wanted: str | int, turn: Mapping[str, Any]) -> tuple[Message, str]:
        chat, topic = self.place(turn)
        for message in self._bots(chat):
            buttons = [button for row in message.buttons for button in row]
            if isinstance(wanted, int) and buttons:
                return message, buttons[wanted - 1]["callback_data"]
            for button in buttons:
                if button["text"] == wanted and message.topic == topic:
                    return message, button["callback_data"]
        raise LookupError(f"nothing to tap with the title {wanted}")

    def _block(self, _: None, turn: Mapping[str, Any]) -> Turn:
        self.api.block(self._who(turn))
        return Turn(self.api.private(self._who(turn)))

    def _unblock(self, _: None, turn: Mapping[str, Any]) -> Turn:
        self.api.unblock(self._who(turn))
        return Turn(self.api.private(self._who(turn)))

    def _migrate(self, name: str, _: Mapping[str, Any]) -> Turn:
        self.chats[name] = self.api.migrate(self.chats[name])
        return Turn(self.chats[name])

    def _inline(self, query: str, turn: Mapping[str, Any]) -> Turn:
        who = turn.get("who", "An")
        self._asked[who] = self.api.inline(self._who(turn), query)
        return Turn(self.api.private(self._who(turn)), query=self._asked[who])

    def _choose(self, place: str, turn: Mapping[str, Any]) -> Turn:
        """Send the first result of what was asked inline into a chat."""
        asked = self._asked[turn.get("who", "An")]
        results = self.api.inline_results(asked) or []
        message = self.api.choose(asked, results[0]["id"], self.chats[place])
        return Turn(message.chat, message_id=message.id)
