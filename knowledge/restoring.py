"""Give a question typed without diacritics its diacritics back.

A bigram model of syllables, learnt from the corpus itself, decoded with Viterbi. The
embedding model must never see a bare unaccented question: it falls from 93 to 37 (MRR,
XQuAD-vi), and is back at 86 and more with this.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from nlu.text import fold, marked_share, words

MARKED_ENOUGH = 0.6
"""From this share of marked words on, a bare word is taken as meant bare.

Lower, and a question of which only the short forms were read out ("học nghe có được không")
stays half bare: 0.3 gives 0.69 of right answers in teencode, 0.6 gives 0.77.
"""

_START = "<s>"
_BACKOFF = 0.3  # weight of the unigram beside the bigram
_KEEP_BARE = 0.05  # a bare spelling never seen may still be meant


class Restorer:
    """Viterbi over the accented spellings that the corpus knows for each bare syllable."""

    def __init__(self, unigrams: Counter[str], bigrams: Counter[tuple[str, str]]) -> None:
        self._unigrams = unigrams
        self._bigrams = bigrams
        self._total = sum(unigrams.values()) or 1
        self._spellings: dict[str, list[str]] = {}
        for word in unigrams:
            self._spellings.setdefault(fold(word), []).append(word)

    @classmethod
    def learn(cls, texts: Iterable[str]) -> "Restorer":
        """Count syllables and pairs of them in texts that carry their diacritics."""
        unigrams: Counter[str] = Counter()
        bigrams: Counter[tuple[str, str]] = Counter()
        for text in texts:
            syllables = [_START, *(word.lower() for word in words(text))]
            unigrams.update(syllables)
            bigrams.update(pairwise(syllables))
        return cls(unigrams, bigrams)

    @classmethod
    def load(cls, path: Path) -> "Restorer":
        """Read what `save` wrote."""
        counts = json.loads(path.read_text(encoding="utf-8"))
        pairs = {tuple(pair.split(" ", 1)): n for pair, n in counts["bigrams"].items()}
        return cls(Counter(counts["unigrams"]), Counter(pairs))

    def save(self, path: Path) -> None:
        """Write the counts as JSON."""
        pairs = {" ".join(pair): n for pair, n in self._bigrams.items()}
        counts = {"unigrams": self._unigrams, "bigrams": pairs}
        path.write_text(json.dumps(counts, ensure_ascii=False), encoding="utf-8")

    def restore(self, question: str, typed: str | None = None) -> str:
        """Return `question` with diacritics on its bare words, if it was typed without.

        Words that carry marks stay as they are, and so do unknown words. A question
        of which `MARKED_ENOUGH` of the words are marked comes back unchanged.

        Args:
            question: The question to restore, short forms already read.
            typed: What was typed, which tells whether diacritics were left out: a short
                form that was read ("k" as "không") carries marks that nobody typed.
        """
        if marked_share(typed or question) >= MARKED_ENOUGH:
            return question
        bare = words(question)
        best = self._decode([word.lower() for word in bare])
        restored, at = [], 0
        for word, spelling in zip(bare, best, strict=True):
            start = question.index(word, at)
            restored += [question[at:start], spelling if spelling != word.lower() else word]
            at = start + len(word)
        return "".join([*restored, question[at:]])

    def _decode(self, syllables: Sequence[str]) -> list[str]:
        paths: dict[str, tuple[float, list[str]]] = {_START: (0.0, [])}
        for syllable in syllables:
            paths = {
                spelling: max(
                    (
                        (score + self._cost(previous, spelling), [*path, spelling])
                        for previous, (score, path) in paths.items()
                    ),
                    key=lambda scored: scored[0],
                )
                for spelling in self._candidates(syllable)
            }
        return max(paths.values(), key=lambda scored: scored[0])[1]

    def _candidates(self, syllable: str) -> list[str]:
        if fold(syllable) != syllable or syllable.isdigit():
            return [syllable]
        return self._spellings.get(syllable) or [syllable]

    def _cost(self, previous: str, spelling: str) -> float:
        """Return the log probability of `spelling` after `previous`, interpolated."""
        unigram = (self._unigrams[spelling] or _KEEP_BARE) / self._total
        follows = self._bigrams[(previous, spelling)] / (self._unigrams[previous] or 1)
        return math.log(_BACKOFF * unigram + (1 - _BACKOFF) * follows)
