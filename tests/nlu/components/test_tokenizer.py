import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.tokenizer import VietnameseTokenizer


@pytest.fixture
def tokenizer():
    return VietnameseTokenizer(VietnameseTokenizer.get_default_config())


@pytest.mark.parametrize(
    "text",
    ["học phí bao nhiêu", "học  phí", "học phí học phí", "👍", "", " ", "9+", "a" * 4096, "{bạn}"],
)
def test_tokens_are_slices_of_the_text(tokenizer, text):
    tokens = tokenizer.tokenize(Message.build(text), TEXT)
    assert tokens
    assert all(text[t.start : t.end] == t.text for t in tokens)


def test_tokens_come_in_order_with_their_offsets(tokenizer):
    tokens = tokenizer.tokenize(Message.build("Học nghề, học phí?"), TEXT)
    assert [(t.text, t.start, t.end) for t in tokens] == [
        ("Học", 0, 3),
        ("nghề", 4, 8),
        ("học", 10, 13),
        ("phí", 14, 17),
    ]


def test_the_lemma_has_no_diacritics(tokenizer):
    accented = tokenizer.tokenize(Message.build("Đào tạo nghề"), TEXT)
    bare = tokenizer.tokenize(Message.build("dao tao nghe"), TEXT)
    assert [t.lemma for t in accented] == [t.lemma for t in bare] == ["dao", "tao", "nghe"]
