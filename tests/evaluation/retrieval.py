"""The golden questions put to search alone: ours, and what others would put together."""

import sys
from dataclasses import asdict
from typing import Any

from knowledge.base import KnowledgeBase
from knowledge.embedding import SentenceTransformerEmbedder
from knowledge.evaluation import STYLES, load_golden
from knowledge.index import open_index
from knowledge.settings import KnowledgeSettings
from tests.evaluation.measures import TOP_K, measure
from tests.evaluation.public import PEERS_MODEL
from tests.evaluation.remembering import RememberingEmbedder
from tests.evaluation.systems import OURS, SYSTEMS

Rows = list[dict[str, Any]]


def golden_rows(*, public: bool) -> Rows:
    """Return {system, style, questions, recall_at_1, recall_at_10, mrr_at_10} rows.

    Ours searches the index that is in use; with `public`, the other systems search the same cards.
    """
    settings = KnowledgeSettings()
    golden = load_golden(settings.golden)
    questions = [question.question for question in golden]
    embedder = SentenceTransformerEmbedder(settings.model)
    base = KnowledgeBase.open(settings.index, embedder)
    rankings = {OURS: [[h.passage.id for h in base.search(q, top_k=TOP_K)] for q in questions]}
    if public:
        passages = open_index(settings.index, embedder.model).passages
        peers = RememberingEmbedder(SentenceTransformerEmbedder(PEERS_MODEL))
        others = (name for name in SYSTEMS if name != OURS)
        rankings |= {name: SYSTEMS[name](passages, peers).rank(questions) for name in others}
    return [
        {"system": system, "style": style, **asdict(measure(*_style(golden, ranking, style)))}
        for system, ranking in rankings.items()
        for style in STYLES
    ]


def _style(golden, ranking, style):
    chosen = [(g.passages, r) for g, r in zip(golden, ranking, strict=True) if g.style == style]
    return [right for right, _ in chosen], [found for _, found in chosen]


def print_golden(rows: Rows) -> None:
    """Print the rows as a table."""
    sys.stdout.write(f"\n{'search alone, golden questions':<34}   recall@1  recall@10     MRR@10\n")
    for row in rows:
        figures = "".join(f"{row[m]:>11.3f}" for m in ("recall_at_1", "recall_at_10", "mrr_at_10"))
        sys.stdout.write(f"{row['system'] + ', ' + row['style']:<34}{figures}\n")
