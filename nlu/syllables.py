"""What a Vietnamese syllable may look like, and how it is typed with Telex or VNI.

The spelling rules of Vietnamese are regular: an onset, a rhyme, a tone. Knowing them
needs no word list, so a slip of the keyboard ("hocj", "phi1") can be told from a word.
Standard library only: both Pythons run it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_MARK_OF = {letter: mark for mark, letter in _TONES.items()}
_VNI_TONE = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}
_VOWELS = "aăâeêioôơuưy"

_ONSETS = (
    "ngh ng nh gh gi g kh k ph p th tr t ch c qu đ d b h l m n r s v x".split()
)  # longest first: the first that fits is the onset
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ich im in inh ip it iu
    ia iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot oong ooc
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
    u uc ui um un ung up ut ua uôc uôi uôm uôn uông uôt
    ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
    uân uâng uât uây uê uêch uênh uên uơ uy uych uynh uyt uyu uya uyên uyêt uyp
    y yêm yên yêng yêt yêu
    """.split()
)
_STOPS = ("c", "ch", "p", "t")
_LATIN_END = 0x2000  # letters with marks, and the marks themselves, are before it


class _PlainLetters(dict[int, str]):
    """What `str.translate` writes for each code point; of the Latin part it is remembered."""

    def __missing__(self, point: int) -> str:
        parts = unicodedata.normalize("NFD", chr(point))
        plain = "".join(part for part in parts if not unicodedata.combining(part))
        if point < _LATIN_END:  # what visitors may type has no other bound
            self[point] = plain
        return plain


_PLAIN = _PlainLetters({ord("đ"): "d", ord("Đ"): "D"})


def strip_marks(text: str) -> str:
    """Return `text` without any diacritics, `đ` as `d`, lower or upper case kept."""
    return text if text.isascii() else text.translate(_PLAIN)


def fold(text: str) -> str:
    """Return `text` lower-case and without diacritics: "Học phí" and "hoc phi" are one."""
    return strip_marks(unicodedata.normalize("NFC", text).lower())


