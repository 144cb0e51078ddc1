from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import httpx
import pytest
from icalendar import Calendar

from bot.conversation import Incoming, Reminder, Reply
from bot.reminder_store import ReminderStore, set_reminder
from bot.reminders import Daytime
from bot.unasked import Unasked
from bot.web.app import create_app
from bot.web.health import Readiness

CARD = Reminder("luat-moi/ma", date(2027, 1, 1), "Bao giờ có mã học tập?", 7)
DUE = datetime(2026, 12, 25, 2, 0, tzinfo=UTC)
STORED = {
    "key": "luat-moi/ma",
    "title": "Bao giờ có mã học tập?",
    "on": "2027-01-01",
    "due_at": "2026-12-25T02:00:00Z",
    "state": "scheduled",
    "sent_at": None,
}


@pytest.fixture
def reminders(database) -> ReminderStore:
    return ReminderStore(database, Unasked({}), Daytime(), now=lambda: DUE)


@pytest.fixture
async def client(
    service, database, rasa_client, actions, reminders
) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(service, Readiness(database, rasa_client, actions), reminders=reminders)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
        yield client


@pytest.fixture
async def address(store, database) -> str:
    """Of the reminders of a conversation that has one."""
    asked = await store.accept(Incoming("nhắc em"))
    await store.complete(asked, [Reply("Mình nhớ rồi.")])
    async with database.write() as connection:
        await set_reminder(connection, asked.conversation_id, CARD, DUE)
    return f"/api/v1/conversations/{asked.conversation_id}/reminders"


def problem(response):
    return response.status_code, response.json()["error"]["code"]


async def test_reminders_are_listed(client, address):
    assert (await client.get(address)).json() == {"reminders": [STORED]}


async def test_one_is_stopped_by_its_key_which_may_hold_a_slash(client, address):
    stopped = await client.delete(f"{address}/luat-moi/ma")
    assert (stopped.status_code, stopped.json()) == (200, {**STORED, "state": "stopped"})
    assert (await client.get(address)).json()["reminders"][0]["state"] == "stopped"
    assert (await client.delete(f"{address}/luat-moi/ma")).json()["state"] == "stopped"
    assert problem(await client.delete(f"{address}/another")) == (404, "reminder_not_found")


async def test_the_calendar_is_a_file_to_download(client, address):
    response = await client.get(f"{address}.ics")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="la-ban-nhac-hen.ics"'
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtstart") == CARD.on
    conversation_id = address.split("/")[-2]
    assert conversation_id.encode() not in response.content


async def test_what_was_sent_stays_in_the_calendar_and_what_was_stopped_does_not(
    client, address, reminders
):
    await reminders.send_due()
    assert (await client.get(address)).json()["reminders"][0]["sent_at"] == "2026-12-25T02:00:00Z"
    assert (await client.get(f"{address}.ics")).status_code == 200


async def test_a_calendar_of_nothing_is_not_given(client, address):
    await client.delete(f"{address}/luat-moi/ma")
    assert problem(await client.get(f"{address}.ics")) == (404, "reminder_not_found")


@pytest.mark.parametrize(
    ("method", "rest"), [("GET", ""), ("GET", ".ics"), ("DELETE", "/luat-moi/ma")]
)
async def test_a_conversation_that_is_not_there_has_no_reminders(client, method, rest):
    response = await client.request(method, f"/api/v1/conversations/nobody/reminders{rest}")
    assert problem(response) == (404, "conversation_not_found")


async def test_the_history_tells_what_was_said_unasked(client, address, reminders):
    await reminders.send_due()
    history = await client.get(address.replace("reminders", "messages"))
    assert [
        (message["direction"], message["unasked"]) for message in history.json()["messages"]
    ] == [("incoming", False), ("outgoing", False), ("outgoing", True)]
