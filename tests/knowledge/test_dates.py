import json
from datetime import date

import pytest
from pydantic import TypeAdapter

from knowledge.corpus import load_corpus
from knowledge.passages import CardDate, Passage
from tests.fakes import FREE
from tests.knowledge.cards import BODY, CARD, CorpusFolder

DAY = CardDate(date(2027, 1, 1), "Hạn nộp đơn đợt một")
YEARLY = CardDate(date(2026, 10, 4), "Ngày Kỹ năng lao động", yearly=True)


@pytest.fixture
def corpus(tmp_path) -> CorpusFolder:
    return CorpusFolder(tmp_path)


def dated(dates, *, said="Nộp trước 01/01/2027 hay dịp 4/10."):
    """Return a card with dates in its front matter, which says them in its answer."""
    card = CARD.replace("reviewed:", f"dates: {dates}\nreviewed:")
    return card.replace(BODY, f"{BODY}\n\n{said}")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("[{day: 2027-01-01, what: Hạn nộp đơn đợt một}]", (DAY,)),
        ("[{day: 2026-10-04, what: Ngày Kỹ năng lao động, yearly: true}]", (YEARLY,)),
        ("[]", ()),
    ],
)
def test_a_card_may_name_days(corpus, dates, expected):
    corpus.write("a.md", dated(dates))
    assert load_corpus(corpus.documents, corpus.table)[0].dates == expected


@pytest.mark.parametrize(
    ("dates", "problem"),
    [
        ("[{day: 2027-02-01, what: Hạn nộp đơn}]", "the answer does not say 01/02/2027"),
        (
            "[{day: 2026-11-04, what: Ngày nghề, yearly: true}]",
            "the answer does not say 04/11",
        ),
        ("[{day: mai, what: Hạn nộp đơn}]", "dates.0.day: Input should be a valid date"),
        ("[{day: 2027-01-01}]", "dates.0.what: Field required"),
        ("[{day: 2027-01-01, what: Hạn}]", "dates.0.what: String should have at least 8"),
        ("[{on: 2027-01-01, what: Hạn nộp đơn}]", "dates.0.day: Field required"),
        ("[{day: 2027-01-01, what: 'Hạn của {bạn}'}]", "has a placeholder"),
        (
            "[{day: 2027-01-01, what: Hạn nộp đơn}, {day: 2027-01-01, what: Hạn nộp tiền}]",
            "the same day is there twice",
        ),
        (
            "[{day: 2028-02-29, what: Hạn nộp đơn, yearly: true}]",
            "29/02 does not come every year",
        ),
    ],
)
def test_a_day_that_is_not_as_it_must_be_is_named_with_its_line(corpus, dates, problem):
    corpus.write("a.md", dated(dates))
    good, problems = corpus.read()
    assert good == []
    assert any("a.md:13: " in found and problem in found for found in problems), problems


def test_a_day_that_no_calendar_has_is_a_problem_of_the_card(corpus):
    corpus.write("a.md", dated("[{day: 2027-02-30, what: Hạn nộp đơn}]"))
    _, (problem,) = corpus.read()
    assert problem.endswith("a.md:2: no such day: day is out of range for month")


@pytest.mark.parametrize(
    ("dated", "today", "coming"),
    [
        (DAY, "2026-12-31", "2027-01-01"),
        (DAY, "2027-01-01", None),
        (YEARLY, "2026-10-03", "2026-10-04"),
        (YEARLY, "2026-10-04", "2027-10-04"),
        (YEARLY, "2030-12-01", "2031-10-04"),
    ],
)
def test_a_day_comes_once_or_every_year(dated, today, coming):
    expected = date.fromisoformat(coming) if coming else None
    assert dated.coming(date.fromisoformat(today)) == expected


def test_days_survive_the_index_and_an_older_index_has_none():
    adapter = TypeAdapter(Passage)
    passage = adapter.validate_python({**adapter.dump_python(FREE), "dates": [YEARLY, DAY]})
    line = adapter.dump_json(passage)
    assert adapter.validate_json(line) == passage
    older = json.loads(line)
    del older["dates"]
    assert adapter.validate_python(older).dates == ()
