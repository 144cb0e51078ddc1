"""The three real processes, started for tests on ports and files of their own."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from actions.settings import ActionsSettings
from deploy.run import RasaSettings, commands, environment

_READY_SECONDS = 300
PATIENCE_SECONDS = 60
"""How long is waited for what is to come: only what never comes takes as long."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stack:
    """Rasa, the action server and the bot; each can be stopped, killed and started again."""

    folder: Path
    index: Path = Path("var/index")
    overrides: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rasa = RasaSettings(port=free_port(), tracker_db=self.folder / "rasa.db")
        actions = ActionsSettings(port=free_port())
        self.bot_port, self.rasa_port, self.actions_port = free_port(), rasa.port, actions.port
        self.url = f"http://127.0.0.1:{self.bot_port}"
        self.commands = commands(rasa)
        self.environment = {
            **os.environ,
            "LOG_LEVEL": "DEBUG",  # of Rasa; what follows must win
            **environment(actions, rasa),
            "ACTIONS_PORT": str(actions.port),
            "BOT_PORT": str(self.bot_port),
            "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / 'bot.db'}",
            "BOT_MESSAGES_PER_MINUTE": "0",
            "KNOWLEDGE_INDEX": str(self.index),
            **self.overrides,
        }

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def start(self, *names: str) -> None:
        """Start these processes, or all, and wait until everything answers."""
        for name in names or self.commands:
            with self.log(name).open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    self.commands[name], env=self.environment, stdout=log, stderr=log
                )
        self.wait_ready()

    def wait_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    raise AssertionError(f"{name} stopped:\n{self.log(name).read_text()[-2000:]}")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=PATIENCE_SECONDS).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
        raise AssertionError(f"not ready after {_READY_SECONDS} s, see {self.folder}")

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.kill()
        process.wait(10)

    def pause(self, name: str) -> None:
        self.processes[name].send_signal(signal.SIGSTOP)

    def resume(self, name: str) -> None:
        self.processes[name].send_signal(signal.SIGCONT)

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


class Visitor:
    """Somebody who talks to the bot over HTTP."""

    def __init__(self, url: str, audience: str | None = None) -> None:
        self.client = httpx.Client(base_url=url, timeout=PATIENCE_SECONDS)
        self.audience = audience
        self.conversation: str | None = None

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def post(self, text: str, **fields: str) -> httpx.Response:
        body = {
            "text": text,
            "conversation": self.conversation,
            "audience": self.audience,
            **fields,
        }
        response = self.client.post("/api/v1/messages", json=body)
        if response.status_code == 200:
            self.conversation = response.json()["conversation"]
        return response

    def say(self, text: str) -> list[dict]:
        """Return the replies to a message."""
        response = self.post(text)
        assert response.status_code == 200, response.text
        return response.json()["replies"]

    def ask(self, text: str) -> dict:
        """Return the one reply to a message."""
        replies = self.say(text)
        assert len(replies) == 1, replies
        return replies[0]
