"""What a person reads who starts the action server where it cannot start."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.model


def test_a_setting_that_cannot_be_is_one_line(tmp_path, monkeypatch):
    from actions.__main__ import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACTIONS_PORT", "70000")
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == (
        "action server: setting ActionsSettings.port: "
        "Input should be less than or equal to 65535 (see .env.example)"
    )


def test_a_missing_index_is_one_line_with_the_cure(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"ACTIONS_PORT": str(port), "KNOWLEDGE_INDEX": "none"}
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())} | settings
    done = subprocess.run(
        [sys.executable, "-m", "actions"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "action server: no index at none: run 'make index'"
    assert "Traceback" not in done.stderr
