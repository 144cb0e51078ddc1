import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.conversation import Incoming, Reply
from bot.errors import ConversationNotFound

WORD = "cá-kho-làng-vũ-đại"


async def _conversation(store):
    message = await store.accept(Incoming(f"Em thích {WORD}"))
    await store.complete(message, [Reply(f"Về {WORD}", kind="answer", answer_id="a1")])
    await store.vote("a1", "down", f"không phải {WORD}")
    return (await store.history(message.conversation_id, after=0)).conversation


def _bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_a_receipt_says_what_was_erased(store, erasures):
    conversation = await _conversation(store)
    erasure = await erasures.erase(conversation.id)
    assert (erasure.messages, erasure.feedback) == (2, 1)
    assert (erasure.sender_id, erasure.pending) == (conversation.sender_id, True)
    assert abs(erasure.erased_at - datetime.now(UTC)) < timedelta(minutes=1)


async def test_nothing_of_it_is_left_in_any_file(store, erasures, database, tmp_path):
    conversation = await _conversation(store)
    other = await store.accept(Incoming("chào"))
    await erasures.erase(conversation.id)
    stored = _bytes_in(tmp_path)
    assert WORD.encode() not in stored
    assert conversation.id.encode() not in stored
    assert (await store.history(other.conversation_id, after=0)).messages == (other,)


async def test_a_reader_does_not_keep_it_in_the_write_ahead_log(
    store, erasures, database, tmp_path
):
    conversation = await _conversation(store)
    async with database.snapshot() as reader:
        await reader.execute(text("SELECT count(*) FROM message"))
        erasing = asyncio.create_task(erasures.erase(conversation.id))
        while not await erasures.unfinished():  # noqa: ASYNC110  no event tells of it
            await asyncio.sleep(0)
        assert WORD.encode() in _bytes_in(tmp_path)
    await erasing
    assert WORD.encode() not in _bytes_in(tmp_path)


async def test_erasing_twice_finds_nothing_the_second_time(store, erasures):
    conversation = await _conversation(store)
    await erasures.erase(conversation.id)
    with pytest.raises(ConversationNotFound):
        await erasures.erase(conversation.id)


async def test_rasas_part_is_remembered_until_it_is_finished(store, erasures):
    first = await erasures.erase((await _conversation(store)).id)
    second = await erasures.erase((await _conversation(store)).id)
    assert await erasures.unfinished() == [first, second]
    await erasures.finish(first.receipt)
    assert await erasures.unfinished() == [second]
