"""The list that is shipped says what the facts support, and no more."""

import re
from pathlib import Path

import pytest

from knowledge.corpus import load_documents
from knowledge.schools.store import SHIPPED, load_schools
from tests.knowledge.facts import FACTS, labels, read_facts
from tests.knowledge.schools import TODAY

SCHOOLS = load_schools(SHIPPED, TODAY)


@pytest.fixture(scope="module")
def facts() -> dict[str, str]:
    if not FACTS.exists():
        pytest.skip("the facts are kept beside the project and are not here")
    return read_facts(FACTS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def documents():
    return load_documents(Path("knowledge/documents.yml"))


def test_the_schools_of_both_provinces_are_there():
    assert {(one.province, one.kind) for one in SCHOOLS} >= {
        ("quang-ninh", "cao-dang"), ("quang-ninh", "dai-hoc"), ("quang-ninh", "trung-tam"),
        ("lang-son", "cao-dang"), ("lang-son", "trung-tam"),
    }  # fmt: skip


@pytest.mark.parametrize("one", SCHOOLS, ids=lambda one: one.id)
def test_nothing_is_said_that_no_fact_holds(one):
    """No fact names a programme, a fee, a place on the web or a telephone number."""
    assert one.facts
    assert (one.programmes, one.site) == ((), None)
    assert not re.search(r"\d{4,}", (one.note or "").replace("2014", ""))


@pytest.mark.parametrize("one", SCHOOLS, ids=lambda one: one.id)
def test_its_facts_stand_and_name_its_day(one, facts):
    told = " ".join(facts[id_] for id_ in one.facts)
    assert labels(told) & {"verified", "verified-2"}
    day = one.as_of
    written = [f"{day.day}/{day.month}/{day.year}" if day.day else None,
               f"{day.month}/{day.year}" if day.month else str(day.year)]  # fmt: skip
    assert any(said in told for said in written if said)


@pytest.mark.parametrize("one", SCHOOLS, ids=lambda one: one.id)
def test_its_source_is_a_document_that_the_cards_cite(one, documents):
    cited = [document for document in documents.values() if document.name == one.source]
    assert [document.url for document in cited] == [one.source_url]


def test_a_former_name_leads_to_the_school_of_today():
    lang_son = next(one for one in SCHOOLS if one.id == "cao-dang-lang-son")
    assert lang_son.is_called("Cao đẳng Nghề Lạng Sơn")
    assert lang_son.levels == ("cao-dang", "trung-cap", "so-cap")
