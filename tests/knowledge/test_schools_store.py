"""Imports of all or nothing, and a directory that takes them up while it serves."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.schools.errors import SchoolsRejected
from knowledge.schools.lists import list_of
from knowledge.schools.store import LiveDirectory, import_schools, load_schools
from tests.knowledge.schools import FULL, TODAY, WELDING, line, school, write

LANG_SON = school(
    "cao-dang-lang-son",
    "Trường Cao đẳng Lạng Sơn",
    kind="cao-dang",
    old_names=("Trường Cao đẳng Nghề Lạng Sơn",),
)


@pytest.fixture
def shipped(tmp_path) -> Path:
    path = tmp_path / "shipped.yml"
    path.write_text(list_of([LANG_SON]), encoding="utf-8")
    return path


@pytest.fixture
def imported(tmp_path) -> Path:
    return tmp_path / "var" / "schools.yml"


@pytest.fixture
def take(tmp_path, shipped, imported):
    """Return a function that imports these rows."""

    def take(*lines: str, **how):
        return import_schools(write(tmp_path, *lines), imported, TODAY, shipped, **how)

    return take


def ids(path: Path) -> list[str]:
    return [one.id for one in load_schools(path, TODAY)]


def test_a_list_is_imported_with_what_was_imported_before(take, imported):
    done = take(line())
    assert (done.added, done.replaced) == (("trung-cap-mau-son-lang-son",), ())
    take(line(Tên_trường="Trường Hai"))
    assert ids(imported) == ["trung-cap-mau-son-lang-son", "hai-lang-son"]


def test_a_school_that_is_imported_again_is_replaced_as_a_whole(take, imported):
    take(line(), line(Ngành_nghề="Điện dân dụng"))
    done = take(line(Học_phí="1.200.000"))
    assert (done.added, done.replaced) == ((), ("trung-cap-mau-son-lang-son",))
    assert [p.fee for p in load_schools(imported, TODAY)[0].programmes] == [1_200_000]


def test_only_this_list_may_be_wanted(take, imported):
    take(line())
    take(line(Tên_trường="Trường Hai"), only=True)
    assert ids(imported) == ["hai-lang-son"]


@pytest.mark.parametrize("name", ["Trường Cao đẳng Lạng Sơn", "cao dang lang son"])
def test_a_shipped_school_is_known_by_its_name(take, imported, name):
    done = take(line(Mã_trường="ls-01", Tên_trường=name))
    assert done.replaced == ("cao-dang-lang-son",)
    assert ids(imported) == ["cao-dang-lang-son"]


def test_a_former_name_of_a_school_is_refused_and_the_new_one_said(take, imported):
    with pytest.raises(SchoolsRejected, match="là tên cũ của “Trường Cao đẳng Lạng Sơn”"):
        take(line(Tên_trường="Cao đẳng Nghề Lạng Sơn"))
    assert not imported.exists()


def test_a_school_that_stands_twice_by_its_known_name_is_refused(take):
    with pytest.raises(SchoolsRejected, match="mã “cao-dang-lang-son” trùng với dòng 2"):
        take(line(Tên_trường="Trường Cao đẳng Lạng Sơn"), line(Tên_trường="Cao đẳng Lạng Sơn"))


def test_one_wrong_row_and_nothing_is_imported(take, imported):
    take(line())
    before = imported.read_bytes()
    with pytest.raises(SchoolsRejected, match="1 lỗi, chưa nhập dòng nào"):
        take(line(Tên_trường="Trường Hai"), line(Tên_trường="Trường Ba", Học_phí="x"))
    assert imported.read_bytes() == before


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_while_writing_leaves_what_was_there(take, imported, monkeypatch, step):
    take(line())
    before = imported.read_bytes()

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", fail) if step == "fsync" else (Path, "replace", fail)))
    with pytest.raises(OSError, match="No space left"):
        take(line(Tên_trường="Trường Hai"))
    assert imported.read_bytes() == before
    assert [path.name for path in imported.parent.iterdir()] == ["schools.yml"]


def test_a_process_killed_before_the_swap_leaves_what_was_there(take, imported):
    """What is beside the file is never read; the next import works."""
    take(line())
    (imported.parent / ".schools.yml.abc").write_text("- name: [half", encoding="utf-8")
    assert ids(imported) == ["trung-cap-mau-son-lang-son"]
    take(line(Tên_trường="Trường Hai"))
    assert len(ids(imported)) == 2


def test_a_reader_sees_the_old_list_or_the_new_one_and_never_a_part(take, imported):
    take(line())
    stop, seen = threading.Event(), set()

    def read():
        while not stop.is_set():
            seen.add(len(load_schools(imported, TODAY)))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(2, 10):
        take(line(Tên_trường=f"Trường Số {number}"))
    stop.set()
    reader.join()
    assert seen <= set(range(1, 10))
    assert len(ids(imported)) == 9


def test_others_may_read_what_was_imported(take, imported):
    take(line())
    assert imported.stat().st_mode & 0o777 == 0o644


def test_the_directory_holds_both_lists_and_an_import_goes_before(shipped, imported):
    imported.parent.mkdir()
    newer = replace(LANG_SON, programmes=(WELDING,))
    imported.write_text(list_of([newer, FULL]), encoding="utf-8")
    live = LiveDirectory(imported, shipped)
    assert live.directory.schools == (newer, FULL)


def test_an_import_is_taken_up_while_it_serves(take, shipped, imported):
    live = LiveDirectory(imported, shipped)
    assert [len(live.directory), live.refresh()] == [1, False]
    take(line())
    assert live.refresh() is True
    assert [len(live.directory), live.refresh()] == [2, False]
    take(line(), only=True)
    assert live.refresh() is True
    imported.unlink()
    assert live.refresh() is True
    assert len(live.directory) == 1


def test_a_broken_list_leaves_the_old_one_in_use(take, shipped, imported):
    take(line())
    live = LiveDirectory(imported, shipped)
    good = imported.read_text(encoding="utf-8")
    imported.write_text("- name: x", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(SchoolsRejected):
            live.refresh()
    assert len(live.directory) == 2
    imported.write_text(good + "\n", encoding="utf-8")
    assert live.refresh() is True
