"""Golden and fresh questions put to search alone: ours, and what others would put together."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from knowledge.base import KnowledgeBase
from knowledge.embedding import SentenceTransformerEmbedder
from knowledge.evaluation import STYLES, GoldenQuestion, load_fresh, load_golden
from knowledge.index import open_index
from knowledge.reading import Question
from knowledge.settings import KnowledgeSettings
from tests.evaluation.measures import TOP_K, measure
from tests.evaluation.public import PEERS_MODEL
from tests.evaluation.remembering import RememberingEmbedder
from tests.evaluation.systems import OURS, SYSTEMS

Rows = list[dict[str, Any]]
Rank = Callable[[Sequence[str]], Sequence[Sequence[str]]]
Step = Callable[[Question], Question]


def search_rows(*, public: bool) -> Rows:
    """Return {set, system, style, questions, recall_at_1, recall_at_10, mrr_at_10} rows.

    Ours searches the index that is in use; with `public`, also without each step of reading
    what was typed, and the other systems search the same cards. The golden questions are what
    search was tuned on; the fresh ones were written afterwards.
    """
    settings = KnowledgeSettings()
    sets = {
        "golden": load_golden(settings.golden),
        "fresh, held out": load_fresh(settings.fresh, "held_out"),
    }
    embedder = SentenceTransformerEmbedder(settings.model)
    base = KnowledgeBase.open(settings.index, embedder)
    systems = {OURS: _ours(base)}
    if public:
        systems |= {f"{OURS}, {name}": _ours(base, step) for name, step in _WITHOUT.items()}
        passages = open_index(settings.index, embedder.model).passages
        peers = RememberingEmbedder(SentenceTransformerEmbedder(PEERS_MODEL))
        others = (name for name in SYSTEMS if name != OURS)
        systems |= {name: SYSTEMS[name](passages, peers).rank for name in others}
    return [
        row
        for name, questions in sets.items()
        for system, rank in systems.items()
        for row in _rows_of(name, system, questions, rank([q.question for q in questions]))
    ]


def _ours(base: KnowledgeBase, step: Step = lambda question: question) -> Rank:
    def rank(questions: Sequence[str]) -> list[list[str]]:
        read = (step(base.read(question)) for question in questions)
        return [[hit.passage.id for hit in base.search(q, top_k=TOP_K)] for q in read]

    return rank


def _unrestored(question: Question) -> Question:
    return replace(question, restored=question.normalized, other=None)


def _unread(question: Question) -> Question:
    return replace(question, normalized=question.typed, restored=question.typed, other=None)


_WITHOUT: dict[str, Step] = {"marks not restored": _unrestored, "as typed": _unread}


def _rows_of(
    name: str, system: str, questions: Sequence[GoldenQuestion], rankings: Sequence[Sequence[str]]
) -> Rows:
    pairs = list(zip(questions, rankings, strict=True))
    rows = []
    for style in STYLES:
        mine = [(asked.passages, found) for asked, found in pairs if asked.style == style]
        figures = measure([right for right, _ in mine], [found for _, found in mine])
        rows.append({"set": name, "system": system, "style": style, **asdict(figures)})
    return rows


def print_search(rows: Rows) -> None:
    """Print the rows as a table."""
    sys.stdout.write(f"\n{'search alone':<58}   recall@1  recall@10     MRR@10\n")
    for row in rows:
        figures = "".join(f"{row[m]:>11.3f}" for m in ("recall_at_1", "recall_at_10", "mrr_at_10"))
        name = f"{row['set']}, {row['system']}, {row['style']}"
        sys.stdout.write(f"{name:<58}{figures}\n")
