"""Everything Telegram knows about one bot; the parts of the server share it under one lock."""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.faults import Faults
from tests.botapi.files import Files
from tests.botapi.markup import piece
from tests.botapi.pacing import Pacing
from tests.botapi.updates import UpdateQueue
from tests.botapi.world import Chat, Message, User, World


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came and as it was answered.

    status is 0 when the connection was closed without an answer; done says whether the
    request was carried out, answered or not; at is monotonic seconds.
    """

    method: str
    params: dict[str, Any]
    status: int
    problem: str | None
    at: float
    done: bool
    result: Any = None


@dataclass(eq=False, slots=True)
class Callback:
    """A tapped button; it turns its spinner until it is answered."""

    id: str
    user: User
    data: str
    answered: list[dict[str, Any]] = field(default_factory=list)
    expired: bool = False


@dataclass(eq=False, slots=True)
class InlineQuery:
    """What a user typed after the bot's name; `answer` is the bot's last one."""

    id: str
    user: User
    query: str
    offset: str
    answer: dict[str, Any] | None = None
    expired: bool = False

    @property
    def next_offset(self) -> str:
        """With this offset the app asks for more results; empty for no more."""
        return (self.answer or {}).get("next_offset", "")


class Telegram:
    """The state of the server. Hold `changed` to read or change it."""

    def __init__(self, token: str, username: str, enforce_pacing: bool, privacy: bool) -> None:
        self.token = token
        self.privacy = privacy
        self.changed = threading.Condition(threading.RLock())
        self.world = World(username)
        self.updates = UpdateQueue()
        self.pacing = Pacing(enforce_pacing)
        self.faults = Faults()
        self.files = Files()
        self.calls: list[Call] = []
        self.callbacks: dict[str, Callback] = {}
        self.inline: dict[str, InlineQuery] = {}
        self.webhook: dict[str, Any] = {"url": ""}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.routes: dict[str, str] = {}
        self._numbers = itertools.count(4_000_000_000_000_000_001)

    def new_id(self) -> str:
        return str(next(self._numbers))

    def record(self, call: Call) -> None:
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()

    def arrive(self, message: Message, kind: str = "message") -> None:
        """Tells the bot of a message that it may see."""
        if self._seen(message):
            self.updates.add(kind, self.world.as_json(message))

    def _seen(self, message: Message) -> bool:
        chat = message.chat
        if chat.kind == "private":
            return not message.sender.blocked
        return chat.bot_is_member and (not self.privacy or self._addressed(message))

    def _addressed(self, message: Message) -> bool:
        """Privacy mode: commands, mentions, answers to the bot, and what happens in the group."""
        if not message.text and not message.content.keys() & HUMAN_CONTENT:
            return True
        answered = self.world.message(message.chat.id, message.reply_to)
        if answered and (answered.from_bot or answered.via_bot):
            return True
        return message.via_bot or any(
            self._calls_us(entity["type"], piece(message.text, entity).lower())
            for entity in message.entities
        )

    def _calls_us(self, kind: str, words: str) -> bool:
        name = f"@{self.world.bot.username.lower()}"
        if kind == "mention":
            return words == name
        return kind == "bot_command" and ("@" not in words or words.endswith(name))

    def wait_for(self, predicate: Callable[[], Any], seconds: float) -> Any:
        """What the predicate gives once it is true; asked again at each change.

        The predicate is asked without the lock: it may call the server itself.

        Raises:
            TimeoutError: when it is not true in time.
        """
        deadline = time.monotonic() + seconds
        while not (value := predicate()):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"not within {seconds} s")
            # It may depend on more than this server: look again now and then.
            with self.changed:
                self.changed.wait(min(left, 0.02))
        return value

    def routed(self, url: str) -> str:
        """Where an address of the outside is served on this machine."""
        for public, local in self.routes.items():
            if url.startswith(public):
                return local + url.removeprefix(public)
        return url

    def chat(self, chat_id: Any) -> Chat | None:
        if isinstance(chat_id, str) and chat_id.lstrip("-").isdecimal():
            chat_id = int(chat_id)
        return self.world.chats.get(chat_id)


HUMAN_CONTENT = {"photo", "voice", "sticker", "document", "contact", "location"}
