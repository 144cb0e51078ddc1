import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, SlotSet, UserUttered
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
forms:
  interest_form:
    required_slots: []
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


def test_a_long_conversation_stays_in_the_form_that_it_is_in(store):
    long = tracker("a", turns=200)
    long.update(ActiveLoop("interest_form"))
    asyncio.run(store.save(long))
    assert asyncio.run(store.retrieve("a")).active_loop_name == "interest_form"


def test_a_tracker_in_memory_is_the_one_in_the_file(store, tmp_path):
    asyncio.run(store.save(tracker("a", turns=3)))
    kept = asyncio.run(store.retrieve("a"))
    read = asyncio.run(store.retrieve("a"))
    assert read is not kept
    assert [event.as_dict() for event in read.events] == [e.as_dict() for e in kept.events]


def test_a_turn_that_was_not_saved_is_forgotten(store):
    asyncio.run(store.save(tracker("a")))
    touched = asyncio.run(store.retrieve("a"))
    touched.update(SlotSet("last_passage", "never/saved"))
    again = asyncio.run(store.retrieve("a"))
    assert again.get_slot("last_passage") == "hoc-phi/trung-cap-sau-lop-9"


def test_what_was_added_to_a_kept_tracker_is_saved(store):
    asyncio.run(store.save(tracker("a")))
    kept = asyncio.run(store.retrieve("a"))
    kept.update(UserUttered("thêm một câu"))
    asyncio.run(store.save(kept))
    asyncio.run(store.retrieve("a"))
    read = asyncio.run(store.retrieve("a"))
    assert read.latest_message.text == "thêm một câu"
