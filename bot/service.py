"""What the front door does: the use cases, one method each."""

import asyncio
import logging
import secrets
from dataclasses import dataclass, replace

from bot.conversation import (
    Audience,
    Erasure,
    History,
    Incoming,
    Message,
    Owed,
    Reply,
    State,
    Status,
    Vote,
)
from bot.dialogue import answer_to
from bot.erasures import ErasureStore
from bot.errors import BotError, RasaUnavailable, TooManyMessages, Unanswered
from bot.incoming import readable
from bot.lanes import Lanes
from bot.limits import RateLimiter
from bot.masking import mask
from bot.rasa_client import RasaClient
from bot.store import ConversationStore, Given
from bot.work import Work

SHARES_OF_AN_ADDRESS = 5
"""A school is one address: those who open conversations there count as this many writers."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Received:
    """What a visitor gets for a message: the replies, and the rows that they are stored in."""

    conversation_id: str
    replies: tuple[Reply, ...]
    rows: tuple[int, ...] = ()


class ConversationService:
    """Stores before it acts, and answers one message at a time within a conversation.

    The work on a message goes on when nobody waits for it any more: what comes out of it is in
    the history, and is what a repeat of the message gets.
    """

    def __init__(
        self,
        store: ConversationStore,
        erasures: ErasureStore,
        rasa: RasaClient,
        limiter: RateLimiter,
        *,
        patience_seconds: float,
    ) -> None:
        self._store = store
        self._erasures = erasures
        self._rasa = rasa
        self._limiter = limiter
        self._work = Work(patience_seconds=patience_seconds)
        self._lanes = Lanes()
        self._erasing = asyncio.Lock()
        self._forgetting: set[str] = set()  # receipts that `erase` is still at

    async def receive(self, incoming: Incoming, *, address: str) -> Received:
        """Answer a message; the same message again gets the same replies.

        Args:
            incoming: The message as its channel has it.
            address: Where it came from, to limit who opens one conversation after the other.

        Raises:
            EmptyMessage, MessageTooLong, TooManyMessages: It is refused, and not stored.
            ConversationNotFound, MessageIdReused: It belongs nowhere, and is not stored.
            Unanswered: It is stored, and a repeat tries again.
        """
        readable(incoming.text)
        await self._limit(incoming, address)
        message = await self._store.accept(incoming)
        given = None
        if message.state is not State.ANSWERED:
            given = await self._work.wait_for(self._answer_through(message))
        if given is None:
            state, given = await self._store.outcome(message)
            if state is State.FAILED:
                raise Unanswered
        return Received(message.conversation_id, tuple(given.values()), tuple(given))

    async def ask_once(
        self, text: str, audience: Audience | None, *, address: str
    ) -> tuple[Reply, ...]:
        """Answer a question that belongs to no conversation; nothing of it is kept.

        Raises:
            EmptyMessage, MessageTooLong, TooManyMessages: It is refused.
            Unanswered: There is no answer now.
        """
        readable(text)
        self._limiter.check(f"once {address}", shares=SHARES_OF_AN_ADDRESS)
        return await self._work.wait_for(self._ask_and_forget(text, audience))

    async def history(self, conversation_id: str, *, after: int) -> History:
        """Return what was said after the message with the id `after`.

        Raises:
            ConversationNotFound: There is none with this id.
        """
        return await self._store.history(conversation_id, after=after)

    async def feedback(self, answer_id: str, value: Vote, comment: str | None) -> None:
        """Keep what a visitor thinks of an answer, without what could identify him.

        Raises:
            AnswerNotFound: No reply has this answer id.
        """
        await self._store.vote(answer_id, value, mask(comment.strip()) if comment else None)

    async def erase(self, conversation_id: str) -> Erasure:
        """Erase a conversation here and in Rasa, there later if it cannot be now.

        Raises:
            ConversationNotFound: There is none with this id.
        """
        async with self._erasing:
            erasure = await self._erasures.erase(conversation_id)
            self._forgetting.add(erasure.receipt)
        try:
            await self._work.wait_for(self._forget_in_turn(conversation_id, erasure))
        except Unanswered:
            logger.warning("receipt %s: Rasa is to forget it later", erasure.receipt)
            return erasure
        return replace(erasure, sender_id=None)

    async def has_unfinished(self) -> bool:
        """Say whether a message is owed a reply, being answered or left from before a crash."""
        return bool(await self._store.unfinished())

    async def resume_unfinished(self) -> None:
        """Answer what is owed a reply, conversation by conversation, in order of arrival."""
        for message in await self._store.unfinished():
            try:
                await self._answer_through(message)
            except BotError as error:
                logger.warning("message %d: not taken up: %s", message.id, error)

    async def finish_erasures(self) -> None:
        """Make Rasa forget what was erased while it was away."""
        async with self._erasing:
            unfinished = await self._erasures.unfinished()
            left = [erasure for erasure in unfinished if erasure.receipt not in self._forgetting]
        for erasure in left:
            try:
                await self._forget(erasure)
            except RasaUnavailable:
                return

    async def close(self, *, grace_seconds: float) -> None:
        """Let the work in hand come to its end; what does not is taken up at the next start."""
        await self._work.close(grace_seconds=grace_seconds)

    async def _limit(self, incoming: Incoming, address: str) -> None:
        """Refuse who writes too fast; what was let in once may always come again."""
        try:
            if incoming.conversation_id is None:
                self._limiter.check(f"address {address}", shares=SHARES_OF_AN_ADDRESS)
            else:
                self._limiter.check(f"conversation {incoming.conversation_id}")
        except TooManyMessages:
            if not await self._store.knows(incoming):
                raise

    async def _ask_and_forget(self, text: str, audience: Audience | None) -> tuple[Reply, ...]:
        """Ask under a name of its own, and have that forgotten, later where it cannot be now."""
        sender_id = secrets.token_urlsafe(16)
        try:
            return await answer_to(text, self._rasa, sender_id, audience)
        finally:
            try:
                await self._rasa.erase(sender_id)
            except RasaUnavailable:
                await self._erasures.owe(sender_id)

    async def _answer_through(self, message: Message) -> Given | None:
        """Answer what this conversation is owed, up to this message.

        Return its replies, or None where somebody else has seen to it.
        """
        async with self._lanes.turn(message.conversation_id):
            while owed := await self._store.next_owed(message.conversation_id, through=message.id):
                try:
                    given = await self._answer(owed)
                except Unanswered:
                    if owed.message.id == message.id:
                        raise
                else:
                    if owed.message.id == message.id:
                        return given
        return None

    async def _answer(self, owed: Owed) -> Given:
        """Get the replies to a message and store them; none where a counsellor has the word."""
        message = owed.message
        replies: tuple[Reply, ...] = ()
        if owed.status is Status.RESOLVED:
            await self._store.change_status(message.conversation_id, Status.PENDING)
        if owed.status is not Status.OPEN:
            replies = await self._replies_to(owed)
        return await self._store.complete(message, replies)

    async def _replies_to(self, owed: Owed) -> tuple[Reply, ...]:
        message, sender_id = owed.message, owed.sender_id
        try:
            replies = await answer_to(message.text, self._rasa, sender_id, message.audience)
        except Unanswered as error:
            logger.warning("message %d of %s: %s", message.id, sender_id, error)
            await self._store.fail(message)
            raise
        logger.info(
            "message %d of %s: %d characters, %d replies",
            message.id,
            sender_id,
            len(message.text),
            len(replies),
        )
        return replies

    async def _forget_in_turn(self, conversation_id: str, erasure: Erasure) -> None:
        """Erase Rasa's tracker, once the message that is being answered is through with it."""
        try:
            async with self._lanes.turn(conversation_id):
                await self._forget(erasure)
        finally:
            self._forgetting.discard(erasure.receipt)

    async def _forget(self, erasure: Erasure) -> None:
        if erasure.sender_id is not None:
            await self._rasa.erase(erasure.sender_id)
            await self._erasures.finish(erasure.receipt)
