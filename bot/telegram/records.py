"""What lies in the store of the channel: updates to be handled, calls to be made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.telegram.calls import Call, attachments
from bot.telegram.tables import CallState


@dataclass(frozen=True, slots=True)
class Update:
    """An update that is stored, and owed its handling."""

    number: int
    """Telegram's update_id."""
    lane: str
    payload: Mapping[str, Any]
    tries: int = 0
    told: bool = False
    """Its visitor was told already that it takes longer."""


@dataclass(slots=True)
class Outgoing:
    """A call of the outbox."""

    number: int
    lane: str
    chat_id: int | None
    update_id: int
    method: str
    params: Mapping[str, Any]
    row: int | None = None
    """Our own message (its row id) that it shows, if any."""
    marked: bool = False
    """Stored as being sent."""
    unknown: bool = False
    """It may have arrived already."""
    lost_answers: int = 0
    """How often that has happened in this process."""

    @property
    def is_message(self) -> bool:
        """Say whether it puts something new into a chat; anything else may be repeated."""
        return self.method.startswith(("send", "copy", "forward"))

    def move(self, chat_id: int) -> None:
        """Let it be to another chat, in the lane of that."""
        self.chat_id = chat_id
        self.lane = str(chat_id)
        self.params = {**self.params, "chat_id": chat_id}

    def say_caption(self) -> bool:
        """Become a message of the caption in place of the file; return whether that can be."""
        files = attachments(self.params)
        if not files or "caption" not in self.params:
            return False
        left = {name: value for name, value in self.params.items() if name not in files}
        self.method, self.params = "sendMessage", {**left, "text": left.pop("caption")}
        return True


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a call."""

    number: int
    state: CallState
    telegram_message_id: int | None


def chat_of(call: Call) -> int | None:
    """Return the chat that a call is to, where it is to one."""
    chat_id = call.params.get("chat_id")
    return int(chat_id) if chat_id is not None else None


def place_of(payload: Mapping[str, Any]) -> tuple[int, int | None] | None:
    """Return the chat that a reduced update was written in, and the topic; None without one."""
    held = payload.get("callback_query") or payload
    message = held.get("message") or held.get("edited_message")
    if not message:
        return None
    return message["chat"]["id"], message.get("message_thread_id")
