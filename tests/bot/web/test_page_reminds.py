"""The chat page in a real browser: what the bot says unasked comes to be seen, once."""

import asyncio
import shutil
from datetime import UTC, date, datetime

import pytest
import uvicorn
from playwright.async_api import async_playwright, expect

from bot.reminder_store import ReminderStore
from bot.reminders import Daytime
from bot.serving import listen
from bot.unasked import Unasked
from bot.web.app import create_app

pytestmark = pytest.mark.e2e

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
DUE = datetime(2099, 5, 13, 2, 0, tzinfo=UTC)
PROMISE = [
    {"text": "Mình nhớ rồi.", "buttons": [{"title": "Thôi", "payload": "Đừng nhắc nữa"}]},
    {
        "custom": {
            "kind": "notice",
            "reminder": {
                "key": "a/b",
                "on": date(2099, 5, 20).isoformat(),
                "title": "Bao giờ hết hạn?",
                "days_before": 7,
            },
        }
    },
]
SAID = ".turn.bot[class*='is-']"  # not the dots of who is typing
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def reminders(database) -> ReminderStore:
    return ReminderStore(database, Unasked({}), Daytime(), now=lambda: DUE)


@pytest.fixture
async def address(service, reminders):
    app = create_app(service, None, reminders=reminders)
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        await serving


@pytest.fixture
async def page(address):
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    expect.set_options(timeout=60_000)  # only what never comes takes as long
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page()
        await page.clock.install()
        await page.goto(address)
        yield page
        await browser.close()


async def ask(page, text):
    await page.fill("#text", text)
    await page.keyboard.press("Enter")


async def test_a_reminder_appears_by_itself_and_once(page, rasa, reminders):
    rasa.reply = lambda _text: PROMISE
    await ask(page, "nhắc em")
    await expect(page.locator(SAID)).to_have_count(1)
    await reminders.send_due()
    await page.clock.fast_forward(30_000)
    await expect(page.locator(SAID)).to_have_count(2)
    await expect(page.locator(SAID).last).to_contain_text("Bao giờ hết hạn?")
    await ask(page, "nhắc em lần nữa")
    await expect(page.locator(SAID)).to_have_count(3)
    async with page.expect_response("**/messages?after=*") as looked:
        await page.evaluate(LOOK)
    await (await looked.value).finished()
    await expect(page.locator(SAID)).to_have_count(3)
    await page.reload()
    await expect(page.locator(SAID)).to_have_count(3)


async def test_a_look_that_fails_is_not_the_last(page, rasa, reminders):
    rasa.reply = lambda _text: PROMISE
    await ask(page, "nhắc em")
    await expect(page.locator(SAID)).to_have_count(1)
    await reminders.send_due()
    await page.route("**/messages?after=*", lambda route: route.abort())
    async with page.expect_event("requestfailed"):
        await page.evaluate(LOOK)
    await expect(page.locator(SAID)).to_have_count(1)
    await page.unroute("**/messages?after=*")
    await page.clock.fast_forward(30_000)
    await expect(page.locator(SAID)).to_have_count(2)


async def test_what_is_promised_can_be_put_into_a_calendar(page, rasa):
    rasa.reply = lambda _text: PROMISE
    await ask(page, "nhắc em")
    async with page.expect_download() as download:
        await page.get_by_text("Thêm vào lịch").click()
    file = await (await download.value).path()
    assert b"SUMMARY:La B\xc3\xa0n: Bao gi\xe1\xbb\x9d h\xe1\xba\xbft h\xe1\xba\xa1n?" in (
        file.read_bytes()
    )
    assert (await download.value).suggested_filename == "la-ban-nhac-hen.ics"
