"""How the knowledge base grows: time, disk and memory with 1,000 to 100,000 passages.

    python -m tests.evaluation.growth [1000 10000 100000]

The passages and vectors are made up (`made_up.py`); the real corpus with the real model is
measured last, for what an operator waits for: a card changed, the index rebuilt, taken up.
Each step runs in a process of its own, so that none sees the memory of another. A report,
not a test: on a busy machine compare the processor's time, which others cannot take.
"""

import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from knowledge.base import KnowledgeBase, LiveKnowledgeBase
from knowledge.corpus import load_corpus
from knowledge.evaluation import load_golden
from knowledge.index import build_index, current_build, open_index
from knowledge.passages import Passage
from knowledge.settings import KnowledgeSettings
from knowledge.vectors import VectorIndex
from tests.evaluation.made_up import NearbyEmbedder, made_passages, sentences_of
from tests.evaluation.remembering import HOME

SIZES = (1_000, 10_000, 100_000)
_SEED = 21
_WARM, _ASKED = 20, 200
_MORE = " Câu này vừa được thêm vào để đo."

Figures = dict[str, float]


def main(sizes: Sequence[int] = SIZES) -> None:
    """Measure every size and the real corpus; print the table, write it for machines."""
    rows: list[Figures] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            row: Figures = {"passages": size}
            for step in ("build", "serve", "rebuild"):
                sys.stderr.write(f"{size} passages: {step}\n")
                row |= in_own_process(step, Path(folder) / str(size), size)
            rows.append(row)
        sys.stdout.write(table(rows) + "\nThe real corpus and model, one card changed:\n")
        sys.stdout.flush()
        real = in_own_process("real", Path(folder) / "real", 0)
    sys.stdout.write(lines(real))
    HOME.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"made_up": rows, "real": real}, indent=1)
    (HOME / "growth.json").write_text(text + "\n", encoding="utf-8")


