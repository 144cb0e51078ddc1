import json
from pathlib import Path

import numpy as np
import pytest

from tests.evaluation import peer
from tests.evaluation.public import clause
from tests.fakes import FakeEmbedder

PASSAGES = (clause("luat/1", "Trường dạy nấu ăn"), clause("luat/2", "Học phí trung cấp"))


@pytest.fixture
def runs(monkeypatch):
    """Stand in for Haystack's process: note each folder, find the second text, then the first."""
    folders: list[Path] = []

    def rank(folder: Path) -> None:
        folders.append(folder)
        wanted = json.loads((folder / "wanted.json").read_text(encoding="utf-8"))
        found = [[1, 0][: wanted["top_k"]] for _ in wanted["questions"]]
        (folder / "rankings.json").write_text(json.dumps(found), encoding="utf-8")

    monkeypatch.setattr(peer, "run_peer", rank)
    return folders


def test_the_peer_gets_our_texts_and_vectors_and_its_positions_become_ids(runs, tmp_path):
    found = peer.Haystack(PASSAGES, FakeEmbedder(), tmp_path).rank(["học phí", "nấu ăn"])
    assert found == [["luat/2", "luat/1"]] * 2
    wanted = json.loads((runs[0] / "wanted.json").read_text(encoding="utf-8"))
    assert wanted["texts"] == [passage.text for passage in PASSAGES]
    expected = FakeEmbedder().embed_questions(["học phí", "nấu ăn"])
    np.testing.assert_array_equal(np.load(runs[0] / "questions.npy"), expected)
    assert np.load(runs[0] / "passages.npy").shape == (2, FakeEmbedder.dimension)


def test_what_was_ranked_is_not_ranked_again_until_something_changes(runs, tmp_path):
    haystack = peer.Haystack(PASSAGES, FakeEmbedder(), tmp_path)
    assert haystack.rank(["học phí"]) == haystack.rank(["học phí"])
    assert len(runs) == 1
    haystack.rank(["học phí?"])
    haystack.rank(["học phí"], top_k=1)
    peer.Haystack(PASSAGES, FakeEmbedder("another"), tmp_path).rank(["học phí"])
    assert len(set(runs)) == 4


def test_without_its_environment_the_cure_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(peer, "PYTHON", tmp_path / "python")
    with pytest.raises(peer.PeerMissing, match=r"deploy/environments\.py haystack"):
        peer.run_peer(tmp_path)


@pytest.mark.model
@pytest.mark.skipif(not peer.PYTHON.exists(), reason="deploy/environments.py haystack not run")
def test_the_real_peer_joins_what_words_and_vectors_find(tmp_path):
    haystack = peer.Haystack(PASSAGES, FakeEmbedder(), tmp_path)
    assert haystack.rank(["học phí trung cấp", "dạy nấu ăn", "xyzzy"]) == [
        ["luat/2", "luat/1"],
        ["luat/1", "luat/2"],
        ["luat/1", "luat/2"],
    ]
