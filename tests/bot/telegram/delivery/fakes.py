"""Who answers in the tests of the delivery, and a channel around it without Telegram's limits."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from pydantic import SecretStr

from bot.telegram.calls import Call
from bot.telegram.channel import TelegramChannel
from bot.telegram.pacing import Limit, Limits

NO_LIMITS = Limits(overall=Limit(10**6, 1.0), private=Limit(10**6, 1.0), group=Limit(10**6, 1.0))


class Echo:
    """Says every text again; a scripted text does what it is told to before that."""

    def __init__(self):
        self.handled = []
        self.before: dict[str, Callable] = {}

    async def handle(self, update, immediate):
        message = update.get("message") or update.get("edited_message")
        if message is None or not message["text"]:
            return []
        self.handled.append(message["text"])
        if message["text"] in self.before:
            await self.before[message["text"]](immediate)
        return [Call("sendMessage", {"chat_id": message["chat"]["id"], "text": message["text"]})]


class Outside:
    """Makes channels, one process after the other, on one database and one Telegram."""

    def __init__(self, api, database):
        self.api = api
        self.database = database
        self.talk = Echo()

    def channel(self, **settings) -> TelegramChannel:
        defaults = {"api": self.api.url, "limits": NO_LIMITS}
        return TelegramChannel(
            self.database,
            SecretStr(self.api.token),
            lambda _me: self.talk,
            **{**defaults, **settings},
        )

    def running(self, **settings) -> AbstractAsyncContextManager[None]:
        return self.channel(**settings).running()

    def said(self, user) -> list[str]:
        """What the bot has said in a chat, oldest first."""
        return [message.text for message in self.api.messages(user) if message.from_bot]
