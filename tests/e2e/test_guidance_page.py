"""The guided flows in the chat page: a real browser against the real system."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import PATIENCE_MS

pytestmark = pytest.mark.e2e

ITEMS = 30
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
OPEN = ".chip:not([aria-disabled])"


@pytest.fixture
def page(chromium, stack):
    context = chromium.new_context(viewport=PHONE, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(stack.url)
    page.click("[data-audience=student]")
    yield page
    assert page.complaints == []
    context.close()


def begin(page, title):
    page.locator("#flows .chip", has_text=title).click()


def question(page, number):
    """Return the buttons of a question of the interests, once it is asked and can be answered."""
    asked = page.locator(".turn.bot", has_text=f"Câu {number}/{ITEMS}")
    expect(asked.locator(OPEN)).to_have_count(5)
    return asked.locator(".chip")


def answer_questions(page, first, last):
    for number in range(first, last + 1):
        # Not all alike: whoever taps one face all the way gets no result.
        question(page, number).nth((number * 2) % 5).click()


def find_a_way(page):
    """Answer the pathway advisor with the first of the choices until it compares."""
    begin(page, "Tư vấn lộ trình")
    for place in range(1, 7):
        asked = page.locator(".turn.bot", has_text=f"(Câu {place}/6)")
        compared = page.locator(".has-table")
        expect(asked.or_(compared).first).to_be_visible()
        if compared.count():
            break
        asked.locator(OPEN).first.click()
    expect(page.locator(".has-table")).to_be_visible()


def assert_nothing_is_wider(page, *widths):
    for width in widths:
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (
            page.evaluate("(m => m.scrollWidth - m.clientWidth)(document.querySelector('main'))")
            == 0
        )


def test_the_interests_are_played_through_by_tapping_faces(page):
    begin(page, "Trắc nghiệm sở thích")
    answer_questions(page, 1, ITEMS)
    image = page.locator(".picture img")
    expect(image).to_be_visible()
    page.wait_for_function("document.querySelector('.picture img').complete")
    assert image.evaluate("image => image.naturalWidth") > 0
    assert "Kỹ thuật" in image.get_attribute("alt")
    page.click(".picture summary")
    expect(page.locator(".picture li")).to_have_count(6)
    expect(page.locator(".turn.visitor")).to_have_count(1 + ITEMS)
    assert_nothing_is_wider(page, 320, 360)


def test_a_face_is_large_enough_for_a_finger_and_has_a_name(page):
    begin(page, "Trắc nghiệm sở thích")
    faces = question(page, 1)
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 640})
        boxes = [face.bounding_box() for face in faces.all()]
        assert min(min(box["width"], box["height"]) for box in boxes) >= 44
        assert len({box["y"] for box in boxes}) == 1
    names = [face.get_attribute("aria-label") for face in faces.all()]
    assert names == ["1, ghét", "2, không thích", "3, bình thường", "4, thích", "5, rất thích"]


def test_a_double_click_counts_once(page):
    begin(page, "Trắc nghiệm sở thích")
    first = question(page, 1)
    first.nth(1).dblclick()
    question(page, 2)
    first.nth(4).click(force=True)
    expect(page.locator(".turn.visitor")).to_have_count(2)
    expect(page.locator(".turn.visitor").last).to_contain_text("(câu 1)")
    question(page, 2).nth(0).click()
    question(page, 3)
    expect(page.locator(".turn.visitor")).to_have_count(3)


def test_after_a_reload_it_goes_on_where_it_was(page):
    begin(page, "Trắc nghiệm sở thích")
    answer_questions(page, 1, 3)
    question(page, 4)
    page.reload()
    faces = question(page, 4)
    expect(page.locator(f"#log {OPEN}")).to_have_count(5)
    expect(page.locator("#log .chip.chosen")).to_have_count(3)
    faces.nth(2).click()
    question(page, 5)


def test_an_answer_may_be_typed(page):
    begin(page, "Trắc nghiệm sở thích")
    question(page, 1)
    page.fill("#text", "rất thích")
    page.keyboard.press("Enter")
    question(page, 2)


def test_ways_are_compared_in_a_table_and_on_a_phone_in_cards(page):
    find_a_way(page)
    expect(page.locator(".cards")).to_be_visible()
    expect(page.locator("table.compared")).to_be_hidden()
    cards = page.locator(".cards .card")
    ways = cards.count()
    assert ways >= 2
    cards.nth(1).locator("summary").click()
    expect(cards.nth(1).locator("dd").first).to_be_visible()
    assert_nothing_is_wider(page, 320, 360)
    page.set_viewport_size(DESKTOP)
    expect(page.locator(".cards")).to_be_hidden()
    expect(page.locator("table.compared caption")).to_be_visible()
    expect(page.locator("table.compared th[scope=col]")).to_have_count(ways)
    expect(page.locator("table.compared th[scope=row]")).not_to_have_count(0)
    expect(page.locator("table.compared .source")).not_to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]


def test_an_offer_taken_leaves_the_others(page):
    find_a_way(page)
    group = page.locator("#log .chips.column:not(.step)").last
    offered = group.locator(".chip").count()
    group.locator(".chip").first.click()
    expect(page.locator(".turn.bot.is-answer, .turn.bot.is-clarify").first).to_be_visible()
    for _ in range(2):  # the second time as it is told by the history
        group = page.locator("#log .chips", has=page.locator(".chosen")).last
        expect(group.locator(OPEN)).to_have_count(offered - 1)
        page.reload()


def test_the_flows_are_reached_later_by_keyboard(page):
    page.focus("#more")
    page.keyboard.press("Enter")
    expect(page.locator("#menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "more"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "🧩 Trắc nghiệm sở thích"
    page.keyboard.press("Enter")
    question(page, 1)
    expect(page.locator("#menu")).to_be_hidden()


def test_in_danger_the_numbers_can_be_called(page):
    page.fill("#text", "k mun song nua")
    page.keyboard.press("Enter")
    expect(page.locator(".is-safety a[href='tel:111']").first).to_be_visible()
