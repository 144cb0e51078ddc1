"""The Telegram channel as a whole: it comes to life, and to an end, with the process."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database
from bot.reminders import Daytime
from bot.telegram import statements
from bot.telegram.attaching import AttachmentMaker
from bot.telegram.beside import beside, first_of, until_done
from bot.telegram.calls import Call, Talk
from bot.telegram.client import TelegramClient
from bot.telegram.errors import BadRequest, TelegramError, Unauthorized
from bot.telegram.immediate import ImmediateCalls
from bot.telegram.intake import ALLOWED, Intake
from bot.telegram.pacing import Limits, Pacing
from bot.telegram.polling import poll
from bot.telegram.sender import Sender
from bot.telegram.store import TelegramStore
from bot.telegram.unasked import Send, TelegramOutlet
from bot.telegram.webhook import Webhook
from bot.telegram.workers import Workers

GRACE_SECONDS = 2.0
"""For calls under way when the process is told to stop."""
PURGE_SECONDS = 3600.0

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+", re.ASCII)

MakeTalk = Callable[[Mapping[str, Any]], Talk]
"""Makes who answers, from what Telegram says of the bot (getMe)."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What lives while Telegram knows the bot."""

    intake: Intake
    workers: Workers
    sender: Sender
    immediate: ImmediateCalls

    async def stop(self) -> None:
        """Begin nothing new, and give what is under way a moment."""
        await self.workers.stop(grace_seconds=GRACE_SECONDS)
        await self.immediate.close()
        await self.sender.stop(grace_seconds=GRACE_SECONDS)


class TelegramChannel:
    """One bot on Telegram. Whatever fails here, the rest of the process runs on."""

    def __init__(
        self,
        database: Database,
        token: SecretStr,
        make_talk: MakeTalk,
        *,
        api: str,
        webhook: str = "",
        at_start: Sequence[Call] = (),
        limits: Limits | None = None,
        daytime: Daytime | None = None,
    ) -> None:
        """Put it together; nothing happens before it is entered.

        Args:
            database: Where updates and calls are kept.
            token: Of the bot.
            make_talk: Makes who answers.
            api: Address of the Bot API.
            webhook: The public address of this server; with none, updates are polled for.
            at_start: Calls that set the bot up, as its menu; made at every start.
            limits: How fast to send.
            daytime: When visitors may be reminded, as their calendars are told.
        """
        self.webhook = Webhook(token, self._open_intake) if webhook else None
        self.outlet = TelegramOutlet(self._open_sender)
        self._token = token
        self._make_talk = make_talk
        self._api = api
        self._public = webhook
        self._at_start = at_start
        self._store = TelegramStore(database)
        self._pacing = Pacing(time.monotonic, limits)
        self._attachments = AttachmentMaker(self._store, daytime or Daytime())
        self._parts: _Parts | None = None
        self._unauthorized = asyncio.Event()

    @property
    def set_aside(self) -> int:
        """Return how many updates could not be handled."""
        return self._parts.workers.set_aside if self._parts else 0

    @property
    def waiting(self) -> int:
        """Return how many calls are to be made."""
        return len(self._parts.sender) if self._parts else 0

    async def forget(self, connection: AsyncConnection, conversation_id: str) -> None:
        """Delete what is kept of a conversation, in the transaction that erases it."""
        deleted = await statements.forget(connection, conversation_id)
        if self._parts:
            self._parts.sender.drop(deleted)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the channel up as long as this context lasts."""
        async with beside(self._run()):
            yield

    async def _run(self) -> None:
        if not _TOKEN.fullmatch(self._token.get_secret_value()):
            logger.error("telegram: off, %s", Unauthorized())
            return
        try:
            async with TelegramClient(self._token, self._api) as client:
                me = await until_done(client.me)
                async with self._alive(client, me), beside(self._purge(), self._set_up(client)):
                    await first_of(self._receive(client, me), self._end_if_unauthorized())
        except Unauthorized as error:
            logger.error("telegram: off, %s", error)  # noqa: TRY400 - the line says it all

    @asynccontextmanager
    async def _alive(self, client: TelegramClient, me: Mapping[str, Any]) -> AsyncIterator[None]:
        """Take up what the last process left, and from then on what comes in."""
        parts = self._put_together(client, me, await until_done(self._store.count_set_aside))
        try:
            parts.sender.add(*await until_done(self._store.unsent))
            parts.workers.add(*await until_done(self._store.unfinished))
            self._parts = parts
            yield
        finally:
            self._parts = None
            await parts.stop()
            await self._store.settle()

    def _put_together(
        self, client: TelegramClient, me: Mapping[str, Any], set_aside: int
    ) -> _Parts:
        immediate = ImmediateCalls(client, self._pacing)
        sender = Sender(
            self._store,
            client,
            self._pacing,
            self._attachments,
            on_unauthorized=self._unauthorized.set,
        )
        workers = Workers(
            self._store,
            self._make_talk(me),
            immediate,
            sender.add,
            clock=time.monotonic,
            set_aside=set_aside,
        )
        return _Parts(Intake(self._store, workers, me["username"]), workers, sender, immediate)

    def _open_intake(self) -> Intake | None:
        return self._parts.intake if self._parts else None

    def _open_sender(self) -> Send | None:
        return self._parts.sender.add if self._parts else None

    async def _receive(self, client: TelegramClient, me: Mapping[str, Any]) -> None:
        """Receive updates until cancelled.

        Raises:
            Unauthorized: The token is not valid any more.
        """
        if self.webhook:
            address, secret = self._public + self.webhook.path, self.webhook.secret
            try:
                await until_done(lambda: client.set_webhook(address, secret, ALLOWED))
            except BadRequest as error:
                logger.error(  # noqa: TRY400 - the line says it all
                    "telegram: no updates, BOT_TELEGRAM_WEBHOOK is refused: %s", error.problem
                )
            else:
                logger.info("telegram: @%s by webhook", me["username"])
            await asyncio.Event().wait()
        elif self._parts:
            await until_done(client.delete_webhook)
            logger.info("telegram: @%s by polling", me["username"])
            await poll(client, self._parts.intake)

    async def _end_if_unauthorized(self) -> None:
        await self._unauthorized.wait()
        raise Unauthorized

    async def _set_up(self, client: TelegramClient) -> None:
        """Make the calls of the start, each as well as it can be."""
        for call in self._at_start:
            try:
                await client.call(call)
            except TelegramError as error:
                logger.warning("telegram: %s: %s", call.method, type(error).__name__)

    async def _purge(self) -> None:
        while True:
            await until_done(self._store.purge)
            await asyncio.sleep(PURGE_SECONDS)
