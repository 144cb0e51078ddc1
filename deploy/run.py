"""Start Rasa, the action server and the bot, say when they are ready, stop them all.

`make run` calls this. honcho looks after the processes; what is here is what to start,
what to check before, and what to tell the person who waits.
"""

import os
import shlex
import shutil
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import httpx
from honcho.manager import Manager
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from actions.settings import ActionsSettings
from bot.settings import BotSettings
from knowledge.index import current_build
from knowledge.settings import KnowledgeSettings

_LEAST_DISK = 200_000_000  # bytes; the databases need room to write
_ASK_EVERY_SECONDS = 0.5
_PATIENCE_SECONDS = 180
_LOGS = Path("var/logs")
_STOPPED_BY_HAND = (130, 143)


class RasaSettings(BaseSettings):
    """Where Rasa listens, and its files (`RASA_*`)."""

    model_config = SettingsConfigDict(
        env_prefix="RASA_", env_file=".env", extra="ignore", frozen=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=5005, ge=1, le=65535)
    python: Path = Path("var/env/rasa/bin/python")
    model: Path = Path("var/models/laban.tar.gz")
    tracker_db: Path = Path("var/rasa.db")


def main() -> None:
    """Check, start, wait, announce; exit with 1 and one line when something is missing."""
    try:
        bot, actions, rasa, about = read_settings()
    except ValidationError as error:
        first = error.errors()[0]
        prefix = error.title.removesuffix("Settings").upper()
        name = f"{prefix}_{'_'.join(map(str, first['loc']))}".upper()
        sys.exit(f"run: {name}: {first['msg']}: mend it in .env (see .env.example)")
    check(bot, actions, rasa, about)
    manager = Manager()
    add_processes(manager, actions, rasa)
    signal.signal(signal.SIGHUP, lambda *_: manager.terminate())
    watcher = threading.Thread(target=announce, args=(bot, manager), name="announce", daemon=True)
    watcher.start()
    manager.loop()
    report(manager.returncode)


def read_settings() -> tuple[BotSettings, ActionsSettings, RasaSettings, KnowledgeSettings]:
    """Return the settings of all processes."""
    return BotSettings(), ActionsSettings(), RasaSettings(), KnowledgeSettings()


def check(
    bot: BotSettings, actions: ActionsSettings, rasa: RasaSettings, about: KnowledgeSettings
) -> None:
    """Stop with one line and its cure when a part is missing, a port taken or the disk full."""
    for name, host, port in (
        ("BOT_PORT", bot.host, bot.port),
        ("ACTIONS_PORT", actions.host, actions.port),
        ("RASA_PORT", rasa.host, rasa.port),
    ):
        if is_taken(host, port):
            sys.exit(f"run: port {port} is taken: stop what uses it, or set {name} in .env")
    if not rasa.model.exists():
        sys.exit(f"run: no Rasa model at {rasa.model}: run 'make train'")
    if current_build(about.index) is None:
        sys.exit(f"run: no index at {about.index}: run 'make index'")
    free = shutil.disk_usage(Path.cwd()).free
    if free < _LEAST_DISK:
        sys.exit(f"run: only {free // 1_000_000} MB of disk free: free some, then try again")


def is_taken(host: str, port: int) -> bool:
    """Tell whether something listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def commands(rasa: RasaSettings) -> dict[str, list[str]]:
    """Return the command line of each process."""
    serve_rasa = [
        rasa.python, "-W", "ignore", "-m", "deploy.start_rasa", "run",
        "-i", rasa.host, "-p", rasa.port, "-m", rasa.model,
        "--endpoints", "nlu/endpoints.yml", "--credentials", "nlu/credentials.yml",
    ]  # fmt: skip
    return {
        "rasa": [str(part) for part in serve_rasa],
        "actions": [sys.executable, "-m", "actions"],
        "bot": [sys.executable, "-m", "bot", "serve"],
    }


def environment(actions: ActionsSettings, rasa: RasaSettings) -> dict[str, str]:
    """Return what the processes need to know of each other, for all of them."""
    return {
        "PYTHONPATH": str(Path.cwd()),
        "PYTHONUNBUFFERED": "1",
        "BOT_RASA_URL": f"http://{rasa.host}:{rasa.port}",
        "BOT_ACTIONS_URL": f"http://{actions.host}:{actions.port}",
        "ACTIONS_WEBHOOK": f"http://{actions.host}:{actions.port}/webhook",
        "RASA_TRACKER_DB": str(rasa.tracker_db),
        "RASA_TELEMETRY_ENABLED": "false",
        # At DEBUG Rasa logs what people write: not to be had, whatever the shell says.
        "LOG_LEVEL": "INFO",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "HF_HUB_OFFLINE": "1",
        # Threads of one embedding that wait for each other spin: two cores shared by
        # three processes do better with one thread a question.
        "OMP_NUM_THREADS": "1",
    }


def add_processes(manager: Manager, actions: ActionsSettings, rasa: RasaSettings) -> None:
    """Tell honcho what to start.

    What a process prints goes to a log of its own, so that the terminal shows what a
    person wants to know: what starts, what is awaited, where to go.
    """
    _LOGS.mkdir(parents=True, exist_ok=True)
    around = {**os.environ, **environment(actions, rasa)}
    for name, command in commands(rasa).items():
        # "exec": the signal to stop must reach Python, not the shell honcho starts it in.
        line = "exec " + shlex.join(command)
        log = shlex.quote(str(_LOGS / f"{name}.log"))
        manager.add_process(name, f"{line} > {log} 2>&1", env=around)


def announce(bot: BotSettings, manager: Manager) -> None:
    """Print what is still awaited, and the addresses once everything answers."""
    address = f"http://{bot.host}:{bot.port}"
    started, last = time.monotonic(), ""
    # One client for all: each new one reads the certificates of all authorities again.
    with httpx.Client(base_url=address, timeout=5) as client:
        while time.monotonic() - started < _PATIENCE_SECONDS:
            missing = awaited(client)
            waited = time.monotonic() - started
            if not missing:
                print(ready_text(address, waited), flush=True)
                return
            if missing != last:
                print(f"  {waited:4.0f} s  waiting for {missing}", flush=True)
                last = missing
            time.sleep(_ASK_EVERY_SECONDS)
    print(f"run: not ready after {_PATIENCE_SECONDS} s: see the lines above", flush=True)
    manager.terminate()


def awaited(client: httpx.Client) -> str:
    """Return the names of the parts that do not answer yet, or nothing when all do."""
    try:
        checks = client.get("/readyz").json()["checks"]
    except (httpx.HTTPError, ValueError, KeyError):
        return "rasa, actions, bot"
    return ", ".join(name for name, state in checks.items() if state != "ready")


def report(returncode: int | None) -> None:
    """Exit; when a process stopped by itself, with the last lines of the log written last."""
    if returncode in _STOPPED_BY_HAND:
        sys.exit(0)
    last = max(_LOGS.glob("*.log"), key=lambda log: log.stat().st_mtime)
    lines = last.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
    sys.exit("\n".join([f"run: a process stopped ({returncode}); the end of {last}:", *lines]))


def ready_text(address: str, waited: float) -> str:
    """Return the lines that tell where to go."""
    return (
        f"\n  La Bàn is ready after {waited:.0f} s.\n"
        f"    chat         {address}/\n"
        f"    terminal     make chat\n"
        f"    API          {address}/docs\n"
        f"    state        {address}/readyz\n"
        f"  Ctrl-C stops everything.\n"
    )


if __name__ == "__main__":
    main()
