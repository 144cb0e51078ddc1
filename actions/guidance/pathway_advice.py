"""Which ways fit what a visitor said, and why: rules applied, points added. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.guidance.pathway_table import Note, PathwayTable, Way, When

Answers = Mapping[str, str | None]
"""From a question ("stage") to the value of its answer."""
_MOST_FOR = 3
_MOST_REJECTED = 2


@dataclass(frozen=True, slots=True)
class Weighed:
    """A way with what the rules say of it."""

    way: Way
    points: int
    excluded: bool
    for_it: tuple[str, ...]
    """Reasons for it, the weightiest first."""
    against: tuple[str, ...]
    """Reasons against it, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What is proposed."""

    shown: tuple[Weighed, ...]
    """The two or three ways that fit, the best first."""
    overlooked: Weighed | None
    """One that fits and that few think of."""
    rejected: tuple[Weighed, ...]
    """Others, with what speaks against them."""
    notes: tuple[Note, ...]

    @property
    def all_shown(self) -> tuple[Weighed, ...]:
        """The ways that are compared."""
        return (*self.shown, self.overlooked) if self.overlooked else self.shown


def advise(table: PathwayTable, answers: Answers) -> Advice:
    """Return what to propose to who answered so; equal points stand in the order of the table."""
    weighed = weigh(table, answers)
    ranked = sorted((way for way in weighed if not way.excluded), key=lambda way: -way.points)
    shown, overlooked = _chosen(table, ranked)
    left = [way for way in weighed if way not in shown and way is not overlooked]
    return Advice(
        shown=tuple(shown),
        overlooked=overlooked,
        rejected=_rejected(left),
        notes=tuple(note for note in table.notes if _holds(note.when, answers)),
    )


def weigh(table: PathwayTable, answers: Answers) -> list[Weighed]:
    """Return every way that is open to the visitor, in the order of the table."""
    return [
        _weighed(table, way, answers) for way in table.ways if (answers.get("stage") in way.stages)
    ]


def _weighed(table: PathwayTable, way: Way, answers: Answers) -> Weighed:
    effects = [
        effect
        for rule in table.rules
        if _holds(rule.when, answers)
        for effect in rule.effects
        if way.id in effect.ways
    ]
    heaviest_first = sorted(effects, key=lambda effect: (not effect.exclude, -abs(effect.points)))
    return Weighed(
        way,
        points=sum(effect.points for effect in effects),
        excluded=any(effect.exclude for effect in effects),
        for_it=tuple(dict.fromkeys(e.reason for e in heaviest_first if e.points > 0)),
        against=tuple(dict.fromkeys(e.reason for e in heaviest_first if e.points <= 0)),
    )


def _chosen(
    table: PathwayTable, ranked: Sequence[Weighed]
) -> tuple[Sequence[Weighed], Weighed | None]:
    """Return the ways that fit and the overlooked one.

    A third way gives up its place where it is itself the one that few think of.
    """
    shown = list(ranked[: table.least_shown])
    for way in ranked[table.least_shown : table.most_shown]:
        if way.points > 0 and ranked[0].points - way.points <= table.third_within:
            shown.append(way)
    others = [way for way in ranked if way not in shown and way.way.little_known]
    fitting = [way for way in others if way.points >= 0]
    if fitting:
        return shown, fitting[0]
    if len(shown) > table.least_shown and shown[-1].way.little_known:
        return shown[:-1], shown[-1]
    return shown, None


def _rejected(left: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """Return the ways with the weightiest reasons against them."""
    with_reason = [way for way in left if way.against]
    ranked = sorted(with_reason, key=lambda way: (not way.excluded, way.points))
    return tuple(ranked[:_MOST_REJECTED])


def _holds(when: When, answers: Answers) -> bool:
    return all(answers.get(slot) in values for slot, values in when.items())


def reasons_for(weighed: Weighed) -> tuple[str, ...]:
    """Return the weightiest reasons for a way, at least one."""
    return weighed.for_it[:_MOST_FOR] or (weighed.way.fits,)
