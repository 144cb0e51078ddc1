"""Nothing is said that no fact says: the corpus against the facts it rests on."""

from pathlib import Path

import pytest

from knowledge.corpus import load_corpus
from tests.knowledge.facts import FACTS, labels, numbers, numbers_with_parts, read_facts

pytestmark = pytest.mark.skipif(
    not FACTS.exists(), reason=f"{FACTS} is not beside this clone: nothing to compare with"
)


@pytest.fixture(scope="module")
def facts():
    return read_facts(FACTS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def passages():
    return load_corpus(Path("knowledge/documents"), Path("knowledge/documents.yml"))


def test_every_card_names_facts_that_exist(passages, facts):
    unknown = {p.id: [f for f in p.facts if f not in facts] for p in passages}
    assert {id_: missing for id_, missing in unknown.items() if missing} == {}


def test_every_figure_of_a_card_stands_in_a_fact_that_it_names(passages, facts):
    strange = {}
    for passage in passages:
        rest = " ".join(facts[id_] for id_ in passage.facts)
        cited = " ".join(f"{c.document.name} {c.clause or ''}" for c in passage.citations)
        dates = " ".join(
            f"{day:%d/%m/%Y}"
            for c in passage.citations
            for day in (c.document.issued, c.document.in_force_from)
            if day
        )
        said = numbers(passage.text)  # a title is what people ask, be it wrong
        missing = said - numbers_with_parts(f"{rest} {cited} {dates}") - _ALWAYS
        if missing:
            strange[passage.id] = sorted(missing)
    assert strange == {}, strange


# Grades, levels and names that are words rather than figures: lớp 9, cấp 3, 9+, Chỉ thị 21,
# bậc của danh sách, "một trong hai" written as a digit; and the helpline of red line 12.
_ALWAYS = {"1", "2", "3", "9", "10", "11", "12", "21", "111", "113", "115", "24/7"} | {
    "11/2026",
    "21/11/2026",
}


def test_every_fact_that_may_be_said_is_in_a_card(passages, facts):
    named = {id_ for passage in passages for id_ in passage.facts}
    sayable = {id_ for id_, text in facts.items() if labels(text) - {"memory"}}
    assert sorted(sayable - named - _NOT_FOR_VISITORS) == []


# How the bot itself is built, or what a developer needs to know: nothing a visitor asks.
_NOT_FOR_VISITORS = {"F7.05", "F7.08", "F9.03", "F9.04", "F9.05", "F9.06", "F9.07", "F9.08"}
