"""`make run`: one command up, Ctrl-C down, and one line for what a person can mend."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.e2e.stack import PATIENCE_SECONDS, free_port

pytestmark = pytest.mark.e2e


@pytest.fixture
def settings(tmp_path):
    return {
        "BOT_PORT": str(free_port()),
        "ACTIONS_PORT": str(free_port()),
        "RASA_PORT": str(free_port()),
        "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}",
        "RASA_TRACKER_DB": str(tmp_path / "rasa.db"),
    }


def readme_shows():
    """Return the lines that README says `make run` prints once it is ready."""
    lines = Path("README.md").read_text(encoding="utf-8").splitlines()
    first = next(n for n, line in enumerate(lines) if "La Bàn is ready" in line)
    return untimed("\n".join(lines[first : first + 6]))


def untimed(text):
    """Return the lines of a text without what differs from run to run: the seconds."""
    return [re.sub(r"\d+ s\b", "… s", line) for line in text.splitlines()]


def launch(settings):
    return subprocess.Popen(
        [sys.executable, "-m", "deploy.run"],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def test_it_says_when_it_is_ready_and_ctrl_c_stops_everything(settings):
    run = launch(settings)
    try:
        said = []
        for line in run.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        text = "".join(said)
        shown = untimed(text.replace(settings["BOT_PORT"], "8000"))
        assert [line for line in readme_shows() if line not in shown] == []
        assert "La Bàn is ready" in text, text
        url = f"http://127.0.0.1:{settings['BOT_PORT']}"
        assert f"{url}/" in text
        assert httpx.get(f"{url}/readyz", timeout=PATIENCE_SECONDS).status_code == 200
        os.killpg(run.pid, signal.SIGINT)
        rest = run.stdout.read()
        assert run.wait(PATIENCE_SECONDS) == 0, rest
    finally:
        run.kill()
        run.wait()
        run.stdout.close()
    for name in ("BOT_PORT", "ACTIONS_PORT", "RASA_PORT"):
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{settings[name]}/")


@pytest.mark.parametrize(
    ("wrong", "cure"),
    [
        ({"BOT_PORT": "80000"}, "BOT_PORT"),
        ({"RASA_MODEL": "var/models/none.tar.gz"}, "make train"),
        ({"KNOWLEDGE_INDEX": "var/none"}, "make index"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_cure(settings, wrong, cure):
    run = launch({**settings, **wrong})
    said, _ = run.communicate(timeout=PATIENCE_SECONDS)
    assert run.returncode == 1
    assert len(said.strip().splitlines()) == 1, said
    assert cure in said


def test_a_taken_port_is_named(settings):
    with subprocess.Popen(
        [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", settings["BOT_PORT"]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as other:
        try:
            wait_for(int(settings["BOT_PORT"]))
            run = launch(settings)
            said, _ = run.communicate(timeout=PATIENCE_SECONDS)
        finally:
            other.kill()
    assert run.returncode == 1
    assert said.strip().splitlines() == [
        f"run: port {settings['BOT_PORT']} is taken: stop what uses it, or set BOT_PORT in .env"
    ]


def wait_for(port):
    for _ in range(1200):
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=PATIENCE_SECONDS)
        except httpx.ConnectError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing on {port}")
