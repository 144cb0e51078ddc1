"""Makes the files of calls: what is stored is the reply, and a file goes with it when erased."""

import asyncio

from bot.calendar import calendar_of
from bot.conversation import Message, Picture, Reminder
from bot.pictures import interests_picture
from bot.reminders import Daytime, Kept, State, due_at
from bot.telegram import texts
from bot.telegram.calls import Attachment, File, attachments
from bot.telegram.errors import Erased, NotMade
from bot.telegram.records import Outgoing
from bot.telegram.store import TelegramStore


class AttachmentMaker:
    """Draws pictures and writes calendars at the moment at which they are sent."""

    def __init__(self, store: TelegramStore, daytime: Daytime) -> None:
        self._store = store
        self._daytime = daytime

    async def made_for(self, call: Outgoing) -> dict[str, File]:
        """Return the files of a call, by the names of their parameters; most calls have none.

        Raises:
            Erased: What the call shows was erased.
            NotMade: There is nothing to make a file of.
        """
        wanted = attachments(call.params)
        if not wanted:
            return {}
        shown = await self._store.shown(call.row) if call.row is not None else None
        if shown is None:
            raise Erased
        return {name: await self._made(attachment, shown) for name, attachment in wanted.items()}

    async def _made(self, attachment: Attachment, shown: Message) -> File:
        reply = shown.reply
        if attachment is Attachment.PICTURE and reply and reply.picture:
            content = await _drawn(reply.picture)
        elif attachment is Attachment.CALENDAR and reply and reply.reminder:
            content = self._calendar(reply.reminder, shown)
        else:
            raise NotMade(f"the reply has no {attachment.value}")
        return File(texts.FILES[attachment.value], content)

    def _calendar(self, wanted: Reminder, shown: Message) -> bytes:
        due = due_at(wanted.on, wanted.days_before, shown.created_at, self._daytime)
        kept = Kept(wanted.key, wanted.title, wanted.on, due, State.SCHEDULED)
        return calendar_of([kept], self._daytime, made_at=shown.created_at)


async def _drawn(picture: Picture) -> bytes:
    """Draw beside everything else: it takes a tenth of a second."""
    try:
        return await asyncio.to_thread(interests_picture, picture.values, kind="png")
    except ValueError as error:
        raise NotMade(type(error).__name__) from None
