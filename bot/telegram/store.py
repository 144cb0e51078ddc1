"""What the channel keeps: updates until they are handled, calls until they are made."""

import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from bot.conversation import Message
from bot.database import Database
from bot.rows import to_message
from bot.tables import message
from bot.telegram import statements
from bot.telegram.calls import Call
from bot.telegram.records import Ended, Outgoing, Update
from bot.telegram.statements import call_row, outgoing
from bot.telegram.tables import UNSENT, CallState, UpdateState, telegram_call, telegram_update
from bot.telegram.together import Together

KEPT = timedelta(hours=48)
"""Of what is done: Telegram repeats an update for 24 hours at most."""


@dataclass(frozen=True, slots=True)
class _Handled:
    update: Update
    calls: Sequence[Call]
    is_done: bool


@dataclass(frozen=True, slots=True)
class _Taken:
    updates: Sequence[Update]
    revived: frozenset[int]


class TelegramStore:
    """Every method is one transaction, shared with what others store at the same moment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._taken = Together(self._take_all)
        self._handled = Together(self._handle_all)
        self._marked = Together(self._mark_all)
        self._ended = Together(self._end_all)

    async def take(self, updates: Sequence[Update], *, revived: Iterable[int] = ()) -> list[Update]:
        """Store updates; return those that are new.

        Args:
            updates: As Telegram brought them.
            revived: Chats that visitors write in, so that these are not gone.
        """
        return await self._taken(_Taken(updates, frozenset(revived)))

    async def set_aside(self, number: int, tries: int) -> None:
        """Store that an update cannot be handled."""
        await self._change(number, state=UpdateState.SET_ASIDE, tries=tries)

    async def failed_try(self, number: int, tries: int) -> None:
        """Store how often an update was tried."""
        await self._change(number, tries=tries)

    async def unfinished(self) -> list[Update]:
        """Return the updates that are owed their handling, the oldest first."""
        told = select(telegram_call.c.update_id)
        async with self._database.snapshot() as connection:
            rows = await connection.execute(
                select(telegram_update, telegram_update.c.update_id.in_(told).label("told"))
                .where(telegram_update.c.state == UpdateState.RECEIVED)
                .order_by(telegram_update.c.update_id)
            )
            return [Update(r.update_id, r.lane, r.payload, r.tries, bool(r.told)) for r in rows]

    async def handled(self, handled: Update, calls: Sequence[Call]) -> list[Outgoing]:
        """Store that an update is done, and what answers it; return that as it is to be sent.

        Raises:
            TypeError: The parameters of a call are not JSON.
        """
        return await self._put(_Handled(handled, calls, is_done=True))

    async def put(self, unfinished: Update, calls: Sequence[Call]) -> list[Outgoing]:
        """Store calls that belong to an update which is not done yet."""
        return await self._put(_Handled(unfinished, calls, is_done=False))

    async def unsent(self) -> list[Outgoing]:
        """Return the calls that are to be made, the oldest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(telegram_call)
                .where(telegram_call.c.state.in_(UNSENT))
                .order_by(telegram_call.c.id)
            )
            return [outgoing(row._asdict()) for row in rows]

    async def begin(self, number: int) -> None:
        """Store that a call is on its way from now on."""
        await self._marked((number, CallState.SENDING))

    async def take_back(self, number: int) -> None:
        """Store that a call surely did not arrive."""
        await self._marked((number, CallState.PENDING))

    async def end(
        self, number: int, state: CallState, telegram_message_id: int | None = None
    ) -> None:
        """Store what became of a call, and forget what it said."""
        await self._ended(Ended(number, state, telegram_message_id))

    async def shown(self, row: int) -> Message | None:
        """Return our own message in a row of `message`; None if it was erased."""
        async with self._database.read() as connection:
            found = await connection.execute(select(message).where(message.c.id == row))
            stored = found.first()
        return to_message(stored) if stored else None

    async def count_set_aside(self) -> int:
        """Return how many updates could not be handled."""
        async with self._database.read() as connection:
            count = await connection.scalar(
                select(func.count()).where(telegram_update.c.state == UpdateState.SET_ASIDE)
            )
        return count or 0

    async def close_chat(self, chat_id: int) -> None:
        """Store that a chat is gone, and drop what was to be said there."""
        async with self._database.write() as connection:
            await statements.close_chat(connection, chat_id)

    async def migrate(self, old: int, new: int) -> None:
        """Move a group to its new id, with all that waits; a topic known there already stays."""
        async with self._database.write() as connection:
            await statements.migrate(connection, old, new)

    async def purge(self) -> None:
        """Delete what has been done for so long that nothing asks for it any more."""
        async with self._database.write() as connection:
            await statements.purge(connection, before=datetime.now(UTC) - KEPT)

    async def settle(self) -> None:
        """Wait until everything is stored."""
        for together in (self._taken, self._handled, self._marked, self._ended):
            await together.settle()

    async def _put(self, handled: _Handled) -> list[Outgoing]:
        for call in handled.calls:
            json.dumps(dict(call.params))  # else the whole batch would fail with it
        return await self._handled(handled)

    async def _change(self, number: int, **values: Any) -> None:
        async with self._database.write() as connection:
            await connection.execute(
                update(telegram_update)
                .where(telegram_update.c.update_id == number)
                .values(**values)
            )

    async def _take_all(self, batch: list[_Taken]) -> list[list[Update]]:
        everything = {u.number: u for taken in batch for u in taken.updates}
        revived = {chat_id for taken in batch for chat_id in taken.revived}
        async with self._database.write() as connection:
            new = await statements.insert_new(connection, everything)
            await statements.revive(connection, revived)
        return [[everything[number] for number in _claim(new, taken.updates)] for taken in batch]

    async def _handle_all(self, batch: list[_Handled]) -> list[list[Outgoing]]:
        rows = [call_row(h.update, call) for h in batch for call in h.calls]
        async with self._database.write() as connection:
            numbers = await statements.insert_calls(connection, rows)
            await statements.finish(connection, [h.update.number for h in batch if h.is_done])
        stored = (
            outgoing({"id": number, **row}) for number, row in zip(numbers, rows, strict=True)
        )
        return [list(itertools.islice(stored, len(h.calls))) for h in batch]

    async def _mark_all(self, batch: list[tuple[int, CallState]]) -> list[None]:
        async with self._database.write() as connection:
            for state in UNSENT:
                marked = [number for number, to in batch if to is state]
                await statements.mark(connection, marked, state)
        return [None] * len(batch)

    async def _end_all(self, batch: list[Ended]) -> list[None]:
        async with self._database.write() as connection:
            await statements.end(connection, batch)
        return [None] * len(batch)


def _claim(new: set[int], updates: Sequence[Update]) -> list[int]:
    """Take the numbers of some updates out of those that are new, so that each is given once."""
    claimed = sorted(new.intersection(u.number for u in updates))
    new.difference_update(claimed)
    return claimed
