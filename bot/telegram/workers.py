"""Handles what is stored: chat by chat in order, some chats at the same time."""

import asyncio
import logging
from collections.abc import Callable

from bot.errors import DatabaseUnavailable, Unanswered
from bot.telegram.backoff import Backoff
from bot.telegram.calls import Call, Immediate, Talk
from bot.telegram.lanes import LaneRunner
from bot.telegram.records import Outgoing, Update, place_of
from bot.telegram.store import TelegramStore
from bot.texts import TELEGRAM_DELIVERY

AT_ONCE = 16
"""Lanes that are answered at the same time: more would wait for Rasa, and longer than allowed."""
MOST_TRIES = 3
PATIENCE_SECONDS = 8.0
"""After which a visitor without an answer is told that it takes longer."""

logger = logging.getLogger(__name__)


class Workers:
    """Turn updates into calls of the outbox; an update is done when these are stored."""

    def __init__(
        self,
        store: TelegramStore,
        talk: Talk,
        immediate: Immediate,
        send: Callable[..., None],
        *,
        clock: Callable[[], float],
        set_aside: int = 0,
    ) -> None:
        """Make them of their parts.

        Args:
            store: Where updates come from and calls go to.
            talk: Knows what to say.
            immediate: Makes a call past the outbox.
            send: Takes stored calls over, to make them.
            clock: Seconds that only grow.
            set_aside: How many updates were set aside before.
        """
        self.set_aside = set_aside
        self._store = store
        self._talk = talk
        self._immediate = immediate
        self._send = send
        self._clock = clock
        self._lanes: LaneRunner[Update] = LaneRunner(self._work)
        self._places = asyncio.Semaphore(AT_ONCE)

    def add(self, *updates: Update) -> None:
        """Take stored updates over, to be handled in the order of their numbers."""
        for update in updates:
            self._lanes.add(update)

    async def stop(self, *, grace_seconds: float) -> None:
        """Begin nothing new; what does not end in time is handled at the next start."""
        await self._lanes.stop(grace_seconds=grace_seconds)

    def __len__(self) -> int:
        """Return how many updates wait."""
        return len(self._lanes)

    async def _work(self, update: Update) -> None:
        """Handle one update until it is done or set aside."""
        attempt = _Attempt(update, self._clock())
        while True:
            try:
                calls = await self._handle(update)
            except Unanswered:
                await self._tell(attempt)
                await self._lanes.pause(attempt.backoff.next())
            except DatabaseUnavailable as error:
                logger.error("%s", error)  # noqa: TRY400 - the line says it all
                await self._lanes.pause(attempt.backoff.next())
            except Exception as error:  # noqa: BLE001 - one update must not stop the others
                if await self._give_up(attempt, error):
                    return
                await self._lanes.pause(attempt.backoff.next())
            else:
                self._send(*calls)
                return

    async def _handle(self, update: Update) -> list[Outgoing]:
        async with self._places:
            calls = await self._talk.handle(update.payload, self._immediate)
        return await self._store.handled(update, calls)

    async def _tell(self, attempt: "_Attempt") -> None:
        """Tell a visitor once that it takes longer, when it does."""
        place = place_of(attempt.update.payload)
        if attempt.told or place is None or not attempt.is_long(self._clock()):
            return
        chat_id, topic = place
        params = {"chat_id": chat_id, "text": TELEGRAM_DELIVERY["later"]}
        if topic is not None:
            params["message_thread_id"] = topic
        try:
            self._send(*await self._store.put(attempt.update, [Call("sendMessage", params)]))
        except DatabaseUnavailable as error:
            logger.error("%s", error)  # noqa: TRY400 - the line says it all
        else:
            attempt.told = True

    async def _give_up(self, attempt: "_Attempt", error: Exception) -> bool:
        """Count a failure; return whether the update is set aside with it."""
        attempt.tries += 1
        number = attempt.update.number
        try:
            if attempt.tries < MOST_TRIES:
                await self._store.failed_try(number, attempt.tries)
                return False
            await self._store.set_aside(number, attempt.tries)
        except DatabaseUnavailable as unavailable:
            logger.error("%s", unavailable)  # noqa: TRY400 - the line says it all
            attempt.tries -= 1
            return False
        self.set_aside += 1
        # Without the error's own words: they may be a visitor's.
        logger.error("update %d was set aside: %s", number, type(error).__name__)
        return True


class _Attempt:
    """How far the handling of one update is, in this process."""

    def __init__(self, update: Update, now: float) -> None:
        self.update = update
        self.tries = update.tries
        self.told = update.told
        self._began = now
        self.backoff = Backoff()

    def is_long(self, now: float) -> bool:
        """Say whether the visitor will have waited too long when the next try begins."""
        return now + self.backoff.seconds - self._began >= PATIENCE_SECONDS
