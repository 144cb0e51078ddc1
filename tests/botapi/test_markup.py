"""Telegram's rules for text: HTML, entities, lengths."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi.markup import found_entities, parsed, piece, utf16_length
from tests.botapi.problems import Refused

KINDS = [
    ("<b>x</b>", "bold"),
    ("<strong>x</strong>", "bold"),
    ("<i>x</i>", "italic"),
    ("<em>x</em>", "italic"),
    ("<u>x</u>", "underline"),
    ("<ins>x</ins>", "underline"),
    ("<s>x</s>", "strikethrough"),
    ("<strike>x</strike>", "strikethrough"),
    ("<del>x</del>", "strikethrough"),
    ('<span class="tg-spoiler">x</span>', "spoiler"),
    ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
    ('<a href="https://example.vn/a?b=1&amp;c=2">x</a>', "text_link"),
    ("<code>x</code>", "code"),
    ("<pre>x</pre>", "pre"),
    ("<blockquote>x</blockquote>", "blockquote"),
    ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
    ("<B >x</B >", "bold"),
]


@pytest.mark.parametrize(("html", "kind"), KINDS)
def test_telegrams_tags_become_entities(html, kind):
    text, [entity] = parsed(f"a {html} z", "HTML", [])
    assert text == "a x z"
    assert (entity["type"], entity["offset"], entity["length"]) == (kind, 2, 1)


def test_a_link_keeps_its_address():
    _, [entity] = parsed('<a href="https://example.vn/?b=1&amp;c=2">x</a>', "HTML", [])
    assert entity["url"] == "https://example.vn/?b=1&c=2"


@pytest.mark.parametrize("href", ["javascript:alert(1)", "", "no host", "https://localhost/x"])
def test_a_link_to_nowhere_is_plain_text(href):
    assert parsed(f'<a href="{href}">x</a>', "HTML", []) == ("x", [])


def test_offsets_count_utf16_units():
    text, entities = parsed("😀<b>Đại học 🎓</b> <i>y</i>", "html", [])
    assert [piece(text, entity) for entity in entities] == ["Đại học 🎓", "y"]
    assert [entity["offset"] for entity in entities] == [2, 13]


def test_nested_tags_are_both_kept():
    _, entities = parsed("<b>a <i>b</i></b>", "HTML", [])
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [
        ("bold", 0, 3),
        ("italic", 2, 1),
    ]


def test_nothing_is_bold_inside_code():
    _, entities = parsed("<pre>a <b>b</b></pre>", "HTML", [])
    assert [entity["type"] for entity in entities] == ["pre"]


def test_no_quotation_inside_a_quotation():
    html = "<blockquote>a <blockquote expandable>b</blockquote></blockquote>"
    _, [entity] = parsed(html, "HTML", [])
    assert (entity["type"], entity["length"]) == ("blockquote", 3)


@given(st.text())
def test_any_escaped_text_is_shown_as_it_was(text):
    shown, entities = parsed(f"<b>|{escape(text)}|</b>", "HTML", [])
    plain = f"|{text}|".replace("\r", "")
    assert shown == plain
    assert entities == [{"type": "bold", "offset": 0, "length": utf16_length(plain)}]


@given(st.lists(st.sampled_from(["<b>", "</b>", "<pre>", "</pre>", "<", "&", "😀", " ", "x"])))
def test_tag_soup_is_read_or_refused(pieces):
    try:
        text, entities = parsed("".join(pieces), "HTML", [])
    except Refused as refused:
        assert refused.status == 400  # noqa: PT017
    else:
        assert pieces.count("<") == 0
        assert pieces.count("<b>") == pieces.count("</b>")
        assert all(e["offset"] + e["length"] <= utf16_length(text) for e in entities)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#60;&#x3c;&#X3C;", "<<<"),
        ("&amp;lt;", "&lt;"),
        ("&nbsp; &copy; A&B a > b", "&nbsp; &copy; A&B a > b"),
        ("&#0; &#1114112;", "&#0; &#1114112;"),
    ],
)
def test_character_references(html, text):
    assert parsed(html, "HTML", []) == (text, [])


BROKEN = [
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("ă <", 'Unsupported start tag "" at byte offset 3'),
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("<script>", 'Unsupported start tag "script" at byte offset 0'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("html", "problem"), BROKEN)
def test_broken_html_is_refused(html, problem):
    with pytest.raises(Refused) as refused:
        parsed(html, "HTML", [])
    assert refused.value.status == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {problem}"


def test_broken_html_over_http(api, refusal, an):
    code, description = refusal("sendMessage", chat_id=an.id, text="5 < 6", parse_mode="HTML")
    assert code == 400
    assert description.startswith("Bad Request: can't parse entities")
    assert api.messages(an) == []


def test_without_a_style_nothing_is_parsed(api, ask, an):
    ask("sendMessage", chat_id=an.id, text="5 < 6 & <b>")
    assert api.messages(an)[0].text == "5 < 6 & <b>"


def test_other_styles_are_not_served(refusal, an):
    assert refusal("sendMessage", chat_id=an.id, text="*x*", parse_mode="MarkdownV2") == (
        400,
        "Bad Request: unsupported parse_mode",
    )


def test_given_entities_are_kept(api, ask, an):
    entities = [{"type": "bold", "offset": 0, "length": 4}]
    answer = ask("sendMessage", chat_id=an.id, text="Ngành y", entities=entities)
    assert answer["result"]["entities"] == api.messages(an)[0].entities == entities


def test_surrounding_white_space_is_trimmed():
    text, [entity] = parsed("\n  <b>x </b>\n\n", "HTML", [])
    assert text == "x"
    assert (entity["offset"], entity["length"]) == (0, 1)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b\u200d", "<b></b>", "<i> </i>"])
def test_empty_text_is_refused(refusal, an, text):
    assert refusal("sendMessage", chat_id=an.id, text=text, parse_mode="HTML") == (
        400,
        "Bad Request: message text is empty",
    )


def test_the_longest_text_goes_through(api, ask, an):
    assert ask("sendMessage", chat_id=an.id, text="ă" * 4096)["ok"]
    assert ask("sendMessage", chat_id=an.id, text="😀" * (2048))["ok"]
    markup = "<b>" + "x&amp;" * (2048) + "</b>"
    assert ask("sendMessage", chat_id=an.id, text=markup, parse_mode="HTML")["ok"]


@pytest.mark.parametrize("text", ["ă" * (4097), "😀" * (2048) + "x"])
def test_a_longer_text_is_refused(refusal, an, text):
    assert refusal("sendMessage", chat_id=an.id, text=text) == (
        400,
        "Bad Request: message is too long",
    )


def test_what_people_write_is_marked():
    text = "😀 /hoi@la_ban_bot hỏi @An_01: https://example.vn/x nhé, a/b a@b"
    marked = [(entity["type"], piece(text, entity)) for entity in found_entities(text)]
    assert marked == [
        ("bot_command", "/hoi@la_ban_bot"),
        ("mention", "@An_01"),
        ("url", "https://example.vn/x"),
    ]
    assert utf16_length("😀a") == 3