def in_own_process(step: str, folder: Path, size: int) -> Figures:
    """Return what a step printed, run by a fresh Python."""
    command = [sys.executable, "-m", "tests.evaluation.growth", step, str(folder), str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def build(folder: Path, size: int) -> Figures:
    """Make up the passages and build their index: seconds, MB on disk, MB at the most."""
    about = KnowledgeSettings()
    passages = made_passages(sentences_of(load_corpus(about.documents, about.table)), size)
    figures = costs("build", lambda: build_index(passages, nearby(), folder))
    built = current_build(folder) or folder
    disk = sum(path.stat().st_size for path in built.rglob("*") if path.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return figures | {"disk_mb": disk / 1e6, "build_peak_mb": peak}


def serve(folder: Path, _: int) -> Figures:
    """Open the index and ask: seconds, resident MB, milliseconds a question."""
    embedder = nearby()
    asked = questions(_WARM + _ASKED)
    before = resident_mb()
    began = time.perf_counter()
    index = open_index(folder, embedder.model)
    base = KnowledgeBase(index, embedder)
    opened = time.perf_counter() - began

    def lexical(question: str) -> None:
        read = base.read(question)
        index.lexical.scores(read.restored, list(dict.fromkeys([read.typed, read.normalized])))

    figures = {"open_s": opened}
    figures |= latencies("lexical", lexical, asked)
    figures |= latencies("search", base.search, asked)
    return figures | {"resident_mb": resident_mb(), "without_index_mb": before}


def rebuild(folder: Path, _: int) -> Figures:
    """Change one passage of a served index: seconds to build, and to take the build up."""
    embedder = nearby()
    live = LiveKnowledgeBase(folder, embedder)
    passages = changed(open_index(folder, embedder.model).passages)
    figures = costs("rebuild", lambda: build_index(passages, embedder, folder))
    return figures | costs("take_up", live.refresh)


def real(folder: Path, _: int) -> Figures:
    """Do the same with the real corpus and model, in this process and by the command."""
    # Here, not above: the model takes seconds to load and the other steps need none.
    from knowledge.embedding import SentenceTransformerEmbedder

    about = KnowledgeSettings()
    embedder = SentenceTransformerEmbedder(about.model)
    corpus = load_corpus(about.documents, about.table)
    # Beside the served index, and from its vectors.
    shutil.copytree(about.index, folder, symlinks=True)
    build_index(corpus, embedder, folder)
    live = LiveKnowledgeBase(folder, embedder)
    figures: Figures = {"passages": len(corpus)}
    figures |= costs("read_corpus", lambda: load_corpus(about.documents, about.table))
    figures |= costs("rebuild", lambda: build_index(changed(corpus), embedder, folder))
    figures |= costs("take_up", live.refresh)
    command = [sys.executable, "-m", "knowledge", "build"]
    around = {"KNOWLEDGE_INDEX": str(folder), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    # Back to the corpus as it is: one card has changed again.
    figures |= costs(
        "command",
        lambda: subprocess.run(command, env=around, check=True, stdout=subprocess.DEVNULL),
    )
    return figures | costs("command_taken_up", live.refresh)


STEPS: dict[str, Callable[[Path, int], Figures]] = {
    "build": build,
    "serve": serve,
    "rebuild": rebuild,
    "real": real,
}


def nearby() -> NearbyEmbedder:
    """Return an embedder of vectors near those of the built index."""
    built = current_build(KnowledgeSettings().index)
    if built is None:
        sys.exit("growth: no index to take vectors from: run 'make index'")
    return NearbyEmbedder(VectorIndex.load(built / "vectors.faiss").vectors)


def questions(count: int) -> list[str]:
    """Return golden questions in a fixed random order, no two alike."""
    asked = dict.fromkeys(golden.question for golden in load_golden(KnowledgeSettings().golden))
    return random.Random(_SEED).sample(list(asked), count)


def changed(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages with one sentence more in the one in the middle."""
    middle = len(passages) // 2
    edited = replace(passages[middle], text=passages[middle].text + _MORE)
    return [*passages[:middle], edited, *passages[middle + 1 :]]


def latencies(name: str, ask: Callable[[str], Any], asked: Sequence[str]) -> Figures:
    """Return median and p95 of the time a question takes, and the processor's median, in ms."""
    for question in asked[:_WARM]:
        ask(question)
    wall, processor = [], []
    for question in asked[_WARM:]:
        clocks = time.perf_counter(), time.process_time()
        ask(question)
        wall.append((time.perf_counter() - clocks[0]) * 1000)
        processor.append((time.process_time() - clocks[1]) * 1000)
    return {
        f"{name}_p50_ms": statistics.median(wall),
        f"{name}_p95_ms": statistics.quantiles(wall, n=20)[-1],
        f"{name}_cpu_ms": statistics.median(processor),
    }


def took(call: Callable[[], Any]) -> float:
    """Return how many seconds a call took."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def costs(name: str, call: Callable[[], Any]) -> Figures:
    """Return how many seconds a call took, and of the processor, what it started included."""
    before = processor_seconds()
    return {f"{name}_s": took(call), f"{name}_cpu_s": processor_seconds() - before}


def processor_seconds() -> float:
    """Return the processor's time of this process and of those it waited for."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    spent = [resource.getrusage(kind) for kind in kinds]
    return sum(part.ru_utime + part.ru_stime for part in spent)


def resident_mb() -> float:
    """Return the memory this process holds, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line) / 1e3


def table(rows: Sequence[Figures]) -> str:
    """Return the figures of each size in a column, one figure a line."""
    names = [name for name in rows[0] if name != "passages"]
    head = f"{'passages':<20}" + "".join(f"{int(row['passages']):>12,}" for row in rows) + "\n"
    return head + "".join(
        f"{name:<20}" + "".join(f"{row[name]:>12,.2f}" for row in rows) + "\n" for name in names
    )


def lines(figures: Figures) -> str:
    """Return one figure a line."""
    return "".join(f"{name:<20}{value:>12,.2f}\n" for name, value in figures.items())


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in STEPS:
        name, place, size = sys.argv[1:]
        sys.stdout.write(json.dumps(STEPS[name](Path(place), int(size))) + "\n")
    else:
        main([int(size) for size in sys.argv[1:]] or SIZES)
