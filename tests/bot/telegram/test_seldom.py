from bot.telegram.seldom import Seldom


def test_another_update_has_to_wait(clock):
    seldom = Seldom(60, clock=clock)
    assert seldom.allows("a", 1)
    clock.now += 59
    assert not seldom.allows("a", 2)
    clock.now += 1
    assert seldom.allows("a", 2)


def test_the_same_update_is_allowed_again(clock):
    seldom = Seldom(60, clock=clock)
    assert [seldom.allows("a", 1) for _ in range(3)] == [True] * 3


def test_other_subjects_do_not_count(clock):
    seldom = Seldom(60, clock=clock)
    assert [seldom.allows(subject, 1) for subject in "abc"] == [True] * 3


def test_what_is_long_ago_is_not_remembered(clock):
    seldom = Seldom(10**9, clock=clock)
    for number in range(10_001):
        seldom.allows(number, 1)
    assert seldom.allows(0, 2)
    assert not seldom.allows(10_000, 2)
