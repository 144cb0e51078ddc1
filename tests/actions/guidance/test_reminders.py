from dataclasses import replace
from datetime import date

import pytest

from actions.guidance.reminders import (
    promised,
    reminder_button,
    reply_to_wish,
    stopped,
    wanted,
)
from knowledge.passages import CardDate
from tests.fakes import FREE

TODAY = date(2026, 11, 22)
DEADLINE = CardDate(date(2027, 1, 1), "Hạn cấp mã")
YEARLY = CardDate(date(2026, 10, 4), "Ngày Kỹ năng lao động Việt Nam", yearly=True)
DATED = replace(FREE, dates=(DEADLINE,))
OF_CARD = {"key": FREE.id, "on": "2027-01-01", "title": FREE.title, "days_before": 7}


def own(on, days_before=0, title="Việc bạn nhờ mình nhắc"):
    return {"key": f"ngay-{on}", "on": on, "title": title, "days_before": days_before}


@pytest.mark.parametrize(
    ("text", "passage", "reminder"),
    [
        ("Nhắc em khi sắp hết hạn", DATED, OF_CARD),
        ("Nhắc mình trước ngày 01/01/2027", DATED, OF_CARD),
        ("nhắc em 1/1", DATED, OF_CARD),
        ("Nhắc mình trước ngày 01/01/2027", None, own("2027-01-01", 7)),
        ("nhắc em ngày 20/5", DATED, own("2027-05-20")),
        ("nhắc em hạn 20/5", FREE, own("2027-05-20", 7)),
        ("nhắc em ngày mai", None, own("2026-11-23")),
        ("nhắc em trước ngày 24/11", None, own("2026-11-24", 1)),
        ("nhắc em trước ngày 23/11", None, own("2026-11-23", 0)),
        ("nhắc em trước ngày 26/11", None, own("2026-11-26", 3)),
    ],
)
def test_a_day_is_the_cards_or_the_visitors_own(text, passage, reminder):
    assert wanted(text, passage, TODAY) == reminder


@pytest.mark.parametrize(
    "text",
    ["nhắc em nhé", "nhắc em hôm nay", "nhắc em ngày 20/5/2026", "nhắc em ngày 20/5/2031"],
)
def test_without_a_day_to_come_there_is_no_reminder(text):
    assert wanted(text, FREE, TODAY) is None
    assert "reminder" not in reply_to_wish(text, FREE, None, TODAY).payload


def test_what_a_visitor_writes_is_never_the_title():
    reminder = wanted("nhắc em ngày 20/5 nộp tiền cho bạn Lan số 0912345678", None, TODAY, "parent")
    assert reminder == own("2027-05-20", title="Việc anh/chị nhờ mình nhắc")


def test_a_card_reminds_of_the_nearest_day_that_is_still_to_come():
    both = replace(FREE, dates=(CardDate(date(2026, 11, 1), "Đã qua"), YEARLY, DEADLINE))
    assert wanted("nhắc em nhé", both, TODAY) == OF_CARD
    assert wanted("nhắc em nhé", both, date(2027, 1, 1))["on"] == "2027-10-04"
    passed = replace(FREE, dates=(DEADLINE,))
    assert wanted("nhắc em nhé", passed, date(2027, 1, 1)) is None
    far = replace(FREE, dates=(CardDate(date(2045, 1, 1), "Rất xa"),))
    assert wanted("nhắc em nhé", far, TODAY) is None


@pytest.mark.parametrize(
    ("today", "before"),
    [("2026-12-24", 7), ("2026-12-25", 3), ("2026-12-29", 1), ("2026-12-31", 0)],
)
def test_a_reminder_is_never_for_today(today, before):
    reminder = wanted("nhắc em nhé", DATED, date.fromisoformat(today))
    assert reminder["days_before"] == before


def test_a_promise_says_what_when_and_how_to_stop():
    reply = reply_to_wish("Nhắc em khi sắp hết hạn", DATED, "student", TODAY)
    assert reply.text == (
        "⏰ Mình nhớ rồi. Ngày 25/12/2026 mình sẽ nhắc em ngay trong cuộc trò chuyện này:\n\n"
        "Ai được miễn học phí khi học nghề?\n📅 01/01/2027 (nhắc trước 7 ngày)\n\n"
        "Không cần nữa thì em nhắn “đừng nhắc nữa”."
    )
    assert reply.buttons == [{"title": "Thôi, đừng nhắc nữa", "payload": "Đừng nhắc nữa"}]
    assert (reply.payload["kind"], reply.payload["reminder"]) == ("notice", OF_CARD)
    assert reply.passage is None


def test_a_promise_on_the_day_itself_does_not_say_how_long_before():
    reply = promised(own("2027-05-20"), None)
    assert "Ngày 20/05/2027 mình sẽ nhắc bạn" in reply.text
    assert "trước" not in reply.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nhắc thầy nhé", "Mình chưa biết ngày nào để nhắc thầy/cô"),
        ("nhắc thầy hôm nay", "Ngày ấy là hôm nay rồi, nên thầy/cô làm luôn nhé."),
        ("nhắc thầy ngày 20/5/2026", "Ngày 20/05/2026 đã qua mất rồi"),
        ("nhắc thầy ngày 20/5/2031", "Ngày 20/05/2031 còn xa quá"),
    ],
)
def test_without_a_promise_it_says_why(text, said):
    reply = reply_to_wish(text, FREE, "teacher", TODAY)
    assert reply.text.startswith(said)
    assert "{" not in reply.text


def test_an_unknown_day_is_asked_for_in_words_that_are_understood():
    text = reply_to_wish("nhắc em nhé", FREE, "student", TODAY).text
    for example in ("Nhắc mình ngày 20/5", "Nhắc mình trước ngày 20/5"):
        assert f"“{example}”" in text
        assert wanted(example, None, TODAY)["on"] == "2027-05-20"


def test_stopping_stops_all():
    reply = stopped("student")
    assert reply.text.startswith("Mình không nhắc nữa.")
    assert reply.payload["stop_reminders"] == "*"


def test_a_card_with_a_day_to_come_offers_to_remind_of_it():
    button = reminder_button(DATED, TODAY)
    assert button == {
        "title": "⏰ Nhắc mình trước hạn",
        "payload": "Nhắc mình trước ngày 01/01/2027",
    }
    assert wanted(button["payload"], DATED, TODAY) == OF_CARD
    yearly = reminder_button(replace(FREE, dates=(YEARLY,)), TODAY)
    assert yearly["title"] == "⏰ Nhắc mình trước ngày này"
    assert yearly["payload"] == "Nhắc mình trước ngày 04/10/2027"
    assert reminder_button(FREE, TODAY) is None
    assert reminder_button(DATED, date(2027, 1, 1)) is None
