import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from bot.__main__ import main, run
from bot.errors import DatabaseUnavailable, PortUnavailable
from bot.settings import BotSettings

ROOT = Path(__file__).parents[2]


def test_a_wrong_setting_is_one_line_with_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_PORT", "many")
    for command in ("serve", "chat"):
        result = CliRunner().invoke(main, [command])
        assert (result.exit_code, result.output) == (
            1,
            "Error: BOT_PORT: Input should be a valid integer, unable to parse string as an "
            "integer (set in the environment or in .env)\n",
        )


@pytest.mark.parametrize("command", [[], ["serve"], ["chat"]])
def test_every_command_has_help(command):
    result = CliRunner().invoke(main, [*command, "--help"])
    assert (result.exit_code, result.output.split("\n")[0].split()[0]) == (0, "Usage:")


def test_the_terminal_reads_lines_until_it_is_told_to_stop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(
        main, ["chat", "--url", "http://127.0.0.1:9"], input="chào\n:thoát\nkhông đọc nữa\n"
    )
    assert result.exit_code == 0
    assert "không phải người" in result.output
    assert result.output.count("Không kết nối được máy chủ ở http://127.0.0.1:9.") == 1


async def test_a_taken_port_is_found_before_anything_else_is_done(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings = BotSettings(
            port=other.getsockname()[1], database_url=f"sqlite+aiosqlite:///{tmp_path}/v/bot.db"
        )
        with pytest.raises(PortUnavailable):
            await run(settings)
    assert list(tmp_path.iterdir()) == []


async def test_a_folder_that_cannot_be_written_ends_the_start(tmp_path, free_port):
    (tmp_path / "var").write_text("a file")
    settings = BotSettings(
        port=free_port, database_url=f"sqlite+aiosqlite:///{tmp_path}/var/bot.db"
    )
    with pytest.raises(DatabaseUnavailable):
        await run(settings)


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_server_starts_answers_and_stops(tmp_path, free_port, stop):
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "BOT_PORT": str(free_port),
        "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/var/bot.db",
        "BOT_RASA_URL": "http://127.0.0.1:9",
        "BOT_ACTIONS_URL": "http://127.0.0.1:9",
    }
    command = [sys.executable, "-m", "bot", "serve"]
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE) as server:
        try:
            with httpx.Client(
                base_url=f"http://127.0.0.1:{free_port}", trust_env=False, timeout=60
            ) as client:
                assert _first_answer(client).json() == {"status": "alive"}
                assert client.get("/readyz").json()["checks"]["database"] == "ready"
                refused = client.post("/api/v1/messages", json={"text": "cá-kho-làng"})
                assert refused.status_code == 503
            server.send_signal(stop)
            server.wait(timeout=60)  # it would else go on for ever
        finally:
            server.kill()
        log = server.stderr.read().decode()
    assert "làng" not in log
    assert "Traceback" not in log
    assert log.count("telegram: off, BOT_TELEGRAM_TOKEN is not set") == 1


def _first_answer(client: httpx.Client) -> httpx.Response:
    """Ask until the process listens; the system lets a connection wait from then on."""
    for _ in range(6000):
        try:
            return client.get("/healthz")
        except httpx.ConnectError:
            time.sleep(0.01)
    raise AssertionError("the server did not start")
