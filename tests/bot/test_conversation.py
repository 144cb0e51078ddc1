import pytest

from bot.conversation import Status
from bot.errors import IllegalTransition

LEGAL = [
    (Status.PENDING, Status.OPEN),
    (Status.OPEN, Status.RESOLVED),
    (Status.RESOLVED, Status.PENDING),
]


@pytest.mark.parametrize(("status", "to"), LEGAL)
def test_the_way_is_pending_open_resolved_and_round_again(status, to):
    assert status.change(to) is to


@pytest.mark.parametrize(
    ("status", "to"),
    [(status, to) for status in Status for to in Status if (status, to) not in LEGAL],
)
def test_every_other_way_is_refused_and_says_which(status, to):
    with pytest.raises(IllegalTransition) as caught:
        status.change(to)
    assert (caught.value.status, caught.value.to) == (status, to)
