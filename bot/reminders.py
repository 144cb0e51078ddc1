"""When a visitor is reminded, and in which words. Pure: no library, no I/O."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.conversation import Audience, Button, Reply
from bot.texts import REMINDERS, speak

_PREFERRED_HOUR = 9


class State(StrEnum):
    """How far a reminder is."""

    SCHEDULED = "scheduled"
    SENT = "sent"
    STOPPED = "stopped"
    """The visitor does not want it any more, or cannot be reached."""
    MISSED = "missed"
    """Its day was over before it could be sent."""


def _vietnam() -> ZoneInfo:
    return ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Kept:
    """A reminder as it is stored."""

    key: str
    title: str
    on: date
    due_at: datetime
    state: State
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Daytime:
    """The hours in which the bot may speak first; it is quiet in all others."""

    start: int = 7
    """The first hour of the day, 0 to 23."""
    end: int = 21
    """The hour from which it is quiet, `start` + 1 to 24."""
    zone: ZoneInfo = field(default_factory=_vietnam)

    def allows(self, moment: datetime) -> bool:
        """Say whether the bot may speak first at a moment."""
        return self.start <= moment.astimezone(self.zone).hour < self.end

    def next(self, moment: datetime) -> datetime:
        """Return the first moment from this one on at which it may, in the zone."""
        local = moment.astimezone(self.zone)
        if self.allows(local):
            return local
        day = local.date() if local.hour < self.start else local.date() + timedelta(days=1)
        return datetime.combine(day, time(self.start), self.zone)

    def day_of(self, moment: datetime) -> date:
        """Return the calendar day of a moment."""
        return moment.astimezone(self.zone).date()

    def usual(self, day: date) -> datetime:
        """Return when people are reminded on a day: at nine, or as near as is allowed."""
        hour = min(max(_PREFERRED_HOUR, self.start), self.end - 1)
        return datetime.combine(day, time(hour), self.zone)


def due_at(on: date, days_before: int, now: datetime, daytime: Daytime) -> datetime:
    """Return when to remind of a day, in UTC.

    That is in the morning, `days_before` days before; once that is past, as soon as the bot may
    speak. Whoever sends it then looks whether the day is not over.
    """
    planned = daytime.usual(on - timedelta(days=days_before))
    moment = planned if planned > now else daytime.next(now)
    return moment.astimezone(UTC)


def reminding(title: str, on: date, today: date, audience: Audience | None) -> Reply:
    """Return what is said when a reminder is due.

    Args:
        title: What it is about; the question of a card can be asked again.
        on: The day that it is about, not before `today`.
        today: The visitor's calendar day.
        audience: Who is spoken to.
    """
    text = speak(REMINDERS["due"], audience, title=title, when=_when(on, today))
    buttons = [Button(REMINDERS["stop"], REMINDERS["stop_says"])]
    if title.endswith("?"):
        buttons.insert(0, Button(REMINDERS["ask"], title))
    return Reply(text, buttons=tuple(buttons))


def _when(on: date, today: date) -> str:
    left = (on - today).days
    name = {0: "today", 1: "tomorrow"}.get(left, "later")
    return REMINDERS[name].format(on=f"{on:%d/%m/%Y}", days=left)
