import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.conversation import Button, Citation, Picture, Reminder, Reply
from bot.telegram import texts
from bot.telegram.calls import Attachment, attachments
from bot.telegram.marking import marked
from bot.telegram.reading import Place
from bot.telegram.rendering import bodies, render
from bot.telegram.splitting import presentable, split, units
from tests.bot.telegram.visitors import AN, CLASS, buttons_of, titles_of
from tests.botapi.keyboard import checked_markup
from tests.botapi.parameters import Parameters
from tests.botapi.sending import checked_caption, checked_text

PRIVATE = Place(AN, 0, "private")
GROUP = Place(CLASS, 9, "supergroup")
SOURCE = "📍 Cả nước\n📄 Luật 124/2025/QH15 · còn hiệu lực"
ANSWER = Reply(
    f"Trung học nghề học 3 năm.\n\n{SOURCE}",
    "answer",
    buttons=(
        Button("Học phí thế nào?", "Học phí trung học nghề thế nào?"),
        Button("Gặp thầy cô tư vấn", "Em muốn gặp thầy cô tư vấn"),
    ),
    citations=(Citation("Luật 124/2025/QH15"),),
    answer_id="a1",
)


def shown(calls):
    """Return the texts as Telegram would show them, after all its rules."""
    seen = []
    for call in calls:
        assert call.method == "sendMessage"
        text, _ = checked_text(Parameters(dict(call.params)))
        checked_markup(call.params.get("reply_markup"))
        seen.append(text)
    return seen


class TestAnAnswer:
    def test_has_its_sources_set_apart(self):
        [call] = render(ANSWER, PRIVATE, 5)
        assert call.params["text"] == (
            f"Trung học nghề học 3 năm.\n\n<blockquote>{SOURCE}</blockquote>"
        )
        assert call.params["parse_mode"] == "HTML"
        assert call.params["link_preview_options"] == {"is_disabled": True}
        assert call.row == 5

    def test_has_its_buttons_then_the_source_then_the_thumbs(self):
        [call] = render(ANSWER, PRIVATE, 5)
        assert call.params["reply_markup"]["inline_keyboard"] == [
            [{"text": "Học phí thế nào?", "callback_data": "b:5:0"}],
            [{"text": "Gặp thầy cô tư vấn", "callback_data": "b:5:1"}],
            [
                {"text": texts.SHOW_SOURCE, "callback_data": "n:5"},
                {"text": "👍", "callback_data": "v:5:up"},
                {"text": "👎", "callback_data": "v:5:down"},
            ],
        ]

    def test_that_is_the_sources_does_not_offer_them_again(self):
        text = "Câu trả lời vừa rồi dựa vào:\n\n📄 Luật 124\n- Về: giáo dục\n\n📄 Nghị định 238"
        [call] = render(replace(ANSWER, text=text), PRIVATE, 5)
        assert texts.SHOW_SOURCE not in titles_of(call)
        assert call.params["text"] == (
            "Câu trả lời vừa rồi dựa vào:\n\n"
            "<blockquote>📄 Luật 124\n• Về: giáo dục\n\n📄 Nghị định 238</blockquote>"
        )

    def test_shows_what_is_said_of_its_sources_with_them(self):
        text = (
            "Được.\n\n📄 Luật 124\n- Xem tại: https://luat.vn/van-ban?so=1&nam=2\n\nHãy đối chiếu."
        )
        [call] = render(replace(ANSWER, text=text), PRIVATE, 5)
        assert call.params["text"] == (
            "Được.\n\n<blockquote>📄 Luật 124\n"
            '• Xem tại: <a href="https://luat.vn/van-ban?so=1&amp;nam=2">luat.vn</a>\n\n'
            "Hãy đối chiếu.</blockquote>"
        )

    def test_has_what_looks_like_markup_as_it_is(self):
        [call] = render(Reply("<b>3 < 5 & **x** _y_</b> &amp;"), PRIVATE, 5)
        assert shown([call]) == ["<b>3 < 5 & **x** _y_</b> &amp;"]

    def test_shows_the_words_of_a_tapped_button(self):
        [call] = render(ANSWER, PRIVATE, 5, echo="Học <phí>?")
        assert call.params["text"].startswith("💬 <i>Học &lt;phí&gt;?</i>\n\nTrung học nghề")


@pytest.mark.parametrize("kind", ["safety", "handoff", "notice", "clarify", "no_answer"])
def test_what_is_no_answer_has_no_thumbs_and_no_source(kind):
    reply = replace(ANSWER, kind=kind, buttons=ANSWER.buttons[1:])
    [call] = render(reply, PRIVATE, 5)
    assert titles_of(call) == ["Gặp thầy cô tư vấn"]


