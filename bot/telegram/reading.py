"""What an update says, once it is taken from its JSON. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: a chat, or a topic of one (`thread_id`, 0 is none)."""

    chat_id: int
    thread_id: int
    kind: str
    """private, group, supergroup or channel."""

    @property
    def is_private(self) -> bool:
        """Say whether nobody else reads along."""
        return self.kind == "private"


@dataclass(frozen=True, slots=True)
class Said:
    """A text to answer."""

    update_id: int
    place: Place
    message_id: int
    date: int
    """When it was sent, in seconds since 1970."""
    text: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A text that was changed after it was sent."""

    said: Said


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and the text after it."""

    name: str
    said: Said


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something other than text; `said` has its caption."""

    kind: str
    said: Said
    album: str | None = None
    """Pictures sent together have this in common."""


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button that was tapped, below the message with the id `message_id`."""

    update_id: int
    place: Place
    message_id: int
    query_id: str
    data: str


@dataclass(frozen=True, slots=True)
class LostTap:
    """A button that was tapped below a message that Telegram no longer names."""

    query_id: str


@dataclass(frozen=True, slots=True)
class InlineAsked:
    """A question typed behind the bot's name, in whatever chat."""

    update_id: int
    user_id: int
    query_id: str
    query: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot's own standing in a chat has changed."""

    place: Place
    was_inside: bool
    is_inside: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A group goes on under another id."""

    place: Place
    to: int


Event = Said | Edited | Command | Unreadable | Tapped | LostTap | InlineAsked | Membership | Moved


def read(update: Json) -> Event | None:
    """Return what a reduced update says, or None where it is nothing to the bot."""
    if "message" in update:
        return _message(update["update_id"], update["message"])
    if "edited_message" in update:
        return _edited(_message(update["update_id"], update["edited_message"]))
    if "callback_query" in update:
        return _tap(update["update_id"], update["callback_query"])
    if "inline_query" in update:
        query = update["inline_query"]
        user_id = query["from"]["id"]
        return InlineAsked(update["update_id"], user_id, query["id"], query["query"])
    if "my_chat_member" in update:
        return _membership(update["my_chat_member"])
    return None


def _message(update_id: int, message: Json) -> Said | Command | Unreadable | Moved:
    place = _place(message)
    if "migrate_to_chat_id" in message:
        return Moved(place, message["migrate_to_chat_id"])
    said = Said(update_id, place, message["message_id"], message["date"], message["text"])
    if "unreadable" in message:
        return Unreadable(message["unreadable"], said, message.get("media_group_id"))
    return Command(message["command"], said) if "command" in message else said


def _edited(message: Said | Command | Unreadable | Moved) -> Edited | None:
    """Only a question is answered anew: a command has had its effect, a live location moves."""
    match message:
        case Said() as said if said.text:
            return Edited(said)
        case Command(name="hoi", said=said) if said.text:
            return Edited(said)
    return None


def _tap(update_id: int, query: Json) -> Tapped | LostTap:
    if "message" not in query:
        return LostTap(query["id"])
    message = query["message"]
    return Tapped(update_id, _place(message), message["message_id"], query["id"], query["data"])


def _membership(member: Json) -> Membership:
    before, after = (member[which]["status"] for which in ("old_chat_member", "new_chat_member"))
    return Membership(_place(member), _is_inside(before), _is_inside(after))


def _is_inside(status: str) -> bool:
    return status not in ("left", "kicked")


def _place(message: Json) -> Place:
    chat = message["chat"]
    return Place(chat["id"], message.get("message_thread_id", 0), chat["type"])
