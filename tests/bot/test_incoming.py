import pytest

from bot.errors import EmptyMessage, MessageTooLong
from bot.incoming import readable, without_command


def test_a_decomposed_text_is_read_like_a_composed_one():
    decomposed = "ho\u0323c phi\u0301"
    assert readable(decomposed) == "học phí"


def test_control_and_zero_width_characters_are_taken_out():
    assert readable("\u200bhọc\x00 phí\u200d\r\n") == "học phí"


def test_an_emoji_is_a_message():
    assert readable("👍") == "👍"


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t", "\x00\x01\x7f", "\u200b\u200d\ufeff", "\u202e"]
)
def test_a_text_without_a_readable_character_is_empty(text):
    with pytest.raises(EmptyMessage):
        readable(text)


def test_4096_characters_are_not_too_long():
    assert len(readable("nghề " * 819 + "n")) == 4096


def test_4097_characters_are_too_long():
    with pytest.raises(MessageTooLong) as caught:
        readable("nghề " * 819 + "nn")
    assert (caught.value.length, caught.value.limit) == (4097, 4096)


def test_letters_count_once_however_they_are_put_together():
    assert len(readable("e\u0302\u0301 " * 2048)) == 4095


def test_short_forms_count_as_they_are_typed():
    assert readable("k " * 2048).startswith("không không")


@pytest.mark.parametrize(
    ("text", "passed_on"),
    [
        ("/restart", "restart"),
        ("//restart", "restart"),
        ("/ / restart", "restart"),
        ('/ask{"topic":"x"}', 'ask{"topic":"x"}'),
        ("／restart", "restart"),
        ("\u200b/restart", "restart"),
        ("  /restart", "restart"),
        ("/", "xin chào"),
        ("／ /", "xin chào"),
        ("học 9+ / trung cấp", "học 9+ / trung cấp"),
    ],
)
def test_no_text_reaches_rasa_as_a_command(text, passed_on):
    assert without_command(readable(text)) == passed_on
