"""python-telegram-bot against the server: raw calls and typed methods."""

import asyncio

import pytest
import telegram
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.warnings import PTBUserWarning

from tests.botapi.files import png


async def test_typed_methods(api, bot, an):
    assert bot.username == api.username
    api.start(an, "lop9")
    [update] = await bot.get_updates(timeout=5, allowed_updates=["message", "callback_query"])
    assert update.message.text == "/start lop9"
    markup = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Em là học sinh", callback_data="a:student")
    )
    sent = await bot.send_message(
        an.id,
        "<b>Chào em 🎓</b> <i>nhé</i>",
        parse_mode="HTML",
        reply_markup=markup,
        reply_parameters=telegram.ReplyParameters(update.message.message_id),
    )
    assert sent.parse_entities() == {
        sent.entities[0]: "Chào em 🎓",
        sent.entities[1]: "nhé",
    }
    assert sent.reply_to_message.message_id == update.message.message_id
    callback = api.tap(an, api.messages(an)[-1], "Em là học sinh")
    [tapped] = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    assert await tapped.callback_query.answer("Đã nhớ")
    assert api.answers(callback)[0]["text"] == "Đã nhớ"
    await tapped.callback_query.edit_message_text("Em là học sinh.")
    assert [(message.text, message.labels) for message in api.messages(an)] == [
        ("/start lop9", []),
        ("Em là học sinh.", []),
    ]


async def test_raw_calls(api, bot, an):
    params = {"chat_id": an.id, "text": "x", "reply_markup": {"inline_keyboard": []}}
    with pytest.warns(PTBUserWarning, match="do_api_request"):
        result = await bot.do_api_request("sendMessage", params)
    assert result["text"] == api.messages(an)[0].text == "x"
    assert api.calls[-1].params == params


async def test_set_up(api, bot, an):
    commands = [telegram.BotCommand("hoi", "Đặt câu hỏi")]
    scope = telegram.BotCommandScopeAllPrivateChats()
    assert await bot.set_my_commands(commands, scope=scope, language_code="vi")
    assert list(await bot.get_my_commands(scope=scope, language_code="vi")) == commands
    assert api.menu(an) == [{"command": "hoi", "description": "Đặt câu hỏi"}]
    assert await bot.set_my_description("La Bàn")
    assert await bot.set_my_short_description("Hướng nghiệp")
    assert (await bot.get_my_description()).description == "La Bàn"
    assert (await bot.get_my_short_description()).short_description == "Hướng nghiệp"
    assert await bot.set_webhook("https://la-ban.vn/tg", secret_token="abc", max_connections=4)
    assert (await bot.get_webhook_info()).url == "https://la-ban.vn/tg"
    assert await bot.delete_webhook()


async def test_everything_that_arrives_can_be_read(api, bot, an):
    group = api.group("Lớp", [an])
    forum = api.group("Khối 9", [an], forum=True)
    said = api.say(an, "/hoi", forum, topic=api.topic(forum, "Tổ hợp", by=an))
    api.edit(said, "/hoi y")
    for kind in ("photo", "voice", "sticker", "document", "contact", "location"):
        getattr(api, f"send_{kind}")(an)
    api.inline(an, "ngành y")
    api.block(an)
    api.migrate(group)
    updates = await bot.get_updates()
    assert len(updates) == 13
    assert all(update.effective_user == updates[0].effective_user for update in updates)
    assert updates[1].message.message_thread_id == 1


async def test_uploads(api, bot, an):
    document = await bot.send_document(an.id, b"%PDF-1.7 \x00\xff", filename="nguồn.pdf")
    assert document.document.file_name == "nguồn.pdf"
    assert api.calls[-1].params["document"].content == b"%PDF-1.7 \x00\xff"
    picture = png(800, 604)
    photo = await bot.send_photo(an.id, picture, caption="<b>Sơ đồ</b>", parse_mode="HTML")
    assert photo.caption == api.messages(an)[-1].text == "Sơ đồ"
    assert photo.parse_caption_entities() == {photo.caption_entities[0]: "Sơ đồ"}
    assert (photo.photo[-1].width, photo.photo[-1].height) == (800, 604)
    assert photo.photo[-1].file_size == len(picture)


