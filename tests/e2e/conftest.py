import shutil
from contextlib import ExitStack

import pytest

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
