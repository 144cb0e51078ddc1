"""Build the replies of a lesson: the list, the parts, the questions, the result, the record."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from actions.guidance import lesson_texts as texts
from actions.guidance.forms import reply
from actions.guidance.lesson_content import LETTERS, Lesson, Part, Question
from actions.guidance.lesson_reading import SKIPPED
from actions.replies import Reply, payload
from actions.voice import source_line
from knowledge.errors import PassageNotFound
from knowledge.passages import Citation, Passage

Done = Mapping[str, Mapping[str, Any]]
"""By id of a lesson: "right" and "of" of the last quiz, its day "on" (ISO), "times" finished."""

_MOST_BUTTONS = 7
_LONGEST_TITLE = 40
_MOST_TO_READ = 3


class LessonReplies:
    """Says it, with the sources of the cards that a lesson stands on."""

    def __init__(self, lessons: Sequence[Lesson], passage: Callable[[str], Passage]) -> None:
        self._lessons = lessons
        self._passage = passage

    def menu(self, done: Done, waiting: int, before: str | None, audience: str | None) -> Reply:
        """Offer the lessons, those that are not done yet first.

        Args:
            done: What was finished.
            waiting: How many questions may be repeated today.
            before: What is said first.
            audience: Who is spoken to.
        """
        open_first = sorted(self._numbered(), key=lambda one: one[1].id in done)
        offered = [texts.lesson_button(number, lesson.title) for number, lesson in open_first]
        review = [texts.review_button(waiting)] if waiting else []
        paragraphs = [before or texts.ABOUT, self._list(done), texts.CHOOSE]
        return reply("\n\n".join(paragraphs), audience, [*review, *offered][:_MOST_BUTTONS])

    def part(self, lesson: Lesson, at: int, audience: str | None, **extras: Any) -> Reply:
        """Show a part of a lesson; `at` counts from 0."""
        part, last = lesson.parts[at], len(lesson.parts)
        head = texts.part_head(self._number(lesson), lesson.title, at + 1, last)
        onwards = texts.next_part(at + 2) if at + 1 < last else texts.TO_QUIZ
        sources = self._firsts(part)
        paragraphs = [head, part.text, _lines(sources, self._known(part.cards))]
        text = "\n\n".join(filter(None, paragraphs))
        return reply(text, audience, [onwards, texts.LATER], citations=_cited(sources), **extras)

    def question(
        self,
        asked: Question,
        place: tuple[int, int],
        before: str | None,
        audience: str | None,
        **extras: Any,
    ) -> Reply:
        """Ask; `place` is its number and how many there are, `before` what is said first."""
        number, last = place
        options = "\n".join(f"{letter}. {asked.option(letter)}" for letter in LETTERS)
        paragraphs = [before, texts.question_head(number, last, asked.ask), options]
        buttons = [texts.answer_button(number, letter) for letter in LETTERS]
        return reply("\n\n".join(filter(None, paragraphs)), audience, buttons, row=True, **extras)

    def judged(self, asked: Question, given: str) -> str:
        """Return what is said of an answer: kindly, why, and where that stands."""
        verdict = {asked.right: texts.RIGHT, SKIPPED: texts.TOLD}.get(given, texts.WRONG)
        verdict = verdict.format(letter=asked.right, option=asked.option(asked.right))
        source = _lines(self._chosen(asked), self._known([asked.card]))
        return "\n".join(filter(None, [f"{verdict} {asked.why}", source]))

    def citations(self, asked: Question) -> list[dict[str, Any]]:
        """Return the source of a question, as a payload has it."""
        return _cited(self._chosen(asked))

    def result(
        self,
        lesson: Lesson | None,
        judged: str,
        missed: Sequence[Question],
        of: int,
        audience: str | None,
        **extras: Any,
    ) -> Reply:
        """Say how a quiz went; `lesson` is None for a review, `judged` is about its last answer."""
        again = list(self._known(dict.fromkeys(question.card for question in missed)))
        titles = "\n".join(f"• {card.title}" for card in again)
        paragraphs = [
            judged,
            texts.score(lesson.title if lesson else None, of - len(missed), of),
            f"{texts.TO_READ}\n{titles}" if again else "",
        ]
        to_read = [(_short(card.title), card.title) for card in again[:_MOST_TO_READ]]
        buttons = [*to_read, texts.REMIND, self._onwards(lesson), texts.RECORD]
        return reply("\n\n".join(filter(None, paragraphs)), audience, buttons, **extras)

    def record(self, done: Done, waiting: int, boxed: int, audience: str | None) -> Reply:
        """Tell a visitor what they have learnt."""
        learnt = sum(lesson.id in done for lesson in self._lessons)
        paragraphs = [
            texts.LEARNT.format(learnt=learnt, lessons=len(self._lessons)),
            self._list(done),
            texts.BOXED.format(boxed=boxed, waiting=waiting) if boxed else "",
            texts.PRIVATE,
        ]
        review = [texts.review_button(waiting)] if waiting else []
        text = "\n\n".join(filter(None, paragraphs))
        return reply(text, audience, [*review, texts.ANY_LESSON])

    def _numbered(self) -> Iterable[tuple[int, Lesson]]:
        return enumerate(self._lessons, 1)

    def _number(self, lesson: Lesson) -> int:
        return self._lessons.index(lesson) + 1

    def _list(self, done: Done) -> str:
        return "\n".join(
            texts.done_line(number, lesson.title, _got(done[lesson.id]))
            if lesson.id in done
            else texts.open_line(number, lesson.title)
            for number, lesson in self._numbered()
        )

    def _onwards(self, lesson: Lesson | None) -> tuple[str, str]:
        number = self._number(lesson) + 1 if lesson else len(self._lessons) + 1
        return texts.onwards_button(number) if number <= len(self._lessons) else texts.ANY_LESSON

    def _known(self, ids: Collection[str]) -> Iterable[Passage]:
        """Yield the cards that there are: the index may be older than the lessons."""
        for id_ in ids:
            try:
                yield self._passage(id_)
            except PassageNotFound:
                continue

    def _firsts(self, part: Part) -> list[tuple[Passage, Citation]]:
        """Return the leading source of each card of a part, each document once."""
        firsts = {card.citations[0].document.id: card for card in self._known(part.cards)}
        return [(card, card.citations[0]) for card in firsts.values()]

    def _chosen(self, asked: Question) -> list[tuple[Passage, Citation]]:
        return [
            (card, citation)
            for card in self._known([asked.card])
            for citation in card.citations
            if citation.document.id == asked.document
        ][:1]


def _got(result: Mapping[str, Any]) -> str:
    day = f"{date.fromisoformat(result['on']):%d/%m/%Y}"
    return texts.last_score(result["right"], result["of"], day, result["times"])


def _lines(sources: Sequence[tuple[Passage, Citation]], cards: Iterable[Passage]) -> str:
    """Return a line a source, with a caution where a card was read at second hand."""
    is_second_hand = any(card.evidence == "verified-2" for card in cards)
    lines = [texts.SECOND_HAND] if is_second_hand else []
    return "\n".join([*lines, *(source_line(citation) for _, citation in sources)])


def _cited(sources: Iterable[tuple[Passage, Citation]]) -> list[dict[str, Any]]:
    cited: list[dict[str, Any]] = []
    for card, citation in sources:
        cited += payload("notice", 1.0, [(card, 1.0)], [citation])["citations"]
    return cited


def _short(title: str) -> str:
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
