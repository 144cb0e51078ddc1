"""What can go wrong with the knowledge base.

KnowledgeError
├─ CorpusError(path, line, problem)   a card or the table of documents is not as it must be
├─ CorpusRejected(problems)           one or more CorpusErrors, found in one pass
├─ IndexMissing(folder)               nothing has been built there
├─ IndexBroken(folder, problem)       what is there cannot be read
├─ IndexMismatch(built, wanted)       built with another embedding model
├─ PassageNotFound(id)
└─ EmbeddingFailed(model, problem)    the model cannot be loaded or gave no vectors
"""

from collections.abc import Sequence
from pathlib import Path


class KnowledgeError(Exception):
    """Root of what the knowledge base raises."""


class CorpusError(KnowledgeError):
    """One thing wrong in one file of the corpus."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class CorpusRejected(KnowledgeError):
    """The corpus has problems; each is listed."""

    def __init__(self, problems: Sequence[CorpusError]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class IndexMissing(KnowledgeError):
    """No index was built in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no index at {folder}: run 'make index'")
        self.folder = folder


class IndexBroken(KnowledgeError):
    """The files of an index do not belong together or cannot be read."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(
            f"the index at {folder} is damaged ({problem}): delete the folder, run 'make index'"
        )
        self.folder = folder
        self.problem = problem


class IndexMismatch(KnowledgeError):
    """The index was built with another embedding model than the one in use."""

    def __init__(self, built: str, wanted: str) -> None:
        super().__init__(
            f"the index was built with model {built!r}, the setting is {wanted!r}: run 'make index'"
        )
        self.built = built
        self.wanted = wanted


class PassageNotFound(KnowledgeError):
    """No passage has this id."""

    def __init__(self, id_: str) -> None:
        super().__init__(f"no passage {id_!r}: 'python -m knowledge search' finds ids")
        self.id = id_


class EmbeddingFailed(KnowledgeError):
    """The embedding model could not be loaded or used."""

    def __init__(self, model: str, problem: str) -> None:
        super().__init__(f"embedding model {model!r}: {problem}")
        self.model = model
        self.problem = problem
