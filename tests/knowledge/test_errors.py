"""Each message says what is wrong and what to do about it."""

from pathlib import Path

import pytest

from knowledge.errors import (
    CorpusError,
    CorpusRejected,
    EmbeddingFailed,
    IndexBroken,
    IndexMismatch,
    IndexMissing,
    KnowledgeError,
    PassageNotFound,
)

CARD = CorpusError(Path("a.md"), 3, "no title")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (CARD, "a.md:3: no title"),
        (
            CorpusRejected([CARD, CorpusError(Path("b.md"), 1, "empty")]),
            "a.md:3: no title\nb.md:1: empty",
        ),
        (IndexMissing(Path("var/index")), "no index at var/index: run 'make index'"),
        (
            IndexBroken(Path("var/index"), "no vectors"),
            "the index at var/index is damaged (no vectors): delete the folder, run 'make index'",
        ),
        (
            IndexMismatch(built="a", wanted="b"),
            "the index was built with model 'a', the setting is 'b': run 'make index'",
        ),
        (PassageNotFound("x/y"), "no passage 'x/y': 'python -m knowledge search' finds ids"),
        (EmbeddingFailed("m", "no such model"), "embedding model 'm': no such model"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_says_what_and_where_in_one_family(error, message):
    assert str(error) == message
    assert isinstance(error, KnowledgeError)
