import shutil
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.e2e.browser import CHROMIUM, PATIENCE_MS
from tests.e2e.stack import Stack, Visitor


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    """The whole system, with an index of its own that tests may rebuild."""
    folder = tmp_path_factory.mktemp("stack")
    shutil.copytree("var/index", folder / "index", symlinks=True)
    # BOT_LOG_LEVEL: even the most talkative log may not hold what was said.
    running = Stack(folder, index=folder / "index", overrides={"BOT_LOG_LEVEL": "DEBUG"})
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def visitors(stack):
    """Somebody new to talk to the bot, at each call."""
    with ExitStack() as open_clients:

        def new_visitor(audience=None):
            visitor = Visitor(stack.url, audience)
            open_clients.callback(visitor.client.close)
            return visitor

        yield new_visitor


@pytest.fixture
def visitor(visitors):
    return visitors()


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
