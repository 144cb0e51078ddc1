import unicodedata
from random import Random

import pytest

from nlu import noise
from nlu.noise import noisy, teencode, unaccented
from nlu.text import fold, normalize, words

SENTENCES = [
    "Học phí trung cấp là bao nhiêu?",
    "Em không đỗ lớp 10 thì học trường nghề nào được ạ?",
    "Theo Chỉ thị 21-CT/TW thì tỉnh phải làm gì, ai chịu trách nhiệm?",
    "Tốt nghiệp cao đẳng rồi có được học liên thông đại học không?",
    "Gia đình tôi nghèo thì con có được hỗ trợ tiền ăn 2.530.000 đ không?",
]
NAUGHTY = ["", " ", "👍", "?", "a", "1", "ạ" * 500, "\x00", "مرحبا 你好", "50–55%", "Đ đ", "???!!!"]
SEEDS = range(60)


def all_of(write):
    return [write(text, Random(seed)) for text in SENTENCES for seed in SEEDS]


def edits(one, other):
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def test_no_diacritic_is_left_and_nothing_else_changed():
    assert unaccented("Học phí, lớp 9 ở Đông Triều?") == "Hoc phi, lop 9 o Dong Trieu?"
    assert unaccented(unicodedata.normalize("NFD", "Được")) == "Duoc"


@pytest.mark.parametrize("write", [teencode, noisy])
@pytest.mark.parametrize("text", SENTENCES + NAUGHTY)
def test_the_same_seed_writes_the_same(write, text):
    for seed in SEEDS:
        assert write(text, Random(seed)) == write(text, Random(seed))


@pytest.mark.parametrize("write", [teencode, noisy])
@pytest.mark.parametrize("text", SENTENCES)
def test_another_seed_writes_something_else(write, text):
    assert len({write(text, Random(seed)) for seed in SEEDS}) > len(SEEDS) // 2


@pytest.mark.parametrize("text", NAUGHTY)
def test_any_text_can_be_written(text):
    for seed in SEEDS:
        for written in (unaccented(text), teencode(text, Random(seed)), noisy(text, Random(seed))):
            assert isinstance(normalize(written), str)


def test_a_chat_message_is_in_lower_case_and_ends_without_a_mark():
    for written in all_of(teencode):
        assert written == written.lower()
        assert not written.endswith(("?", ".", "!"))
        assert written == " ".join(written.split())


def test_about_half_of_the_chat_messages_have_no_diacritics():
    bare = [written == unaccented(written) for written in all_of(teencode)]
    assert 0.4 < sum(bare) / len(bare) < 0.65


def test_numbers_are_left_as_they_are():
    for seed in SEEDS:
        assert "21-ct/tw" in teencode(SENTENCES[2], Random(seed))
        assert "21-CT/TW" in noisy(SENTENCES[2], Random(seed), share=1.0)
        assert "2.530.000" in noisy(SENTENCES[4], Random(seed), share=1.0)


def test_strength_is_the_share_of_what_is_shortened():
    def shortened(strength):
        written = [
            teencode(text, Random(seed), strength=strength) for text in SENTENCES for seed in SEEDS
        ]
        return sum(len(text) for text in written)

    assert shortened(0.0) > shortened(0.5) > shortened(1.0)
    assert fold(teencode(SENTENCES[0], Random(1), strength=0.0)) == fold(SENTENCES[0][:-1])


def test_most_of_what_is_written_in_short_forms_is_read_back():
    """The reading has lost diacritics and gained a tail; four words in five are there."""
    found, all_words = 0, 0
    for text in SENTENCES:
        meant = fold(text).split()
        for seed in SEEDS:
            read = set(words(fold(normalize(teencode(text, Random(seed))))))
            there = [set(words(word)) <= read for word in meant]
            found, all_words = found + sum(there), all_words + len(there)
    assert found / all_words > 0.8


def test_a_slip_touches_only_its_share_of_the_words():
    touched, all_words = 0, 0
    for text in SENTENCES:
        for seed in SEEDS:
            slipped = noisy(text, Random(seed), share=0.3).split(" ")
            kept = sum(word in slipped for word in text.split(" "))
            touched += len(text.split(" ")) - kept
            all_words += len(text.split(" "))
    assert 0.2 < touched / all_words < 0.4


@pytest.mark.parametrize("text", SENTENCES)
def test_without_a_share_nothing_slips(text):
    assert all(noisy(text, Random(seed), share=0.0) == text for seed in SEEDS)


@pytest.mark.parametrize("word", ["trường", "được", "phí", "nghề", "giỏi", "lương"])
def test_the_keys_of_telex_and_vni_are_read_back(word):
    for keys in (noise._telex, noise._vni):
        typed = keys(word, Random(1))
        assert typed.isascii()
        assert normalize(typed) == word


@pytest.mark.parametrize("word", ["trường", "phí", "nghỉ", "lương", "sinh", "dạy"])
@pytest.mark.parametrize("slip", noise._SLIPS)
def test_a_slip_leaves_the_word_recognizable(slip, word):
    for seed in range(20):
        assert edits(word, slip(word, Random(seed))) <= 5


@pytest.mark.parametrize(
    ("slip", "word", "typed"),
    [
        (noise._telex, "học", "hocj"),
        (noise._telex, "trường", "truwowngf"),
        (noise._vni, "phí", "phi1"),
        (noise._vni, "được", "duoc975"),
        (noise._hoi_nga, "nghỉ", "nghĩ"),
        (noise._hoi_nga, "Mã", "Mả"),
        (noise._regional, "lương", "nương"),
        (noise._regional, "trường", "chường"),
        (noise._regional, "xin", "sin"),
        (noise._regional, "ăn", "ăn"),
    ],
)
def test_slips_are_those_that_people_make(slip, word, typed):
    assert slip(word, Random(1)) == typed
