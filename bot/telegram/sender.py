"""Makes the calls of the outbox: chat by chat in order, as fast as Telegram allows."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar

from bot.errors import DatabaseUnavailable
from bot.telegram.attaching import AttachmentMaker
from bot.telegram.backoff import Backoff
from bot.telegram.calls import Call
from bot.telegram.client import TelegramClient
from bot.telegram.errors import (
    BadRequest,
    BrokenMarkup,
    Erased,
    Forbidden,
    Migrated,
    NotMade,
    NotModified,
    RetryAfter,
    TelegramError,
    Unauthorized,
    Unknown,
)
from bot.telegram.lanes import LaneRunner, Stopping
from bot.telegram.marking import marked, plain
from bot.telegram.pacing import Pacing
from bot.telegram.records import Outgoing
from bot.telegram.store import TelegramStore
from bot.telegram.tables import CallState

MOST_LOST_ANSWERS = 10
"""Beyond, it is the answers that do not come through: the visitor has the message many times."""

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Sender:
    """Whatever it is given is made, or refused for good, or made by the next process.

    A call that is stored as `sending` and has no answer may have arrived. Nobody can say, so a
    message is made again with a mark that the visitor sees.
    """

    def __init__(
        self,
        store: TelegramStore,
        client: TelegramClient,
        pacing: Pacing,
        attachments: AttachmentMaker,
        *,
        on_unauthorized: Callable[[], None],
    ) -> None:
        self._store = store
        self._client = client
        self._pacing = pacing
        self._attachments = attachments
        self._on_unauthorized = on_unauthorized
        self._lanes = LaneRunner(self._send)
        self._solutions: dict[type[TelegramError], Callable[..., Awaitable[bool]]] = {
            Unknown: self._on_unknown,
            RetryAfter: self._on_retry_after,
            Forbidden: self._on_forbidden,
            Migrated: self._on_migrated,
            NotModified: self._on_not_modified,
            BrokenMarkup: self._on_broken_markup,
            Unauthorized: self._on_wrong_token,
            BadRequest: self._on_refused,
            NotMade: self._on_refused,
            Erased: self._on_erased,
        }

    def add(self, *calls: Outgoing) -> None:
        """Take calls of the store over, to be made in the order of their numbers."""
        for call in calls:
            self._lanes.add(call)

    def drop(self, numbers: set[int]) -> None:
        """Forget calls that are not in the store any more."""
        for lane in self._lanes.names():
            self._lanes.remove(lane, lambda call: call.number in numbers)

    async def stop(self, *, grace_seconds: float) -> None:
        """Make no further calls; wait for the answers of those under way."""
        await self._lanes.stop(grace_seconds=grace_seconds)

    def __len__(self) -> int:
        """Return how many calls wait."""
        return len(self._lanes)

    async def _send(self, call: Outgoing) -> None:
        """Make one call, however often that takes; return when its end is stored."""
        backoff = Backoff()
        while True:
            await self._turn(call)
            try:
                files = await self._stored(lambda: self._attachments.made_for(call))
                await self._begin(call)
                result = await self._client.call(self._ready(call), files)
            except TelegramError as error:
                if await self._is_solved(call, error, backoff):
                    return
            else:
                message_id = result.get("message_id") if isinstance(result, dict) else None
                await self._end(call, CallState.SENT, message_id)
                return

    async def _begin(self, call: Outgoing) -> None:
        """Store that a message is on its way: from now on it may have arrived."""
        if call.is_message and not call.marked:
            await self._stored(lambda: self._store.begin(call.number))
            call.marked = True

    def _ready(self, call: Outgoing) -> Call:
        is_repeat = call.unknown and call.is_message
        return Call(call.method, marked(call.params) if is_repeat else call.params)

    async def _turn(self, call: Outgoing) -> None:
        """Wait until Telegram allows one more call there."""
        if call.is_message and call.chat_id is not None:
            await self._wait(self._pacing.book_chat(call.chat_id))
        await self._wait(self._pacing.book())
        while held := self._pacing.held(call.chat_id):
            await self._wait(held)
            await self._wait(self._pacing.book())

    async def _wait(self, seconds: float) -> None:
        if seconds > 0:
            await self._lanes.pause(seconds)

    async def _is_solved(self, call: Outgoing, error: TelegramError, backoff: Backoff) -> bool:
        """Do what an error asks for; return whether that was the end of the call."""
        if solution := self._solutions.get(type(error)):
            return await solution(call, error, backoff)
        if error.may_pass:
            await self._take_back(call)
            await self._lanes.pause(backoff.next())
            return False
        return await self._give_up(call, error)

    async def _on_unknown(self, call: Outgoing, error: Unknown, backoff: Backoff) -> bool:
        call.unknown = True
        call.lost_answers += 1
        if call.lost_answers >= MOST_LOST_ANSWERS:
            return await self._give_up(call, error)
        await self._lanes.pause(backoff.next())
        return False

    async def _on_retry_after(self, call: Outgoing, error: RetryAfter, _backoff: Backoff) -> bool:
        self._pacing.hold(call.chat_id, error.seconds)
        await self._take_back(call)
        return False

    async def _on_forbidden(self, call: Outgoing, error: Forbidden, _backoff: Backoff) -> bool:
        chat_id = call.chat_id
        if chat_id is None:
            return await self._give_up(call, error)
        self._lanes.remove(call.lane, lambda waiting: waiting.chat_id == chat_id)
        await self._stored(lambda: self._store.close_chat(chat_id))
        logger.info("call %d: the chat is gone", call.number)
        return True

    async def _on_migrated(self, call: Outgoing, error: Migrated, _backoff: Backoff) -> bool:
        """Go on under the new id, with this call first."""
        old, new = call.chat_id, error.to
        if old is None or old == new:
            return await self._give_up(call, error)
        await self._take_back(call)
        await self._stored(lambda: self._store.migrate(old, new))
        waiting = self._lanes.remove(call.lane, lambda waiting: waiting.chat_id == old)
        for moved in (call, *waiting):
            moved.move(new)
            self._lanes.add(moved)
        return True

    async def _on_not_modified(
        self, call: Outgoing, _error: NotModified, _backoff: Backoff
    ) -> bool:
        await self._end(call, CallState.SENT)
        return True

    async def _on_broken_markup(
        self, call: Outgoing, error: BrokenMarkup, _backoff: Backoff
    ) -> bool:
        if "parse_mode" not in call.params:
            return await self._give_up(call, error)
        logger.warning("call %d: %s: its markup was left out", call.number, call.method)
        call.params = plain(call.params)
        return False

    async def _on_refused(self, call: Outgoing, error: TelegramError, _backoff: Backoff) -> bool:
        """Say in words what cannot be shown: not every group lets a bot send pictures or files."""
        method = call.method
        if not call.say_caption():
            return await self._give_up(call, error)
        logger.warning("call %d: %s: said in words, %s", call.number, method, type(error).__name__)
        return False

    async def _on_erased(self, call: Outgoing, _error: Erased, _backoff: Backoff) -> bool:
        await self._end(call, CallState.FAILED)
        return True

    async def _on_wrong_token(
        self, call: Outgoing, _error: Unauthorized, _backoff: Backoff
    ) -> bool:
        await self._take_back(call)
        self._on_unauthorized()
        raise Stopping

    async def _give_up(self, call: Outgoing, error: TelegramError) -> bool:
        logger.error("call %d: %s: %s", call.number, call.method, type(error).__name__)
        await self._end(call, CallState.FAILED)
        return True

    async def _take_back(self, call: Outgoing) -> None:
        """Store that a call did not arrive this time; it may have before."""
        if call.marked and not call.unknown:
            await self._stored(lambda: self._store.take_back(call.number))
            call.marked = False

    async def _end(self, call: Outgoing, state: CallState, message_id: int | None = None) -> None:
        await self._stored(lambda: self._store.end(call.number, state, message_id))

    async def _stored(self, store: Callable[[], Coroutine[None, None, T]]) -> T:
        """Ask the store for something, however long it is away: what is done stays done."""
        backoff = Backoff()
        while True:
            try:
                return await store()
            except DatabaseUnavailable as error:
                logger.error("%s", error)  # noqa: TRY400 - the line says it all
                await self._lanes.pause(backoff.next())