async def test_a_file_is_sent_again_by_its_id(api, bot, an):
    binh = api.user("Bình", started=True)
    first = await bot.send_document(an.id, b"BEGIN:VCALENDAR", filename="lịch.ics")
    again = await bot.send_document(binh.id, first.document.file_id)
    assert again.document == first.document
    assert api.file(api.messages(binh)[-1]).content == b"BEGIN:VCALENDAR"


async def test_a_photo_has_buttons_and_answers_a_message(api, bot, an):
    asked = api.say(an, "kết quả đâu")
    markup = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Giữ lại", callback_data="b:1:0")
    )
    await bot.send_photo(
        an.id, png(10, 10), reply_markup=markup, reply_to_message_id=asked.id, filename="x.png"
    )
    shown = api.messages(an)[-1]
    assert (shown.labels, shown.reply_to, shown.text) == (["Giữ lại"], asked.id, "")
    api.tap(an, shown, "Giữ lại")
    [_, tapped] = await bot.get_updates()
    assert tapped.callback_query.data == "b:1:0"
    assert await tapped.callback_query.edit_message_caption("Đã giữ.")
    assert api.messages(an)[-1].text == "Đã giữ."


async def test_files_that_are_refused(api, bot, an):
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(an.id, b"GIF89a")
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(an.id, b"x", caption="x" * 1025)


async def test_inline_answers(api, bot, an):
    asked = api.inline(an, "y")
    content = telegram.InputTextMessageContent("<b>6 năm</b>", parse_mode="HTML")
    article = telegram.InlineQueryResultArticle("1", "Ngành y", content)
    assert await bot.answer_inline_query(asked.id, [article], cache_time=0, next_offset="")
    [result] = api.inline_results(asked)
    assert result["input_message_content"]["message_text"] == "<b>6 năm</b>"


async def send(bot, user, text="x"):
    await bot.send_message(user.id, text)


async def test_errors_are_the_librarys(api, bot, an):
    with pytest.raises(BadRequest, match="Message text is empty"):
        await send(bot, an, " ")
    with pytest.raises(Forbidden, match="blocked by the user"):
        await send(bot, api.user(blocked=True))
    group = api.group("Lớp", [an])
    new = api.migrate(group)
    with pytest.raises(ChatMigrated) as migrated:
        await send(bot, group)
    assert migrated.value.new_chat_id == new.id


@pytest.mark.parametrize(
    ("kind", "error"),
    [(502, NetworkError), ("drop_before", NetworkError), ("drop_after", NetworkError)],
)
async def test_network_errors(api, bot, an, kind, error):
    api.fail(kind)
    with pytest.raises(error):
        await send(bot, an)
    await send(bot, an)
    assert len(api.messages(an)) == (2 if kind == "drop_after" else 1)


async def test_too_many_requests(api, bot, an, monkeypatch):
    # Without it the library warns that its seconds will be a timedelta.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    api.fail(429, retry_after=7)
    with pytest.raises(RetryAfter) as refused:
        await send(bot, an)
    assert refused.value.retry_after.total_seconds() == 7


async def test_two_bots_at_once(api, bot, make_bot, an):
    first = asyncio.create_task(bot.get_updates(timeout=50))
    await api.until(lambda: api.is_polled)
    async with make_bot(api.token) as other:
        second = asyncio.create_task(other.get_updates(timeout=50))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        api.say(an, "x")
        assert len(await second) == 1


async def test_a_wrong_token(make_bot):
    with pytest.raises(InvalidToken):
        async with make_bot("123456:AAHwrong"):
            pass