def test_a_long_title_is_cut_where_it_is_read_and_whole_where_it_is_meant():
    title = "Học nghề " * 20
    [call] = render(Reply("Chọn đi.", buttons=(Button(title, title),)), PRIVATE, 123456789)
    [(shown_title, data)] = buttons_of(call)
    assert len(shown_title) == 60
    assert shown_title.endswith("…")
    assert data == "b:123456789:0"


FACES = tuple(Button(face, f"{face} (câu 3)") for face in ("😣 1", "🙁 2", "😐 3", "🙂 4", "😍 5"))
INTERESTS = Picture(
    "interests", dict.fromkeys("RIASEC", 0.5), "Biểu đồ sáu nhóm sở thích. Kỹ thuật <15>."
)
DAY = Reminder("luat-moi/ma", date(2027, 1, 1), "Bao giờ có mã học tập?", 7)


class TestAScale:
    def test_has_its_buttons_side_by_side(self):
        [call] = render(Reply("Câu 3/30.", buttons=FACES, row=True), PRIVATE, 5)
        assert call.params["reply_markup"]["inline_keyboard"] == [
            [{"text": face.title, "callback_data": f"b:5:{at}"} for at, face in enumerate(FACES)]
        ]

    def test_of_more_than_fit_side_by_side_has_them_one_below_the_other(self):
        [call] = render(Reply("Chọn.", buttons=FACES * 2, row=True), PRIVATE, 5)
        assert [len(row) for row in call.params["reply_markup"]["inline_keyboard"]] == [1] * 10

    def test_without_buttons_has_none(self):
        [call] = render(Reply("Chọn.", row=True), PRIVATE, 5)
        assert "reply_markup" not in call.params


class TestAPicture:
    def test_comes_after_the_text_with_the_buttons_below_it(self):
        reply = Reply("Kết quả. " * 600, buttons=FACES[:1], picture=INTERESTS)
        *texts_before, photo = render(reply, GROUP, 5, quotes=33)
        assert [call.method for call in texts_before] == ["sendMessage"] * 2
        assert not any(titles_of(call) for call in texts_before)
        assert (photo.method, photo.row) == ("sendPhoto", 5)
        assert photo.params == {
            "chat_id": CLASS,
            "message_thread_id": 9,
            "photo": "attach://picture",
            "caption": INTERESTS.alt,
            "reply_markup": {"inline_keyboard": [[{"text": "😣 1", "callback_data": "b:5:0"}]]},
        }
        assert attachments(photo.params) == {"photo": Attachment.PICTURE}

    def test_is_described_as_far_as_telegram_lets_it_be(self):
        picture = replace(INTERESTS, alt="Một nhóm. 🧭 " * 200)
        *_, photo = render(Reply("Kết quả.", picture=picture), PRIVATE, 5)
        checked_caption(Parameters(marked(photo.params)))
        assert units(photo.params["caption"]) > 800

    def test_without_a_description_is_shown_all_the_same(self):
        *_, photo = render(Reply("Kết quả.", picture=replace(INTERESTS, alt=" ")), PRIVATE, 5)
        assert photo.params == {"chat_id": AN, "photo": "attach://picture"}

    def test_without_a_word_is_not_shown(self):
        assert render(Reply(" ", picture=INTERESTS), PRIVATE, 5) == []


def test_a_promise_to_remind_brings_a_calendar():
    promised, calendar = render(Reply("Mình nhớ rồi.", reminder=DAY), PRIVATE, 5)
    assert promised.params["text"] == "Mình nhớ rồi."
    assert (calendar.method, calendar.row) == ("sendDocument", 5)
    assert calendar.params == {
        "chat_id": AN,
        "document": "attach://calendar",
        "caption": texts.CALENDAR,
    }


def test_words_that_look_like_an_attachment_are_words():
    [call] = render(Reply("attach://picture"), PRIVATE, 5)
    assert attachments(call.params) == {}


class TestInAGroup:
    def test_the_first_part_quotes_the_question_in_its_topic(self):
        first, *rest = render(Reply("Câu này dài. " * 700), GROUP, 5, quotes=33)
        assert first.params["reply_parameters"] == {
            "message_id": 33,
            "allow_sending_without_reply": True,
        }
        assert rest
        assert not any("reply_parameters" in call.params for call in rest)
        assert {call.params["message_thread_id"] for call in (first, *rest)} == {9}


