from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from bot.calendar import calendar_of
from bot.reminders import Daytime, Kept, State

MADE_AT = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
AHEAD = Kept(
    "luat-moi/ma",
    "Mã học tập, hồ sơ; là gì?",
    date(2027, 1, 1),
    datetime(2026, 12, 25, 2, 0, tzinfo=UTC),
    State.SCHEDULED,
)
SAME_DAY = Kept(
    "ngay-2026-12-20",
    "Việc em nhờ mình nhắc " + "rất dài " * 20,
    date(2026, 12, 20),
    datetime(2026, 12, 20, 2, 0, tzinfo=UTC),
    State.SENT,
)


def made(*reminders):
    return calendar_of(reminders, Daytime(), made_at=MADE_AT)


def events(ics):
    return Calendar.from_ical(ics).walk("VEVENT")


def test_a_day_is_an_all_day_event_with_an_alarm_when_it_is_due():
    (event,) = events(made(AHEAD))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        date(2027, 1, 1),
        date(2027, 1, 2),
    )
    assert event.decoded("dtstamp") == MADE_AT
    assert str(event["summary"]) == "La Bàn: Mã học tập, hồ sơ; là gì?"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == -timedelta(days=6, hours=15)
    assert str(alarm["action"]) == "DISPLAY"
    assert str(alarm["description"]) == str(event["summary"])


def test_an_alarm_on_the_day_itself_is_in_its_morning():
    (event,) = events(made(SAME_DAY))
    assert event.walk("VALARM")[0].decoded("trigger") == timedelta(hours=9)
    assert str(event["summary"]) == f"La Bàn: {SAME_DAY.title}"


def test_the_same_reminder_is_the_same_event_however_often_it_is_downloaded():
    first, second = events(made(AHEAD, SAME_DAY)), events(made(SAME_DAY, AHEAD))
    assert {str(e["uid"]) for e in first} == {str(e["uid"]) for e in second}
    assert len({str(e["uid"]) for e in first}) == 2


def test_the_file_is_as_the_standard_has_it():
    ics = made(AHEAD, SAME_DAY)
    lines = ics.split(b"\r\n")
    assert (lines[0], lines[-2], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"")
    assert b"VERSION:2.0" in lines
    assert any(line.startswith(b"PRODID:") for line in lines)
    assert max(map(len, lines)) <= 75
    assert b"\n" not in ics.replace(b"\r\n", b"")
