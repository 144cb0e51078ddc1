import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import BotError
from bot.texts import ERRORS
from bot.web.app import STATIC
from bot.web.problems import STATUS

PATHS = ["/", "/docs", "/healthz", "/openapi.json", "/static/chat.css", "/nothing"]


@pytest.mark.parametrize("path", PATHS)
async def test_every_response_keeps_a_browser_at_home(client, path):
    headers = (await client.get(path)).headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_conversations_are_not_cached_and_pages_are_asked_for_again(client):
    history = await client.get("/api/v1/conversations/nobody/messages")
    page = await client.get("/")
    assert history.headers["Cache-Control"] == "no-store"
    assert page.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("page", ["chat.html", "docs.html"])
def test_a_page_has_no_script_style_or_host_of_its_own(page):
    html = (STATIC / page).read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", html) == []
    links = re.findall(r"""(?:src|href|action)=["']([^"']*)""", html)
    assert [link for link in links if not link.startswith(("/", "#"))] == []


@pytest.mark.parametrize("path", ["/", "/docs"])
async def test_what_a_page_asks_for_is_there(client, path):
    page = await client.get(path)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    for link in re.findall(r'(?:src|href)="(/[^"#]*)"', page.text):
        assert (await client.get(link)).status_code == 200, link


@pytest.mark.parametrize(
    ("method", "path", "problem"),
    [
        ("GET", "/nothing", (404, "not_found")),
        ("GET", "/static/nothing.js", (404, "not_found")),
        ("GET", "/static/../app.py", (404, "not_found")),
        ("GET", "/static/%2e%2e/app.py", (404, "not_found")),
        ("GET", "/api/v1/messages", (405, "method_not_allowed")),
        ("PUT", "/", (405, "method_not_allowed")),
        ("POST", "/static/chat.css", (405, "method_not_allowed")),
    ],
)
async def test_what_is_not_there_is_an_error_in_the_one_shape(client, method, path, problem):
    response = await client.request(method, path)
    assert (response.status_code, response.json()["error"]["code"]) == problem


def _leaves(error):
    return [error, *(leaf for child in error.__subclasses__() for leaf in _leaves(child))]


TOLD = [error for error in _leaves(BotError) if hasattr(error, "code")]


@pytest.mark.parametrize("error", TOLD, ids=lambda error: error.__name__)
def test_every_error_with_a_code_has_a_status_and_words_for_a_visitor(error):
    assert error.code in ERRORS
    assert error.code in STATUS


ODD = st.sampled_from(["", "\ud83d", "\x00", "/restart", "ạ" * 4097])
TEXT = st.builds(str.__add__, st.text(), ODD)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(["text", "conversation", "audience", "message_id"])


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    path=st.sampled_from(["/api/v1/messages", "/api/v1/feedback"]),
    body=JSON | st.dictionaries(FIELDS, JSON) | st.fixed_dictionaries({"text": TEXT}),
)
async def test_no_json_whatsoever_is_a_fault_of_ours(client, path, body):
    response = await client.post(
        path, content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert response.status_code in {200, 400, 404, 413, 422}
    if response.status_code != 200:
        assert sorted(response.json()["error"]) == ["code", "message"]
