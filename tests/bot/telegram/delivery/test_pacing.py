import pytest

from bot.telegram.pacing import Limit, Limits, Pacing

LIMITS = Limits(overall=Limit(30, 1.0), private=Limit(1, 1.0), group=Limit(20, 60.0))
AN, BINH, CLASS = 5, 6, -7


@pytest.fixture
def pacing(clock) -> Pacing:
    return Pacing(clock, LIMITS)


def test_the_defaults_keep_within_what_telegram_allows():
    limits = Limits()
    for limit, allowed in (
        (limits.overall, Limit(30, 1.0)),
        (limits.private, Limit(1, 1.0)),
        (limits.group, Limit(20, 60.0)),
    ):
        assert limit.calls <= allowed.calls
        assert limit.seconds >= allowed.seconds


def test_a_private_chat_gets_one_message_a_second(pacing, clock):
    assert [pacing.book_chat(AN) for _ in range(3)] == [0, 1, 2]
    assert pacing.book_chat(BINH) == 0
    clock.now += 10
    assert pacing.book_chat(AN) == 0


def test_a_group_gets_twenty_messages_a_minute(pacing, clock):
    assert [pacing.book_chat(CLASS) for _ in range(20)] == [0] * 20
    assert pacing.book_chat(CLASS) == 60
    clock.now += 90
    assert [pacing.book_chat(CLASS) for _ in range(19)] == [0] * 19
    assert pacing.book_chat(CLASS) == 30


def test_all_chats_together_get_thirty_a_second(pacing, clock):
    assert [pacing.book() for _ in range(30)] == [0] * 30
    clock.now += 0.25
    assert [pacing.book() for _ in range(31)] == [0.75] * 30 + [1.75]


def test_a_chat_waits_as_long_as_telegram_says_and_others_do_not(pacing, clock):
    pacing.hold(AN, 5)
    assert (pacing.held(AN), pacing.held(BINH), pacing.held(None)) == (5, 0, 0)
    clock.now += 4
    assert pacing.held(AN) == 1
    clock.now += 4
    assert pacing.held(AN) == 0


def test_a_shorter_wait_does_not_cut_a_longer_one(pacing):
    pacing.hold(AN, 5)
    pacing.hold(AN, 1)
    assert pacing.held(AN) == 5


def test_everything_waits_when_the_call_was_to_no_chat(pacing):
    pacing.hold(None, 3)
    assert (pacing.held(AN), pacing.held(None)) == (3, 3)
    assert pacing.book() == 3


def test_everything_waits_when_a_second_chat_is_stopped_while_the_first_waits(pacing, clock):
    pacing.hold(AN, 5)
    clock.now += 1
    pacing.hold(BINH, 3)
    assert (pacing.held(-1), pacing.held(AN)) == (3, 4)


def test_the_same_chat_stopped_twice_is_no_sign_of_more(pacing):
    pacing.hold(AN, 5)
    pacing.hold(AN, 5)
    assert pacing.held(BINH) == 0


def test_after_a_wait_for_all_calls_begin_in_order_and_not_at_once(pacing):
    pacing.hold(None, 3)
    assert [pacing.book() for _ in range(31)] == [3] * 30 + [4]


def test_chats_are_forgotten_when_their_limit_is_long_past(pacing, clock):
    for chat in range(1, 100):
        pacing.book_chat(chat)
    assert len(pacing) == 99
    clock.now += 61
    pacing.book_chat(AN)
    assert len(pacing) == 1
