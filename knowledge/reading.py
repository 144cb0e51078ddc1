"""Read a question for search: as typed, as understood, with its diacritics, with its facets."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.facets import facets_of
from knowledge.restoring import Restorer
from nlu.text import clean, normalize, words


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the readings that search works with."""

    typed: str
    normalized: str
    restored: str
    other: str | None
    """Another way to restore it that is nearly as likely, if there is one."""
    facets: Mapping[str, str]
    """The province, grade and so on that it names."""

    @property
    def guessed(self) -> float:
        """Share of the words, 0 to 1, that were not typed as they are understood."""
        typed = set(words(self.typed.lower()))
        understood = words(self.restored.lower())
        return sum(word not in typed for word in understood) / max(len(understood), 1)

    @property
    def is_blank(self) -> bool:
        """Whether it has no word at all."""
        return not words(self.normalized)


def read_question(text: str, typed: str | None, restorer: Restorer) -> Question:
    """Return the readings of a question.

    Args:
        text: The question; normalised already or not.
        typed: What was typed, where that is not `text`: it tells which marks were left out.
        restorer: Gives bare words their diacritics.
    """
    typed, normalized = clean(typed or text), normalize(text)
    restored = restorer.readings(normalized, typed)
    # A place that restoring made another word of ("sơn la") was named all the same.
    facets = {**facets_of(normalized), **facets_of(restored.text)}
    return Question(typed, normalized, restored.text, restored.other, facets)
