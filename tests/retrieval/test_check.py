"""Check: what is wrong with the index in use is named, and what can be written again is."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from encoding.encoder import TextEncoder
from foundation.errors import BadInput, NotFound
from retrieval.check import repair_index, verify_index
from retrieval.versions import MANIFEST, current, read_manifest, write_manifest
from tests.retrieval.test_build import Lettering, build, shop


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a whole index."""
    home = tmp_path_factory.mktemp("whole")
    build(home, shop("Ada", "Bea", "Cleo"))
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    return Path(shutil.copytree(whole, tmp_path / "home"))


def reopen(name: str) -> TextEncoder:
    assert name == "lettering"
    return Lettering()


def never(name: str) -> TextEncoder:
    raise AssertionError("no encoder is needed")


def break_part(home: Path, part: str) -> str:
    """Change the last byte of a part's first file; gives its name."""
    folder = current(home)
    path = next(path for path in sorted((folder / part).rglob("*")) if path.is_file() and path.stat().st_size)
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    return path.relative_to(folder).as_posix()


def test_nothing_is_wrong_with_a_whole_index(whole: Path) -> None:
    assert verify_index(whole) == []
    assert repair_index(whole, never) == []


def test_no_index_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no index under"):
        verify_index(tmp_path)


@pytest.mark.parametrize("part", ["table", "terms", "lexical", "vectors"])
def test_a_changed_byte_is_named_with_its_file(home: Path, part: str) -> None:
    name = break_part(home, part)
    assert verify_index(home) == [f"{name} has another content than was written"]


@pytest.mark.parametrize(
    ("part", "encoder"),
    [("terms", never), ("lexical", never), ("vectors", reopen)],
    ids=["terms", "lexical", "vectors"],
)
def test_a_part_that_the_table_gives_is_written_again(
    home: Path, part: str, encoder: Callable[[str], TextEncoder]
) -> None:
    break_part(home, part)
    assert repair_index(home, encoder) == [part]
    assert verify_index(home) == []


def test_a_damaged_table_can_only_be_read_again_from_the_catalogue(home: Path) -> None:
    break_part(home, "table")
    with pytest.raises(BadInput, match=r"the article table of index .* is damaged: run `stylist index --catalog FILE`"):
        repair_index(home, never)


def test_an_index_without_vectors_says_so_and_gets_them(home: Path) -> None:
    folder = current(home)
    manifest = read_manifest(folder)
    files = {name: entry for name, entry in manifest["files"].items() if not name.startswith("vectors/")}
    write_manifest(folder, {**manifest, "files": files})
    shutil.rmtree(folder / "vectors")
    assert verify_index(home) == ["the vectors are not built: run `stylist index --catalog FILE` again"]
    assert repair_index(home, reopen) == ["vectors"]
    assert verify_index(home) == []


def test_vectors_of_equal_texts_are_not_embedded_again(home: Path) -> None:
    build(home, shop("Ada", "Bea"))
    break_part(home, "vectors")
    encoder = Lettering()
    repair_index(home, lambda _: encoder)
    assert encoder.given == []


@pytest.mark.parametrize(
    ("field", "faults"),
    [
        ("rows", {"table has 3 rows instead of 4"}),
        ("texts", {f"{part} has 3 texts instead of 4" for part in ("table", "terms", "lexical", "vectors")}),
    ],
    ids=["rows", "texts"],
)
def test_parts_that_do_not_agree_on_how_much_there_is_are_named(home: Path, field: str, faults: set[str]) -> None:
    folder = current(home)
    write_manifest(folder, {**read_manifest(folder), field: 4})
    assert {*verify_index(home)} == faults


def test_an_unreadable_manifest_is_bad_input(home: Path) -> None:
    (current(home) / MANIFEST).write_text("{")
    for asked in (verify_index, lambda one: repair_index(one, never)):
        with pytest.raises(BadInput, match="is damaged"):
            asked(home)
