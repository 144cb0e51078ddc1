"""What is said, carried by the real channel to an offline Bot API that enforces its rules."""

import pytest
from pydantic import SecretStr

from bot.erasures import ErasureStore
from bot.limits import RateLimiter
from bot.service import ConversationService
from bot.telegram import texts
from bot.telegram.asking import Identity
from bot.telegram.channel import TelegramChannel
from bot.telegram.chats import ChatStore
from bot.telegram.menu import menu
from bot.telegram.talk import TelegramTalk
from tests.bot.telegram.delivery.fakes import NO_LIMITS
from tests.botapi.api import BotApi


@pytest.fixture
def botapi():
    with BotApi() as api:
        yield api


@pytest.fixture
async def bot(botapi, database, store, rasa_client, answering, clock):
    """Run the channel; it ends with the test."""

    def talk(me):
        return TelegramTalk(service, store, ChatStore(database), Identity(me["id"], me["username"]))

    channel = TelegramChannel(
        database,
        SecretStr(botapi.token),
        talk,
        api=botapi.url,
        at_start=menu(),
        limits=NO_LIMITS,
    )
    erasures = ErasureStore(database, beside=[channel.forget])
    limiter = RateLimiter(0, clock=clock)
    service = ConversationService(store, erasures, rasa_client, limiter, patience_seconds=60)
    async with channel.running():
        yield botapi
        await botapi.until(lambda: botapi.unconfirmed == 0)
    refused = [call.problem for call in botapi.calls if call.status >= 400]
    assert all("message is not modified" in problem for problem in refused)
    await service.close(grace_seconds=0)


def said(api, chat):
    return [message for message in api.messages(chat) if message.from_bot]


async def answers(api, chat, count):
    await api.until(lambda: len(said(api, chat)) >= count)
    return said(api, chat)[-1]


async def test_a_pupil_starts_says_who_he_is_asks_and_votes(bot, answering):
    an = bot.user("An")
    bot.start(an)
    hello = await answers(bot, an, 1)
    bot.tap(an, hello, "Học sinh")
    await bot.until(lambda: "em là học sinh" in said(bot, an)[0].text)
    bot.tap(an, said(bot, an)[0], texts.EXAMPLES["student"][1])
    reply = await answers(bot, an, 2)
    assert answering.messages[-1]["metadata"]["audience"] == "student"
    assert reply.text.startswith("💬 Trung học nghề")
    assert "blockquote" in {entity["type"] for entity in reply.entities}
    voted = bot.tap(an, reply, "👍")
    await bot.until(lambda: "✓ 👍" in said(bot, an)[1].labels and bot.answers(voted))
    bot.tap(an, said(bot, an)[1], "✓ 👍")
    bot.say(an, "còn học phí?")
    await answers(bot, an, 3)
    assert [command["command"] for command in bot.menu(an)][:2] == ["hoi", "lotrinh"]


async def test_a_face_tapped_twice_before_the_answer_is_answered_twice_in_order(bot, answering):
    faces = [{"title": face, "payload": f"mình {face}"} for face in ("thích", "rất thích")]
    answering.reply = lambda text: [{"text": text, "buttons": faces}, {"custom": {"row": True}}]
    an = bot.user("An")
    bot.say(an, "/tracnghiem")
    question = await answers(bot, an, 1)
    answering.gate.clear()
    taps = [bot.tap(an, question, face) for face in ("thích", "thích", "rất thích")]
    answering.gate.set()
    await answers(bot, an, 4)
    shown = [message.text.partition("\n\n")[2] for message in said(bot, an)[1:]]
    assert shown == ["mình thích", "mình thích", "mình rất thích"]
    await bot.until(lambda: all(bot.answers(tap) for tap in taps))


async def test_a_class_asks_in_its_topics_and_is_sent_to_private(bot):
    an, binh = bot.user("An"), bot.user("Bình")
    forum = bot.group("9A", [an, binh], forum=True)
    topic = bot.topic(forum, "Hỏi đáp", an)
    bot.say(an, "mai kiểm tra nhé", forum, topic=topic)
    question = bot.say(binh, "/hoi học nghề", forum, topic=topic)
    reply = await answers(bot, forum, 1)
    assert (reply.topic, reply.reply_to) == (topic, question.id)
    bot.say(an, "/tuvan", forum, topic=topic)
    moved = await answers(bot, forum, 2)
    assert moved.labels == [texts.TO_PRIVATE]
    assert not any(name in message.text for message in said(bot, forum) for name in ("An", "Bình"))


async def test_a_teacher_shares_an_answer(bot):
    mai, an = bot.user("Mai"), bot.user("An")
    group = bot.group("Phụ huynh 9A", [mai, an])
    asked = bot.inline(mai, "mục tiêu 2030 của Chỉ thị 21")
    await bot.until(lambda: bot.inline_results(asked))
    [result] = bot.inline_results(asked)
    shared = bot.choose(asked, result["id"], group)
    assert "Luật 124/2025/QH15" in shared.text


async def test_all_is_erased_on_request(bot, database):
    an = bot.user("An")
    bot.say(an, "học phí")
    await answers(bot, an, 1)
    bot.say(an, "/xoadulieu")
    asked = await answers(bot, an, 2)
    bot.tap(an, asked, texts.ERASE)
    await bot.until(lambda: "Mã biên nhận" in said(bot, an)[-1].text)
    async with database.snapshot() as connection:
        for table in ("message", "conversation", "telegram_chat"):
            rows = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
            assert rows.scalar_one() == 0


async def test_what_is_no_text_and_an_edit_are_answered(bot):
    an = bot.user("An")
    bot.send_photo(an)
    bot.send_contact(an)
    bot.send_voice(an)
    asked = bot.say(an, "hoc phi")
    await answers(bot, an, 4)
    bot.edit(asked, "học phí")
    last = await answers(bot, an, 5)
    assert last.text.startswith("Về học phí.")


@pytest.mark.parametrize(
    "text", ["<b>&amp;</b> **x** " * 200, "👨‍👩‍👧‍👦 " * 300, "مرحبا \u202e" * 400]
)
async def test_any_words_come_through(bot, text):
    an = bot.user("An")
    bot.paste(an, text)
    await answers(bot, an, 1)
