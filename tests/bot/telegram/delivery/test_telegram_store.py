import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.conversation import Incoming
from bot.erasures import ErasureStore
from bot.errors import ConversationNotFound
from bot.telegram import statements
from bot.telegram.calls import Call
from bot.telegram.records import Update
from bot.telegram.store import KEPT
from bot.telegram.tables import (
    CallState,
    UpdateState,
    telegram_call,
    telegram_chat,
    telegram_update,
)

AN, CLASS = 5_000_000_001, -1_000_000_000_007


def asked(number, chat_id=AN):
    return Update(number, str(chat_id), {"update_id": number, "message": {"text": "học phí?"}})


def say(text, chat_id=AN, row=None):
    return Call("sendMessage", {"chat_id": chat_id, "text": text}, row)


async def rows(database, table):
    async with database.read() as connection:
        return (await connection.execute(select(table).order_by(*table.primary_key))).all()


async def put_chat(
    database, chat_id, conversation_id=None, *, kind="private", thread=0, gone=False
):
    async with database.write() as connection:
        await connection.execute(
            insert(telegram_chat).values(
                chat_id=chat_id,
                thread_id=thread,
                kind=kind,
                conversation_id=conversation_id,
                gone=gone,
                created_at=datetime.now(UTC),
            )
        )


async def test_an_update_is_new_once(telegram_store):
    one, two = asked(1), asked(2)
    assert await telegram_store.take([two, one]) == [one, two]
    assert await telegram_store.take([one, two, asked(3)]) == [asked(3)]
    assert await telegram_store.unfinished() == [one, two, asked(3)]


async def test_what_is_taken_at_the_same_moment_is_new_for_one_of_the_takers(telegram_store):
    taken = await asyncio.gather(*(telegram_store.take([asked(1), asked(n)]) for n in range(2, 9)))
    assert sorted(u.number for updates in taken for u in updates) == list(range(1, 9))


async def test_handling_stores_calls_and_the_end_of_the_update_together(telegram_store, database):
    await telegram_store.take([asked(1)])
    first, second = await telegram_store.handled(asked(1), [say("một", row=7), say("hai")])
    assert (first.params["text"], second.params["text"], first.number < second.number) == (
        "một",
        "hai",
        True,
    )
    assert await telegram_store.unfinished() == []
    assert await telegram_store.unsent() == [first, second]
    (done,) = await rows(database, telegram_update)
    assert (done.state, done.payload) == (UpdateState.DONE, {})
    assert [row.reply_to_row for row in await rows(database, telegram_call)] == [7, None]


async def test_many_lanes_get_each_their_own_calls(telegram_store):
    updates = [asked(number, number) for number in range(1, 50)]
    await telegram_store.take(updates)
    stored = await asyncio.gather(
        *(
            telegram_store.handled(
                u, [say(f"{u.number}.{i}", u.number) for i in range(u.number % 3)]
            )
            for u in updates
        )
    )
    for u, calls in zip(updates, stored, strict=True):
        assert [c.params["text"] for c in calls] == [f"{u.number}.{i}" for i in range(u.number % 3)]
        assert {c.update_id for c in calls} <= {u.number}


async def test_parameters_that_are_no_json_fail_alone(telegram_store):
    await telegram_store.take([asked(1), asked(2)])
    bad, good = await asyncio.gather(
        telegram_store.handled(asked(1), [Call("sendMessage", {"text": object()})]),
        telegram_store.handled(asked(2), [say("chào")]),
        return_exceptions=True,
    )
    assert isinstance(bad, TypeError)
    assert [call.params["text"] for call in good] == ["chào"]
    assert await telegram_store.unfinished() == [asked(1)]


async def test_a_call_that_was_begun_is_found_as_one_that_may_have_arrived(telegram_store):
    await telegram_store.take([asked(1)])
    first, second = await telegram_store.handled(asked(1), [say("một"), say("hai")])
    await telegram_store.begin(first.number)
    assert [(c.marked, c.unknown) for c in await telegram_store.unsent()] == [
        (True, True),
        (False, False),
    ]
    await telegram_store.take_back(first.number)
    assert await telegram_store.unsent() == [first, second]


async def test_what_is_sent_keeps_where_but_not_what(telegram_store, database):
    await telegram_store.take([asked(1)])
    (call,) = await telegram_store.handled(asked(1), [say("một")])
    await telegram_store.end(call.number, CallState.SENT, 77)
    (row,) = await rows(database, telegram_call)
    assert (row.state, row.chat_id, row.telegram_message_id, row.params) == ("sent", AN, 77, {})
    assert await telegram_store.unsent() == []


async def test_an_update_whose_visitor_was_told_is_found_so(telegram_store):
    await telegram_store.take([asked(1), asked(2)])
    await telegram_store.put(asked(1), [say("lâu hơn")])
    assert [(u.number, u.told) for u in await telegram_store.unfinished()] == [
        (1, True),
        (2, False),
    ]


