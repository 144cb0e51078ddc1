"""What can go wrong with a list of schools. Messages are Vietnamese: a clerk reads them.

KnowledgeError
└─ SchoolsError
   ├─ SchoolsUnreadable(path, reason)    the file cannot be read at all
   └─ SchoolsRejected(path, problems)    rows are wrong; each is listed, nothing was imported
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place of a list."""

    row: str
    """Where: "dòng 7" of a table, "trường 2, ngành 1" of a YAML list."""
    column: str
    """The heading or key; empty where it is about the whole row."""
    reason: str

    def __str__(self) -> str:
        column = f", cột “{self.column}”" if self.column else ""
        return f"{self.row}{column}: {self.reason}"


class SchoolsError(KnowledgeError):
    """Root of what a list of schools raises."""


class SchoolsUnreadable(SchoolsError):
    """A file is missing or is no table and no YAML."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class SchoolsRejected(SchoolsError):
    """A list has wrong rows; nothing of it is used."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"{path}: {len(problems)} lỗi, chưa nhập dòng nào.\n{lines}")
        self.path = path
        self.problems = tuple(problems)
