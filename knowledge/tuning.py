"""Tune the encoder on the corpus' own questions, written as pupils write them.

Two aims at once, weighed evenly:
- a question, however typed, lies nearer to another question of its card, or to the card's
  answer, than to those of other cards, and than to questions that no card answers
  (contrastive, in the batch; van den Oord et al. 2018);
- a sentence with slips lies where the untuned encoder puts it without them (distillation),
  so that texts of any other kind keep their places.

Learnt from are cards, and the questions without an answer marked `fit`: no golden question,
no question that is held out, no public data.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn.utils import parametrize

from knowledge.encoder import Encoder
from knowledge.entries import readable
from knowledge.packed import PackedModel
from knowledge.passages import Passage
from knowledge.restoring import Restorer
from nlu.noise import noisy, teencode, unaccented
from nlu.text import clean, normalize

_SEED = 21
_QUERY, _PASSAGE = "query: ", "passage: "
_LONGEST = 64  # tokens of an answer looked at: its title and short answer

Report = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how strongly to tune. Chosen on the golden questions."""

    steps: int = 700
    cards: int = 32
    """Cards in a batch; half of them neighbours, since these are confused."""
    neighbours: int = 30
    """From how many of the nearest cards, by their titles, neighbours are drawn."""
    unanswerable: int = 12
    """Questions in a batch that no card answers."""
    sentences: int = 12
    rank: int = 16
    learning_rate: float = 5e-4
    sharpness: float = 25.0
    """What cosines are multiplied by before the softmax."""
    answers: float = 0.3
    """Share of the batches whose positives are answers, not questions."""


class _LowRank(nn.Module):
    """A frozen weight with a trainable correction of low rank, zero at first."""

    def __init__(self, rows: int, columns: int, rank: int) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.randn(rank, columns) / columns**0.5)
        self.up = nn.Parameter(torch.zeros(rows, rank))

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        return weight + self.up @ self.down


