import asyncio
from dataclasses import replace

import httpx
import pytest

from bot.conversation import Audience, Incoming, Reply, State, Status
from bot.errors import (
    AnswerNotFound,
    ConversationNotFound,
    EmptyMessage,
    MessageTooLong,
    NoReply,
    RasaUnavailable,
    ReplyLate,
    TooManyMessages,
    Unanswered,
)
from bot.limits import RateLimiter
from bot.service import ConversationService, Received

ADDRESS = "192.0.2.1"


async def receive(service, text, conversation_id=None, **more):
    return await service.receive(Incoming(text, conversation_id, **more), address=ADDRESS)


async def states(service, conversation_id):
    """Return the incoming texts and how far they are, and the texts of the replies."""
    history = await service.history(conversation_id, after=0)
    return [
        (message.text, message.state.value) if message.state else message.text
        for message in history.messages
    ]


class TestAMessage:
    async def test_gets_what_rasa_says_to_it(self, service, rasa):
        received = await receive(service, "học phí", audience=Audience.STUDENT)
        assert received.replies == (Reply("Về: học phí"),)
        assert [m["message"] for m in rasa.messages] == ["học phí"]
        assert [m["metadata"] for m in rasa.messages] == [
            {"audience": "student", "typed": "học phí"}
        ]
        assert await states(service, received.conversation_id) == [
            ("học phí", "answered"),
            "Về: học phí",
        ]

    async def test_is_passed_on_as_it_was_meant_and_kept_as_it_was_typed(self, service, rasa):
        typed = "ho\u0323c\u200b   phi\u0301 👍"
        received = await receive(service, typed)
        assert rasa.texts == ["học phí 👍"]
        assert (await states(service, received.conversation_id))[0] == (typed, "answered")

    @pytest.mark.parametrize(
        ("typed", "passed_on"),
        [
            ("/restart", "restart"),
            ('/restart{"a":1}', 'restart{"a":1}'),
            ("/", "xin chào"),
        ],
    )
    async def test_never_reaches_rasa_as_a_command(self, service, rasa, typed, passed_on):
        await receive(service, typed)
        [text] = rasa.texts
        assert text == passed_on

    async def test_goes_under_a_pseudonym_that_stays(self, service, rasa):
        received = await receive(service, "một")
        await receive(service, "hai", received.conversation_id)
        await receive(service, "ba")
        senders = [message["sender"] for message in rasa.messages]
        assert senders[0] == senders[1] != senders[2]
        assert received.conversation_id not in senders

    @pytest.mark.parametrize(
        ("text", "error"),
        [("", EmptyMessage), ("\u200b\x00", EmptyMessage), ("ạ " * 2049, MessageTooLong)],
    )
    async def test_that_cannot_be_read_is_not_stored(self, service, store, rasa, text, error):
        with pytest.raises(error):
            await receive(service, text)
        assert rasa.messages == []
        assert await store.unfinished() == []

    async def test_to_an_unknown_conversation_is_refused(self, service, rasa):
        with pytest.raises(ConversationNotFound):
            await receive(service, "chào", "nobody")
        assert rasa.messages == []


class TestARepeat:
    async def test_gets_the_same_replies_and_is_not_answered_twice(self, service, rasa):
        first = await receive(service, "học phí", message_id="m1")
        again = await receive(service, "học phí", message_id="m1")
        assert first == again
        assert rasa.texts == ["học phí"]

    async def test_at_the_same_time_is_answered_once(self, service, rasa):
        got = await asyncio.gather(
            *(receive(service, "học phí", message_id="m1") for _ in range(10))
        )
        [received] = set(got)
        assert received.replies == (Reply("Về: học phí"),)
        assert rasa.texts == ["học phí"]

    async def test_of_a_failed_message_tries_again(self, service, rasa):
        rasa.status = 500
        with pytest.raises(RasaUnavailable):
            await receive(service, "học phí", message_id="m1")
        rasa.status = 200
        received = await receive(service, "học phí", message_id="m1")
        assert received.replies == (Reply("Về: học phí"),)
        assert await states(service, received.conversation_id) == [
            ("học phí", "answered"),
            "Về: học phí",
        ]