async def test_tries_are_kept_and_what_is_set_aside_is_out_of_the_way(telegram_store):
    await telegram_store.take([asked(1), asked(2)])
    await telegram_store.failed_try(1, 2)
    await telegram_store.set_aside(2, 3)
    assert [(u.number, u.tries) for u in await telegram_store.unfinished()] == [(1, 2)]
    assert await telegram_store.count_set_aside() == 1


async def test_a_chat_that_is_gone_is_said_nothing_and_revives_when_it_writes(
    telegram_store, database
):
    await put_chat(database, AN)
    await telegram_store.take([asked(1)])
    await telegram_store.handled(asked(1), [say("một"), say("hai", CLASS)])
    await telegram_store.close_chat(AN)
    assert [call.chat_id for call in await telegram_store.unsent()] == [CLASS]
    assert [row.gone for row in await rows(database, telegram_chat)] == [True]
    await telegram_store.take([asked(2)], revived=[AN])
    assert [row.gone for row in await rows(database, telegram_chat)] == [False]


async def test_a_group_moves_with_its_topics_and_what_waits(telegram_store, database):
    old = -77
    await put_chat(database, old, kind="group")
    await put_chat(database, old, kind="group", thread=4)
    await put_chat(database, CLASS, kind="supergroup", thread=4)
    await telegram_store.take([asked(1, old)])
    await telegram_store.handled(asked(1, old), [say("một", old)])
    await telegram_store.migrate(old, CLASS)
    await telegram_store.migrate(old, CLASS)
    assert [(r.chat_id, r.thread_id) for r in await rows(database, telegram_chat)] == [
        (CLASS, 0),
        (CLASS, 4),
    ]
    (call,) = await telegram_store.unsent()
    assert (call.lane, call.chat_id, call.params["chat_id"]) == (str(CLASS), CLASS, CLASS)


async def test_what_is_long_done_is_deleted_and_the_rest_stays(telegram_store, database):
    await telegram_store.take([asked(number) for number in (1, 2, 3, 4)])
    old, _ = await telegram_store.handled(asked(1), [say("cũ"), say("cũ, chưa gửi")])
    (new,) = await telegram_store.handled(asked(2), [say("mới")])
    for call in (old, new):
        await telegram_store.end(call.number, CallState.SENT, 1)
    await telegram_store.set_aside(3, 3)
    long_ago = datetime.now(UTC) - KEPT - timedelta(minutes=1)
    async with database.write() as connection:
        for table, key in ((telegram_update, "update_id"), (telegram_call, "update_id")):
            await connection.execute(
                update(table).where(table.c[key] != 2).values(created_at=long_ago)
            )
    await telegram_store.purge()
    assert [row.update_id for row in await rows(database, telegram_update)] == [2, 3, 4]
    assert [row.state for row in await rows(database, telegram_call)] == ["pending", "sent"]


@pytest.fixture
def erasing(database) -> ErasureStore:
    return ErasureStore(database, beside=(statements.forget,))


async def test_erasing_a_private_chat_takes_all_of_it(telegram_store, store, erasing, database):
    mine = await store.accept(Incoming("chào"))
    await put_chat(database, AN, mine.conversation_id)
    await telegram_store.take([asked(1), asked(2), asked(3)])
    sent, _ = await telegram_store.handled(asked(1), [say("một"), say("hai", row=mine.id)])
    await telegram_store.end(sent.number, CallState.SENT, 1)
    await telegram_store.set_aside(2, 3)
    await erasing.erase(mine.conversation_id)
    assert await rows(database, telegram_call) == []
    assert await rows(database, telegram_chat) == []
    # What came after is still to be answered: it may be what asked for the erasure.
    assert [u.number for u in await telegram_store.unfinished()] == [3]
    assert await telegram_store.count_set_aside() == 0


async def test_erasing_one_topic_of_a_group_leaves_the_others(
    telegram_store, store, erasing, database
):
    ours, theirs = await store.accept(Incoming("chào")), await store.accept(Incoming("xin chào"))
    await put_chat(database, CLASS, ours.conversation_id, kind="supergroup", thread=4)
    await put_chat(database, CLASS, theirs.conversation_id, kind="supergroup", thread=9)
    await telegram_store.take([asked(1, CLASS)])
    await telegram_store.handled(
        asked(1, CLASS), [say("của ta", CLASS, ours.id), say("của họ", CLASS, theirs.id)]
    )
    await erasing.erase(ours.conversation_id)
    assert [call.params["text"] for call in await telegram_store.unsent()] == ["của họ"]
    assert [row.thread_id for row in await rows(database, telegram_chat)] == [9]


async def test_an_erasure_that_is_refused_deletes_nothing(telegram_store, erasing):
    await telegram_store.take([asked(1)])
    await telegram_store.handled(asked(1), [say("một")])
    with pytest.raises(ConversationNotFound):
        await erasing.erase("nobody")
    assert len(await telegram_store.unsent()) == 1
