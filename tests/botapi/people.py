"""Who is there: people, groups, topics, and who lets the bot in or out."""

import time
from collections.abc import Sequence
from typing import Any

from tests.botapi.state import Telegram
from tests.botapi.world import Chat, User


class People:
    """The people and chats around the bot."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._world = telegram.world

    def user(self, first_name: str = "An", blocked: bool = False, started: bool = False) -> User:
        """Somebody who has not written to the bot yet, unless started or blocked says so."""
        with self._telegram.changed:
            user = self._world.add_user(first_name)
            user.blocked, user.started = blocked, started or blocked
            return user

    def private(self, user: User) -> Chat:
        return self._world.chats[user.id]

    def group(self, title: str, members: Sequence[User], forum: bool = False) -> Chat:
        """A basic group; a forum is a supergroup. The bot is in it."""
        with self._telegram.changed:
            kind = "supergroup" if forum else "group"
            return self._world.add_group(title, list(members), kind, forum)

    def forbid(self, group: Chat, *kinds: str) -> None:
        """Its members, the bot among them, may not send such files there: photo, document."""
        with self._telegram.changed:
            group.refuses = frozenset(kinds)

    def topic(self, forum: Chat, name: str, by: User) -> int:
        """Opens a topic in a forum; its message_thread_id."""
        with self._telegram.changed:
            content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            message = self._world.add_message(forum, by, content=content)
            message.topic = message.id
            forum.topics[message.id] = name
            self._telegram.arrive(message)
            return message.id

    def block(self, user: User) -> None:
        """The user stops the bot: it may not write there until it is unblocked or started."""
        with self._telegram.changed:
            self._membership(user, self.private(user), "member", "kicked")
            user.blocked = True

    def unblock(self, user: User) -> None:
        with self._telegram.changed:
            user.blocked = False
            self._membership(user, self.private(user), "kicked", "member")

    def kick(self, group: Chat, by: User) -> None:
        """Takes the bot out of the group."""
        with self._telegram.changed:
            self._membership(by, group, "member", "kicked")
            group.bot_is_member = False

    def _membership(self, by: User, chat: Chat, old: str, new: str) -> None:
        bot = self._world.bot.as_json()
        content = {
            "chat": chat.as_json(),
            "from": by.as_json(),
            "date": int(time.time()),
            "old_chat_member": _member(bot, old),
            "new_chat_member": _member(bot, new),
        }
        self._telegram.updates.add("my_chat_member", content)

    def migrate(self, group: Chat) -> Chat:
        """The group becomes a supergroup with a new id; the old one refuses everything."""
        with self._telegram.changed:
            new = self._world.add_group(group.title, group.members, "supergroup", False)
            by = group.members[0]
            gone = self._world.add_message(group, by, content={"migrate_to_chat_id": new.id})
            came = self._world.add_message(new, by, content={"migrate_from_chat_id": group.id})
            group.migrated_to = new.id
            self._telegram.arrive(gone)
            self._telegram.arrive(came)
            return new


def _member(bot: dict[str, Any], status: str) -> dict[str, Any]:
    return {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}
