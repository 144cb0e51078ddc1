from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation import (
    Audience,
    Button,
    Citation,
    Direction,
    Incoming,
    Owed,
    PassageScore,
    Reply,
    State,
    Status,
)
from bot.errors import (
    AnswerNotFound,
    ConversationNotFound,
    IllegalTransition,
    MessageIdReused,
)
from bot.store import HISTORY_PAGE

ANSWER = Reply(
    text="Mục tiêu là 50-55% vào năm 2030.",
    kind="answer",
    buttons=(Button("Xem nguồn", "xem nguồn"),),
    citations=(
        Citation(
            "Kế hoạch 123/KH-UBND",
            clause="Mục II.2",
            issued="2024-01-02",
            in_force_from=None,
            status="plan",
            superseded_by=None,
            url="https://example.vn/123",
            passage_id="quang-ninh/muc-tieu",
        ),
    ),
    confidence=0.93,
    answer_id="answer-1",
    passages=(PassageScore("quang-ninh/muc-tieu", 0.88),),
    suggestions=("Còn cả nước?",),
)


async def test_a_message_without_a_conversation_opens_one(store):
    message = await store.accept(Incoming("Học  phí?", audience=Audience.PARENT, message_id="m1"))
    conversation = (await store.history(message.conversation_id, after=0)).conversation
    assert (message.text, message.state, message.audience, message.message_id) == (
        "Học  phí?",
        State.RECEIVED,
        Audience.PARENT,
        "m1",
    )
    assert (conversation.status, conversation.audience) == (Status.PENDING, Audience.PARENT)
    assert abs(message.created_at - datetime.now(UTC)) < timedelta(minutes=1)


async def test_ids_are_unguessable_and_rasas_name_is_not_the_public_one(store):
    opened = [await store.accept(Incoming("chào")) for _ in range(3)]
    conversations = [
        (await store.history(message.conversation_id, after=0)).conversation for message in opened
    ]
    names = {name for c in conversations for name in (c.id, c.sender_id)}
    assert len(names) == 6
    assert all(len(name) >= 22 for name in names)


async def test_a_repeat_is_found_and_not_stored_again(store):
    first = await store.accept(Incoming("chào", message_id="m1"))
    assert await store.accept(Incoming("chào", message_id="m1")) == first
    known_now = Incoming("chào", conversation_id=first.conversation_id, message_id="m1")
    assert await store.accept(known_now) == first
    assert (await store.history(first.conversation_id, after=0)).messages == (first,)


async def test_messages_without_an_id_are_no_repeats(store):
    first = await store.accept(Incoming("chào"))
    await store.complete(first, [Reply("Chào em.")])
    second = await store.accept(Incoming("chào", first.conversation_id))
    assert second.id != first.id
    assert await store.outcome(second) == (State.RECEIVED, {})


async def test_one_message_id_in_two_conversations_is_two_messages(store):
    a, b = [await store.accept(Incoming("chào")) for _ in range(2)]
    in_a = await store.accept(Incoming("học phí", a.conversation_id, message_id="2"))
    in_b = await store.accept(Incoming("học phí", b.conversation_id, message_id="2"))
    assert (in_a.conversation_id, in_b.conversation_id) == (a.conversation_id, b.conversation_id)
    assert in_a.id != in_b.id


async def test_one_message_id_for_two_texts_is_refused(store):
    await store.accept(Incoming("chào", message_id="m1"))
    with pytest.raises(MessageIdReused) as caught:
        await store.accept(Incoming("tạm biệt", message_id="m1"))
    assert caught.value.message_id == "m1"


async def test_a_message_to_an_unknown_conversation_is_not_stored(store):
    with pytest.raises(ConversationNotFound) as caught:
        await store.accept(Incoming("chào", conversation_id="nobody"))
    assert caught.value.conversation_id == "nobody"
    assert await store.unfinished() == []


async def test_the_latest_audience_holds_for_the_conversation(store):
    first = await store.accept(Incoming("chào", audience=Audience.STUDENT))
    later = await store.accept(Incoming("con tôi", first.conversation_id, Audience.PARENT))
    last = await store.accept(Incoming("học phí", first.conversation_id))
    assert [m.audience for m in (first, later, last)] == [
        Audience.STUDENT,
        Audience.PARENT,
        Audience.PARENT,
    ]
    conversation = (await store.history(first.conversation_id, after=0)).conversation
    assert conversation.audience is Audience.PARENT


async def test_what_is_owed_a_reply_comes_in_order_of_arrival(store):
    first = await store.accept(Incoming("một"))
    second = await store.accept(Incoming("hai", first.conversation_id))
    third = await store.accept(Incoming("ba", first.conversation_id))
    other = await store.accept(Incoming("khác"))
    assert await store.unfinished() == [third, other]
    owed = []
    while next_owed := await store.next_owed(first.conversation_id, through=second.id):
        owed.append(next_owed.message)
        await store.fail(next_owed.message)
    assert owed == [first, second]
    assert await store.unfinished() == [third, other]


async def test_what_is_owed_a_reply_comes_with_the_name_for_rasa(store):
    message = await store.accept(Incoming("chào"))
    conversation = (await store.history(message.conversation_id, after=0)).conversation
    owed = await store.next_owed(message.conversation_id, through=message.id)
    assert owed == Owed(message, conversation.sender_id, Status.PENDING)