def split_tone(syllable: str) -> tuple[str, str]:
    """Return the lower-case syllable without its tone, and the tone as a Telex letter or ''."""
    tone = ""
    letters = []
    for char in unicodedata.normalize("NFD", syllable.lower()):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def split_onset(toneless: str) -> tuple[str, str]:
    """Return onset and rhyme; `gi` alone keeps its vowel, as in "gì"."""
    for onset in _ONSETS:
        if toneless.startswith(onset):
            rhyme = toneless[len(onset) :]
            if onset == "gi" and (not rhyme or rhyme[0] not in _VOWELS):
                return "g", "i" + rhyme
            return onset, rhyme
    return "", toneless


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Tell whether `word`, with its marks, is spelt as a Vietnamese syllable may be."""
    toneless, tone = split_tone(word)
    onset, rhyme = split_onset(toneless)
    if rhyme not in _RHYMES or not _onset_fits(onset, rhyme):
        return False
    return not rhyme.endswith(_STOPS) or tone in ("s", "j")


@lru_cache(maxsize=8192)
def is_folded_syllable(word: str) -> bool:
    """Tell whether `word` without diacritics is the bare form of some syllable."""
    onset, rhyme = split_onset(strip_marks(word.lower()))
    return rhyme in _folded_rhymes() and _onset_fits(onset, rhyme)


@cache
def _folded_rhymes() -> frozenset[str]:
    return frozenset(strip_marks(rhyme) for rhyme in _RHYMES)


def _onset_fits(onset: str, rhyme: str) -> bool:
    """Tell whether the onset is spelt as its vowel asks: `k`, `gh`, `ngh` before i, e, ê, y."""
    front = rhyme[:1] in tuple("ieêy")
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "g", "ng"):
        return not front or (onset == "g" and rhyme.startswith("i"))
    return True


def place_tone(syllable: str) -> str:
    """Return the syllable with its tone mark where the newer spelling puts it.

    "hòa" becomes "hoà", "khỏe" "khoẻ", "ủy" "uỷ"; anything that is not a syllable
    with a tone comes back as it was. Case is kept for a capital first letter and
    for all capitals.
    """
    toneless, tone = split_tone(syllable)
    if not tone:
        return syllable
    onset, rhyme = split_onset(toneless)
    if rhyme not in _RHYMES:
        return syllable
    placed = onset + _with_tone(rhyme, tone)
    if syllable.isupper():
        return placed.upper()
    return placed.capitalize() if syllable[0].isupper() else placed


def _with_tone(rhyme: str, tone: str) -> str:
    position = _tone_position(rhyme)
    marked = rhyme[: position + 1] + _MARK_OF[tone] + rhyme[position + 1 :]
    return unicodedata.normalize("NFC", marked)


def _tone_position(rhyme: str) -> int:
    shaped = [i for i, char in enumerate(rhyme) if char in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    cluster = len(rhyme) - len(rhyme.lstrip(_VOWELS))
    if cluster == 3 or cluster < len(rhyme):
        return 1 if cluster >= 2 else 0
    return 1 if rhyme in ("oa", "oe", "uy") else 0


@lru_cache(maxsize=8192)
def decode_keys(word: str) -> str | None:
    """Return the syllable that Telex or VNI keys left in `word` spell, or None.

    "hocj", "truwowngf", "ddieemr" (Telex); "hoc5", "phi1" (VNI).
    """
    typed = word.lower()
    toneless, tone = split_tone(typed)
    if tone or not any(char in _VOWELS for char in toneless):
        return None
    for keys in (_telex, _vni):
        decoded = keys(toneless)
        if decoded and is_syllable(decoded):
            return decoded
    return None


def _telex(word: str) -> str | None:
    first_vowel = next(i for i, char in enumerate(word) if char in _VOWELS)
    head, tail = word[:first_vowel], word[first_vowel:]
    tones = [char for char in tail if char in "sfrxj"]
    if len(tones) > 1:
        return None
    tail = "".join(char for char in tail if char not in "sfrxj")
    shaped = _shape(head.replace("dd", "đ") + tail)
    return _compose(shaped, tones[0] if tones else "")


def _shape(word: str) -> str:
    for keys, letter in (("aa", "â"), ("ee", "ê"), ("oo", "ô")):
        word = word.replace(keys, letter)
    word = re.sub(r"uw?o(.*)w", r"ươ\1", word)
    word = re.sub(r"uaw$", "ưa", word)
    for keys, letter in (("aw", "ă"), ("ow", "ơ"), ("uw", "ư")):
        word = word.replace(keys, letter)
    return re.sub(r"^(.*d.*[aeiouy].*)d$", lambda m: m[1].replace("d", "đ", 1), word)


def _vni(word: str) -> str | None:
    match = re.fullmatch(r"([a-zđ]+)(\d{1,3})([a-z]*)", word)
    if not match:
        return None
    letters, digits, rest = match.groups()
    tone = ""
    for digit in digits:
        if digit in _VNI_TONE and not tone:
            tone = _VNI_TONE[digit]
        else:
            letters = _vni_shape(letters, digit) or ""
    return _compose(letters + rest, tone) if letters else None


def _vni_shape(letters: str, digit: str) -> str | None:
    """Give the last letter that can carry it the shape a VNI digit stands for."""
    if digit == "9" and letters.startswith("d"):
        return "đ" + letters[1:]
    shapes = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}}
    if digit == "7" and "uo" in letters:
        return letters.replace("uo", "ươ", 1)
    for position in range(len(letters) - 1, -1, -1):
        shaped = shapes.get(digit, {}).get(letters[position])
        if shaped:
            return letters[:position] + shaped + letters[position + 1 :]
    return None


def _compose(toneless: str, tone: str) -> str | None:
    onset, rhyme = split_onset(toneless)
    if rhyme not in _RHYMES:
        return None
    return onset + (_with_tone(rhyme, tone) if tone else rhyme)
