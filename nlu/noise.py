"""Write a well-written Vietnamese sentence as pupils type it, from a seeded `random.Random`.

For tests and measures only: nothing that a visitor meets imports it. `unaccented` leaves
all diacritics out, `teencode` adds the style of chats, `noisy` only slips of the keyboard
and of spelling. What is written depends on the text and the generator alone. Standard
library only: both Pythons run it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from random import Random

from nlu.shortforms import always_read
from nlu.syllables import is_syllable, split_onset, split_tone, strip_marks

__all__ = ["noisy", "teencode", "unaccented"]

Slip = Callable[[str, Random], str]

# How pupils write what `shortforms.tsv` reads, with the marks they keep, and what no
# table reads: sounds of the south, baby talk.
_OURS = """
không	k ko hok hong kh hông khum
được	dc đc đk
gì	j
với	vs
học	hc
bao nhiêu	bn bnh bnhiu
như thế nào	ntn
thế nào	ntn
trường	trg
trước	trc
trung cấp	tc
cao đẳng	cd cđ
đại học	dh đh
học phí	hp
học sinh	hs
tốt nghiệp	tn
biết	bik bít
những	nhg
cũng	cx
rồi	r gòi rùi
vậy	v z zậy
thế	z
em	e iem
mình	mk mik
tôi	t tui
bạn	b
bạn ơi	b ơi bn ơi
anh	a
chị ơi	c ơi
muốn	mún
thích	thik
người	ng
làm	lm
sao	s
quá	wá qá
thôi	thui
nhiều	nhìu
hiểu	hỉu
tiếp	típ
phải	pải
nói	ns
đang	đg
bây giờ	bh bgio
bao giờ	bh
lớp 9	l9
lớp 10	l10
cấp 3	c3
điều kiện	đk
giáo viên	gv
phụ huynh	ph
trả lời	tl rep
cảm ơn	cmon tks
đi	ik đê
luôn	lun
""".strip().splitlines()
# Read so when it stands alone; nobody writes these for the word within a sentence.
_ALONE = frozenset("ok oke okie okela uk uh bb bye tn".split())
_TAILS = ("ạ", "v ad", "z", "á", "ta", "huhu", "ad ơi", "v ạ", "z ad", "hic", "nha", "nhỉ", "hả ad")

_TOKEN = re.compile(r"\w+(?:[-–/+.,]\w+)*", re.UNICODE)  # "21-CT/TW" and "2.530.000" are one
_END = re.compile(r"[?!.…]+(?=\s|$)")
_DRAGGED = 0.06  # share of the words of a chat message that carry a slip
_BARE_MESSAGES, _BARE_WORDS = 0.5, 0.25
_COMMAS, _TAILED = 0.6, 0.6

_SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
_VNI_SHAPE = {"^": "6", "+": "7", "(": "8", "đ": "9"}
_VNI_TONE = {"s": "1", "f": "2", "r": "3", "x": "4", "j": "5", "": ""}
_HOI, _NGA = "\u0309", "\u0303"
_REGIONAL = {
    "l": ("n",), "n": ("l",), "tr": ("ch",), "ch": ("tr",), "s": ("x",), "x": ("s",),
    "d": ("gi", "r"), "gi": ("d", "r"), "r": ("d", "gi"),
}  # fmt: skip


def unaccented(text: str) -> str:
    """Return `text` without diacritics, otherwise as it is: "Học phí?" as "Hoc phi?"."""
    return strip_marks(text)


def teencode(text: str, rng: Random, *, strength: float = 0.5) -> str:
    """Return `text` as it is typed in a chat: short forms, marks left out, tails, few slips.

    `strength`, from 0.0 to 1.0, is the chance of each word that has a short form to be
    shortened, and scales how often a tail or a slip is added. At any strength the text
    comes back in lower case and without the marks that end a sentence.
    """
    typed = _END.sub("", unicodedata.normalize("NFC", text).lower())
    if rng.random() < _COMMAS:
        typed = typed.replace(",", "")
    typed = _shorten(typed, rng, strength)
    typed = noisy(typed, rng, share=_DRAGGED * strength)
    if typed.strip() and rng.random() < _TAILED * strength:
        typed = f"{typed.strip()} {rng.choice(_TAILS)}"
    return " ".join(_leave_out_marks(typed, rng).split())


def noisy(text: str, rng: Random, *, share: float = 0.3) -> str:
    """Return `text` with a slip in about that share (0.0 to 1.0) of its words, nothing else.

    A word is never touched twice; numbers and words of one letter are left alone. The
    share of a short text is rounded at random, so that it holds on the average.
    """
    found = [m for m in _TOKEN.finditer(text) if len(m[0]) > 1 and m[0].isalpha()]
    wanted = share * len(found)
    count = min(len(found), int(wanted) + (rng.random() < wanted % 1))
    for match in sorted(rng.sample(found, count), key=lambda m: -m.start()):
        start, end = match.span()
        rest = text[end:]
        if rng.random() < 0.1 and rest[:2].strip().isalpha():  # glued to the next word
            text = text[:end] + rest.lstrip()
        else:
            text = text[:start] + _slip(match[0], rng) + rest
    return text


def _shorten(text: str, rng: Random, strength: float) -> str:
    """Replace words and phrases by short forms, each with the chance `strength`."""
    table = _short_forms()

    def typed(match: re.Match[str]) -> str:
        if rng.random() >= strength:
            return match[0]
        return rng.choice(table[match[0]])

    return _phrases().sub(typed, text)


@cache
def _short_forms() -> dict[str, tuple[str, ...]]:
    """Return the forms of each phrase (lower case): those of the table read backwards, ours."""
    forms: dict[str, tuple[str, ...]] = {}
    for form, reading in always_read():
        if form in _ALONE:
            continue
        forms[reading.lower()] = (*forms.get(reading.lower(), ()), form)
    for line in _OURS:
        phrase, ours = line.split("\t")
        # Ours are the usual ones: they stand for the phrase, what the table adds is rare.
        split = [ours] if " ơi" in phrase else ours.split()
        forms[phrase] = (*split, *split, *forms.get(phrase, ()))
    return forms


@cache
def _phrases() -> re.Pattern[str]:
    """Return the pattern of all phrases that have a short form, the longest first."""
    longest_first = sorted(_short_forms(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _leave_out_marks(text: str, rng: Random) -> str:
    """Leave diacritics out of the whole message half the time, else of single words."""
    if rng.random() < _BARE_MESSAGES:
        return strip_marks(text)
    bare = (strip_marks(w) if rng.random() < _BARE_WORDS else w for w in text.split(" "))
    return " ".join(bare)


def _slip(word: str, rng: Random) -> str:
    """Return the word with one slip that changes it, of a kind drawn at random."""
    for slip in rng.sample(_SLIPS, len(_SLIPS)):
        slipped = slip(word, rng)
        if slipped != word:
            return slipped
    return word


def _telex(word: str, rng: Random) -> str:
    """Write the keys of Telex: "học" as "hocj"."""
    if not is_syllable(word.lower()):
        return word
    toneless, tone = split_tone(word)
    keys = ((letter + {"^": letter, "": ""}.get(shape, "w")) for letter, shape in _spell(toneless))
    typed = "".join(keys).replace("đ", "dd")
    return typed + tone


def _vni(word: str, rng: Random) -> str:
    """Write the keys of VNI, the digits at the end: "phí" as "phi1", "được" as "duoc975"."""
    if not is_syllable(word.lower()):
        return word
    toneless, tone = split_tone(word)
    digits = {_VNI_SHAPE[shape]: None for _, shape in _spell(toneless) if shape}
    bar = "9" if "đ" in toneless else ""
    return strip_marks(toneless) + bar + "".join(digits) + _VNI_TONE[tone]


def _spell(toneless: str) -> list[tuple[str, str]]:
    """Return the letters of a syllable, each with its shape: "^", "(", "+" or none."""
    spelt = []
    for char in toneless:
        parts = unicodedata.normalize("NFD", char)
        spelt.append((parts[0], _SHAPES[parts[1]] if len(parts) > 1 else ""))
    return spelt


def _stretch(word: str, rng: Random) -> str:
    return word + word[-1] * rng.randint(2, 3)


def _swap(word: str, rng: Random) -> str:
    """Swap two neighbouring letters, not the first: the hand knows how a word begins."""
    if len(word) < 3:
        return word
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _miss(word: str, rng: Random) -> str:
    if len(word) < 3:
        return word
    at = rng.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _double(word: str, rng: Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def _hoi_nga(word: str, rng: Random) -> str:
    """Take one of the two tones for the other, as the south and the centre do."""
    parts = unicodedata.normalize("NFD", word)
    swapped = parts.translate({ord(_HOI): _NGA, ord(_NGA): _HOI})
    return unicodedata.normalize("NFC", swapped)


def _regional(word: str, rng: Random) -> str:
    """Spell the onset as it is spoken at home: l for n, ch for tr, x for s, d for gi."""
    onset, rhyme = split_onset(word)
    others = _REGIONAL.get(onset)
    if not others or not rhyme:
        return word
    other = rng.choice(others)
    return (other[:-1] if other == "gi" and rhyme[0] in "iíìỉĩị" else other) + rhyme


_SLIPS: tuple[Slip, ...] = (_telex, _vni, _stretch, _swap, _miss, _double, _hoi_nga, _regional)
