"""Promise to remind of a day: one that a card names, or one that the visitor names."""

from datetime import date, timedelta
from typing import Any

from actions.guidance.days import day_in, is_ahead
from actions.guidance.forms import reply
from actions.replies import Button, Reply
from actions.voice import speak
from knowledge.passages import CardDate, Passage

STOP = "Đừng nhắc nữa"

_LONGEST_AHEAD = timedelta(days=2 * 365)
_AHEAD = (7, 3, 1)
"""Days before a day by which something has to be done; the first that still lies ahead."""
_OWN_TITLE = "Việc {bạn} nhờ mình nhắc"
_BUTTON_TITLE = "⏰ Nhắc mình trước hạn"
_YEARLY_BUTTON_TITLE = "⏰ Nhắc mình trước ngày này"
_STOP_BUTTON = ("Thôi, đừng nhắc nữa", STOP)

_PROMISED = (
    "⏰ Mình nhớ rồi. Ngày {when} mình sẽ nhắc {bạn} ngay trong cuộc trò chuyện này:\n\n"
    "{title}\n📅 {on}{ahead}\n\n"
    "Không cần nữa thì {bạn} nhắn “đừng nhắc nữa”."
)
_UNKNOWN = (
    "Mình chưa biết ngày nào để nhắc {bạn}: văn bản mình vừa nói tới không ghi hạn nào sắp tới. "
    "Khi trường báo hạn, {bạn} nhắn mình ngày ấy, chẳng hạn “Nhắc mình ngày 20/5” hay “Nhắc mình "
    "trước ngày 20/5”, mình sẽ nhắc."
)
_TODAY = "Ngày ấy là hôm nay rồi, nên {bạn} làm luôn nhé. Muốn mình nhắc thì {bạn} chọn ngày sau."
_PAST = (
    "Ngày {on} đã qua mất rồi nên mình không nhắc được. {Bạn} xem lại giúp mình, rồi nhắn ngày "
    "đúng nhé, chẳng hạn “Nhắc mình ngày 20/5”."
)
_FAR = (
    "Ngày {on} còn xa quá, mình chỉ nhận nhắc trong khoảng hai năm tới. Gần tới đó {bạn} nhắn lại "
    "cho mình nhé."
)
_STOPPED = (
    "Mình không nhắc nữa. Lời nhắc nào đang chờ trong cuộc trò chuyện này đều đã bỏ. Khi cần lại, "
    "{bạn} chỉ việc nhắn “Nhắc mình ngày 20/5” chẳng hạn."
)


def wanted(
    text: str, passage: Passage | None, today: date, audience: str | None = None
) -> dict[str, Any] | None:
    """Return the reminder that a message asks for, as the payload has it.

    A day that the message names goes first; it is a card's where the card names it too. None
    where no day that is still to come is known.

    Args:
        text: What was typed or tapped, with or without diacritics.
        passage: What was answered with last.
        today: The visitor's calendar day.
        audience: Who is spoken to; a visitor's own words never become a title.
    """
    named = day_in(text, today)
    if named is None:
        return _of_card(passage, None, today)
    if not today < named <= today + _LONGEST_AHEAD:
        return None
    return _of_card(passage, named, today) or {
        "key": f"ngay-{named.isoformat()}",
        "on": named.isoformat(),
        "title": speak(_OWN_TITLE, audience),
        "days_before": _days_before(named, today) if is_ahead(text) else 0,
    }


def reply_to_wish(text: str, passage: Passage | None, audience: str | None, today: date) -> Reply:
    """Return what is said to who wants to be reminded: a promise, or why there is none."""
    reminder = wanted(text, passage, today, audience)
    if reminder is not None:
        return promised(reminder, audience)
    named = day_in(text, today)
    if named is None:
        return reply(_UNKNOWN, audience)
    if named == today:
        return reply(_TODAY, audience)
    refusal = _PAST if named < today else _FAR
    return reply(refusal.replace("{on}", f"{named:%d/%m/%Y}"), audience)


def promised(reminder: dict[str, Any], audience: str | None) -> Reply:
    """Return the promise of a reminder, whichever flow it comes from; the front door keeps it."""
    on = date.fromisoformat(reminder["on"])
    before = int(reminder["days_before"])
    text = (
        _PROMISED.replace("{when}", f"{on - timedelta(days=before):%d/%m/%Y}")
        .replace("{on}", f"{on:%d/%m/%Y}")
        .replace("{ahead}", f" (nhắc trước {before} ngày)" if before else "")
        .replace("{title}", reminder["title"])
    )
    return reply(text, audience, [_STOP_BUTTON], reminder=reminder)


def stopped(audience: str | None) -> Reply:
    """Return what is said to who wants no reminders any more."""
    return reply(_STOPPED, audience, stop_reminders="*")


def reminder_button(passage: Passage, today: date) -> Button | None:
    """Return the button that asks to be reminded of a card's next day, where it has one.

    It says the day, so that it asks for the same however late it is tapped.
    """
    coming = _coming(passage, None, today)
    if coming is None:
        return None
    on, what = coming
    title = _YEARLY_BUTTON_TITLE if what.yearly else _BUTTON_TITLE
    return {"title": title, "payload": f"Nhắc mình trước ngày {on:%d/%m/%Y}"}


def _of_card(passage: Passage | None, named: date | None, today: date) -> dict[str, Any] | None:
    coming = _coming(passage, named, today) if passage else None
    if passage is None or coming is None:
        return None
    on, _ = coming
    return {
        "key": passage.id,
        "on": on.isoformat(),
        "title": passage.title,
        "days_before": _days_before(on, today),
    }


def _coming(passage: Passage, named: date | None, today: date) -> tuple[date, CardDate] | None:
    """Return the next day of a card within reach, or the named one where it is among them."""
    days = [(on, dated) for dated in passage.dates if (on := dated.coming(today))]
    return min(
        ((on, dated) for on, dated in days if on <= today + _LONGEST_AHEAD and named in (None, on)),
        key=lambda found: found[0],
        default=None,
    )


def _days_before(on: date, today: date) -> int:
    """Return how long ahead to remind, so that it is not today already."""
    return next((days for days in _AHEAD if on - timedelta(days=days) > today), 0)
