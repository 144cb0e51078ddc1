"""Commands of the knowledge base: `python -m knowledge --help`."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click
from pydantic import TypeAdapter, ValidationError

from knowledge.corpus import load_corpus, read_corpus
from knowledge.errors import KnowledgeError, PassageNotFound
from knowledge.evaluation import (
    STYLES,
    Figures,
    GoldenQuestion,
    Result,
    figures,
    load_fresh,
    load_golden,
    load_unanswerable,
    refused,
)
from knowledge.evaluation import evaluate as measure
from knowledge.passages import Passage
from knowledge.schools.commands import schools
from knowledge.settings import KnowledgeSettings

if TYPE_CHECKING:
    from knowledge.index import Embedder

_PASSAGE = TypeAdapter(Passage)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a machine to read.")


class _Commands(click.Group):
    """Turn what the knowledge base raises into one line and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (KnowledgeError, FileNotFoundError) as error:
            raise click.ClickException(str(error)) from error
        except ValidationError as error:
            first = error.errors()[0]
            name = "_".join(map(str, first["loc"])).upper()
            message = f"KNOWLEDGE_{name}: {first['msg']} (see .env.example)"
            raise click.ClickException(message) from error


@click.group(cls=_Commands)
@click.pass_context
def main(context: click.Context) -> None:
    """Check, build and search what La Bàn knows."""
    context.obj = KnowledgeSettings()


