from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import CorpusError
from knowledge.frontmatter import read_card, read_yaml


def write(folder, text) -> Path:
    path = folder / "card.md"
    path.write_text(text, encoding="utf-8")
    return path


def refused(read, path) -> str:
    """Return what `read` says is wrong, without the folder."""
    with pytest.raises(CorpusError) as caught:
        read(path)
    assert caught.value.path == path
    return f"{caught.value.line}: {caught.value.problem}"


def test_a_card_is_its_front_matter_its_body_and_the_lines_of_both(tmp_path):
    path = write(
        tmp_path,
        "---\nid: a/b\ntitle: Học gì?\nalso:\n  - Học chi?\nreviewed: 2026-01-02\n---\n\n"
        "Hai --- ba.\n\nBốn.\n",
    )
    assert read_card(path) == (
        {"id": "a/b", "title": "Học gì?", "also": ["Học chi?"], "reviewed": date(2026, 1, 2)},
        "Hai --- ba.\n\nBốn.",
        {"id": 2, "title": 3, "also": 4, "reviewed": 6, "body": 8},
    )


def test_lines_of_another_system_end_the_same(tmp_path):
    path = tmp_path / "card.md"
    path.write_bytes(b"---\r\nid: a/b\r\n---\r\nHai.\r\n")
    assert read_card(path) == ({"id": "a/b"}, "Hai.", {"id": 2, "body": 4})


@pytest.mark.parametrize(
    "text", ["", "Hai.", "---\nid: a/b\nHai.", "id: a/b\n---\nHai.", "\n---\nid: a/b\n---\nHai."]
)
def test_a_card_without_front_matter_is_refused(tmp_path, text):
    problem = "1: a card begins with front matter between two lines of ---"
    assert refused(read_card, write(tmp_path, text)) == problem


@pytest.mark.parametrize("text", ["---\n---\nHai.", "---\n- a\n- b\n---\nHai.", "---\nid\n---\n"])
def test_front_matter_that_has_no_keys_is_refused(tmp_path, text):
    problem = "2: the front matter must be 'key: value' lines"
    assert refused(read_card, write(tmp_path, text)) == problem


def test_broken_front_matter_is_refused_at_its_line_of_the_file(tmp_path):
    path = write(tmp_path, "---\nid: a/b\ntitle: Học: gì?\n---\nHai.")
    assert refused(read_card, path) == "3: not YAML: mapping values are not allowed here"


def test_yaml_is_read_as_it_is(tmp_path):
    path = write(tmp_path, "- id: a\n  issued: 2025-09-03\n- id: b\n  issued: null\n")
    assert read_yaml(path) == [
        {"id": "a", "issued": date(2025, 9, 3)},
        {"id": "b", "issued": None},
    ]


def test_broken_yaml_is_refused_at_its_line(tmp_path):
    path = write(tmp_path, "a: 1\nb: [2\n")
    assert refused(read_yaml, path) == "3: not YAML: expected ',' or ']', but got '<stream end>'"


def test_yaml_cannot_make_python_objects(tmp_path):
    path = write(tmp_path, "a: !!python/object/apply:os.getcwd []\n")
    assert refused(read_yaml, path).startswith("1: not YAML: could not determine a constructor")


@pytest.mark.parametrize("read", [read_yaml, read_card])
def test_a_missing_file_is_named(tmp_path, read):
    assert refused(read, tmp_path / "card.md") == "1: no such file"


@pytest.mark.parametrize("read", [read_yaml, read_card])
def test_a_file_of_another_encoding_is_named(tmp_path, read):
    path = tmp_path / "card.md"
    path.write_bytes("Hai bà".encode("utf-16-le"))
    assert refused(read, path).startswith("1: not UTF-8 at byte ")
