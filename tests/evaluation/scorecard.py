"""The scorecard of retrieval: every system on every benchmark and style, as rows and as a table."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from knowledge.index import Embedder
from tests.evaluation.measures import TOP_K, measure
from tests.evaluation.public import STYLES, Benchmark
from tests.evaluation.systems import OURS, SYSTEMS

Row = dict[str, Any]
_COLUMNS = ("recall_at_1", "recall_at_10", "mrr_at_10")


def public_rows(
    benchmarks: Iterable[Benchmark],
    embedder: Embedder,
    peers: Embedder | None = None,
    *,
    systems: Sequence[str] = tuple(SYSTEMS),
    styles: Sequence[str] = STYLES,
) -> list[Row]:
    """Return {benchmark, system, style, questions, recall_at_1, recall_at_10, mrr_at_10} rows.

    Measures are 0 to 1. All questions of all styles are ranked by each system in one go.

    Args:
        benchmarks: What is asked of what.
        embedder: The product's.
        peers: The other systems', where it is another: a model that anyone can have.
        systems: Names in `SYSTEMS`.
        styles: How the questions are typed.
    """
    return [
        row
        for benchmark in benchmarks
        for system in systems
        for row in _rows_of(
            benchmark, system, embedder if system == OURS else peers or embedder, styles
        )
    ]


def _rows_of(
    benchmark: Benchmark, system: str, embedder: Embedder, styles: Sequence[str]
) -> list[Row]:
    sys.stderr.write(f"{benchmark.name}: {system}\n")
    asked = [question.asked[style] for style in styles for question in benchmark.questions]
    rankings = SYSTEMS[system](benchmark.passages, embedder).rank(asked, TOP_K)
    relevant = [question.relevant for question in benchmark.questions]
    size = len(relevant)
    named = {"benchmark": benchmark.name, "system": system}
    return [
        {**named, "style": style, **asdict(measure(relevant, rankings[at * size :][:size]))}
        for at, style in enumerate(styles)
    ]


def table(rows: Sequence[Row], best_known: Sequence[Row] = ()) -> str:
    """Return a fixed-width table: a line a system, a column a style, measures in per cent.

    Rows of `best_known` may lack a measure; it shows as a dash.
    """
    every = [*rows, *best_known]
    lines: list[str] = []
    for benchmark in dict.fromkeys(row["benchmark"] for row in rows):
        mine = [row for row in every if row["benchmark"] == benchmark]
        styles = list(dict.fromkeys(row["style"] for row in mine))
        questions = max(row.get("questions", 0) for row in mine)
        lines.append(f"{benchmark}, {questions} questions: recall@1 / recall@10 / MRR@10, %")
        lines.append(f"{'':<22}" + "".join(f"{style:>22}" for style in styles))
        for system in dict.fromkeys(row["system"] for row in mine):
            cells = {row["style"]: _cell(row) for row in mine if row["system"] == system}
            line = f"{system:<22}" + "".join(f"{cells.get(style, ''):>22}" for style in styles)
            lines.append(line.rstrip())
        lines.append("")
    return "\n".join(lines)


def _cell(row: Row) -> str:
    measures = (row.get(column) for column in _COLUMNS)
    return " / ".join("   -" if value is None else f"{value * 100:4.1f}" for value in measures)
