import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.components.tracker_store import LocalTrackerStore

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
slots:
  last_passage:
    type: text
    influence_conversation: false
    mappings:
      - type: custom
"""
)


@pytest.fixture
def store(tmp_path):
    return LocalTrackerStore(domain=DOMAIN, db=str(tmp_path / "rasa.db"))


def tracker(sender_id, turns=1):
    made = DialogueStateTracker.from_events(sender_id, [], slots=DOMAIN.slots)
    made.update(SlotSet("last_passage", "hoc-phi/trung-cap-sau-lop-9"))
    for number in range(turns):
        made.update(UserUttered(f"học phí {number}"))
    return made


def test_it_writes_ahead_and_waits_for_others(store):
    with store.engine.connect() as connection:
        assert connection.execute("PRAGMA journal_mode").scalar() == "wal"
        assert connection.execute("PRAGMA busy_timeout").scalar() == 5000


def test_erasing_deletes_one_conversation_and_counts_its_events(store):
    asyncio.run(store.save(tracker("a", turns=2)))
    asyncio.run(store.save(tracker("b")))
    erased = asyncio.run(store.erase("a"))
    assert erased >= 3
    assert asyncio.run(store.retrieve("a")) is None
    assert asyncio.run(store.retrieve("b")) is not None
    assert asyncio.run(store.erase("a")) == 0


def test_a_long_conversation_is_cut_to_a_new_session_that_keeps_its_slots(store):
    asyncio.run(store.save(tracker("a", turns=200)))
    kept = asyncio.run(store.retrieve("a"))
    assert len(kept.events) < 10
    assert kept.get_slot("last_passage") == "hoc-phi/trung-cap-sau-lop-9"
