"""Read YAML and the front matter of cards, remembering lines. The only importer of yaml."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import CorpusError

_FENCE = "---"
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C, where libyaml is there


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file.

    Raises:
        CorpusError: The file is missing or is not YAML.
    """
    return _parse(_read(path), path, first_line=1)


def read_card(path: Path) -> tuple[dict[str, Any], str, dict[str, int]]:
    """Return front matter, body, and the line of each key and of the `body`.

    Raises:
        CorpusError: There is no front matter, or it is not a YAML mapping.
    """
    text = _read(path)
    lines = text.split("\n")
    if lines[0].strip() != _FENCE or _FENCE not in [line.strip() for line in lines[1:]]:
        raise CorpusError(path, 1, "a card begins with front matter between two lines of ---")
    end = [line.strip() for line in lines[1:]].index(_FENCE) + 1
    matter = _parse("\n".join(lines[1:end]), path, first_line=2)
    if not isinstance(matter, dict):
        raise CorpusError(path, 2, "the front matter must be 'key: value' lines")
    keys = {
        match[1]: number
        for number, line in enumerate(lines[1:end], 2)
        if (match := re.match(r"(\w+):", line))
    }
    keys["body"] = end + 2
    return matter, "\n".join(lines[end + 1 :]).strip(), keys


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CorpusError(path, 1, "no such file") from None
    except UnicodeDecodeError as error:
        raise CorpusError(path, 1, f"not UTF-8 at byte {error.start}") from None


def _parse(text: str, path: Path, *, first_line: int) -> Any:
    with suppress(yaml.YAMLError, ValueError):
        return yaml.load(text, _FAST)  # noqa: S506 - a safe loader either way
    try:  # the reader in Python says better what is wrong
        return yaml.safe_load(text)
    except ValueError as error:  # what looks like a date is made one, and 2027-02-30 is none
        raise CorpusError(path, first_line, f"no such day: {error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "broken"
        raise CorpusError(path, line, f"not YAML: {problem}") from None