@main.command()
@as_json
@click.pass_obj
def check(settings: KnowledgeSettings, *, as_json: bool) -> None:
    """Check every card and the table of documents; name file and line of what is wrong."""
    passages, problems = read_corpus(settings.documents, settings.table)
    if as_json:
        rows = [{"path": str(p.path), "line": p.line, "problem": p.problem} for p in problems]
        click.echo(json.dumps({"cards": len(passages), "problems": rows}, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(f"{len(passages)} cards, {len(problems)} problems")
    sys.exit(1 if problems else 0)


@main.command()
@click.pass_obj
def build(settings: KnowledgeSettings) -> None:
    """Build the index; only what changed since the last time is embedded."""
    from knowledge.deferred import DeferredEmbedder
    from knowledge.index import build_index, corpus_hash, current_manifest

    passages = load_corpus(settings.documents, settings.table)
    built = current_manifest(settings.index)
    if built and built.corpus_hash == corpus_hash(passages, settings.model):
        click.echo(f"index is up to date: {built.passages} passages")
        return
    embedder = DeferredEmbedder(settings.model, lambda: _quick_embedder(settings))
    manifest = build_index(passages, embedder, settings.index, _show_progress)
    click.echo(f"{manifest.passages} passages, {manifest.entries} texts in {settings.index}")


@main.command()
@click.argument("question")
@click.option("--top-k", default=5, show_default=True, help="How many passages to show.")
@as_json
@click.pass_obj
def search(settings: KnowledgeSettings, question: str, top_k: int, *, as_json: bool) -> None:
    """Show the passages that answer QUESTION best."""
    from knowledge.base import KnowledgeBase

    base = KnowledgeBase.open(settings.index, _embedder(settings))
    hits = base.search(question, top_k=top_k)
    if as_json:
        rows = [{"id": h.passage.id, "score": round(h.score, 4),
                 "confidence": round(h.confidence, 4), "title": h.passage.title}
                for h in hits]  # fmt: skip
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for hit in hits:
        click.echo(f"{hit.score:.3f}  {hit.confidence:.2f}  {hit.passage.id}  {hit.passage.title}")


@main.command()
@click.argument("passage_id", metavar="ID")
@as_json
@click.pass_obj
def show(settings: KnowledgeSettings, passage_id: str, *, as_json: bool) -> None:
    """Show one passage with its sources."""
    from knowledge.index import open_index

    passages = open_index(settings.index, settings.model).passages
    passage = next((p for p in passages if p.id == passage_id), None)
    if passage is None:
        raise PassageNotFound(passage_id)
    if as_json:
        click.echo(_PASSAGE.dump_json(passage, indent=2).decode())
        return
    click.echo(f"{passage.title}\n\n{passage.text}\n")
    for citation in passage.citations:
        where = f" · {citation.clause}" if citation.clause else ""
        click.echo(f"{citation.document.name}{where} · {citation.document.status}")
    click.echo(f"evidence: {passage.evidence}; facts: {', '.join(passage.facts)}")


@main.command()
@click.option("--fail-under", type=float, help="Exit 1 if accented answer accuracy is lower.")
@click.option("--verbose", is_flag=True, help="List the questions that went wrong.")
@as_json
@click.pass_obj
def evaluate(
    settings: KnowledgeSettings, fail_under: float | None, *, verbose: bool, as_json: bool
) -> None:
    """Measure search and answers on the golden questions, by style of writing."""
    from knowledge.base import KnowledgeBase

    base = KnowledgeBase.open(settings.index, _embedder(settings))
    golden = load_golden(settings.golden)
    results = measure(golden, base.search, settings.answer_from)
    by_style = {style: figures([r for r in results if r.question.style == style])
                for style in STYLES}  # fmt: skip
    unanswerable = load_unanswerable(settings.unanswerable, "held_out")
    share = refused(unanswerable, base.search, settings.answer_from)
    _report(by_style, results, verbose=verbose, as_json=as_json)
    click.echo(f"refused of {len(unanswerable)} that have no answer: {share:.3f}", err=as_json)
    if fail_under is not None and by_style["accented"].accuracy < fail_under:
        raise click.ClickException(f"accented answer accuracy is under {fail_under}")


@main.command()
@click.pass_obj
def calibrate(settings: KnowledgeSettings) -> None:
    """Fit the confidence anew; print it, and what each threshold costs.

    Fitted on the golden questions and on the fresh and unanswerable ones marked `fit`; the
    costs are of those marked `held_out`.
    """
    from knowledge.base import KnowledgeBase
    from knowledge.calibration import Case, fit, trades

    base = KnowledgeBase.open(settings.index, _embedder(settings))

    def cases(questions: Sequence[GoldenQuestion]) -> list[Case]:
        return [Case(hit.signs, hit.passage.id in question.passages)
                for question in questions
                for hit in base.search(question.question, top_k=1)]  # fmt: skip

    none = {split: [hit.signs for question in load_unanswerable(settings.unanswerable, split)
                    for hit in base.search(question, top_k=1)]
            for split in ("fit", "held_out")}  # fmt: skip
    known = [*load_golden(settings.golden), *load_fresh(settings.fresh, "fit")]
    fitted = fit([*cases(known), *(Case(signs, right=False) for signs in none["fit"])])
    click.echo(f"{fitted}\nanswer from  right withheld  unanswerable answered")
    held_out = cases(load_fresh(settings.fresh, "held_out"))
    for trade in trades(fitted, held_out, none["held_out"]):
        click.echo(f"{trade.answer_from:>11.2f}  {trade.right_withheld:>14.3f}"
                   f"  {trade.unanswerable_answered:>21.3f}")  # fmt: skip


main.add_command(schools)


def _report(
    by_style: dict[str, Figures], results: Sequence[Result], *, verbose: bool, as_json: bool
) -> None:
    if as_json:
        click.echo(json.dumps({style: asdict(f) for style, f in by_style.items()}, indent=2))
        return
    click.echo("style        questions  recall@1  recall@5    MRR  answered  accuracy")
    for style, f in by_style.items():
        click.echo(
            f"{style:<12} {f.questions:>9}  {f.recall_at_1:>8.3f}  {f.recall_at_5:>8.3f}"
            f"  {f.mrr:.3f}  {f.answered:>8.3f}  {f.accuracy:>8.3f}"
        )
    for result in results if verbose else ():
        if not result.correct:
            asked = result.question
            click.echo(f"{asked.id} {asked.style}: {asked.question} -> {result.found[:3]}")


def _embedder(settings: KnowledgeSettings) -> "Embedder":
    # Imported here: torch takes seconds, and `check`, `show` and --help do without it.
    from knowledge.embedding import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(settings.model)


def _quick_embedder(settings: KnowledgeSettings) -> "Embedder":
    """Return what gives the same vectors, without torch where that can be: a build in 5 s."""
    from knowledge.engine import EMBEDDED_MODEL, Engine

    return Engine() if settings.model == EMBEDDED_MODEL else _embedder(settings)


def _show_progress(done: int, total: int) -> None:
    click.echo(f"\rembedding {done}/{total}", nl=done == total, err=True)


if __name__ == "__main__":
    main()
