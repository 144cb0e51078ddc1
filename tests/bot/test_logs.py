import io
import logging

import httpx
import pytest

from bot import logs
from bot.conversation import Incoming
from bot.errors import RasaUnavailable

WORD = "cá-kho-làng-vũ-đại"


@pytest.fixture
def logged():
    """What the process logs at its most talkative."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    logs.configure("DEBUG", stream)
    yield stream.getvalue
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def test_a_line_is_a_list_of_pairs(logged):
    logging.getLogger("bot.service").info("message %d: %d replies", 7, 2)
    time, *rest = logged().strip().split(" ", 1)
    assert time.startswith("timestamp=20")
    assert rest == ['level=info logger=bot.service event="message 7: 2 replies"']


def test_a_traceback_stays_on_the_line(logged):
    logging.getLogger("bot").error("broke off", exc_info=LookupError("lost"))
    [line] = logged().strip().split("\n")
    assert "LookupError: lost" in line


async def test_no_word_of_a_visitor_is_logged(logged, service, rasa):
    opened = await service.receive(Incoming(f"em thích {WORD}"), address="")
    for failure in (httpx.ConnectError("refused"), None):
        rasa.failure = failure
        rasa.reply = lambda text: [{"text": text}, {"custom": {"kind": text}}]
        with pytest.raises(RasaUnavailable):
            await service.receive(Incoming(f"/{WORD}", opened.conversation_id), address="")
    await service.resume_unfinished()
    await service.erase(opened.conversation_id)
    lines = logged()
    assert "characters, 1 replies" in lines
    assert "an answer against the contract: kind" in lines
    assert "làng" not in lines
    assert opened.conversation_id not in lines