class TestInOneConversation:
    async def test_50_messages_keep_their_order_and_never_overlap(self, service, rasa):
        opened = await receive(service, "chào")
        texts = [f"câu {number}" for number in range(50)]
        got = await asyncio.gather(
            *(receive(service, text, opened.conversation_id) for text in texts)
        )
        sender = rasa.messages[0]["sender"]
        assert [received.replies for received in got] == [(Reply(f"Về: {t}"),) for t in texts]
        assert rasa.texts == ["chào", *texts]
        assert rasa.most_at_work == {sender: 1}

    async def test_a_failure_does_not_hold_up_the_next_message(self, service, rasa):
        opened = await receive(service, "chào")
        rasa.reply = lambda text: [] if text == "một" else [{"text": f"Về: {text}"}]
        failed, answered = await asyncio.gather(
            receive(service, "một", opened.conversation_id),
            receive(service, "hai", opened.conversation_id),
            return_exceptions=True,
        )
        assert isinstance(failed, NoReply)
        assert answered.replies == (Reply("Về: hai"),)


async def test_many_conversations_are_answered_side_by_side(service, rasa):
    rasa.gate.clear()
    asked = [asyncio.create_task(receive(service, f"câu {n}")) for n in range(20)]
    await rasa.until(lambda rasa: len(rasa.at_work) == 20)
    rasa.gate.set()
    got = await asyncio.gather(*asked)
    assert [received.replies for received in got] == [(Reply(f"Về: câu {n}"),) for n in range(20)]


class TestWithoutAnAnswer:
    async def test_a_message_is_kept_and_can_be_repeated(self, service, rasa, store):
        rasa.failure = httpx.ConnectError("refused")
        opened = await store.accept(Incoming("chào"))
        with pytest.raises(RasaUnavailable):
            await receive(service, "học phí", opened.conversation_id)
        assert await states(service, opened.conversation_id) == [
            ("chào", "failed"),
            ("học phí", "failed"),
        ]

    async def test_silence_of_rasa_is_told(self, service, rasa):
        rasa.reply = lambda _text: []
        with pytest.raises(NoReply):
            await receive(service, "học phí")

    async def test_a_repeat_that_waited_in_vain_is_told_too(self, service, rasa):
        rasa.status = 500
        rasa.gate.clear()
        asked = [
            asyncio.create_task(receive(service, "học phí", message_id="m1")) for _ in range(2)
        ]
        await rasa.until(lambda rasa: rasa.at_work)
        rasa.gate.set()
        errors = await asyncio.gather(*asked, return_exceptions=True)
        assert all(isinstance(error, Unanswered) for error in errors)

    async def test_nobody_waits_for_ever_and_the_answer_is_in_the_history(
        self, store, erasures, rasa_client, clock, rasa
    ):
        limiter = RateLimiter(0, clock=clock)
        service = ConversationService(store, erasures, rasa_client, limiter, patience_seconds=0.05)
        rasa.gate.clear()
        with pytest.raises(ReplyLate) as caught:
            await receive(service, "học phí", message_id="m1")
        assert caught.value.seconds == 0.05
        rasa.gate.set()
        await service.close(grace_seconds=5)
        received = await receive(service, "học phí", message_id="m1")
        assert received.replies == (Reply("Về: học phí"),)
        assert rasa.texts == ["học phí"]


