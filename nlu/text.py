"""Vietnamese as it is typed, made readable once, at the door.

`normalize` is what every message passes before understanding and search: one Unicode
form, one place for tone marks, keyboard slips, stretched letters, glued words and short
forms read as words. `fold` is what ignores diacritics. Standard library only: Python
3.10 (Rasa) and 3.11 (everything else) run this file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nlu.shortforms import TOKEN, expand, is_short_form
from nlu.syllables import (
    decode_keys,
    fold,
    is_folded_syllable,
    is_syllable,
    place_tone,
    strip_marks,
)

__all__ = ["clean", "fold", "marked_share", "normalize", "words"]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}", re.UNICODE)
_DOUBLED_END = re.compile(r"([^\W\d_])\1+$", re.UNICODE)
_LETTERS_DIGITS = re.compile(r"([^\W\d_]{2,})(\d+)", re.UNICODE)
_AGE = re.compile(r"\b(\d{1,2})\s?t\b", re.IGNORECASE)
_MILLIONS = re.compile(r"\b(\d{1,3})\s?tr\b", re.IGNORECASE)
_NINE_PLUS = re.compile(r"\b9\s*(?:\+|cộng|cong\b|plus\b)", re.IGNORECASE)
_KINDS = {
    "ct": "chỉ thị", "nq": "nghị quyết", "nd": "nghị định", "tt": "thông tư",
    "qd": "quyết định", "kh": "kế hoạch", "cv": "công văn",
}  # fmt: skip
_KIND_NUMBER = re.compile(r"\b(ct|nq|nđ|nd|tt|qđ|qd|kh|cv)\s?(?=\d)", re.IGNORECASE)
# Words that are not Vietnamese and must not be read as keyboard slips or split up.
_FOREIGN = frozenset(
    """
    test max box fix fax gas bus mix sex his has is as of or us so sos ios app web wifi
    online offline internet email gmail facebook zalo tiktok telegram youtube google chat
    robot stem riasec asean toeic ielts marketing logistics spa nail hotel game free
    link group team deal shop ship hot trend style class form file excel word laptop
    python java html code py forex crypto coin pass fanpage livestream tele more see free code
    """.split()
)
# "lop9", "nam1": a counted noun and its number, not VNI keys.
_COUNTED = frozenset("lop nam cap ky mon khoi quy phan dieu muc so nhom thang tuan diem".split())


def clean(text: str) -> str:
    """Return `text` in NFC, without control or invisible characters, spaces folded."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():  # no control character, no space but the plain one
        return " ".join(composed.split())
    visible = (c if unicodedata.category(c)[0] != "C" else _blank(c) for c in composed)
    return " ".join("".join(visible).split())


def _blank(char: str) -> str:
    """Return a space for a control character that separates words, else nothing."""
    return " " if char in "\n\r\t\v\f\x85" else ""


def words(text: str) -> list[str]:
    """Return the words and numbers of `text`, as slices of it, in order."""
    return _WORD.findall(text)


def marked_share(text: str) -> float:
    """Return the share of the words of `text` that carry a diacritic, 0.0 for no words."""
    found = [word for word in words(text) if not word.isdigit()]
    if not found:
        return 0.0
    return sum(strip_marks(word) != word for word in found) / len(found)


def normalize(text: str) -> str:
    """Return a message as it was meant: the one form that intents and search see.

    Idempotent. A text that is well written comes back as `clean` leaves it, but for the
    placement of tone marks.
    """
    read = clean(unicodedata.normalize("NFKC", text))
    if _is_shouted(read):
        read = read.lower()
    read = _NINE_PLUS.sub("9+", read)
    read = _KIND_NUMBER.sub(lambda m: _KINDS[fold(m[1])] + " ", read)
    read = _AGE.sub(r"\1 tuổi", _MILLIONS.sub(r"\1 triệu", read))
    read = TOKEN.sub(lambda m: _repair(m[0]), read)
    meant = " ".join(expand(read).split())
    return meant or read


def _is_number(token: str) -> bool:
    """Tell whether `token` is an official number or a range, such as "21-CT/TW"."""
    return token[0].isdigit() and any(char in "-–/" for char in token)


def _is_shouted(text: str) -> bool:
    if not all(c.isupper() for c in text if c.isalpha()):  # told by the first small letter
        return False
    return len(words(text)) > 1 and sum(map(str.isalpha, text)) > 6


@lru_cache(maxsize=8192)
def _repair(word: str) -> str:
    """Undo slips of the keyboard in one word: stretched, Telex, VNI, glued."""
    if word.isdigit() or _is_number(word) or word.lower() in _FOREIGN:
        return word
    word = _unstretch(word)
    if is_syllable(word):
        return place_tone(word)
    low = word.lower()
    if is_folded_syllable(low) or is_short_form(fold(low)):
        return word
    counted = _LETTERS_DIGITS.fullmatch(low)
    if not (counted and fold(counted[1]) in _COUNTED):
        decoded = decode_keys(low)
        if decoded:
            return decoded
    if counted:
        return f"{_repair(word[: len(counted[1])])} {counted[2]}"
    return _split_glued(word)


def _unstretch(word: str) -> str:
    """Shorten letters held down: "họccc" to "học", "quáaaa" to "quá"."""
    if set(word) <= set("IVXLCM"):  # a Roman numeral
        return word
    word = _STRETCHED.sub(r"\1", word)
    if not is_syllable(word) and not is_folded_syllable(word):
        single = _DOUBLED_END.sub(r"\1", word)
        if is_syllable(single) or is_folded_syllable(single):
            return single
    return _merge_tail(word)


def _merge_tail(word: str) -> str:
    """Drop bare vowels dragged behind a marked one: "đượcc", "quáa", "ạạ"."""
    shorter = word
    while len(shorter) > 1 and strip_marks(shorter[-1]) == strip_marks(shorter[-2]):
        if is_syllable(shorter) or is_folded_syllable(shorter):
            return shorter
        shorter = shorter[:-1]
    return shorter if is_syllable(shorter) or is_folded_syllable(shorter) else word


def _split_glued(word: str) -> str:
    """Return "hoc nghe" for "hocnghe" when it falls into syllables, else the word itself."""
    low = word.lower()
    match = re.fullmatch(r"([^\W\d_]{5,40})(\d*)", low)  # nobody glues more than 40 letters
    if not match:
        return word
    pieces = _fewest_syllables(match[1])
    if not pieces or len(pieces) > len(match[1]) / 2.5:
        return word
    return " ".join([*pieces, match[2]] if match[2] else pieces)


@lru_cache(maxsize=4096)
def _fewest_syllables(letters: str) -> tuple[str, ...] | None:
    """Cut `letters` into the fewest syllables, the longer first; None where it cannot be."""
    if not letters:
        return ()
    best: tuple[str, ...] | None = None
    for end in range(min(len(letters), 7), 1, -1):
        head = letters[:end]
        if not (is_syllable(head) or is_folded_syllable(head)):
            continue
        rest = _fewest_syllables(letters[end:])
        if rest is not None and (best is None or len(rest) + 1 < len(best)):
            best = (head, *rest)
    return best
