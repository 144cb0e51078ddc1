import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from knowledge.entries import asked_key, entries_of, whole_text
from knowledge.errors import EmbeddingFailed, IndexBroken, IndexMismatch, IndexMissing
from knowledge.index import (
    FORMAT,
    Manifest,
    build_index,
    corpus_hash,
    current_build,
    current_manifest,
    known_vectors,
    open_index,
)
from knowledge.lexical import LexicalIndex
from tests.fakes import CORPUS, DIPLOMA, FREE, HOSTEL, LOAN, FakeEmbedder

SHORT = replace(FREE, title="Ai được miễn?", also=("Học có mất tiền?",), text="{Bạn} và {bạn}.")
CHANGED = replace(LOAN, text="Nay vay được nhiều hơn.")


def changed(*passages):
    return [*CORPUS[:1], *passages, *CORPUS[1 + len(passages) :]]


def folders(folder):
    """Return the builds in a folder, by the hash of their corpus, and the link to the current."""
    return {path.name.split("-")[0] for path in folder.iterdir() if path.name != "lock"}


def test_what_is_built_is_what_is_opened(tmp_path):
    manifest = build_index(CORPUS, FakeEmbedder(), tmp_path)
    index = open_index(tmp_path, "fake")
    assert manifest == Manifest(
        format=FORMAT,
        model="fake",
        dimension=2048,
        corpus_hash=corpus_hash(CORPUS, "fake"),
        passages=4,
        entries=10,
    )
    assert (index.manifest, current_manifest(tmp_path)) == (manifest, manifest)
    assert index.passages == CORPUS
    assert index.owners.tolist() == [0, 0, 1, 1, 1, 2, 2, 3, 3, 3]
    assert [asked is not None for asked in index.asked] == [
        bool(int(digit)) for digit in "1011010110"
    ]
    assert [asked for asked in index.asked if asked] == [
        asked_key(question) for passage in CORPUS for question in passage.questions
    ]
    embedder = FakeEmbedder()
    texts = [entry.text for entry in entries_of(CORPUS)]
    assert np.array_equal(index.vectors.vectors, embedder.embed_questions(texts))
    lexical = LexicalIndex.build([whole_text(passage) for passage in CORPUS])
    expected = lexical.scores("vay vốn", ["vay von"])
    assert index.lexical.scores("vay vốn", ["vay von"]) == pytest.approx(expected)
    assert index.restorer.restore("vay von hoc nghe") == "vay vốn học nghề"


def test_texts_that_ask_and_texts_that_answer_are_embedded_each_in_their_way(tmp_path):
    embedder = FakeEmbedder()
    build_index([SHORT], embedder, tmp_path)
    assert embedder.asked == ["Ai được miễn?", "Học có mất tiền?"]
    assert embedder.read == ["Ai được miễn?\nBạn và bạn."]


def test_only_what_changed_is_embedded_again(folder):
    embedder = FakeEmbedder()
    build_index(changed(CHANGED), embedder, folder)
    assert (embedder.asked, embedder.read) == ([], [f"{LOAN.title}\nNay vay được nhiều hơn."])
    again = FakeEmbedder()
    new_question = replace(CHANGED, also=(*CHANGED.also, "Vay được mấy năm?"))
    build_index(changed(new_question), again, folder)
    assert (again.asked, again.read) == (["Vay được mấy năm?"], [])


def test_vectors_that_are_reused_stay_with_their_texts(folder):
    reordered = [FREE, HOSTEL, DIPLOMA]
    embedder = FakeEmbedder()
    build_index(reordered, embedder, folder)
    assert (embedder.asked, embedder.read) == ([], [])
    texts = [entry.text for entry in entries_of(reordered)]
    vectors = open_index(folder, "fake").vectors.vectors
    assert np.array_equal(vectors, FakeEmbedder().embed_questions(texts))


def test_a_change_that_no_vector_depends_on_embeds_nothing_but_is_taken_up(folder):
    embedder = FakeEmbedder()
    build_index(changed(replace(LOAN, next=("hoc-phi/mien",))), embedder, folder)
    assert (embedder.asked, embedder.read) == ([], [])
    assert open_index(folder, "fake").passages[1].next == ("hoc-phi/mien",)