class TestAfterACrash:
    async def test_what_was_received_is_answered_once_and_in_order(self, service, store, rasa):
        first = await store.accept(Incoming("một"))
        await store.accept(Incoming("hai", first.conversation_id))
        await store.accept(Incoming("khác"))
        assert await service.has_unfinished()
        await service.resume_unfinished()
        await service.resume_unfinished()
        assert rasa.texts == ["một", "hai", "khác"]
        assert await states(service, first.conversation_id) == [
            ("một", "answered"),
            ("hai", "answered"),
            "Về: một",
            "Về: hai",
        ]
        assert not await service.has_unfinished()

    async def test_work_that_was_cut_off_is_taken_up_by_the_next_service(
        self, store, erasures, rasa_client, clock, rasa
    ):
        def start():
            limiter = RateLimiter(0, clock=clock)
            return ConversationService(store, erasures, rasa_client, limiter, patience_seconds=5)

        before, after = start(), start()
        rasa.gate.clear()
        asked = asyncio.create_task(receive(before, "học phí", message_id="m1"))
        await rasa.until(lambda rasa: rasa.at_work)
        await before.close(grace_seconds=0)
        await asyncio.gather(asked, return_exceptions=True)
        rasa.gate.set()
        await after.resume_unfinished()
        received = await receive(after, "học phí", message_id="m1")
        assert received.replies == (Reply("Về: học phí"),)
        assert await states(after, received.conversation_id) == [
            ("học phí", "answered"),
            "Về: học phí",
        ]

    async def test_one_that_fails_does_not_hold_up_the_others(self, service, store, rasa):
        rasa.reply = lambda text: [] if text == "một" else [{"text": f"Về: {text}"}]
        first = await store.accept(Incoming("một"))
        second = await store.accept(Incoming("hai"))
        await service.resume_unfinished()
        assert await states(service, first.conversation_id) == [("một", "failed")]
        assert await states(service, second.conversation_id) == [("hai", "answered"), "Về: hai"]


class TestAStatus:
    async def test_open_keeps_the_bot_silent(self, service, store, rasa):
        opened = await receive(service, "chào")
        await store.change_status(opened.conversation_id, Status.OPEN)
        received = await receive(service, "thầy ơi", opened.conversation_id)
        assert received == Received(opened.conversation_id, ())
        assert rasa.texts == ["chào"]
        assert not await service.has_unfinished()

    async def test_resolved_is_pending_again_with_the_next_message(self, service, store):
        opened = await receive(service, "chào")
        await store.change_status(opened.conversation_id, Status.OPEN)
        await store.change_status(opened.conversation_id, Status.RESOLVED)
        received = await receive(service, "còn học phí?", opened.conversation_id)
        assert received.replies == (Reply("Về: còn học phí?"),)
        assert (
            await store.history(opened.conversation_id, after=0)
        ).conversation.status is Status.PENDING


class TestErasing:
    async def test_reaches_rasa_too(self, service, rasa, erasures):
        opened = await receive(service, "chào")
        erasure = await service.erase(opened.conversation_id)
        assert (erasure.messages, erasure.pending) == (2, False)
        assert rasa.erased == [rasa.messages[0]["sender"]]
        assert await erasures.unfinished() == []
        with pytest.raises(ConversationNotFound):
            await receive(service, "còn đó không?", opened.conversation_id)

    async def test_is_finished_later_where_rasa_is_away(self, service, rasa, erasures):
        opened = await receive(service, "chào")
        rasa.failure = httpx.ConnectError("refused")
        erasure = await service.erase(opened.conversation_id)
        assert erasure.pending
        await service.finish_erasures()
        assert await erasures.unfinished() == [erasure]
        rasa.failure = None
        await service.finish_erasures()
        assert rasa.erased == [rasa.messages[0]["sender"]]
        assert await erasures.unfinished() == []

    async def test_waits_for_the_message_that_rasa_is_at(self, service, rasa):
        opened = await receive(service, "chào")
        rasa.gate.clear()
        asked = asyncio.create_task(receive(service, "học phí", opened.conversation_id))
        await rasa.until(lambda rasa: rasa.at_work)
        erasing = asyncio.create_task(service.erase(opened.conversation_id))
        while not await _is_gone(service, opened.conversation_id):  # noqa: ASYNC110  no event
            await asyncio.sleep(0)
        await service.finish_erasures()
        assert rasa.erased == []
        rasa.gate.set()
        assert not (await erasing).pending
        assert rasa.erased == [rasa.messages[0]["sender"]]
        with pytest.raises(ConversationNotFound):
            await asked


