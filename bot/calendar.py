"""Reminders as a calendar file (iCalendar, RFC 5545). The only importer of icalendar."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from bot.reminders import Daytime, Kept
from bot.texts import REMINDERS

_MAKER = "-//La Ban//reminders//VI"
_KEYS = uuid5(NAMESPACE_URL, "la-ban/reminders")


def calendar_of(reminders: Sequence[Kept], daytime: Daytime, *, made_at: datetime) -> bytes:
    """Return a calendar of all-day events, each with an alarm when its reminder is due.

    Nothing in it tells whose they are: an event is named by what it is about, so that a calendar
    that takes the same file twice, or with a changed day, holds it once.

    Args:
        reminders: What to show.
        daytime: Its zone is that of the alarms, which count from midnight there.
        made_at: When this file is made.
    """
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    for kept in reminders:
        calendar.add_component(_event(kept, daytime, made_at))
    ics: bytes = calendar.to_ical()
    return ics


def _event(kept: Kept, daytime: Daytime, made_at: datetime) -> Event:
    title = REMINDERS["calendar"].format(title=kept.title)
    event = Event()
    event.add("uid", str(uuid5(_KEYS, kept.key)))
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("summary", title)
    event.add("dtstart", kept.on)
    event.add("dtend", kept.on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # nobody is busy all that day
    event.add_component(_alarm(kept, daytime, title))
    return event


def _alarm(kept: Kept, daytime: Daytime, title: str) -> Alarm:
    midnight = datetime.combine(kept.on, time(), daytime.zone)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", kept.due_at - midnight)
    return alarm
