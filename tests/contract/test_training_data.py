"""Rasa is trained on what it will see: text as the front door normalises it."""

import re
from pathlib import Path

from nlu.text import fold, normalize


def examples():
    for path in sorted(Path("nlu/data/nlu").glob("*.yml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"^      - (.*)$", line):
                yield path.name, match[1]


def test_every_example_is_normalized():
    changed = [(name, text) for name, text in examples() if normalize(text) != text]
    assert changed == []


def test_no_example_is_there_twice():
    seen = {}
    for name, text in examples():
        assert fold(text) not in seen, (text, name, seen[fold(text)])
        seen[fold(text)] = name
    assert len(seen) > 2000
