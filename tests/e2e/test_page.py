"""The chat page in a real browser, on a phone's width, against the real system."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import PATIENCE_MS

pytestmark = pytest.mark.e2e

QUESTION = "den nam 2030 quang ninh muon bao nhieu phan tram hoc sinh vao gdnn"
ANSWER = ".turn.bot.is-answer"


@pytest.fixture
def page(chromium, stack):
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.complaints = []
    page.hosts = set()
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
    page.goto(stack.url)
    yield page
    context.close()


def ask(page, text):
    page.fill("#text", text)
    page.keyboard.press("Enter")


def test_a_pupil_asks_and_opens_the_source(page, stack):
    page.click("[data-audience=student]")
    ask(page, QUESTION)
    answer = page.locator(ANSWER)
    expect(answer).to_contain_text("50–55%")
    expect(answer).not_to_contain_text("📄")
    page.click("details.sources summary")
    expect(page.locator("details.sources")).to_contain_text("319-KH/TU")
    expect(page.locator("details.sources")).to_contain_text("31/08/2023")
    assert page.complaints == []
    assert page.hosts == {stack.url.split("/")[2]}


def test_it_says_first_that_it_is_a_machine_and_what_is_kept(page):
    welcome = page.locator("main").inner_text()
    assert "AI" in welcome
    assert "không phải người" in welcome
    assert "xoá" in welcome
    assert "họ tên" in welcome


def test_nothing_is_wider_than_a_phone(page):
    ask(page, QUESTION)
    expect(page.locator(ANSWER)).to_be_visible()
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_works_by_keyboard_alone(page):
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.type("chi tieu 2030 cua chi thi 21")
    page.keyboard.press("Enter")
    expect(page.locator(ANSWER)).to_contain_text("2030")
    assert page.evaluate("document.activeElement.id") == "text"
    log = page.locator("#log")
    assert log.get_attribute("role") == "log"
    assert log.get_attribute("aria-live") == "polite"


def test_a_suggestion_is_asked_by_a_tap(page):
    ask(page, QUESTION)
    expect(page.locator(ANSWER)).to_have_count(1)
    page.locator("#log .chip").first.click()
    expect(page.locator(ANSWER)).to_have_count(2)


def test_a_vote_is_kept(page):
    ask(page, QUESTION)
    expect(page.locator(ANSWER)).to_be_visible()
    up = page.locator("[aria-pressed]").first
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("[aria-pressed]").first).to_have_attribute("aria-pressed", "true")


def test_what_was_said_is_there_after_a_reload_and_gone_after_erasing(page):
    ask(page, QUESTION)
    expect(page.locator(ANSWER)).to_be_visible()
    page.reload()
    expect(page.locator(ANSWER)).to_contain_text("50–55%")
    page.click("#erase")
    page.click("[data-answer=erase]")
    expect(page.locator(ANSWER)).to_have_count(0)
    page.reload()
    expect(page.locator(ANSWER)).to_have_count(0)


def test_what_a_visitor_types_is_never_markup(page):
    ask(page, "<img src=x onerror=alert(1)><b>học phí</b> trung cấp sau lớp 9")
    expect(page.locator(".turn.visitor")).to_contain_text("<img src=x")
    expect(page.locator(".turn.bot")).to_be_visible()
    assert page.locator("#log img[src=x]").count() == 0
    assert page.complaints == []


def test_when_a_part_is_down_it_is_said_and_tried_again_by_a_tap(page, stack):
    ask(page, "xin chào")
    expect(page.locator(".turn.bot")).to_have_count(1)
    stack.kill("rasa")
    try:
        ask(page, QUESTION)
        expect(page.locator(".failure")).to_be_visible()
    finally:
        stack.start("rasa")
    if page.locator(ANSWER).count() == 0:
        page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(ANSWER)).to_contain_text("50–55%")
    expect(page.locator(ANSWER)).to_have_count(1)
