"""A message as the danger detector reads it: words made whole, and the ideas they stand for.

The ideas are in `safety_words.tsv`. A phrase is found whether its diacritics are there,
partly there or left out, and with one slip of the keyboard or of the spelling in a word;
a diacritic that says another word ("chú" for "chủ") is no slip. Standard library only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from nlu.syllables import fold, is_folded_syllable, split_onset
from nlu.text import normalize, words

IDIOM = "idiom"
"""The idea whose words mean nothing to any rule: figures of speech, names of trades."""
LITERAL = "="
"""What the name of an idea begins with that a rule made of its own words."""

_IDEAS = Path(__file__).with_name("safety_words.tsv")
_LONGEST = 2_000  # characters; what a person in need writes is in them
_SHORTEST_SLIP = 4  # letters; a slip in a shorter word leaves too many other words
_SAME_SOUND = {"tr": "ch", "x": "s", "gi": "d", "r": "d", "n": "l", "v": "d"}
_TILDE_AND_HOOK = {"\u0309": "\u0303"}  # the south and the centre speak them alike

Span = tuple[int, int]


@dataclass(slots=True)
class _Node:
    """A step in the tree of folded phrases; `ends` are the phrases that end here."""

    steps: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """The folded words of a message, and where which idea is: half-open spans of words."""

    words: tuple[str, ...]
    spans: dict[str, list[Span]]


class Lexicon:
    """The ideas and their phrases; `read` finds them in a message."""

    def __init__(self, ideas: dict[str, list[str]]) -> None:
        self._root = _Node()
        self._vocabulary: set[str] = set()
        for idea, phrases in ideas.items():
            for phrase in phrases:
                self._add(idea, phrase)
        self.ideas = frozenset(ideas)
        self._near = _neighbours(self._vocabulary)
        self._correct = lru_cache(maxsize=4096)(self._meant)

    @classmethod
    def load(cls, literals: dict[str, list[str]]) -> Lexicon:
        """Read the ideas, and the words that rules name themselves.

        Raises:
            ValueError: where a line of the file has not two columns.
        """
        return cls({**_parse(_IDEAS.read_text(encoding="utf-8")), **literals})

    def read(self, text: str) -> Reading:
        """Return what `text`, as typed, says; of a very long one what it begins and ends with."""
        if len(text) > _LONGEST:
            text = f"{text[: _LONGEST // 2]} {text[-_LONGEST // 2 :]}"
        typed = [word.lower() for word in words(normalize(text))]
        folded = [self._correct(fold(word)) for word in typed]
        spans: dict[str, list[Span]] = {}
        for start in range(len(folded)):
            for idea, end in self._phrases_at(start, typed, folded):
                spans.setdefault(idea, []).append((start, end))
        return Reading(tuple(folded), _without(spans.pop(IDIOM, []), spans))

    def _add(self, idea: str, phrase: str) -> None:
        meant = tuple(phrase.split())
        node = self._root
        for word in meant:
            folded = fold(word)
            self._vocabulary.add(folded)
            node = node.steps.setdefault(folded, _Node())
        node.ends.append((idea, meant))

    def _phrases_at(
        self, start: int, typed: list[str], folded: list[str]
    ) -> Iterator[tuple[str, int]]:
        node: _Node | None = self._root
        for position in range(start, len(folded)):
            node = node.steps.get(folded[position]) if node else None
            if node is None:
                return
            for idea, meant in node.ends:
                if all(map(_may_mean, typed[start : position + 1], meant)):
                    yield idea, position + 1

    def _meant(self, folded: str) -> str:
        """Return the word of the vocabulary that `folded` is, or is a slip of, else itself."""
        if folded in self._vocabulary:
            return folded
        by_sound = self._near.get(_sound(folded))
        if by_sound:
            return by_sound
        if len(folded) < _SHORTEST_SLIP or is_folded_syllable(folded):
            return folded
        near = (self._near.get(form) for form in _slips(folded))
        return next((word for word in near if word), folded)


def _parse(tsv: str) -> dict[str, list[str]]:
    ideas = {}
    for line in tsv.splitlines():
        if line and not line.startswith("#"):
            idea, phrases = line.split("\t")
            ideas[idea] = phrases.split("|")
    return ideas


def _without(idioms: list[Span], spans: dict[str, list[Span]]) -> dict[str, list[Span]]:
    """Return the spans that no idiom has swallowed a word of."""
    if not idioms:
        return spans
    swallowed = {at for start, end in idioms for at in range(start, end)}
    kept = {
        idea: [span for span in found if swallowed.isdisjoint(range(*span))]
        for idea, found in spans.items()
    }
    return {idea: found for idea, found in kept.items() if found}


@lru_cache(maxsize=8192)
def _may_mean(typed: str, meant: str) -> bool:
    """Tell whether the marks of `typed` are among those of `meant`; words differ by slips only."""
    return _marks(typed) <= _marks(meant) or fold(typed) != fold(meant)


@lru_cache(maxsize=8192)
def _marks(word: str) -> frozenset[str]:
    parts = unicodedata.normalize("NFD", word)
    return frozenset(
        _TILDE_AND_HOOK.get(part, part)
        for part in parts
        if unicodedata.combining(part) or part == "đ"
    )


def _neighbours(vocabulary: set[str]) -> dict[str, str]:
    """Return the word for each way to miswrite it; ways that two words share are left out."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for word in sorted(vocabulary):
        forms = {_sound(word)}
        if len(word) >= _SHORTEST_SLIP:
            forms |= _slips(word)
        for form in forms - vocabulary:
            if found.setdefault(form, word) != word:
                shared.add(form)
    return {form: word for form, word in found.items() if form not in shared}


def _slips(word: str) -> set[str]:
    """Return what is left of `word` without one of its letters but the first, and itself."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}


def _sound(folded: str) -> str:
    """Return `folded` with its onset as a child may spell it by ear; two letters stay."""
    onset, rhyme = split_onset(folded)
    if len(rhyme) < 2:
        return folded
    return _SAME_SOUND.get(onset, onset) + rhyme
