import numpy as np
import pytest

from tests.evaluation.remembering import RememberingEmbedder
from tests.fakes import FakeEmbedder


@pytest.fixture
def fake():
    return FakeEmbedder("org/model")


@pytest.fixture
def remembering(fake, tmp_path):
    embedder = opened(fake, tmp_path)
    yield embedder
    embedder.close()


def opened(fake, folder):
    """Open what is remembered in `folder`; the texts that tell models apart are not counted."""
    embedder = RememberingEmbedder(fake, folder)
    fake.asked.clear()
    fake.read.clear()
    return embedder


def test_vectors_are_those_of_the_embedder(remembering):
    texts = ["học nghề", "học phí", "học nghề"]
    expected = FakeEmbedder().embed_passages(texts)
    np.testing.assert_array_equal(remembering.embed_passages(texts), expected)
    np.testing.assert_array_equal(remembering.embed_questions(texts), expected)


def test_only_new_texts_are_embedded(remembering, fake):
    remembering.embed_questions(["a", "b", "a"])
    remembering.embed_questions(["b", "c"])
    assert fake.asked == ["a", "b", "c"]


def test_a_question_and_a_passage_of_the_same_words_are_two_texts(remembering, fake):
    remembering.embed_questions(["a"])
    remembering.embed_passages(["a"])
    assert (fake.asked, fake.read) == (["a"], ["a"])


def test_the_next_run_finds_them_on_disk_to_the_last_bit(remembering, tmp_path):
    first = remembering.embed_questions(["học nghề ở đâu", "học phí"])
    again, asked = FakeEmbedder("org/model"), ["học phí", "học nghề ở đâu"]
    other = opened(again, tmp_path)
    second = other.embed_questions(asked)
    other.close()
    np.testing.assert_array_equal(second, first[::-1])
    assert second.dtype == np.float32
    assert again.asked == []


def test_another_model_remembers_for_itself(remembering, tmp_path):
    remembering.embed_questions(["a"])
    fake = FakeEmbedder("another")
    other = opened(fake, tmp_path)
    other.embed_questions(["a"])
    other.close()
    assert fake.asked == ["a"]


def test_a_model_that_was_tuned_anew_under_its_name_remembers_nothing(remembering, tmp_path):
    class Tuned(FakeEmbedder):
        def _embed(self, texts):
            return np.roll(super()._embed(texts), 1, axis=1)

    remembering.embed_questions(["học nghề"])
    tuned = Tuned("org/model")
    other = opened(tuned, tmp_path)
    found = other.embed_questions(["học nghề"])
    other.close()
    assert tuned.asked == ["học nghề"]
    np.testing.assert_array_equal(found, Tuned().embed_questions(["học nghề"]))


def test_what_was_embedded_before_a_failure_is_kept(remembering, fake, tmp_path):
    remembering.embed_questions(["a"])
    fake.failure = RuntimeError("engine")
    with pytest.raises(RuntimeError, match="engine"):
        remembering.embed_questions(["a", "b"])
    fake.failure = None
    remembering.embed_questions(["a", "b"])
    assert fake.asked == ["a", "b", "b"]


def test_no_texts_have_no_vectors(remembering):
    assert remembering.embed_questions([]).shape == (0, FakeEmbedder.dimension)


def test_many_texts_tell_how_far_it_is(remembering, capsys):
    remembering.embed_passages([str(number) for number in range(640)])
    assert (
        "embedded 512 new texts with org/model (640 asked for at once)" in capsys.readouterr().err
    )
