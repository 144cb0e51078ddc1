"""The score card: one table of how good La Bàn is, `var/scorecard.json`, and charts.

    python -m tests.evaluation            # what `make test` asks: the whole system's levels
    python -m tests.evaluation --public   # and public data, beside other systems (`make evaluate`)

Exits 1 where a level is missed.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import mean
from typing import Any

import click

from knowledge.evaluation import STYLES, load_fresh, load_golden
from knowledge.settings import KnowledgeSettings
from tests.e2e.stack import Stack
from tests.e2e.test_dialogues import DIALOGUES, wrong_turns
from tests.e2e.test_red_lines import wrong_red_lines
from tests.evaluation.charts import bars, curve
from tests.evaluation.retrieval import print_search, search_rows
from tests.evaluation.safety import lines_of, missed_levels, safety_rows
from tests.evaluation.whole import Asked, ask_fresh, ask_golden, ask_unanswerable, shares

LEVELS = {"accented": 0.95, "unaccented": 0.93, "teencode": 0.90}
"""Least share of right answers by style, through the whole system."""
REFUSED = 0.95
"""Least share of the held-out questions without an answer that are refused, not asked back."""
WITHHELD = 0.03
"""Largest share of the golden questions that are refused."""
SCORECARD, CHARTS = Path("var/scorecard.json"), Path("var/charts")
SMALL_TALK = Path("tests/nlu/small_talk.jsonl")
INTENTS = Path("var/intents/summary.json")

Card = dict[str, Any]


@click.command()
@click.option("--public", is_flag=True, help="Measure on public data beside other systems too.")
def main(*, public: bool) -> None:
    """Measure, print, write; exit 1 where a level is missed."""
    card: Card = {"commit": commit()}
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder))
        try:
            stack.start()
            card |= whole_system(stack.url)
        finally:
            stack.stop()
    card["safety"] = safety_rows()
    for line in lines_of(card["safety"]):
        say(line)
    card["search"] = search_rows(public=public)
    print_search(card["search"])
    if INTENTS.exists():
        card["intents"] = json.loads(INTENTS.read_text(encoding="utf-8"))
    if public:
        from tests.evaluation import public as data

        card["public"] = data.measure_all()
    card["missed"] = missed(card)
    SCORECARD.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    draw(card)
    say(f"\nwritten: {SCORECARD}, {CHARTS}/*.svg")
    if card["missed"]:
        sys.exit("missed: " + "; ".join(card["missed"]))


def whole_system(url: str) -> Card:
    """Return what the running system scores: answers, refusals, follow-ups, red lines."""
    settings = KnowledgeSettings()
    golden = ask_golden(url, load_golden(settings.golden))
    fresh = ask_fresh(url, load_fresh(settings.fresh, "held_out"))
    none = ask_unanswerable(url, [r for r in rows(settings.unanswerable) if _is_held_out(r)])
    talk = ask_unanswerable(url, rows(SMALL_TALK))
    card: Card = {
        "answers": [
            {"style": style, "audience": audience, **asdict(shares(_of(golden, style, audience)))}
            for style in STYLES
            for audience in ("all", "student", "parent", "teacher")
        ],
        "fresh": [
            {"style": style, **asdict(shares(_of(fresh, style)))} for style in ("all", *STYLES)
        ],
        "unanswerable": [
            {"style": style, **asdict(shares(_of(none, style)))} for style in ("all", *STYLES)
        ],
        "small_talk": asdict(shares(talk)),
        "curve": [
            {
                "answer_from": level,
                "golden_withheld": mean(a.confidence < level for a in golden),
                "unanswerable_answered": mean(a.confidence >= level for a in none),
            }
            for level in (n / 50 for n in range(1, 50))
        ],
        "wrong_answers": [a.question for a in golden if a.kind == "answer" and not a.right],
        "withheld": [a.question for a in golden if a.kind not in ("answer", "safety")],
        "answered_without_answer": [a.question for a in [*none, *talk] if a.kind == "answer"],
        "red_lines_wrong": wrong_red_lines(url),
        "follow_ups_wrong": wrong_turns(url),
        "follow_up_turns": sum(len(dialogue["turns"]) for dialogue in DIALOGUES),
    }
    _print_whole(card)
    return card


def missed(card: Card) -> list[str]:
    """Return a line for each level that is not reached."""
    found = [
        f"{row['style']} {row['right']:.3f} < {LEVELS[row['style']]}"
        for row in card["answers"]
        if row["audience"] == "all" and row["right"] < LEVELS[row["style"]]
    ]
    refused = card["unanswerable"][0]["refused"]
    if refused < REFUSED:
        found.append(f"without an answer, refused {refused:.3f} < {REFUSED}")
    everyone = [row for row in card["answers"] if row["audience"] == "all"]
    withheld = sum(r["refused"] * r["questions"] for r in everyone) / sum(
        r["questions"] for r in everyone
    )
    if withheld > WITHHELD:
        found.append(f"golden questions refused {withheld:.3f} > {WITHHELD}")
    found += missed_levels(card["safety"])
    return found + [f"red line: {line}" for line in card["red_lines_wrong"]]


def draw(card: Card) -> None:
    """Write the charts."""
    everyone = [row for row in card["answers"] if row["audience"] == "all"]
    bars(
        CHARTS / "answers.svg",
        "Golden questions through the whole system, %",
        [row["style"] for row in everyone],
        {
            name: [100 * row[name] for row in everyone]
            for name in ("right", "answered", "asked_back", "refused")
        },
    )
    in_use = KnowledgeSettings().answer_from
    here = min(card["curve"], key=lambda row: abs(row["answer_from"] - in_use))
    withheld, answered = "golden_withheld", "unanswerable_answered"
    curve(
        CHARTS / "abstention.svg",
        "What abstaining costs and what it spares",
        ("golden questions not answered at once", [row[withheld] for row in card["curve"]]),
        ("questions without an answer answered", [row[answered] for row in card["curve"]]),
        (here[withheld], here[answered], f"answer from {in_use}"),
    )
    golden = [row for row in card["search"] if row["set"] == "golden"]
    bars(
        CHARTS / "search.svg",
        "The right card first, golden questions, %",
        list(STYLES),
        {
            system: [100 * row["recall_at_1"] for row in golden if row["system"] == system]
            for system in dict.fromkeys(row["system"] for row in golden)
        },
    )
    for benchmark in dict.fromkeys(row["benchmark"] for row in card.get("public", [])):
        mine = [row for row in card["public"] if row["benchmark"] == benchmark]
        bars(
            CHARTS / f"{benchmark}.svg",
            f"The right passage first, {benchmark}, %",
            list(dict.fromkeys(row["style"] for row in mine)),
            {
                system: [100 * r["recall_at_1"] for r in mine if r["system"] == system]
                for system in dict.fromkeys(row["system"] for row in mine)
            },
        )


def commit() -> str:
    """Return the commit that is measured, marked where the tree has changes."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return described.stdout.strip() or "unknown"


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _is_held_out(row: dict[str, str]) -> bool:
    return row.get("split") == "held_out" and row["expects"] == "refusal"


def _of(asked: Sequence[Asked], style: str, audience: str = "all") -> list[Asked]:
    return [a for a in asked if style in ("all", a.style) and audience in ("all", a.audience)]


def _print_whole(card: Card) -> None:
    columns = ("questions", "right", "answered", "asked_back", "refused")
    say(f"{'through the whole system':<34}" + "".join(f"{name:>11}" for name in columns))
    named = [(f"golden, {r['style']}, {r['audience']}", r) for r in card["answers"]]
    named += [(f"fresh, held out, {r['style']}", r) for r in card["fresh"]]
    named += [(f"no answer, {r['style']}", r) for r in card["unanswerable"]]
    for name, row in [*named, ("small talk and other matters", card["small_talk"])]:
        figures = "".join(f"{row[column]:>11.3f}" for column in columns[1:])
        say(f"{name:<34}{row['questions']:>11}{figures}")
    say(f"follow-ups: {len(card['follow_ups_wrong'])} faults in {card['follow_up_turns']} turns")
    say(f"red lines: {len(card['red_lines_wrong'])} wrong")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
