import pytest

from bot.errors import TooManyMessages
from bot.limits import RateLimiter


def test_a_writer_is_refused_once_the_share_is_used_up(clock):
    limiter = RateLimiter(2, clock=clock)
    limiter.check("a")
    clock.now += 10.5
    limiter.check("a")
    clock.now += 1
    with pytest.raises(TooManyMessages) as caught:
        limiter.check("a")
    assert caught.value.retry_after == 49


def test_the_window_slides(clock):
    limiter = RateLimiter(2, clock=clock)
    limiter.check("a")
    clock.now += 30
    limiter.check("a")
    clock.now += 30
    limiter.check("a")
    with pytest.raises(TooManyMessages) as caught:
        limiter.check("a")
    assert caught.value.retry_after == 30


def test_refused_tries_do_not_count(clock):
    limiter = RateLimiter(1, clock=clock)
    limiter.check("a")
    for _ in range(5):
        clock.now += 10
        with pytest.raises(TooManyMessages):
            limiter.check("a")
    clock.now += 10
    limiter.check("a")


def test_writers_do_not_share(clock):
    limiter = RateLimiter(1, clock=clock)
    limiter.check("a")
    limiter.check("b")


def test_a_writer_may_stand_for_several(clock):
    limiter = RateLimiter(1, clock=clock)
    for _ in range(3):
        limiter.check("school", shares=3)
    with pytest.raises(TooManyMessages):
        limiter.check("school", shares=3)


def test_0_a_minute_is_no_limit(clock):
    limiter = RateLimiter(0, clock=clock)
    for _ in range(1000):
        limiter.check("a")
    assert len(limiter) == 0


def test_who_has_not_written_for_a_minute_is_forgotten(clock):
    limiter = RateLimiter(5, clock=clock)
    for writer in range(100):
        limiter.check(f"writer {writer}")
    clock.now += 61
    limiter.check("late")
    assert len(limiter) == 1
