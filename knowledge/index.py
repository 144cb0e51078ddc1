"""The index on disk: built beside the old one, taken up by swapping one link.

- `var/index/current` is a link to the build in use, `var/index/3f9c…-1/`. In it:
- `manifest.json`: model, dimension, hash of the corpus, counts
- `passages.jsonl`: the passages, one a line, readable
- `entries.jsonl`: what was embedded: passage, kind, key; of a question, the words it is known by
- `vectors.faiss`, `lexical/`, `restorer.json`
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from knowledge.entries import Entry, entries_of, whole_text
from knowledge.errors import IndexBroken, IndexMismatch, IndexMissing
from knowledge.lexical import LexicalIndex
from knowledge.passages import Passage
from knowledge.restoring import Restorer
from knowledge.vectors import VectorIndex

FORMAT = 2
_BATCH = 32
_PASSAGE = TypeAdapter(Passage)

Progress = Callable[[int, int], None]


class Embedder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def model(self) -> str:
        """Its full name: vectors of another are never mixed with its own."""
        ...

    @property
    def dimension(self) -> int:
        """Length of its vectors."""
        ...

    def embed_questions(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors of length 1 for texts that ask; shape (questions, dimension)."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors of length 1 for texts that answer; shape (texts, dimension)."""
        ...


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was built, from what, with which model."""

    format: int
    model: str
    dimension: int
    corpus_hash: str
    passages: int
    entries: int


@dataclass(frozen=True, slots=True)
class Index:
    """An index in memory."""

    manifest: Manifest
    passages: tuple[Passage, ...]
    owners: NDArray[np.int64]
    """For each vector, the position of its passage."""
    asked: tuple[str | None, ...]
    """For each vector, what its question is known by (`asked_key`); None for an answer."""
    vectors: VectorIndex
    lexical: LexicalIndex
    restorer: Restorer


def build_index(
    passages: Sequence[Passage], embedder: Embedder, folder: Path, progress: Progress | None = None
) -> Manifest:
    """Build an index under `folder` and make it the current one; return its manifest.

    Only texts that the current index has not embedded with the same model are embedded;
    where there is none, nothing is asked of the embedder but its name.
    """
    entries = entries_of(passages)
    name = corpus_hash(passages, embedder.model)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second build waits for the first
        partial = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder))
        try:
            vectors = _embed(entries, embedder, _reusable(entries, embedder, folder), progress)
            size = vectors.shape[1]
            manifest = Manifest(FORMAT, embedder.model, size, name, len(passages), len(entries))
            _write(partial, manifest, passages, entries, vectors)
        except BaseException:  # Ctrl-C too: nothing half-written is left
            shutil.rmtree(partial, ignore_errors=True)
            raise
        _take_up(folder, partial)
    return manifest


def open_index(folder: Path, model: str) -> Index:
    """Return the current index of `folder`.

    Raises:
        IndexMissing: Nothing was built there.
        IndexMismatch: It was built with another model.
        IndexBroken: Its files cannot be read.
    """
    built = current_build(folder)
    if built is None:
        raise IndexMissing(folder)
    try:
        manifest = _read_manifest(built)
        if (manifest.format, manifest.model) != (FORMAT, model):
            raise IndexMismatch(built=manifest.model, wanted=model)
        # Not splitlines: a card may hold U+2028, which JSON leaves as it is.
        lines = (built / "passages.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
        entries = _read_lines(built / "entries.jsonl")
        index = Index(
            manifest,
            tuple(_PASSAGE.validate_json(line) for line in lines),
            np.asarray([entry["passage"] for entry in entries], dtype=np.int64),
            tuple(entry["asked"] for entry in entries),
            VectorIndex.load(built / "vectors.faiss"),
            LexicalIndex.load(built / "lexical"),
            Restorer.load(built / "restorer.json"),
        )
    except (
        OSError, EOFError, LookupError, ValueError, TypeError, AttributeError, RuntimeError
    ) as error:  # fmt: skip
        raise IndexBroken(folder, f"{type(error).__name__}: {error}".splitlines()[0]) from error
    counts = (len(index.passages), len(index.owners), len(index.vectors))
    if counts != (manifest.passages, manifest.entries, manifest.entries):
        raise IndexBroken(folder, f"counts {counts} do not fit the manifest")
    return index


def current_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of the index in use; None where there is none that can be read."""
    built = current_build(folder)
    try:
        return _read_manifest(built) if built else None
    except (OSError, ValueError, TypeError):
        return None


