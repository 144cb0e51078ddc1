import pytest

from bot.conversation import Reply
from bot.errors import NoReply, TooManyMessages
from bot.web.metrics import Metrics


def values(metrics):
    """Return the counted samples, without the times of creation and the buckets."""
    lines = [line for line in metrics.exposition().decode().splitlines() if line[0] != "#"]
    pairs = (line.rsplit(" ", 1) for line in lines)
    return {
        name: float(value)
        for name, value in pairs
        if "_created" not in name and "_bucket" not in name and "_sum" not in name
    }


def test_an_answered_message_is_counted_with_its_replies():
    metrics = Metrics()
    with metrics.message() as seen:
        seen([Reply("Được.", kind="answer"), Reply("Còn gì nữa?")])
    assert values(metrics) == {
        'bot_messages_total{outcome="answered"}': 1,
        'bot_replies_total{kind="answer"}': 1,
        'bot_replies_total{kind="notice"}': 1,
        "bot_rate_limited_total": 0,
        "bot_reply_seconds_count": 1,
    }


@pytest.mark.parametrize(
    ("error", "limited"), [(NoReply("s1"), 0), (TooManyMessages(3), 1)], ids=["silence", "limit"]
)
def test_a_message_without_replies_is_counted_by_the_reason(error, limited):
    metrics = Metrics()
    with pytest.raises(type(error)), metrics.message():
        raise error
    assert values(metrics) == {
        f'bot_messages_total{{outcome="{error.code}"}}': 1,
        "bot_rate_limited_total": limited,
        "bot_reply_seconds_count": 0,
    }


def test_two_processes_in_one_do_not_share():
    first, second = Metrics(), Metrics()
    with first.message() as seen:
        seen([])
    assert values(second)["bot_reply_seconds_count"] == 0


async def test_the_numbers_are_given_away_without_a_word_of_a_visitor(client):
    await client.post("/api/v1/messages", json={"text": "cá-kho-làng-vũ-đại"})
    response = await client.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert 'bot_messages_total{outcome="answered"} 1.0' in response.text
    assert "làng" not in response.text
