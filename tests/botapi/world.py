"""The world that the bot writes into: people, chats and what stands in the chats."""

import copy
import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.keyboard import Keyboard
from tests.botapi.markup import Entity

BOT_ID = 7_000_000_001
SUPERGROUP_BASE = -1_000_000_000_000


@dataclass(eq=False, slots=True)
class User:
    """A person. Ids are beyond 32 bits, as Telegram's are."""

    id: int
    first_name: str
    username: str
    started: bool = False
    blocked: bool = False
    is_bot: bool = False

    def as_json(self) -> dict[str, Any]:
        person = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        person |= {"username": self.username}
        return person if self.is_bot else person | {"language_code": "vi"}


@dataclass(eq=False, slots=True)
class Chat:
    """A private chat, a group or a supergroup (also as a forum, with topics).

    `refuses` are kinds of files (photo, document) that its members may not send.
    """

    id: int
    kind: str
    title: str = ""
    user: User | None = None
    members: list[User] = field(default_factory=list)
    forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    migrated_to: int | None = None
    bot_is_member: bool = True
    refuses: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "type": self.kind}
        if self.user:
            return shown | {"first_name": self.user.first_name, "username": self.user.username}
        return shown | {"title": self.title} | ({"is_forum": True} if self.forum else {})


@dataclass(eq=False, slots=True)
class Message:
    """One message as the chat shows it now; `text` is plain, `buttons` the inline keyboard."""

    id: int
    chat: Chat
    sender: User
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    buttons: Keyboard = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)
    reply_to: int | None = None
    quote: str | None = None
    topic: int | None = None
    via_bot: bool = False
    inline_id: str | None = None
    date: int = field(default_factory=lambda: int(time.time()))
    edit_date: int | None = None

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons, row after row."""
        return [button["text"] for row in self.buttons for button in row]

    @property
    def text_key(self) -> str:
        return "caption" if self.content else "text"


class World:
    """Everybody and everything. The caller holds the lock; this class knows no threads."""

    def __init__(self, username: str) -> None:
        self.bot = User(BOT_ID, "La Bàn", username, is_bot=True)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self._messages: dict[tuple[int, int], Message] = {}
        self._people = itertools.count(5_000_000_001)
        self._groups = itertools.count(1)
        # Private chats and basic groups share one numbering, a supergroup has its own.
        self._shared = itertools.count(1)
        self._own: dict[int, itertools.count[int]] = {}

    def add_user(self, first_name: str) -> User:
        number = next(self._people)
        user = User(number, first_name, f"nguoi_{number % 1_000_000}")
        self.users[number] = user
        self.chats[number] = Chat(number, "private", user=user, members=[user])
        return user

    def add_group(self, title: str, members: list[User], kind: str, forum: bool) -> Chat:
        number = next(self._groups)
        number = SUPERGROUP_BASE - 2_000_000_000 - number if kind == "supergroup" else -number
        chat = Chat(number, kind, title, members=list(members), forum=forum)
        self.chats[number] = chat
        return chat

    def add_message(self, chat: Chat, sender: User, **fields: Any) -> Message:
        message = Message(self._next_id(chat), chat, sender, **fields)
        self._messages[chat.id, message.id] = message
        return message

    def _next_id(self, chat: Chat) -> int:
        if chat.kind != "supergroup":
            return next(self._shared)
        return next(self._own.setdefault(chat.id, itertools.count(1)))

    def message(self, chat_id: int, message_id: int | None) -> Message | None:
        return self._messages.get((chat_id, message_id or 0))

    def inline_message(self, inline_id: str) -> Message | None:
        found = (message for message in self._messages.values() if message.inline_id == inline_id)
        return next(found, None)

    def remove(self, message: Message) -> None:
        self._messages.pop((message.chat.id, message.id), None)

    def shown(self, chat_id: int) -> list[Message]:
        """Copies of what the chat shows, oldest first."""
        return [
            copy.copy(message) for (where, _), message in self._messages.items() if where == chat_id
        ]

    def as_json(self, message: Message, with_reply: bool = True) -> dict[str, Any]:
        """The message as the Bot API writes it."""
        shown: dict[str, Any] = {
            "message_id": message.id,
            "date": message.date,
            "chat": message.chat.as_json(),
            "from": message.sender.as_json(),
            **message.content,
        }
        if message.text:
            shown[message.text_key] = message.text
        if message.text and message.entities:
            key = "entities" if message.text_key == "text" else "caption_entities"
            shown[key] = message.entities
        if message.buttons:
            shown["reply_markup"] = {"inline_keyboard": message.buttons}
        return shown | self._context(message, with_reply)

    def _context(self, message: Message, with_reply: bool) -> dict[str, Any]:
        context: dict[str, Any] = {}
        if message.edit_date:
            context["edit_date"] = message.edit_date
        if message.topic:
            context |= {"message_thread_id": message.topic, "is_topic_message": True}
        if message.via_bot:
            context["via_bot"] = self.bot.as_json()
        if message.quote:
            context["quote"] = {"text": message.quote, "position": 0}
        # In a topic every message answers the one that opened it.
        answered = self.message(message.chat.id, message.reply_to or message.topic)
        if with_reply and answered and answered is not message:
            context["reply_to_message"] = self.as_json(answered, with_reply=False)
        return context
