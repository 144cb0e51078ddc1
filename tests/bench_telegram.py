"""How fast the Telegram channel is: a part of `make bench`; alone, python -m tests.bench_telegram.

The Bot API is the tests' own server, on this machine: it takes its share of the processors.
"""

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.botapi.api import BotApi
from tests.botapi.world import User
from tests.e2e.stack import free_port
from tests.instant_rasa import instant_rasa

CHATS, ROUNDS = 200, 10
COUNT = CHATS * ROUNDS
AS_FAST_AS_IT_CAN = 10**6

_SECONDS = 300

Row = Callable[..., None]
Process = subprocess.Popen[bytes]


@dataclass
class Bench:
    """A bot's process between a Telegram and a Rasa that are always there."""

    api: BotApi
    rasa_url: str
    folder: Path
    users: list[User]
    what: str
    """What of the bot there is, as tests.unpaced names it."""

    @contextmanager
    def bot(self, messages_a_second: int) -> Iterator[Process]:
        """Run the bot, on the database of the last one."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path.cwd()),
            "BOT_PORT": str(free_port()),
            "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / self.what}.db",
            "BOT_RASA_URL": self.rasa_url,
            "BOT_MESSAGES_PER_MINUTE": "0",
            "BOT_TELEGRAM_TOKEN": self.api.token,
            "BOT_TELEGRAM_API": self.api.url,
        }
        command = [sys.executable, "-m", "tests.unpaced", self.what, str(messages_a_second)]
        with (self.folder / "bot.log").open("ab") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)

    def ask(self, rounds: int) -> None:
        """Let everybody ask, one after the other, so many times."""
        for turn in range(rounds):
            for user in self.users:
                self.api.say(user, f"Học nghề có phải đóng học phí không? {turn}")

    def sent(self) -> int:
        """Return how many messages Telegram has taken from bots."""
        return sum(call.status == 200 for call in self.api.calls_of("sendMessage"))

    def wait_until_sent(self, count: int) -> None:
        """Wait until Telegram has taken so many messages."""
        self.api.wait_for(lambda: self.sent() >= count, _SECONDS)

    def left(self) -> int:
        """Return how many updates have no answer in the outbox yet."""
        with sqlite3.connect(self.folder / f"{self.what}.db") as database:
            query = "SELECT count(*) FROM telegram_update WHERE state = 'received'"
            (count,) = database.execute(query).fetchone()
        database.close()
        return int(count)

    def in_to_out(self) -> tuple[float, float]:
        """Return how many updates a second are answered, and the processor's ms for each."""
        before = self.sent()
        with self.bot(AS_FAST_AS_IT_CAN) as process:
            self.ask(1)  # it is up, and everybody has a conversation
            self.wait_until_sent(before + CHATS)
            used, began = processor_seconds(process), time.monotonic()
            self.ask(ROUNDS)
            self.wait_until_sent(before + CHATS + COUNT)
            seconds = time.monotonic() - began
            return COUNT / seconds, (processor_seconds(process) - used) * 1000 / COUNT

    def in_to_outbox(self) -> tuple[float, float]:
        """Return how many updates a second are stored, and answered in the outbox."""
        before = len(self.api.calls_of("deleteWebhook"))
        with self.bot(0):
            # The last thing before it asks for updates.
            self.api.wait_for(lambda: len(self.api.calls_of("deleteWebhook")) > before, _SECONDS)
            began = time.monotonic()
            self.ask(ROUNDS)
            self.api.wait_for(lambda: self.api.unconfirmed == 0, _SECONDS)
            stored = time.monotonic() - began
            self.api.wait_for(lambda: self.left() == 0, _SECONDS)
            return COUNT / stored, COUNT / (time.monotonic() - began)

    def outbox_to_out(self) -> float:
        """Return how many messages a second are sent of those that wait in the outbox."""
        before = self.sent()
        with self.bot(AS_FAST_AS_IT_CAN):
            self.wait_until_sent(before + COUNT - 1)  # the last process has sent one
        moments = [call.at for call in self.api.calls_of("sendMessage")][before:]
        return len(moments) / (moments[-1] - moments[0])


def processor_seconds(process: Process) -> float:
    """Return how long a process has been on a processor."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    user, system = map(int, fields.split()[11:13])
    return (user + system) / os.sysconf("SC_CLK_TCK")


def channel(row: Row) -> None:
    """Measure the channel by itself, and then with the conversations and an instant Rasa."""
    with tempfile.TemporaryDirectory() as folder, BotApi() as api, instant_rasa() as rasa:
        users = [api.user(f"Bạn {number}") for number in range(CHATS)]
        for what, name, target in (
            ("channel", f"Telegram, {CHATS} chats, the channel by itself", "at least 300"),
            ("whole", f"Telegram, {CHATS} chats, all but Rasa", ""),
        ):
            bench = Bench(api, rasa, Path(folder), users, what)
            rate, used = bench.in_to_out()
            row(name, rate, "per s", target)
            row("of that: the bot's processor for one", used, "ms")
            stored, answered = bench.in_to_outbox()
            row("of that: stored and confirmed", stored, "per s")
            row("of that: in to the outbox", answered, "per s")
            row("of that: the outbox to sendMessage", bench.outbox_to_out(), "per s")


def path(api: BotApi, questions: list[str], row: Row) -> None:
    """Measure the whole path of a running system: from an update to its first message.

    Each question is of somebody new, who asks when the one before has the answer.
    """
    took = []
    for question in questions:
        user = api.user("Lan")
        began = time.monotonic()
        api.say(user, question)
        call = api.wait_for(lambda user=user: first_to(api, user), _SECONDS)
        took.append((call.at - began) * 1000)
    row("Telegram, update to sendMessage, p50", statistics.median(took), "ms")
    row("Telegram, update to sendMessage, p95", statistics.quantiles(took, n=100)[94], "ms")


def first_to(api: BotApi, user: User) -> Any:
    """Return the request that sends somebody the first message, if there is one yet."""
    sent = (call for call in api.calls_of("sendMessage") if call.params["chat_id"] == user.id)
    return next(sent, None)


def print_row(name: str, value: float, unit: str, target: str = "") -> None:
    """Print one figure and its target."""
    sys.stdout.write(f"{name:<48} {value:>8.1f} {unit:<10} {target}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    channel(print_row)