async def _is_gone(service, conversation_id):
    try:
        await service.history(conversation_id, after=0)
    except ConversationNotFound:
        return True
    return False


class TestTheLimit:
    @pytest.fixture
    def limited(self, store, erasures, rasa_client, clock):
        limiter = RateLimiter(2, clock=clock)
        return ConversationService(store, erasures, rasa_client, limiter, patience_seconds=5)

    async def test_holds_for_each_conversation(self, limited):
        opened = await receive(limited, "chào")
        for text in ("một", "hai"):
            await receive(limited, text, opened.conversation_id)
        with pytest.raises(TooManyMessages) as caught:
            await receive(limited, "ba", opened.conversation_id)
        assert caught.value.retry_after == 60
        assert len((await limited.history(opened.conversation_id, after=0)).messages) == 6

    async def test_lets_a_message_that_is_stored_come_again(self, limited):
        opened = await receive(limited, "chào")
        for text in ("một", "hai"):
            await receive(limited, text, opened.conversation_id, message_id=text)
        again = await receive(limited, "hai", opened.conversation_id, message_id="hai")
        assert again.replies == (Reply("Về: hai"),)

    async def test_is_five_times_as_wide_for_who_opens_conversations(self, limited):
        for number in range(10):
            await receive(limited, f"chào {number}")
        with pytest.raises(TooManyMessages):
            await receive(limited, "chào nữa")
        await limited.receive(Incoming("chào"), address="192.0.2.2")


class TestFeedback:
    async def test_is_kept_without_what_could_identify_anybody(self, service, rasa, database):
        rasa.reply = lambda _text: [
            {"text": "Được."},
            {"custom": {"kind": "answer", "answer_id": "a1"}},
        ]
        received = await receive(service, "học phí")
        await service.feedback("a1", "down", "  Sai, gọi em 0912345678  ")
        _, answer = (await service.history(received.conversation_id, after=0)).messages
        assert answer.feedback == "down"
        async with database.read() as connection:
            comments = await connection.exec_driver_sql("SELECT comment FROM feedback")
            assert [row.comment for row in comments] == ["Sai, gọi em [đã ẩn]"]

    async def test_for_an_unknown_answer_is_refused(self, service):
        with pytest.raises(AnswerNotFound):
            await service.feedback("nothing", "up", None)


async def test_what_is_read_back_is_what_was_said(service, store):
    received = await receive(service, "chào")
    message = (await store.history(received.conversation_id, after=0)).messages[0]
    given = dict(zip(received.rows, received.replies, strict=True))
    assert await store.outcome(replace(message, text="")) == (State.ANSWERED, given)


class TestAQuestionAskedOnce:
    async def test_is_answered_and_nothing_is_kept_of_it(self, service, rasa, store):
        replies = await service.ask_once("/học phí", Audience.TEACHER, address=ADDRESS)
        [message] = rasa.messages
        assert replies == (Reply("Về: học phí"),)
        assert message["metadata"] == {"audience": "teacher", "typed": "/học phí"}
        assert rasa.erased == [message["sender"]]
        assert await store.unfinished() == []

    async def test_goes_under_a_name_of_its_own(self, service, rasa):
        for _ in range(2):
            await service.ask_once("học phí", None, address=ADDRESS)
        assert len(set(rasa.erased)) == 2

    async def test_that_rasa_could_not_forget_is_forgotten_later(self, service, rasa, erasures):
        rasa.status = 500
        with pytest.raises(RasaUnavailable):
            await service.ask_once("học phí", None, address=ADDRESS)
        [owed] = await erasures.unfinished()
        rasa.status = 200
        await service.finish_erasures()
        assert rasa.erased == [owed.sender_id] == [rasa.messages[0]["sender"]]
        assert await erasures.unfinished() == []

    async def test_is_refused_as_a_message_would_be(self, service):
        with pytest.raises(EmptyMessage):
            await service.ask_once(" ", None, address=ADDRESS)