class TestALongText:
    def test_is_cut_between_paragraphs(self):
        paragraph = "Một câu. " * 150
        calls = render(Reply("\n\n".join([paragraph] * 5)), PRIVATE, 5)
        assert all(part.endswith("Một câu.") for part in shown(calls))
        assert len(calls) == 3

    def test_is_cut_between_sentences(self):
        sentence = "Câu này nói về học phí của trường nghề và không ngắn. "
        assert {part[-5:] for part in shown(render(Reply(sentence * 300), PRIVATE, 5))} == {"ngắn."}

    def test_is_cut_between_words(self):
        words = "nghề " * 3000
        assert all(
            set(part.split()) == {"nghề"} for part in shown(render(Reply(words), PRIVATE, 5))
        )

    def test_keeps_marks_with_their_letter(self):
        text = unicodedata.normalize("NFD", "ệ" * 5000)
        assert all(part[0] == "e" for part in split(text, 1000))

    def test_has_its_buttons_below_the_last_part(self):
        reply = replace(ANSWER, text="Câu. " * 2000 + "\n\n" + SOURCE)
        *firsts, last = render(reply, PRIVATE, 5)
        assert firsts
        assert not any(titles_of(call) for call in firsts)
        assert len(titles_of(last)) == 5
        assert last.params["text"].endswith("</blockquote>")

    def test_may_have_long_sources(self):
        sources = "\n\n".join(f"📄 Văn bản số {number} · còn hiệu lực" for number in range(300))
        calls = render(replace(ANSWER, text=f"Được.\n\n{sources}"), PRIVATE, 5)
        assert "".join(shown(calls)).count("📄") == 300


@pytest.mark.parametrize("text", ["", " \n ", "\u200b\u200d\ufeff", "\x00", "\u3164", "\u0301"])
def test_what_nobody_would_see_is_not_sent(text):
    assert render(Reply(text), PRIVATE, 5) == []


PIECES = st.one_of(
    st.text(st.characters(codec=None), max_size=200),  # halves of surrogate pairs among them
    st.sampled_from(
        [
            "<b>", "</b>", "&amp;", "&#x26;", "<a href='x'>", "**", "__", "`", "[x](y)", "\n\n",
            "\n", " ", "\x00", "\ud83d", "\u202e", "👨‍👩‍👧‍👦", "🇻🇳", "e\u0323\u0302", "📄 ", "📍 ",
            "\n\n📄 ", "\u200b", "\u3164", "مرحبا", "<blockquote>", "&lt", "\r\n", "\t",
        ]
    ),
)  # fmt: skip
TEXTS = st.lists(st.tuples(PIECES, st.integers(1, 60)), max_size=12).map(
    lambda pieces: "".join(piece * times for piece, times in pieces)[:50_000]
)
KINDS = st.sampled_from(["answer", "clarify", "no_answer", "handoff", "safety", "notice"])
BUTTONS = st.lists(st.builds(Button, TEXTS, TEXTS), max_size=25).map(tuple)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, echo=st.none() | TEXTS, kind=KINDS, row=st.integers(0, 2**53), data=st.data())
@example(text="👍" * 25_000, echo="👍" * 500, kind="answer", row=1, data=None)
@example(text="&" * 50_000, echo="<" * 500, kind="answer", row=1, data=None)
@example(text="e" + "\u0301" * 49_999, echo=None, kind="notice", row=1, data=None)
@example(text="a" + "\u200b" * 49_998 + "b", echo=None, kind="notice", row=1, data=None)
@example(text="x\n\n📄 " + "<y> " * 12_000, echo=None, kind="answer", row=1, data=None)
def test_any_text_at_all_gives_valid_sends_only(text, echo, kind, row, data):
    buttons = data.draw(BUTTONS) if data else ()
    citations = (Citation("x"),)
    reply = Reply(text, kind, buttons=buttons, citations=citations, answer_id="a")
    calls = render(reply, GROUP, row, quotes=1, echo=echo)
    for call in calls:
        assert units(call.params["text"]) >= 1
    seen = shown(calls)
    assert letters("".join(seen)).endswith(letters(presentable(text))[-200:])
    assert bool(calls) == bool(presentable(text))


def letters(text):
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS)
def test_nothing_that_can_be_read_is_lost_on_the_way(text):
    html = "".join(bodies(text))
    plain = html.replace("<blockquote>", "").replace("</blockquote>", "")
    escaped = presentable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert letters(plain) == letters(escaped)
