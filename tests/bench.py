"""How fast the whole is, and how much memory it takes: `make bench`. A report, not a test.

Starts the three real processes with the built index and model, asks golden questions
through the HTTP API and on Telegram, and prints the figures beside the targets.
"""

import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from tests import bench_telegram
from tests.botapi.api import BotApi
from tests.e2e.stack import Stack, Visitor

_SEED = 21
_ALONE = 200  # questions of the one user
_ON_TELEGRAM = 100  # questions there, each of somebody else
_USERS, _EACH = 16, 25
_EQUAL = 50


def main() -> None:
    """Measure and print."""
    asked = questions()
    with tempfile.TemporaryDirectory() as folder, BotApi() as api:
        telegram = {"BOT_TELEGRAM_TOKEN": api.token, "BOT_TELEGRAM_API": api.url}
        stack = Stack(Path(folder), overrides=telegram)
        began = time.perf_counter()
        try:
            stack.start()
            row("ready", time.perf_counter() - began, "s", "at most 25")
            warm_up(stack, asked)
            alone(stack, asked)
            flows(stack, asked)
            together(stack, asked)
            where_it_goes(stack, asked)
            bench_telegram.path(api, asked[_ALONE : _ALONE + _ON_TELEGRAM], row)
            memory(stack)
        finally:
            stack.stop()
    bench_telegram.channel(row)


def questions() -> list[str]:
    """Return the golden questions in a fixed random order."""
    lines = Path("knowledge/golden.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line)["question"] for line in lines]
    random.Random(_SEED).shuffle(found)
    return found


def row(name: str, value: float, unit: str, target: str = "") -> None:
    """Print one figure and its target."""
    sys.stdout.write(f"{name:<44} {value:>8.1f} {unit:<10} {target}\n")
    sys.stdout.flush()


def warm_up(stack: Stack, asked: list[str]) -> None:
    """Ask a few questions that are not counted."""
    visitor = Visitor(stack.url)
    for question in asked[-10:]:
        visitor.post(question)
    visitor.client.close()


def alone(stack: Stack, asked: list[str]) -> None:
    """Measure one user, each question new, and then one question again and again."""
    visitor = Visitor(stack.url)
    new = [timed(lambda q=q: visitor.post(q)) for q in asked[:_ALONE]]
    row("one user, p50", statistics.median(new), "ms", "at most 80")
    row("one user, p95", percentile(new, 95), "ms", "at most 200")
    equal = [timed(lambda: visitor.post(asked[0])) for _ in range(_EQUAL)]
    row("one user, the same question again, p50", statistics.median(equal), "ms")
    small = [timed(lambda: visitor.post("xin chào")) for _ in range(_EQUAL)]
    row("one user, a greeting, p50", statistics.median(small), "ms")
    visitor.client.close()


def flows(stack: Stack, asked: list[str]) -> None:
    """Measure a step of a flow beside a plain answer, one and one in turn."""
    asking, flowing = Visitor(stack.url), Visitor(stack.url)
    questions = iter(f"{question} nhé" for question in asked)
    plain: list[float] = []
    steps: list[float] = []
    for start in ("Làm trắc nghiệm sở thích", "Tư vấn lộ trình"):
        last = flowing.post(start)
        while buttons := _choices(last):
            plain.append(timed(lambda: asking.post(next(questions))))
            began = time.perf_counter()
            last = flowing.post(buttons[0]["payload"])
            steps.append((time.perf_counter() - began) * 1000)
    ratio = statistics.median(steps) / statistics.median(plain)
    row("a step of a flow, p50", statistics.median(steps), "ms")
    row("that, in plain answers beside it", ratio, "times", "at most 1.3")
    row("the slowest step, a result among them", max(steps), "ms")
    asking.client.close()
    flowing.client.close()


def _choices(response: httpx.Response) -> list[dict[str, str]]:
    """Return the buttons of the question that a flow asks; none when it is done."""
    said = response.json()["replies"][-1]
    return said["buttons"] if "Câu " in said["text"] and not said["picture"] else []


def together(stack: Stack, asked: list[str]) -> None:
    """Measure sixteen users at once; every question is embedded anew."""
    took: list[float] = []
    failed: list[int] = []

    def talk(number: int) -> None:
        visitor = Visitor(stack.url)
        for turn in range(_EACH):
            question = f"{asked[(number * _EACH + turn) % len(asked)]} {number}"
            began = time.perf_counter()
            status = visitor.post(question).status_code
            took.append((time.perf_counter() - began) * 1000)
            if status != httpx.codes.OK:
                failed.append(status)
        visitor.client.close()

    users = [threading.Thread(target=talk, args=(number,)) for number in range(_USERS)]
    began = time.perf_counter()
    for user in users:
        user.start()
    for user in users:
        user.join()
    seconds = time.perf_counter() - began
    row(f"{_USERS} users, answers", len(took) / seconds, "per s", "at least 25")
    row(f"{_USERS} users, p50", statistics.median(took), "ms")
    row(f"{_USERS} users, p95", percentile(took, 95), "ms")
    row(f"{_USERS} users, failed", len(failed), "of " + str(len(took)), "0")


def where_it_goes(stack: Stack, asked: list[str]) -> None:
    """Measure the steps of a new question: the whole turn of Rasa, and the action alone."""
    rasa = httpx.Client(base_url=f"http://127.0.0.1:{stack.rasa_port}", timeout=15)
    path = "/webhooks/laban/webhook"
    fresh = [f"{question} ạ" for question in asked[:60]]
    turns = [
        timed(lambda q=q: rasa.post(path, json={"sender": "bench", "message": q})) for q in fresh
    ]
    row("of that: Rasa with the action, p50", statistics.median(turns), "ms")
    action = httpx.Client(base_url=f"http://127.0.0.1:{stack.actions_port}", timeout=15)
    fresh = [f"{question} với" for question in asked[:60]]
    calls = [timed(lambda q=q: action.post("/webhook", json=action_call(q))) for q in fresh]
    row("of that: the action alone, p50", statistics.median(calls), "ms")
    rasa.close()
    action.close()


def action_call(question: str) -> dict[str, object]:
    """Return what Rasa posts to have a question answered."""
    return {
        "next_action": "action_answer_question",
        "sender_id": "bench",
        "version": "3.6.21",
        "domain": {"slots": {}},
        "tracker": {
            "sender_id": "bench",
            "slots": {},
            "latest_message": {"text": question},
            "events": [],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": None,
        },
    }


def memory(stack: Stack) -> None:
    """Print the resident memory of each process."""
    total = 0.0
    for name, process in stack.processes.items():
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        kilobytes = next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line)
        total += kilobytes / 1e3
        row(f"memory of {name}", kilobytes / 1e3, "MB")
    row("memory together", total, "MB", "at most 2200")


def timed(call: Callable[[], httpx.Response]) -> float:
    """Return how many milliseconds a call took; it must succeed."""
    began = time.perf_counter()
    call().raise_for_status()
    return (time.perf_counter() - began) * 1000


def percentile(values: list[float], percent: int) -> float:
    """Return the percentile of some values."""
    return statistics.quantiles(values, n=100)[percent - 1]


if __name__ == "__main__":
    main()
