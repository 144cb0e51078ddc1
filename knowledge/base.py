"""The knowledge base: an index and an embedder behind one search."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.confidence import Calibration
from knowledge.entries import asked_key
from knowledge.errors import IndexMismatch, PassageNotFound
from knowledge.index import Embedder, Index, current_build, open_index
from knowledge.passages import Hit, Passage, Signs
from knowledge.ranking import Fusion, Signals, fuse, scaled
from knowledge.reading import Question, read_question
from knowledge.signals import FacetTable, Floats, Questions, Vocabulary, sixth_best

_MOST_WORDS = 150  # of a question are embedded: a message of 4,096 letters would take seconds
_REMEMBERED = 2048  # questions whose vector is kept, in memory only
_POOL = 16_384  # vectors looked at; what is not among them counts as near as the worst of them
_CERTAIN = Signs(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, elsewhere=0.0)


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation adds to a question."""

    facets: Mapping[str, str] = field(default_factory=dict)
    """The province, grade and so on that the visitor named before."""
    near: str | None = None
    """Id of the passage that the question leans on: those near it are meant sooner."""
    but: str | None = None
    """Id of a passage that is not said again."""


class KnowledgeBase:
    """Find the passages of the corpus that answer a question."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        *,
        calibration: Calibration | None = None,
        fusion: Fusion | None = None,
    ) -> None:
        self._index = index
        self._embed = lru_cache(_REMEMBERED)(lambda text: embedder.embed_questions([text])[0])
        self._calibration = calibration or Calibration()
        self._fusion = fusion or Fusion()
        self._positions = {passage.id: at for at, passage in enumerate(index.passages)}
        known = zip(index.asked, index.owners.tolist(), strict=True)
        self._foreseen = {asked: position for asked, position in known if asked}
        asking = np.asarray([asked is not None for asked in index.asked], dtype=np.bool_)
        questions = (question for passage in index.passages for question in passage.questions)
        self._rows = dict(zip(questions, np.flatnonzero(asking).tolist(), strict=False))
        self._questions = Questions(index.owners, asking, len(index.passages))
        self._vocabulary = Vocabulary(index.passages)
        self._facets = FacetTable(index.passages)

    @classmethod
    def open(cls, folder: Path, embedder: Embedder) -> "KnowledgeBase":
        """Open the index in `folder`.

        Raises:
            IndexMissing, IndexMismatch, IndexBroken: There is none that fits.
        """
        index = open_index(folder, embedder.model)
        if index.manifest.dimension != embedder.dimension:
            raise IndexMismatch(
                built=f"{index.manifest.model} of {index.manifest.dimension} dimensions",
                wanted=f"{embedder.model} of {embedder.dimension}",
            )
        return cls(index, embedder)

    def __len__(self) -> int:
        return len(self._index.passages)

    def passage(self, id_: str) -> Passage:
        """Return the passage with this id.

        Raises:
            PassageNotFound: There is none.
        """
        try:
            return self._index.passages[self._positions[id_]]
        except KeyError:
            raise PassageNotFound(id_) from None

    def read(self, text: str, typed: str | None = None) -> Question:
        """Return the readings of a question that search works with.

        Args:
            text: The question, normalised or not.
            typed: As it was typed, where `text` is not that.
        """
        return read_question(text, typed, self._index.restorer)

    def foreseen(self, question: Question) -> Passage | None:
        """Return the passage of which this is a question, word for word but for diacritics."""
        position = self._foreseen.get(asked_key(question.normalized))
        return None if position is None else self._index.passages[position]

    def search(
        self, question: str | Question, *, context: Context | None = None, top_k: int = 5
    ) -> list[Hit]:
        """Return the passages nearest in meaning to a question, best first.

        A question that is blank after normalization has no hits. A passage that is asked
        for in one of its own questions is certain: a suggestion that is tapped must lead
        where it says.

        Raises:
            EmbeddingFailed: The model could not embed the question.
        """
        asked = self.read(question) if isinstance(question, str) else question
        context = context or Context()
        if asked.is_blank or not self._positions:
            return []
        signals = self._signals(asked, context)
        fused = fuse(signals, self._fusion)
        fused[self._impossible(asked, context)] = -np.inf
        order = np.argsort(-fused, kind="stable")[: max(top_k, 2)]
        best = [int(position) for position in order if np.isfinite(fused[position])]
        hits = [self._hit(asked, at, signals, fused, best) for at in best]
        return self._known_first(asked, context, hits)[:top_k]

    def turns_on_reading(self, question: Question, best: Hit) -> bool:
        """Tell whether the other way to restore a question leads to another passage.

        Told by the words alone: the question is not embedded a second time.
        """
        if question.other is None:
            return False
        scores = self._index.lexical.scores(question.other, [question.normalized])
        return self._index.passages[int(scores.argmax())].id != best.passage.id

    def _known_first(self, asked: Question, context: Context, hits: list[Hit]) -> list[Hit]:
        passage = self.foreseen(asked)
        if passage is None or passage.id == context.but:
            return hits
        known = Hit(passage, 1.0, 1.0, _CERTAIN)
        return [known, *(hit for hit in hits if hit.passage.id != passage.id)]

    def _signals(self, asked: Question, context: Context) -> Signals:
        index = self._index
        cosines = self._all_cosines(self._vector(asked.restored))
        readings = list(dict.fromkeys([asked.typed, asked.normalized]))
        lexical = index.lexical.scores(asked.restored, readings, self._fusion.readings)
        shared, against = self._facets.fit(asked.facets)
        silent = {k: v for k, v in context.facets.items() if k not in asked.facets}
        said, gainsaid = self._facets.fit(silent)
        return Signals(
            *self._questions.cosines(cosines),
            lexical,
            asked.guessed,
            shared,
            against,
            said - gainsaid,
            self._related(context.near),
        )

    def _vector(self, question: str) -> Floats:
        """Return the vector of a question; one that the corpus asks itself is embedded already."""
        row = self._rows.get(question)
        if row is not None:
            return self._index.vectors.vector(row)
        vector: Floats = self._embed(" ".join(question.split()[:_MOST_WORDS]))
        return vector

    def _related(self, id_: str | None) -> Floats:
        """Return how near every passage is to one of them; its own theme and `next` are nearer."""
        position = self._positions.get(id_ or "")
        if position is None:
            return np.zeros(len(self._positions), dtype=np.float32)
        answer = self._index.vectors.vector(self._questions.answer_row(position))
        _, _, cosines = self._questions.cosines(self._all_cosines(answer))
        passage = self._index.passages[position]
        theme = passage.id.partition("/")[0] + "/"
        beside = [id_.startswith(theme) or id_ in passage.next for id_ in self._positions]
        near = (scaled(cosines) + np.asarray(beside, dtype=np.float32)) / 2
        return np.asarray(near, dtype=np.float32)

    def _all_cosines(self, vector: Floats) -> Floats:
        """Return the cosine of every vector of the index to `vector`."""
        positions, scores = self._index.vectors.nearest(vector, _POOL)
        cosines = np.full(len(self._index.owners), scores[-1], dtype=np.float32)
        cosines[positions] = scores
        return cosines

    def _impossible(self, asked: Question, context: Context) -> list[int]:
        """Return the passages that may not be said: another province's, the one just said."""
        province = asked.facets.get("province")
        foreign = self._facets.elsewhere(province) if province else np.zeros(0, dtype=np.bool_)
        said = [self._positions[context.but]] if context.but in self._positions else []
        return [*map(int, np.flatnonzero(foreign)), *said]

    def _hit(
        self, asked: Question, position: int, signals: Signals, fused: Floats, best: list[int]
    ) -> Hit:
        score = float(fused[position])
        rival = max((float(fused[other]) for other in best if other != position), default=0.0)
        words = signals.lexical
        most = float(words.max()) or 1.0
        province = asked.facets.get("province")
        signs = Signs(
            cosine=float(signals.support[position]),
            coverage=self._vocabulary.coverage(asked.restored, position),
            lead=score - rival,
            answer=float(signals.answer[position]),
            spelling=self._vocabulary.spelling(asked.normalized, position),
            word_lead=(float(words[position]) - sixth_best(words)) / most,
            elsewhere=float(self._facets.misses(province)[position]),
        )
        confidence = self._calibration.confidence(signs)
        return Hit(self._index.passages[position], score, confidence, signs)


class LiveKnowledgeBase:
    """A knowledge base that takes up a new index while it serves."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Open the index in `folder`.

        Raises:
            IndexMissing, IndexMismatch, IndexBroken: There is none that fits.
        """
        self._folder = folder
        self._embedder = embedder
        self._lock = threading.Lock()
        self._build = current_build(folder)
        self._base = KnowledgeBase.open(folder, embedder)

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge base of the index in use."""
        return self._base

    def refresh(self) -> bool:
        """Take up the index if it was rebuilt; tell whether it was.

        Raises:
            IndexMissing, IndexMismatch, IndexBroken: The new one cannot be used; the old
                one goes on serving.
        """
        with self._lock:
            build = current_build(self._folder)
            if build == self._build:
                return False
            self._base = KnowledgeBase.open(self._folder, self._embedder)
            self._build = build
            return True
