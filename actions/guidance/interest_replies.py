"""What is said about interests: questions, results, and what may be done with a result."""

from collections.abc import Sequence
from itertools import groupby

from actions.guidance import interest_texts as texts
from actions.guidance.forms import reply
from actions.guidance.interest_scores import (
    LEAST,
    LETTERS,
    MOST,
    Family,
    InterestType,
    Questionnaire,
    Scores,
)
from actions.replies import Reply, counsellor_button


class InterestReplies:
    """Says what the questionnaire asks and finds."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire

    def question(self, answered: int, audience: str | None) -> Reply:
        """Return the next question; a button names its item, so that two taps answer one."""
        items = self._questionnaire.items
        number = answered + 1
        asked = texts.QUESTION.format(
            progress=f"Câu {number}/{len(items)}.", item=items[answered].text
        )
        faces = [(face, f"{face} (câu {number})") for face in texts.FACES]
        return reply(f"{self._opening(answered, audience)}{asked}", audience, faces, row=True)

    def too_few(self, answered: int, audience: str | None) -> Reply:
        """Return why so few answers give no result yet."""
        items = len(self._questionnaire.items)
        text = texts.TOO_FEW.format(
            answered=answered,
            items=items,
            missing=items - answered,
            needed=self._questionnaire.enough - answered,
        )
        return reply(text, audience, [texts.GO_ON, texts.PATHWAY])

    def straight(self, answered: int, audience: str | None) -> Reply:
        """Return why answers that are all the same give no result."""
        text = texts.STRAIGHT.format(answered=answered)
        return reply(text, audience, [texts.AGAIN, texts.PATHWAY, _counsellor(audience)])

    def result(self, scores: Scores, audience: str | None) -> list[Reply]:
        """Return what came out, and what to do with it."""
        found = self.describe(scores, audience, buttons=scores.is_flat)
        return [found] if scores.is_flat else [found, self._next(scores, audience)]

    def describe(self, scores: Scores, audience: str | None, *, buttons: bool = True) -> Reply:
        """Return the result in words and as a picture: the leading types, or that none leads."""
        points = self._points(scores)
        if scores.is_flat:
            text = self._incomplete(scores) + texts.FLAT.format(points=points)
        else:
            text = texts.RESULT.format(
                opening=self._incomplete(scores),
                lead=self._lead(scores),
                types="\n".join(
                    f"• {kind.name} ({scores.points[kind.letter]}/{MOST}): {kind.likes}."
                    for kind in self._leading(scores)
                ),
                points=points,
            )
        picture = {
            "name": "interests",
            "values": scores.values,
            "alt": f"Biểu đồ sáu nhóm sở thích. {points}",
        }
        return reply(text, audience, self._offers(scores) if buttons else [], picture=picture)

    def summary(self, scores: Scores, audience: str | None) -> Reply:
        """Return a text for a counsellor, without a name, that the visitor may send."""
        text = texts.SUMMARY.format(
            opening=self._incomplete(scores),
            points=self._points(scores),
            lead=texts.SUMMARY_FLAT if scores.is_flat else self._lead(scores),
        )
        return reply(text, audience, [_counsellor(audience)])

    def keep(self, audience: str | None) -> Reply:
        """Return that a result is kept, as was asked."""
        return reply(texts.KEPT, audience, [texts.SHARE_KEPT, texts.DROP])

    def drop(self, audience: str | None) -> Reply:
        """Return that the result is gone, as was asked."""
        return reply(texts.DROPPED, audience, [texts.AGAIN, texts.PATHWAY])

    def nothing(self, audience: str | None) -> Reply:
        """Return that there is no result to keep, to drop or to show."""
        return reply(texts.NOTHING, audience, [texts.START])

    def _opening(self, answered: int, audience: str | None) -> str:
        items = len(self._questionnaire.items)
        if answered == 0:
            other = texts.OTHER_LEARNER if audience in ("parent", "teacher") else ""
            return texts.INTRO.format(items=items) + other + "\n\n"
        return texts.HALF_WAY if answered * 2 == items else ""

    def _next(self, scores: Scores, audience: str | None) -> Reply:
        leading = self._leading(scores)
        tries = _tries(leading)
        text = texts.NEXT.format(
            families="\n".join(_families(kind, len(leading)) for kind in leading),
            count=texts.COUNT[len(tries)],
            tries="\n".join(f"{place}. {what}" for place, what in enumerate(tries, 1)),
        )
        return reply(text, audience, self._offers(scores))

    def _offers(self, scores: Scores) -> list[str | tuple[str, str]]:
        code = scores.code
        if not self._is_complete(scores):
            code = f"{code} ({scores.answered}/{len(self._questionnaire.items)} câu)"
        carrying = [(title, sent.format(code=code)) for title, sent in (texts.KEEP, texts.SHARE)]
        return [*carrying, texts.PATHWAY, texts.AGAIN]

    def _lead(self, scores: Scores) -> str:
        said = texts.LEADING_LOW if scores.is_low else texts.LEADING
        return said.format(tiers=", rồi tới ".join(map(self._tier, scores.strongest)))

    def _tier(self, letters: Sequence[str]) -> str:
        names = [self._questionnaire.types[letter].name for letter in letters]
        if len(names) == 1:
            return names[0]
        listed = f"{', '.join(names[:-1])} và {names[-1]}"
        return f"{listed} ({texts.COUNT[len(names)]} nhóm ngang nhau)"

    def _leading(self, scores: Scores) -> list[InterestType]:
        return [self._questionnaire.types[letter] for tier in scores.strongest for letter in tier]

    def _points(self, scores: Scores) -> str:
        types = (self._questionnaire.types[letter] for letter in LETTERS)
        points = ", ".join(f"{kind.name} {scores.points[kind.letter]}" for kind in types)
        return texts.POINTS.format(least=LEAST, most=MOST, points=points)

    def _incomplete(self, scores: Scores) -> str:
        if self._is_complete(scores):
            return ""
        return texts.INCOMPLETE.format(
            answered=scores.answered, items=len(self._questionnaire.items)
        )

    def _is_complete(self, scores: Scores) -> bool:
        return scores.answered == len(self._questionnaire.items)


def _families(kind: InterestType, leading: int) -> str:
    """Return a line of families: the fewer types lead, the more of each."""
    shown = kind.families[: {1: 6, 2: 4, 3: 2}.get(leading, 1)]
    alike = groupby(shown, key=lambda family: family.levels)
    return f"• {kind.name}: {'; '.join(_learnt_at(levels, list(of)) for levels, of in alike)}."


def _learnt_at(levels: Sequence[str], families: Sequence[Family]) -> str:
    is_range = len(levels) > 2
    said = f"từ {levels[0]} đến {levels[-1]}" if is_range else ", ".join(levels)
    both = "đều " if len(families) > 1 else ""
    return f"{'; '.join(family.name for family in families)} ({both}{said})"


def _tries(leading: Sequence[InterestType]) -> list[str]:
    """Return three things to try, from all leading types in turn; one each of more than three."""
    in_turn = [kind.tries[place] for place in range(3) for kind in leading]
    return in_turn[: max(3, len(leading))]


def _counsellor(audience: str | None) -> tuple[str, str]:
    button = counsellor_button(audience)
    return button["title"], button["payload"]