def tune(
    passages: Sequence[Passage],
    unanswerable: Sequence[str],
    path: Path,
    plan: Plan,
    report: Report,
) -> None:
    """Tune the packed encoder and write the corrections to `path`.

    Args:
        passages: The cards.
        unanswerable: Questions that none of them answers.
        path: The file to write, every hundred steps and at the end.
        plan: How long and how strongly.
        report: Is told the step, the number of steps and the mean loss.
    """
    torch.manual_seed(_SEED)
    packed = PackedModel()
    teacher, student = Encoder(packed), Encoder(packed)
    corrections = _make_trainable(student, plan.rank)
    parameters = [p for c in corrections.values() for p in c.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=plan.learning_rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, plan.learning_rate, total_steps=plan.steps, pct_start=0.1
    )
    mean = 0.0
    near = _neighbours(teacher, passages, plan.neighbours)
    for step, batch in enumerate(_batches(passages, unanswerable, near, plan), 1):
        loss = _contrast(student, batch, plan.sharpness) + _distance(student, teacher, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        schedule.step()
        mean = loss.item() if step == 1 else 0.95 * mean + 0.05 * loss.item()
        report(step, plan.steps, mean)
        if step % 100 == 0 or step == plan.steps:
            _save(corrections, path)


@dataclass(frozen=True, slots=True)
class _Batch:
    asked: list[str]
    """Questions as typed and restored, one a card, with the prompt."""
    right: list[str]
    """For each, another question of the card or its answer; then what no card answers."""
    slipped: list[str]
    meant: list[str]


def _neighbours(teacher: Encoder, passages: Sequence[Passage], count: int) -> list[list[int]]:
    """Return for each passage the positions of the nearest others by title."""
    with torch.no_grad():
        titles = _embed(teacher, [_QUERY + passage.title for passage in passages])
    nearest = (titles @ titles.T).topk(min(count + 1, len(passages))).indices.tolist()
    return [[other for other in row if other != at] for at, row in enumerate(nearest)]


def _batches(
    passages: Sequence[Passage],
    unanswerable: Sequence[str],
    near: Sequence[Sequence[int]],
    plan: Plan,
) -> Iterator[_Batch]:
    rng = Random(_SEED)  # noqa: S311 - examples, not secrets
    writer = _Writer(passages, rng)
    sentences = [s for p in passages for s in readable(p.text).replace("\n", " ").split(". ") if s]
    everywhere = range(len(passages))
    for _ in range(plan.steps):
        first = rng.choice(everywhere)
        beside = rng.sample(near[first], min(len(near[first]), plan.cards // 2 - 1))
        far = rng.sample(everywhere, min(len(passages), plan.cards))
        chosen = [passages[at] for at in dict.fromkeys([first, *beside, *far])][: plan.cards]
        none = rng.sample(unanswerable, min(len(unanswerable), plan.unanswerable))
        as_answers = rng.random() < plan.answers
        pairs = [writer.pair(passage, as_answers=as_answers) for passage in chosen]
        texts = rng.sample(sentences, plan.sentences)
        yield _Batch(
            [asked for asked, _ in pairs],
            [right for _, right in pairs] + [_QUERY + writer.slipped(text) for text in none],
            [_QUERY + writer.slipped(text) for text in texts],
            [_QUERY + text for text in texts],
        )


class _Writer:
    """Write questions as visitors do, and read them as search does before it embeds."""

    def __init__(self, passages: Sequence[Passage], rng: Random) -> None:
        self._rng = rng
        lines = (q for p in passages for q in [*p.questions, *readable(p.text).split("\n")])
        self._restorer = Restorer.learn(lines)

    def pair(self, passage: Passage, *, as_answers: bool) -> tuple[str, str]:
        asked, other = self._rng.sample([*passage.questions, passage.title], 2)
        answer = f"{_PASSAGE}{passage.title}\n{readable(passage.text)}"
        return _QUERY + self.slipped(asked), answer if as_answers else _QUERY + other

    def slipped(self, text: str) -> str:
        """Return `text` as typed by somebody: well, bare, in short forms, with slips."""
        way = self._rng.random()
        if way < 0.3:
            return text
        if way < 0.5:
            typed = unaccented(text)
        elif way < 0.8:
            typed = teencode(text, self._rng, strength=self._rng.uniform(0.2, 0.8))
        else:
            typed = noisy(text, self._rng, share=0.3)
        read = normalize(typed)
        return self._restorer.restore(read, clean(typed)) if self._rng.random() < 0.8 else read


def _make_trainable(encoder: Encoder, rank: int) -> dict[str, _LowRank]:
    encoder.requires_grad_(requires_grad=False)
    corrections = {}
    for name, layer in encoder.linears().items():
        rows, columns = layer.weight.shape
        corrections[name] = _LowRank(rows, columns, rank)
        parametrize.register_parametrization(layer, "weight", corrections[name])
    return corrections


def _contrast(student: Encoder, batch: _Batch, sharpness: float) -> torch.Tensor:
    asked, right = (_embed(student, texts) for texts in (batch.asked, batch.right))
    scores = sharpness * asked @ right.T
    target = torch.arange(len(batch.asked))
    return nn.functional.cross_entropy(scores, target)


def _distance(student: Encoder, teacher: Encoder, batch: _Batch) -> torch.Tensor:
    with torch.no_grad():
        meant = _embed(teacher, batch.meant)
    near = (_embed(student, batch.slipped) * meant).sum(-1)
    return 10 * (1 - near).mean()


def _embed(encoder: Encoder, texts: Sequence[str]) -> torch.Tensor:
    vectors: torch.Tensor = encoder(encoder.tokens.ids(texts, _LONGEST))
    return vectors


def _save(corrections: dict[str, _LowRank], path: Path) -> None:
    tensors = {}
    for name, correction in corrections.items():
        tensors[f"{name}.down"] = correction.down.detach().half().contiguous()
        tensors[f"{name}.up"] = correction.up.detach().half().contiguous()
    save_file(tensors, path)