def test_another_model_embeds_everything_again(folder):
    embedder = FakeEmbedder("other")
    build_index(CORPUS, embedder, folder)
    assert (len(embedder.asked), len(embedder.read)) == (6, 4)
    assert open_index(folder, "other").manifest.model == "other"


def test_a_text_that_is_there_twice_is_embedded_once(tmp_path):
    embedder = FakeEmbedder()
    build_index([FREE, replace(FREE, id="hoc-phi/nua")], embedder, tmp_path)
    assert (len(embedder.asked), len(embedder.read)) == (2, 1)
    assert open_index(tmp_path, "fake").owners.tolist() == [0, 0, 0, 1, 1, 1]


def test_progress_is_told_after_each_batch(tmp_path):
    many = [replace(HOSTEL, id=f"a/{n}", title=f"Câu hỏi số {n}?", also=()) for n in range(40)]
    told = []
    build_index(many, FakeEmbedder(), tmp_path, lambda done, total: told.append((done, total)))
    assert told == [(32, 80), (40, 80), (72, 80), (80, 80)]


def test_a_name_of_a_build_changes_with_a_text_and_with_the_model_alone():
    name = corpus_hash(CORPUS, "fake")
    assert corpus_hash(list(CORPUS), "fake") == name
    assert corpus_hash(changed(CHANGED), "fake") != name
    assert corpus_hash(CORPUS, "other") != name
    assert corpus_hash(CORPUS[:3], "fake") != name


def test_a_failure_leaves_the_old_index_and_nothing_half_done(folder):
    before = folders(folder)
    embedder = FakeEmbedder()
    embedder.failure = EmbeddingFailed("fake", "no memory")
    with pytest.raises(EmbeddingFailed, match="no memory"):
        build_index(changed(CHANGED), embedder, folder)
    assert folders(folder) == before
    assert open_index(folder, "fake").passages == CORPUS


def test_a_failure_of_the_first_build_leaves_no_index(tmp_path, embedder):
    embedder.failure = EmbeddingFailed("fake", "no memory")
    with pytest.raises(EmbeddingFailed):
        build_index(CORPUS, embedder, tmp_path)
    assert folders(tmp_path) == set()


def test_what_a_killed_build_left_is_not_in_the_way(folder):
    name = corpus_hash(changed(CHANGED), "fake")
    leftover = folder / f"{name}.partial"
    leftover.mkdir()
    (leftover / "lexical").write_text("half")
    (folder / "current.new").symlink_to("nowhere")
    build_index(changed(CHANGED), FakeEmbedder(), folder)
    assert open_index(folder, "fake").passages[1] == CHANGED
    assert folders(folder) == {"current", name, corpus_hash(CORPUS, "fake")}


def test_only_the_build_before_is_kept(folder):
    corpora = [CORPUS[:3], CORPUS[:2], CORPUS[:1]]
    for corpus in corpora:
        build_index(corpus, FakeEmbedder(), folder)
    names = [corpus_hash(corpus, "fake") for corpus in corpora]
    assert folders(folder) == {"current", names[1], names[2]}
    assert current_build(folder).name.startswith(f"{names[2]}-")


def test_going_back_to_the_corpus_before_works(folder):
    build_index(CORPUS[:3], FakeEmbedder(), folder)
    build_index(CORPUS, FakeEmbedder(), folder)
    assert open_index(folder, "fake").passages == CORPUS


def test_an_open_index_goes_on_after_a_swap(folder):
    index = open_index(folder, "fake")
    build_index(CORPUS[:1], FakeEmbedder(), folder)
    build_index(CORPUS[:2], FakeEmbedder(), folder)
    query = FakeEmbedder().embed_questions([LOAN.title])[0]
    positions, scores = index.vectors.nearest(query, 1)
    assert (index.owners[positions].tolist(), scores.tolist()) == ([1], pytest.approx([1.0]))
    assert index.lexical.scores("vay vốn", ["vay vốn"]).argmax() == 1


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0c"])
def test_a_character_that_some_take_for_a_line_end_does_not_break_the_index(tmp_path, separator):
    passage = replace(FREE, text=f"Được miễn.{separator}Cả nước.")
    build_index([passage, LOAN], FakeEmbedder(), tmp_path)
    assert open_index(tmp_path, "fake").passages == (passage, LOAN)


