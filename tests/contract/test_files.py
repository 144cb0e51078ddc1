"""What is written for people agrees with what the programs do."""

import re
from pathlib import Path

import pytest

from actions.settings import ActionsSettings
from bot.settings import BotSettings
from deploy.run import RasaSettings
from knowledge.settings import KnowledgeSettings

SETTINGS = [BotSettings, ActionsSettings, RasaSettings, KnowledgeSettings]


def names_of(settings):
    prefix = settings.model_config["env_prefix"]
    return {f"{prefix}{name}".upper(): field for name, field in settings.model_fields.items()}


def test_every_setting_is_in_env_example_with_its_default():
    lines = re.findall(r"^#?([A-Z_]+)=(.*)$", Path(".env.example").read_text(), re.M)
    example = dict(lines)
    expected = {
        name: "" if field.default is None else str(field.default)
        for settings in SETTINGS
        for name, field in names_of(settings).items()
    }
    assert example == expected


def test_every_target_of_the_readme_is_in_the_makefile():
    named = set(re.findall(r"make ([a-z-]+)", Path("README.md").read_text()))
    makefile = Path("Makefile").read_text()
    assert named
    missing = [name for name in named if not re.search(rf"^{name}:.*##", makefile, re.M)]
    assert missing == []


def test_every_target_says_what_it_does():
    makefile = Path("Makefile").read_text()
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", makefile, re.M)[1].replace("\\\n", " ").split()
    silent = [name for name in phony if not re.search(rf"^{name}:.*## \S", makefile, re.M)]
    assert silent == []


def test_ci_runs_the_test_command_of_the_readme_and_nothing_hidden():
    lines = [line for line in Path(".ci/run").read_text().splitlines() if line.strip()]
    first = ["#!/usr/bin/env bash", "set -euo pipefail", 'cd "$(dirname "$0")/.."']
    assert lines == [*first, "make test"]


@pytest.mark.parametrize("package", ["bot", "knowledge", "nlu", "actions"])
def test_every_package_has_a_door_plate(package):
    assert Path(package, "__init__.py").read_text().startswith('"""')
