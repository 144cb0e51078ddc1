import asyncio
import logging
import time

import pytest

from bot.reminders import Daytime
from bot.telegram.attaching import AttachmentMaker
from bot.telegram.calls import Call
from bot.telegram.pacing import Limit, Limits, Pacing
from bot.telegram.records import Update
from bot.telegram.sender import MOST_LOST_ANSWERS, Sender
from bot.telegram.tables import CallState
from tests.bot.telegram.delivery.fakes import NO_LIMITS

MARK = "(Gửi lại, có thể trùng tin trước)\n"


class Outbox:
    """Puts calls into the store and hands them to a sender, as the workers do."""

    def __init__(self, api, client, store):
        self.api = api
        self.client = client
        self.store = store
        self.refused = False
        self.sender = self.make()
        self._numbers = iter(range(1, 10_000))

    def make(self, limits=NO_LIMITS):
        pacing = Pacing(asyncio.get_running_loop().time, limits)
        attachments = AttachmentMaker(self.store, Daytime())
        return Sender(self.store, self.client, pacing, attachments, on_unauthorized=self.refuse)

    def refuse(self):
        self.refused = True

    async def put(self, chat, *texts, **more):
        calls = [Call("sendMessage", {"chat_id": chat.id, "text": t, **more}) for t in texts]
        return await self.put_calls(str(chat.id), *calls)

    async def put_calls(self, lane, *calls):
        update = Update(next(self._numbers), lane, {})
        await self.store.take([update])
        outgoing = await self.store.handled(update, calls)
        self.sender.add(*outgoing)
        return outgoing

    async def empty(self):
        await self.api.until(lambda: not len(self.sender))
        assert await self.store.unsent() == []


@pytest.fixture
async def outbox(api, client, telegram_store):
    outbox = Outbox(api, client, telegram_store)
    yield outbox
    await outbox.sender.stop(grace_seconds=0)
    await telegram_store.settle()


@pytest.fixture
def an(api):
    an = api.user("An")
    api.start(an)
    return an


@pytest.fixture
def said(api):
    return lambda chat: [m.text for m in api.messages(chat) if m.from_bot]


async def test_calls_of_a_chat_are_made_in_order_and_counted_while_they_wait(outbox, an, said):
    texts = [f"câu {number}" for number in range(10)]
    await outbox.put(an, *texts)
    assert len(outbox.sender) == 10
    await outbox.empty()
    assert said(an) == texts


@pytest.mark.parametrize("status", [502, 500, 429])
async def test_what_did_not_arrive_is_made_again_unmarked_and_in_order(
    outbox, api, an, said, status
):
    api.fail(status, times=2, retry_after=1 if status == 429 else 0)
    await outbox.put(an, "một", "hai")
    await outbox.empty()
    assert said(an) == ["một", "hai"]


@pytest.mark.parametrize(("how", "shown"), [
    ("drop_before", [MARK + "một", "hai"]),
    ("drop_after", ["một", MARK + "một", "hai"]),
])  # fmt: skip
async def test_what_may_have_arrived_is_made_again_with_a_mark(outbox, api, an, said, how, shown):
    api.fail(how)
    await outbox.put(an, "một", "hai")
    await outbox.empty()
    assert said(an) == shown


async def test_a_visitor_is_not_told_the_same_for_ever(outbox, api, an, said, caplog):
    api.fail("drop_after", times=MOST_LOST_ANSWERS)
    lost, _ = await outbox.put(an, "một", "hai")
    await outbox.empty()
    assert said(an) == ["một", *[MARK + "một"] * (MOST_LOST_ANSWERS - 1), "hai"]
    errors = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert errors == [f"call {lost.number}: sendMessage: Unknown"]


async def test_a_mark_stays_when_the_repeat_meets_another_problem(outbox, api, an, said):
    api.fail("drop_after")
    api.fail(502)
    await outbox.put(an, "một")
    await outbox.empty()
    assert said(an) == ["một", MARK + "một"]


async def test_an_edit_that_may_have_arrived_is_made_again_as_it_is(outbox, api, an, said):
    await outbox.put(an, "một")
    await outbox.empty()
    edit = {"chat_id": an.id, "message_id": api.messages(an)[-1].id, "text": "hai"}
    api.fail("drop_after")
    await outbox.put_calls(str(an.id), Call("editMessageText", edit))
    await outbox.empty()
    assert said(an) == ["hai"]


async def test_a_chat_that_has_to_wait_does_not_keep_others_waiting(outbox, api, an, said):
    binh = api.user("Bình")
    api.start(binh)
    api.fail(429, retry_after=3600)
    await outbox.put(an, "một")
    await api.until(lambda: api.calls_of("sendMessage"))
    await outbox.put(binh, "hai")
    await api.until(lambda: said(binh) == ["hai"])
    assert said(an) == []


async def test_a_visitor_who_blocks_the_bot_is_no_error_and_gets_nothing_more(
    outbox, api, an, said, caplog
):
    api.block(an)
    await outbox.put(an, "một", "hai", "ba")
    await outbox.empty()
    assert len(api.calls_of("sendMessage")) == 1
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []
    api.unblock(an)
    await outbox.put(an, "bốn")
    await outbox.empty()
    assert said(an) == ["bốn"]