@pytest.mark.parametrize("where", ["", "nowhere"])
def test_no_index_is_said_with_the_cure(tmp_path, where):
    with pytest.raises(IndexMissing) as caught:
        open_index(tmp_path / where, "fake")
    assert str(caught.value) == f"no index at {tmp_path / where}: run 'make index'"
    assert current_manifest(tmp_path / where) is None


def test_an_index_of_another_model_is_refused(folder):
    with pytest.raises(IndexMismatch) as caught:
        open_index(folder, "other")
    assert (caught.value.built, caught.value.wanted) == ("fake", "other")


def test_an_index_of_an_older_form_is_built_anew_not_read(folder):
    path = current_build(folder) / "manifest.json"
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', f'"format": {FORMAT - 1}'))
    with pytest.raises(IndexMismatch):
        open_index(folder, "fake")
    embedder = FakeEmbedder()
    build_index(CORPUS, embedder, folder)
    assert (embedder.asked, embedder.read) == ([], [])
    assert open_index(folder, "fake").manifest.format == FORMAT


FILES = [
    "manifest.json",
    "passages.jsonl",
    "entries.jsonl",
    "vectors.faiss",
    "restorer.json",
    "lexical/folded/vocab.index.json",
    "lexical/folded/params.index.json",
    "lexical/accented/data.csc.index.npy",
    "lexical/characters/indptr.csc.index.npy",
]
DAMAGES = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "junk": lambda path: path.write_bytes(b"\xff\x00junk\n"),
    "other JSON": lambda path: path.write_text("[1, 2]\n"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("file", FILES)
def test_a_damaged_file_is_told_with_the_cure(folder, file, damage):
    damage(current_build(folder) / file)
    with pytest.raises(IndexBroken) as caught:
        open_index(folder, "fake")
    assert str(caught.value).startswith(f"the index at {folder} is damaged (")
    assert str(caught.value).endswith("): delete the folder, run 'make index'")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("file", FILES)
def test_a_damaged_index_is_mended_by_the_next_build(folder, file):
    (current_build(folder) / file).write_bytes(b"")
    build_index(changed(CHANGED), FakeEmbedder(), folder)
    assert open_index(folder, "fake").passages == tuple(changed(CHANGED))


@pytest.mark.parametrize("file", ["passages.jsonl", "entries.jsonl"])
def test_a_line_that_is_missing_is_noticed(folder, file):
    path = current_build(folder) / file
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(IndexBroken, match="do not fit the manifest"):
        open_index(folder, "fake")


def test_a_build_that_was_taken_away_is_a_missing_index(folder):
    shutil.rmtree(current_build(folder))
    with pytest.raises(IndexMissing):
        open_index(folder, "fake")


def test_nothing_is_reused_of_another_model_or_of_a_damaged_index(folder):
    assert len(known_vectors(folder, "fake")) == 10
    assert known_vectors(folder, "other") == {}
    (current_build(folder) / "vectors.faiss").write_bytes(b"")
    assert known_vectors(folder, "fake") == {}


def test_vectors_of_another_length_are_not_mixed_with_new_ones(folder):
    embedder = FakeEmbedder()
    embedder.dimension = 1024
    build_index(changed(CHANGED), embedder, folder)
    assert (len(embedder.asked), len(embedder.read)) == (6, 4)
    assert open_index(folder, "fake").manifest.dimension == 1024


def test_the_files_are_readable_by_eye(folder):
    built = current_build(folder)
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["model"], manifest["passages"]) == ("fake", 4)
    lines = (built / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["title"] for line in lines] == [p.title for p in CORPUS]
    assert "Vay vốn đi học ở đâu?" in lines[1]
