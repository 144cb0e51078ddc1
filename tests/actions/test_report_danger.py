import pytest

from actions.report_danger import CARDS, DISTRESS, ActionReportDanger
from actions.server import build_executor
from knowledge.corpus import load_corpus
from knowledge.settings import KnowledgeSettings
from tests.actions.calls import call_of


class Cards:
    """The cards of the corpus, without an index."""

    def __init__(self) -> None:
        about = KnowledgeSettings(_env_file=None)
        self._passages = {p.id: p for p in load_corpus(about.documents, about.table)}

    @property
    def base(self) -> "Cards":
        return self

    def passage(self, id_):
        return self._passages[id_]


@pytest.fixture(scope="module")
def cards() -> Cards:
    return Cards()


@pytest.fixture
def report(cards):
    """Report a danger; return what is said and the events."""

    async def reported(danger, audience=None, contact=""):
        action = ActionReportDanger(cards, contact)
        body = call_of(action.name(), intent="report_danger", audience=audience)
        body["tracker"]["latest_message"]["entities"] = [{"entity": "danger", "value": danger}]
        result = await build_executor([action], 5.0).run(body)
        [message] = result.responses
        return message, result.events

    return reported


@pytest.mark.parametrize("danger", CARDS)
async def test_every_danger_gets_help_with_111_and_its_source(report, danger):
    message, events = await report(danger, "student")
    assert "111" in message["text"]
    assert "an toàn của em" in message["text"]
    assert "{" not in message["text"]
    assert message["custom"]["kind"] == "safety"
    assert message["custom"]["danger"] == danger
    assert message["custom"]["citations"]
    assert {"event": "active_loop", "timestamp": None, "name": None} in events
    assert "Gặp thầy cô tư vấn" in [button["title"] for button in message["buttons"]]


async def test_grief_gets_kindness_and_no_alarm(report):
    message, _ = await report(DISTRESS, "student")
    assert message["custom"]["danger"] == "distress"
    assert "Cảm ơn em đã kể" in message["text"]
    assert "Mình dừng chuyện học" not in message["text"]


async def test_the_schools_contact_is_said_where_it_is_set(report):
    for danger in ("bullying", DISTRESS):
        message, _ = await report(danger, contact="cô Lan, phòng 12")
        assert "cô Lan, phòng 12" in message["text"]


async def test_a_mother_is_addressed_as_one(report):
    message, _ = await report("self_harm", "parent")
    assert "Cảm ơn anh/chị" in message["text"]


async def test_an_unknown_danger_is_a_failure_that_is_said(report):
    message, _ = await report("nonsense")
    assert message["response"] == "utter_service_error"