async def test_a_completed_message_has_its_replies_whole_and_in_order(store):
    message = await store.accept(Incoming("Mục tiêu 2030?"))
    given = await store.complete(message, [ANSWER, Reply("Còn gì nữa không?")])
    assert list(given.values()) == [ANSWER, Reply("Còn gì nữa không?")]
    assert list(given) == sorted(given)
    assert await store.outcome(message) == (State.ANSWERED, given)
    assert await store.unfinished() == []


async def test_a_failed_message_is_owed_nothing_until_it_is_repeated(store):
    message = await store.accept(Incoming("Mục tiêu?", message_id="m1"))
    await store.fail(message)
    assert await store.outcome(message) == (State.FAILED, {})
    assert await store.unfinished() == []
    await store.accept(Incoming("Mục tiêu?", message_id="m1"))
    assert await store.outcome(message) == (State.RECEIVED, {})


async def test_replies_to_an_erased_conversation_are_not_stored(store, erasures):
    message = await store.accept(Incoming("chào"))
    await erasures.erase(message.conversation_id)
    with pytest.raises(ConversationNotFound):
        await store.complete(message, [ANSWER])
    with pytest.raises(ConversationNotFound):
        await store.outcome(message)


async def test_the_history_has_both_directions_and_the_feedback(store):
    message = await store.accept(Incoming("Mục tiêu?"))
    await store.complete(message, [ANSWER])
    await store.vote("answer-1", "up", None)
    history = await store.history(message.conversation_id, after=0)
    asked, answered = history.messages
    assert (asked.direction, asked.text, asked.state) == (
        Direction.INCOMING,
        "Mục tiêu?",
        State.ANSWERED,
    )
    assert (answered.direction, answered.reply, answered.feedback) == (
        Direction.OUTGOING,
        ANSWER,
        "up",
    )
    assert not history.more


async def test_a_long_history_comes_in_pages(store):
    first = await store.accept(Incoming("0"))
    for number in range(1, HISTORY_PAGE + 1):
        await store.accept(Incoming(str(number), first.conversation_id))
    page = await store.history(first.conversation_id, after=0)
    assert [message.text for message in page.messages] == [str(n) for n in range(HISTORY_PAGE)]
    assert page.more
    rest = await store.history(first.conversation_id, after=page.messages[-1].id)
    assert [message.text for message in rest.messages] == [str(HISTORY_PAGE)]
    assert not rest.more


async def test_the_history_of_an_unknown_conversation_is_refused(store):
    with pytest.raises(ConversationNotFound):
        await store.history("nobody", after=0)


async def test_a_status_changes_only_the_legal_way(store):
    message = await store.accept(Incoming("chào"))
    await store.change_status(message.conversation_id, Status.OPEN)
    with pytest.raises(IllegalTransition):
        await store.change_status(message.conversation_id, Status.PENDING)
    conversation = (await store.history(message.conversation_id, after=0)).conversation
    assert conversation.status is Status.OPEN


async def test_a_second_vote_replaces_the_first(store):
    message = await store.accept(Incoming("Mục tiêu?"))
    await store.complete(message, [ANSWER])
    await store.vote("answer-1", "up", None)
    await store.vote("answer-1", "down", "sai năm")
    history = await store.history(message.conversation_id, after=message.id)
    assert [m.feedback for m in history.messages] == ["down"]


async def test_a_vote_on_an_unknown_answer_is_refused(store):
    with pytest.raises(AnswerNotFound) as caught:
        await store.vote("nothing", "up", None)
    assert caught.value.answer_id == "nothing"


class TestAReplyByItsRow:
    async def test_is_found_in_its_own_conversation_only(self, store):
        message, other = [await store.accept(Incoming("chào")) for _ in range(2)]
        [row] = await store.complete(message, [ANSWER])
        assert await store.reply(message.conversation_id, row) == ANSWER
        assert await store.reply(other.conversation_id, row) is None
        assert await store.reply(message.conversation_id, message.id) is None

    async def test_gives_its_buttons(self, store):
        message = await store.accept(Incoming("chào"))
        buttons = (Button("Một", "một"), Button("Hai", "hai"))
        [row] = await store.complete(message, [Reply("Chọn đi.", buttons=buttons)])
        found = [await store.button(message.conversation_id, row, at) for at in (0, 1, 2, -1)]
        assert found == [*buttons, None, None]

    async def test_is_gone_once_it_is_erased(self, store, erasures):
        message = await store.accept(Incoming("chào"))
        [row] = await store.complete(message, [ANSWER])
        await erasures.erase(message.conversation_id)
        assert await store.reply(message.conversation_id, row) is None

    async def test_is_the_last_answer_until_there_is_another(self, store):
        message = await store.accept(Incoming("chào"))
        assert await store.last_answer(message.conversation_id) is None
        first, _ = await store.complete(message, [ANSWER, Reply("Còn gì nữa không?")])
        assert await store.last_answer(message.conversation_id) == first
        [second] = await store.complete(message, [ANSWER])
        assert await store.last_answer(message.conversation_id) == second
