import pytest

from bot.telegram.marking import marked, plain

MARK = "(Gửi lại, có thể trùng tin trước)"


def test_a_repeat_says_so_in_its_first_line():
    params = {"chat_id": 5, "text": "<b>Học phí</b>", "parse_mode": "HTML"}
    assert marked(params) == {**params, "text": f"{MARK}\n<b>Học phí</b>"}
    assert params["text"] == "<b>Học phí</b>"


def test_a_caption_is_marked_as_a_text_is():
    assert marked({"photo": "x", "caption": "Bản đồ"})["caption"] == f"{MARK}\nBản đồ"


def test_what_has_no_words_is_left_as_it_is():
    assert marked({"sticker": "x"}) == {"sticker": "x"}


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("<b>Học phí <i>2026</b>", "Học phí 2026"),
        ('Xem <a href="https://x.vn/?a=1&amp;b=2">đây</a>', "Xem đây"),
        ("5 &lt; 6 &amp; 7 < 8", "5 < 6 & 7 < 8"),
        ("<blockquote expandable>Điều 1", "Điều 1"),
        ("không có thẻ <em>nào</em>", "không có thẻ nào"),
        ("em <tên em> viết", "em <tên em> viết"),
    ],
)
def test_broken_markup_leaves_the_words(broken, words):
    assert plain({"text": broken, "parse_mode": "HTML", "chat_id": 5}) == {
        "text": words,
        "chat_id": 5,
    }
