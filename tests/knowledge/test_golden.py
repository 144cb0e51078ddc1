"""The golden questions are fair: what they accept is there, and says what they ask for."""

from pathlib import Path

import pytest

from knowledge.corpus import load_corpus
from knowledge.evaluation import STYLES, load_fresh, load_golden, load_unanswerable, states
from nlu.text import fold, words

GOLDEN = load_golden(Path("knowledge/golden.jsonl"))


@pytest.fixture(scope="module")
def passages():
    corpus = load_corpus(Path("knowledge/documents"), Path("knowledge/documents.yml"))
    return {passage.id: passage for passage in corpus}


def test_every_accepted_passage_states_the_facts(passages):
    unfair = [
        (question.id, question.question, id_)
        for question in GOLDEN
        for id_ in question.passages
        if id_ not in passages or not states(passages[id_].text, question.says)
    ]
    assert unfair == []


def test_every_style_and_audience_is_asked():
    asked = {(question.style, question.audience) for question in GOLDEN}
    assert asked == {(s, a) for s in STYLES for a in ("student", "parent", "teacher")}


def test_no_card_was_written_for_the_exam(passages):
    """At most a few very short questions may stand in a card word for word."""
    asked = {" ".join(words(fold(question.question))) for question in GOLDEN}
    written = {" ".join(words(fold(q))) for p in passages.values() for q in p.questions}
    assert len(asked & written) <= len(asked) * 0.03, sorted(asked & written)


def test_unanswerable_questions_are_in_one_split_only():
    path = Path("knowledge/out_of_scope.jsonl")
    fit, held_out = (set(load_unanswerable(path, split)) for split in ("fit", "held_out"))
    assert len(fit) >= 150
    assert len(held_out) >= 150
    assert fit.isdisjoint(held_out)


def test_fresh_questions_are_in_one_split_only_and_their_cards_are_there(passages):
    path = Path("knowledge/fresh.jsonl")
    fit, held_out = (load_fresh(path, split) for split in ("fit", "held_out"))
    assert min(len(fit), len(held_out)) >= 50
    assert {q.question for q in fit}.isdisjoint(q.question for q in held_out)
    assert {id_ for q in [*fit, *held_out] for id_ in q.passages} <= set(passages)
