import ast
import sys
from pathlib import Path

import pytest

from deploy import environments


def fake_python(folder, name, says, code=0):
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def test_a_shim_that_fails_is_not_a_python(tmp_path):
    assert not environments.runs(fake_python(tmp_path, "python3.10", "3.10", code=127), "3.10")
    assert not environments.runs(fake_python(tmp_path, "other", "3.12"), "3.10")
    assert not environments.runs(str(tmp_path / "missing"), "3.10")
    assert environments.runs(fake_python(tmp_path, "right", "3.10"), "3.10")


def test_the_one_that_is_named_comes_first(tmp_path, monkeypatch):
    named = fake_python(tmp_path, "named", "3.10")
    monkeypatch.setenv("PYTHON310", named)
    assert environments.find_python("3.10") == named


def test_pyenv_is_looked_into_when_the_path_has_none(tmp_path, monkeypatch):
    home = tmp_path / "versions" / "3.10.99" / "bin"
    home.mkdir(parents=True)
    inside = fake_python(home, "python", "3.10")
    monkeypatch.delenv("PYTHON310", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert environments.find_python("3.10") == inside


def test_none_is_one_line_with_the_cure(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHON39", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    with pytest.raises(SystemExit, match=r"^setup: Python 3\.9 not found: .*make PYTHON39="):
        environments.find_python("3.9")


def test_no_room_is_one_line_with_the_cure(tmp_path):
    with pytest.raises(SystemExit, match=r"^setup: no disk space: .* free some"):
        environments.need_space(tmp_path / "env", 1e9)


def test_what_is_installed_is_not_installed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(environments, "find_python", lambda _: pytest.fail("looked for a Python"))
    lists = [tmp_path / "a.txt"]
    lists[0].write_text("six==1.17.0\n")
    folder = tmp_path / "env"
    folder.mkdir()
    (folder / "installed.txt").write_text(environments.fingerprint(lists[0]))
    environments.make(folder, "3.11", lists, 1e9)


def test_it_runs_on_any_python_before_anything_is_installed():
    source = Path("deploy/environments.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))
    imported = {name.name for node in ast.walk(ast.parse(source)) for name in names(node)}
    assert imported <= sys.stdlib_module_names


def names(node):
    return node.names if isinstance(node, ast.Import) else []
