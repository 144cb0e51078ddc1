"""Tuning runs and writes what the encoder takes up. What it is worth is measured elsewhere."""

from dataclasses import replace

import pytest

from tests.fakes import DIPLOMA, FREE, HOSTEL
from tests.knowledge.tiny_packed import save_tiny_packed

pytestmark = pytest.mark.model

CARDS = [
    replace(FREE, id="so/mot", title="một hai?", also=("hai một?",), text="ba bốn. năm sáu"),
    replace(DIPLOMA, id="so/ba", title="ba bốn?", also=("bốn ba?",), text="bảy tám. một năm"),
    replace(HOSTEL, id="so/nam", title="năm sáu?", also=(), text="hai bảy. tám ba"),
]
NONE = ["bảy tám", "tám một"]


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """Return a way to make the small encoder that tuning works on in these tests."""
    import torch

    from knowledge import tuning
    from knowledge.encoder import Encoder
    from knowledge.packed import PackedModel

    torch.set_num_threads(1)  # as PackedE5 does: on a busy machine threads wait for each other
    save_tiny_packed(tmp_path / "tiny.bin")
    monkeypatch.setattr(tuning, "PackedModel", lambda: PackedModel(tmp_path / "tiny.bin"))
    return lambda: Encoder(PackedModel(tmp_path / "tiny.bin"))


def tune(path, steps=2, **changes):
    """Tune for a few steps; return what was reported."""
    from knowledge.tuning import Plan
    from knowledge.tuning import tune as learn

    parts = {"cards": 3, "neighbours": 1, "unanswerable": 2, "sentences": 3, "rank": 2}
    told = []
    plan = Plan(steps=steps, **parts | changes)
    learn(CARDS, NONE, path, plan, lambda *step: told.append(step))
    return told


def test_a_file_with_both_halves_of_each_correction_is_written(tiny, tmp_path):
    from knowledge.encoder import load_tuning

    told = tune(tmp_path / "tuning.safetensors")
    assert [(step, steps) for step, steps, _ in told] == [(1, 2), (2, 2)]
    assert all(loss > 0 for *_, loss in told)
    corrections = load_tuning(tmp_path / "tuning.safetensors")
    layers = tiny().linears()
    assert set(corrections) == {f"{name}.{part}" for name in layers for part in ("down", "up")}
    for name, layer in layers.items():
        rows, columns = layer.weight.shape
        assert corrections[f"{name}.down"].shape == (2, columns)
        assert corrections[f"{name}.up"].shape == (rows, 2)


def test_the_corrections_change_vectors(tiny, tmp_path):
    from knowledge.encoder import load_tuning

    tune(tmp_path / "tuning.safetensors", learning_rate=1.0)
    untuned, tuned = tiny(), tiny()
    tuned.tune(load_tuning(tmp_path / "tuning.safetensors"))
    before, after = (encoder.embed(["một hai"]).detach() for encoder in (untuned, tuned))
    assert float((before * after).sum()) < 1 - 1e-4


@pytest.mark.parametrize("answers", [0.0, 1.0], ids=["questions", "answers"])
def test_the_loss_falls(tiny, tmp_path, answers):
    told = tune(tmp_path / "t.safetensors", steps=60, learning_rate=0.02, answers=answers)
    assert told[-1][2] < 0.9 * told[0][2]


def test_the_same_corpus_gives_the_same_file(tiny, tmp_path):
    for name in ("a", "b"):
        tune(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_neighbours_are_other_passages(tiny, tmp_path):
    from knowledge.tuning import _neighbours

    near = _neighbours(tiny(), CARDS, 30)
    assert [sorted(row) for row in near] == [[1, 2], [0, 2], [0, 1]]
    assert [len(row) for row in _neighbours(tiny(), CARDS, 1)] == [1, 1, 1]
