"""The trained model on phrasings it has not seen, written as people type them."""

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from nlu.text import normalize

MODEL = Path("var/models/laban.tar.gz")
HELD_OUT = Path(__file__).parents[1] / "intents.jsonl"
LOOKS_IT_UP = {"ask_knowledge", "nlu_fallback"}


@pytest.fixture(scope="module")
def results():
    if not MODEL.exists():
        pytest.skip(f"no model at {MODEL}: run 'make train'")
    agent = Agent.load(str(MODEL))
    rows = [json.loads(line) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]

    async def intents():
        return [
            (await agent.parse_message(normalize(row["text"])))["intent"]["name"] for row in rows
        ]

    return list(zip(rows, asyncio.run(intents()), strict=True))


@pytest.mark.parametrize(
    ("style", "least"), [("accented", 0.75), ("unaccented", 0.8), ("teencode", 0.8)]
)
def test_most_phrasings_are_understood(results, style, least):
    of_style = [(row, found) for row, found in results if row["style"] == style]
    right = [found == row["intent"] for row, found in of_style]
    wrong = Counter((row["intent"], found) for row, found in of_style if row["intent"] != found)
    assert sum(right) / len(right) >= least, wrong


def test_a_question_is_looked_up_even_when_it_is_not_understood(results):
    asked = [(row, found) for row, found in results if row["intent"] == "ask_knowledge"]
    lost = [(row["text"], found) for row, found in asked if found not in LOOKS_IT_UP]
    assert len(lost) <= len(asked) * 0.1, lost