def current_build(folder: Path) -> Path | None:
    """Return the folder of the build in use, which changes when a new one is taken up."""
    link = folder / "current"
    return link.resolve() if link.exists() else None


def known_vectors(folder: Path, model: str) -> dict[str, NDArray[np.float32]]:
    """Return the vectors of the current index by entry key; empty if of another model."""
    built, manifest = current_build(folder), current_manifest(folder)
    if built is None or manifest is None or manifest.model != model:
        return {}
    try:
        keys = [entry["key"] for entry in _read_lines(built / "entries.jsonl")]
        vectors = VectorIndex.load(built / "vectors.faiss").vectors
    except (OSError, ValueError, KeyError, TypeError, RuntimeError):
        return {}  # a damaged index gives nothing to reuse; it is about to be replaced
    return dict(zip(keys, vectors, strict=False))


def _reusable(
    entries: Sequence[Entry], embedder: Embedder, folder: Path
) -> dict[str, NDArray[np.float32]]:
    """Return the known vectors, of the length that the embedder gives where it is needed."""
    known = known_vectors(folder, embedder.model)
    if known and all(entry.key in known for entry in entries):
        return known
    return {key: row for key, row in known.items() if len(row) == embedder.dimension}


def _embed(
    entries: Sequence[Entry],
    embedder: Embedder,
    known: dict[str, NDArray[np.float32]],
    progress: Progress | None,
) -> NDArray[np.float32]:
    new = [entry for entry in {entry.key: entry for entry in entries}.values()
           if entry.key not in known]  # fmt: skip
    done = 0
    for kind, embed in (
        ("question", embedder.embed_questions),
        ("text", embedder.embed_passages),
    ):
        chosen = [entry for entry in new if entry.kind == kind]
        for start in range(0, len(chosen), _BATCH):
            batch = chosen[start : start + _BATCH]
            vectors = embed([entry.text for entry in batch])
            known |= {entry.key: vector for entry, vector in zip(batch, vectors, strict=True)}
            done += len(batch)
            if progress:
                progress(done, len(new))
    rows = [known[entry.key] for entry in entries]
    return np.stack(rows) if rows else np.zeros((0, embedder.dimension), dtype=np.float32)


def _write(
    folder: Path,
    manifest: Manifest,
    passages: Sequence[Passage],
    entries: Sequence[Entry],
    vectors: NDArray[np.float32],
) -> None:
    texts = [whole_text(passage) for passage in passages]
    lines = [_PASSAGE.dump_json(passage).decode() for passage in passages]
    _write_lines(folder / "passages.jsonl", lines)
    rows = [{"passage": e.passage, "kind": e.kind, "key": e.key, "asked": e.asked} for e in entries]
    _write_lines(folder / "entries.jsonl", [json.dumps(row) for row in rows])
    VectorIndex.build(vectors).save(folder / "vectors.faiss")
    (folder / "lexical").mkdir()
    LexicalIndex.build(texts).save(folder / "lexical")
    Restorer.learn(line for text in texts for line in text.split("\n")).save(
        folder / "restorer.json"
    )
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _take_up(folder: Path, build: Path) -> None:
    """Point `current` at the finished build in one step; delete what is neither it nor the last."""
    before = current_build(folder)
    link = folder / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(build.name)
    os.replace(link, folder / "current")  # noqa: PTH105 - the atomic step, said by its name
    # A server may still be reading the build before this one; older ones can go.
    for old in folder.iterdir():
        if old.is_dir() and not old.is_symlink() and old.resolve() not in (build.resolve(), before):
            shutil.rmtree(old, ignore_errors=True)


def corpus_hash(passages: Sequence[Passage], model: str) -> str:
    """Return what names a build: it changes with a text, the model or the format."""
    digest = hashlib.sha256(f"{FORMAT} {model}\n".encode())
    for passage in passages:
        digest.update(_PASSAGE.dump_json(passage) + b"\n")
    return digest.hexdigest()[:16]


def _read_manifest(built: Path) -> Manifest:
    return Manifest(**json.loads((built / "manifest.json").read_text(encoding="utf-8")))


def _read_lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
