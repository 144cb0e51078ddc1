"""Is somebody in danger? What is asked of every message before anything else.

Rules that a counsellor can read and extend (`safety_rules.tsv`, over the ideas of
`safety_words.tsv`) and a small linear model judge together: a rule that fits lowers what
the model must be sure of. Standard library only: both Pythons run it. Files are read when
the first message comes, or when a `Detector` is loaded.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from nlu.safety_features import features, windows
from nlu.safety_reading import Lexicon, Reading
from nlu.safety_rules import Rule, load_rules
from nlu.safety_vote import LinearVote, Vote
from nlu.text import marked_share

__all__ = ["Danger", "Detector", "danger_in"]

ALONE, WITH_RULE = 0.42, 0.168
"""How likely an alarm must be where no rule fits, and where one does."""
BARE = 1.25
"""What both are multiplied by where diacritics are missing: a bare word is many words."""
LIFE = 0.5
"""What they are multiplied by where it may be a life: in doubt on self-harm, alarm."""
WRITTEN_OUT = 0.4
"""The share of words with diacritics from which on they are not missing."""
DISTRESSED = 0.25
"""How likely distress must be."""


class Danger(str, Enum):
    """What somebody tells of; all but `DISTRESS` are alarms."""

    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    BULLYING = "bullying"
    ABUSE = "abuse"
    EXPLOITATION = "exploitation"
    SCAM = "scam"
    DISTRESS = "distress"

    @property
    def is_alarm(self) -> bool:
        """Tell whether a person has to be called to it."""
        return self is not Danger.DISTRESS


class Detector:
    """Rules and model, read once; `danger_in` is without side effects."""

    def __init__(self, lexicon: Lexicon, rules: tuple[Rule, ...], model: LinearVote) -> None:
        self._lexicon = lexicon
        self._rules = rules
        self._model = model

    @classmethod
    def load(cls) -> Detector:
        """Read words, rules and weights.

        Raises:
            OSError: where one of the files is missing.
            ValueError: where one of them is broken.
        """
        rules, literals = load_rules()
        return cls(Lexicon.load(literals), rules, LinearVote.load())

    def danger_in(self, text: str) -> Danger | None:
        """Return the danger that `text`, as it was typed, tells of, or None."""
        looks = [self._look(part) for part in windows(self._lexicon.read(text))]
        bare = BARE if marked_share(text) < WRITTEN_OUT else 1.0
        alarms = [vote for vote, rules in looks if vote.alarm > bare * _needed(vote, rules)]
        if alarms:
            return Danger(max(alarms, key=lambda vote: vote.alarm).kind)
        if all(vote.distress > DISTRESSED for vote, _ in looks):
            return Danger.DISTRESS
        return None

    def _look(self, part: Reading) -> tuple[Vote, list[str]]:
        """Return the vote on a part of a message, and the kinds of the rules that fit it."""
        kinds = [rule.kind for rule in self._rules if rule.fits(part)]
        return self._model.judge(features(part, kinds)), kinds


def _needed(vote: Vote, kinds_of_rules: list[str]) -> float:
    """Return how likely an alarm must be to be raised."""
    needed = WITH_RULE if kinds_of_rules else ALONE
    return needed * LIFE if vote.kind == Danger.SELF_HARM.value else needed


def danger_in(text: str) -> Danger | None:
    """Return the danger that a message, as it was typed, tells of, or None.

    Kinds other than `Danger.DISTRESS` are alarms. Files are read at the first call.
    """
    return _detector().danger_in(text)


@lru_cache(maxsize=1)
def _detector() -> Detector:
    return Detector.load()
