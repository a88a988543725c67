"""Versions: which of an index's folders is in use, what a killed build may leave, and how damage is noticed."""

import fcntl
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.errors import BadInput, Busy, NotFound
from retrieval.versions import (
    CURRENT,
    FORMAT,
    LOCK,
    MANIFEST,
    SCRATCH,
    current,
    current_or_none,
    damaged_files,
    describe_files,
    index_root,
    point,
    read_manifest,
    read_pointer,
    replace_text,
    sha256,
    sole_builder,
    version_folders,
    write_manifest,
)

Make = Callable[[str], Path]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = index_root(tmp_path)
    folder.mkdir()
    return folder


@pytest.fixture
def make(root: Path) -> Make:
    """Make a whole version with one file in it."""

    def made(name: str) -> Path:
        folder = root / name
        (folder / "table").mkdir(parents=True)
        (folder / "table" / "names").write_text(f"names of {name}")
        write_manifest(folder, {"format": FORMAT, "version": name, "files": describe_files(folder, "table")})
        return folder

    return made


def test_before_any_build_there_is_no_index_and_the_way_to_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"^no index under .*: run `stylist index --catalog FILE`$"):
        current(tmp_path)
    assert current_or_none(index_root(tmp_path)) is None


def test_the_version_pointed_at_is_in_use(tmp_path: Path, root: Path, make: Make) -> None:
    folder = make("one")
    point(root, folder)
    assert current(tmp_path) == folder
    assert current_or_none(root) == folder


def test_the_one_before_is_kept_and_every_older_one_goes(root: Path, make: Make) -> None:
    for name in ("one", "two", "three"):
        point(root, make(name))
    assert read_pointer(root) == ["three", "two"]
    assert [folder.name for folder in version_folders(root)] == ["three", "two"]


def test_to_point_at_the_one_in_use_again_forgets_none(root: Path, make: Make) -> None:
    one, two = make("one"), make("two")
    for folder in (one, two, two):
        point(root, folder)
    assert read_pointer(root) == ["two", "one"]


def test_one_may_go_back(root: Path, make: Make) -> None:
    one, two = make("one"), make("two")
    for folder in (one, two, one):
        point(root, folder)
    assert read_pointer(root) == ["one", "two"]


def test_a_folder_without_a_manifest_is_no_version_in_use(tmp_path: Path, root: Path, make: Make) -> None:
    folder = make("one")
    point(root, folder)
    (folder / MANIFEST).unlink()
    with pytest.raises(NotFound, match=r"the index one under .* is gone"):
        current(tmp_path)


def test_what_a_killed_build_left_is_cleared_by_the_next(tmp_path: Path, root: Path, make: Make) -> None:
    make("one")
    (root / f"{SCRATCH}two").mkdir()
    with sole_builder(tmp_path) as given_root:
        assert given_root == root
        assert {path.name for path in root.iterdir()} == {"one", LOCK}


def test_scratch_is_no_version(root: Path, make: Make) -> None:
    make("one")
    (root / f"{SCRATCH}two").mkdir()
    assert [folder.name for folder in version_folders(root)] == ["one"]


def test_a_second_builder_has_to_wait_and_the_lock_is_let_go_in_the_end(tmp_path: Path, root: Path) -> None:
    with (root / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy, match="another index build is at work"), sole_builder(tmp_path):
            pass
    with sole_builder(tmp_path):
        pass
    with sole_builder(tmp_path):
        pass


def test_a_home_that_is_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with (
        pytest.raises(BadInput, match=r"can't be written .*: give a --home you may write to"),
        sole_builder(tmp_path / "home"),
    ):
        pass


def test_a_manifest_comes_back_as_it_was_written(root: Path) -> None:
    manifest = {"format": FORMAT, "files": {}, "catalogue": {"mapping": {"färg": "colour"}}}
    write_manifest(root, manifest)
    assert read_manifest(root) == manifest
    assert "färg" in (root / MANIFEST).read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "7", '{"files": {}}', "\x00"])
def test_a_damaged_manifest_names_the_command_that_mends_it(root: Path, text: str) -> None:
    (root / MANIFEST).write_text(text)
    with pytest.raises(BadInput, match=r"^the manifest of index .* is damaged: run `stylist index"):
        read_manifest(root)


def test_a_manifest_of_another_format_names_both(root: Path) -> None:
    write_manifest(root, {"format": FORMAT + 1, "files": {}})
    with pytest.raises(BadInput, match=f"has format {FORMAT + 1}, this version reads {FORMAT}"):
        read_manifest(root)


@pytest.mark.parametrize("pointer", ["", "\n", "gone\n"])
def test_a_pointer_at_nothing_is_no_index(tmp_path: Path, root: Path, pointer: str) -> None:
    (root / CURRENT).write_text(pointer)
    with pytest.raises(NotFound):
        current(tmp_path)


def test_a_whole_version_has_no_damaged_files(make: Make) -> None:
    folder = make("one")
    assert damaged_files(folder, read_manifest(folder), thorough=True) == {}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_text("short"), "has 5 bytes instead of 12"),
        (lambda path: path.write_text("NAMES of one"), "has another content than was written"),
    ],
)
def test_a_file_that_is_not_what_was_written_is_named_with_its_fault(
    make: Make, change: Callable[[Path], object], fault: str
) -> None:
    folder = make("one")
    change(folder / "table" / "names")
    assert damaged_files(folder, read_manifest(folder), thorough=True) == {"table/names": fault}


def test_a_change_that_keeps_the_size_is_seen_by_a_thorough_look_alone(make: Make) -> None:
    folder = make("one")
    (folder / "table" / "names").write_text("NAMES of one")
    assert damaged_files(folder, read_manifest(folder), thorough=False) == {}


def test_files_are_described_by_their_path_in_the_version(make: Make) -> None:
    folder = make("one")
    (folder / "table" / "deep").mkdir()
    (folder / "table" / "deep" / "codes").write_bytes(b"\x01\x02")
    described = describe_files(folder, "table")
    assert [*described] == ["table/deep/codes", "table/names"]
    assert described["table/deep/codes"] == {"bytes": 2, "sha256": sha256(folder / "table" / "deep" / "codes")}


@settings(max_examples=20)
@given(old=st.text(max_size=20), new=st.text(max_size=20))
def test_a_small_file_is_replaced_whole_and_leaves_nothing_beside_it(
    tmp_path_factory: pytest.TempPathFactory, old: str, new: str
) -> None:
    path = tmp_path_factory.mktemp("small") / "file"
    replace_text(path, json.dumps(old))
    replace_text(path, json.dumps(new))
    assert json.loads(path.read_text(encoding="utf-8")) == new
    assert [*path.parent.iterdir()] == [path]