async def test_a_group_with_a_new_id_gets_everything_there_in_order(outbox, api, an, said):
    group = api.group("Lớp 9A", [an])
    moved = api.migrate(group)
    await outbox.put(group, "một", "hai", "ba")
    await outbox.put(moved, "bốn")
    await outbox.empty()
    assert sorted(said(moved)) == sorted(["một", "hai", "ba", "bốn"])
    assert [text for text in said(moved) if text != "bốn"] == ["một", "hai", "ba"]


async def test_an_edit_that_changes_nothing_is_fine(outbox, api, an, caplog):
    await outbox.put(an, "một")
    await outbox.empty()
    edit = {"chat_id": an.id, "message_id": api.messages(an)[-1].id, "text": "một"}
    await outbox.put_calls(str(an.id), Call("editMessageText", edit))
    await outbox.empty()
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


async def test_broken_markup_is_sent_as_plain_text(outbox, an, said):
    await outbox.put(an, "<b>một &amp; hai", parse_mode="HTML")
    await outbox.empty()
    assert said(an) == ["một & hai"]


async def test_what_is_refused_for_good_is_one_line_without_words_and_the_rest_goes_on(
    outbox, an, said, caplog
):
    refused, _ = await outbox.put(an, "x" * 5000, "hai")
    await outbox.empty()
    assert said(an) == ["hai"]
    errors = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert errors == [f"call {refused.number}: sendMessage: BadRequest"]


async def test_a_call_found_half_made_after_a_crash_is_marked_and_others_are_not(
    outbox, api, an, said
):
    await outbox.sender.stop(grace_seconds=0)
    begun, _ = await outbox.put(an, "một", "hai")
    await outbox.store.begin(begun.number)
    outbox.sender = outbox.make()
    outbox.sender.add(*await outbox.store.unsent())
    await outbox.empty()
    assert said(an) == [MARK + "một", "hai"]


async def test_a_call_that_is_waiting_to_be_tried_again_is_not_marked_after_a_crash(
    outbox, api, an, said
):
    api.fail(502, times=10_000)
    await outbox.put(an, "một")
    await api.until(lambda: len(api.calls_of("sendMessage")) >= 3)
    await outbox.sender.stop(grace_seconds=60)
    api.stop_failing()
    outbox.sender = outbox.make()
    outbox.sender.add(*await outbox.store.unsent())
    await outbox.empty()
    assert said(an) == ["một"]


async def test_a_wrong_token_stops_the_sending_and_loses_nothing(outbox, api, an):
    api.fail(401)
    await outbox.put(an, "một", "hai")
    await api.until(lambda: outbox.refused)
    assert [c.params["text"] for c in await outbox.store.unsent()] == ["một", "hai"]
    assert [c.unknown for c in await outbox.store.unsent()] == [False, False]


async def test_what_is_dropped_is_not_said(outbox, api, an, said):
    api.fail(502, times=10_000)
    _, second, third = await outbox.put(an, "một", "hai", "ba")
    for call in (second, third):
        await outbox.store.end(call.number, CallState.FAILED)
    outbox.sender.drop({second.number, third.number})
    api.stop_failing()
    await outbox.empty()
    assert said(an) == ["một"]


async def test_sending_is_paced(outbox, api, an, said):
    outbox.sender = outbox.make(Limits(overall=Limit(100, 1.0), private=Limit(1, 0.2)))
    began = time.monotonic()
    await outbox.put(an, "một", "hai", "ba")
    await outbox.empty()
    assert said(an) == ["một", "hai", "ba"]
    # Counted from the beginning: a slow machine only makes them later. The loop's timers
    # are early by less than a hundredth of a second.
    _, second, third = [call.at - began for call in api.calls_of("sendMessage")]
    assert second > 0.19
    assert third > 0.39


async def test_the_pace_of_a_chat_is_not_that_of_others(outbox, api, an, said):
    outbox.sender = outbox.make(Limits(overall=Limit(100, 1.0), private=Limit(1, 3600.0)))
    binh = api.user("Bình")
    api.start(binh)
    await outbox.put(an, "một", "hai")
    await outbox.put(binh, "ba")
    await api.until(lambda: said(binh) == ["ba"] and said(an) == ["một"])


async def test_the_limits_of_telegram_are_kept(api, client, telegram_store):
    outbox = Outbox(api, client, telegram_store)
    outbox.sender = outbox.make(Limits())
    began = time.monotonic()
    people = [api.user(f"Người {number}") for number in range(45)]
    for person in people:
        api.start(person)
        await outbox.put(person, "chào")
    await outbox.empty()
    # Not by a server that enforces them: a slow machine can bring calls together on their
    # way that the sender made apart. What it may not do is to make the 31st too early.
    arrived = sorted(call.at - began for call in api.calls_of("sendMessage"))
    assert len(arrived) == 45
    assert arrived[30] > 1
