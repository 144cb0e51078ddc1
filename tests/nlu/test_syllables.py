import unicodedata

import pytest

from nlu.syllables import (
    decode_keys,
    is_folded_syllable,
    is_syllable,
    place_tone,
    split_tone,
    strip_marks,
)


@pytest.mark.parametrize(
    "word", ["học", "nghề", "trường", "quyền", "giáo", "gì", "xoong", "khuyến", "uỷ", "ếch"]
)
def test_vietnamese_syllables_are_syllables(word):
    assert is_syllable(word)
    assert is_folded_syllable(word)


@pytest.mark.parametrize("word", ["cnghe", "facebook", "kọc", "ghà", "hocj", "nght", "học5"])
def test_other_letters_are_not(word):
    assert not is_syllable(word)


def test_a_final_stop_takes_only_two_tones():
    assert is_syllable("học")
    assert is_syllable("hóc")
    assert not is_syllable("hòc")
    assert not is_syllable("hoc")
    assert is_folded_syllable("hoc")


@pytest.mark.parametrize(
    ("typed", "placed"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("ủy", "uỷ"),
        ("thúy", "thuý"),
        ("hoà", "hoà"),
        ("quý", "quý"),
        ("già", "già"),
        ("của", "của"),
        ("Hòa", "Hoà"),
        ("HÒA", "HOÀ"),
        ("ngoài", "ngoài"),
        ("robot", "robot"),
    ],
)
def test_the_tone_goes_where_the_newer_spelling_puts_it(typed, placed):
    assert place_tone(typed) == placed


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("hocj", "học"),
        ("phis", "phí"),
        ("truwowngf", "trường"),
        ("truongwf", "trường"),
        ("ddieemr", "điểm"),
        ("dduwowcj", "được"),
        ("nghee", "nghê"),
        ("hoc5", "học"),
        ("phi1", "phí"),
        ("nghe62", "nghề"),
        ("d9i", "đi"),
        ("nuaw", "nưa"),
        ("hoc", None),
        ("xyz", None),
        ("", None),
    ],
)
def test_keys_of_telex_and_vni_are_decoded(keys, syllable):
    assert decode_keys(keys) == syllable


def test_the_tone_of_a_syllable_is_a_telex_letter():
    assert split_tone("Nghề") == ("nghê", "f")
    assert split_tone("hoc") == ("hoc", "")


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Đường ĐẾN trường", "Duong DEN truong"),
        ("ế ộ ữ ạ ỹ ơ ă", "e o u a y o a"),
        ("plain 9+", "plain 9+"),
        ("ñ ç Å é", "n c A e"),
        ("한 Ω 👍", unicodedata.normalize("NFD", "한") + " Ω 👍"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_are_stripped_from_every_letter(marked, plain, form):
    assert strip_marks(unicodedata.normalize(form, marked)) == plain
