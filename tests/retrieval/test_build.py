"""Build: what a version is named by, which parts it has, and what is taken over from the versions before."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.loader import Loaded
from catalog.table import Table
from encoding.encoder import Progress, Vectors
from retrieval.build import (
    PARTS,
    KnownVectors,
    build_index,
    damaged_parts,
    embedded_texts,
    has_vectors,
    hash_text,
    manifest_or_none,
    part_of,
    replace_folder,
    serves_vectors,
    version_of,
)
from retrieval.versions import current, index_root, read_manifest, version_folders, write_manifest

texts = st.text(max_size=12)
tables = st.fixed_dictionaries({"article_id": st.lists(texts, max_size=3)}, optional={"prod_name": st.lists(texts)})


class Lettering:
    """A tiny encoder that tells texts apart and remembers which it was given."""

    name, dim = "lettering", 8

    def __init__(self) -> None:
        self.given: list[str] = []

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.given += texts
        rows = [np.frombuffer(hashlib.sha256(text.encode()).digest()[:8], np.uint8) for text in texts]
        vectors = np.stack(rows).astype(np.float32) + 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def shop(*names: str, described: str = "In cotton.") -> Loaded:
    """A catalogue of dresses by name."""
    columns = {
        "article_id": [f"{number:04}" for number in range(len(names))],
        "product_code": [f"P{number}" for number in range(len(names))],
        "prod_name": list(names),
        "product_type_name": ["Dress"] * len(names),
        "detail_desc": [described] * len(names),
        "colour_group_name": ["Red"] * len(names),
    }
    return Loaded(columns, [], {"article_id": "article_id"}, "0" * 64)


def build(home: Path, loaded: Loaded, encoder: Lettering | None = None) -> dict[str, Any]:
    return build_index(loaded, home, encoder or Lettering())


@given(one=tables, other=tables)
def test_a_version_is_named_by_what_its_columns_hold(one: dict[str, list[str]], other: dict[str, list[str]]) -> None:
    def plain(columns: dict[str, list[str]]) -> dict[str, list[str]]:
        # A missing column and one of no rows hold the same.
        return {name: cells for name, cells in columns.items() if "\x1f".join(cells)}

    assert (version_of(one, "minilm") == version_of(other, "minilm")) is (plain(one) == plain(other)) or any(
        "\x1f" in cell or "\x00" in cell for columns in (one, other) for cells in columns.values() for cell in cells
    )


def test_another_encoder_makes_another_version() -> None:
    columns = {"article_id": ["1"]}
    assert version_of(columns, "minilm") != version_of(columns, "other")


@given(one=texts, other=texts)
def test_a_text_is_known_by_sixteen_bytes_of_its_own(one: str, other: str) -> None:
    assert len(hash_text(one)) == 16
    assert (hash_text(one).tobytes() == hash_text(other).tobytes()) is (one == other)


def test_a_whole_version_has_every_part(tmp_path: Path) -> None:
    build(tmp_path, shop("Ada", "Bea"))
    folder = current(tmp_path)
    manifest = read_manifest(folder)
    assert {part_of(name) for name in manifest["files"]} == {*PARTS}
    assert has_vectors(manifest)
    assert damaged_parts(folder, manifest, thorough=True) == set()
    assert serves_vectors(index_root(tmp_path))


def test_its_manifest_counts_what_it_holds(tmp_path: Path) -> None:
    report = build(tmp_path, shop("Ada", "Ada", "Bea"))
    manifest = read_manifest(current(tmp_path))
    assert (manifest["rows"], manifest["texts"], manifest["encoder"]) == (3, 2, "lettering")
    assert (report["rows"], report["texts"], report["embedded"], report["unchanged"]) == (3, 2, 2, False)
    assert report["bytes"] == sum(path.stat().st_size for path in current(tmp_path).rglob("*/*") if path.is_file())


def test_equal_texts_are_embedded_once(tmp_path: Path) -> None:
    encoder = Lettering()
    build(tmp_path, shop("Ada", "Ada", "Bea", "Ada"), encoder)
    assert len(encoder.given) == len({*encoder.given}) == 2


def test_of_a_changed_catalogue_only_new_texts_are_embedded(tmp_path: Path) -> None:
    build(tmp_path, shop("Ada", "Bea"))
    encoder = Lettering()
    report = build(tmp_path, shop("Bea", "Cleo", "Ada"), encoder)
    assert len(encoder.given) == 1
    assert "Cleo" in encoder.given[0]
    assert (report["embedded"], report["reused"]) == (1, 2)


def test_a_vector_that_was_taken_over_is_the_one_that_was_made(tmp_path: Path) -> None:
    build(tmp_path, shop("Ada", "Bea"))
    build(tmp_path, shop("Cleo", "Bea"))
    known = KnownVectors(index_root(tmp_path), "lettering")
    table = Table.open(current(tmp_path) / "table")
    for text in embedded_texts(table):
        made = Lettering().encode([text])[0]
        np.testing.assert_allclose(known[hash_text(text).tobytes()], made, atol=0.02)


def test_vectors_of_another_encoder_or_of_damaged_files_are_not_known(tmp_path: Path) -> None:
    build(tmp_path, shop("Ada"))
    key = hash_text(embedded_texts(Table.open(current(tmp_path) / "table"))[0]).tobytes()
    root = index_root(tmp_path)
    assert key in KnownVectors(root, "lettering")
    assert key not in KnownVectors(root, "minilm")
    path = next(path for path in (current(tmp_path) / "vectors").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"\x7f")
    assert key not in KnownVectors(root, "lettering")


def test_what_is_embedded_is_name_type_and_description_and_no_colour(tmp_path: Path) -> None:
    build(tmp_path, shop("Ada"))
    (text,) = embedded_texts(Table.open(current(tmp_path) / "table"))
    assert all(word in text for word in ("Ada", "Dress", "In cotton"))
    assert "Red" not in text


@pytest.mark.parametrize("part", PARTS)
def test_a_part_with_a_short_file_is_damaged_and_built_again(tmp_path: Path, part: str) -> None:
    build(tmp_path, shop("Ada", "Bea"))
    folder = current(tmp_path)
    next(path for path in sorted((folder / part).rglob("*")) if path.is_file()).write_bytes(b"")
    assert damaged_parts(folder, read_manifest(folder), thorough=False) == {part}
    assert serves_vectors(index_root(tmp_path)) is False
    assert build(tmp_path, shop("Ada", "Bea"))["unchanged"] is False
    assert damaged_parts(folder, read_manifest(folder), thorough=True) == set()


def test_the_same_catalogue_again_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path, shop("Ada"))
    again = build(tmp_path, shop("Ada"))
    assert (again["unchanged"], again["seconds"], again["embedded"]) == (True, {}, 0)
    assert len(version_folders(index_root(tmp_path))) == 1


def test_a_version_without_its_vectors_serves_none(tmp_path: Path) -> None:
    build(tmp_path, shop("Ada"))
    folder = current(tmp_path)
    manifest = read_manifest(folder)
    files = {name: entry for name, entry in manifest["files"].items() if part_of(name) != "vectors"}
    write_manifest(folder, {**manifest, "files": files})
    assert not serves_vectors(index_root(tmp_path))


def test_no_manifest_and_one_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    assert manifest_or_none(tmp_path) is None
    (tmp_path / "manifest.json").write_text("{half")
    assert manifest_or_none(tmp_path) is None


def test_a_folder_takes_the_place_of_another_whole(tmp_path: Path) -> None:
    for name, inside in (("old", "gone"), ("fresh", "kept")):
        (tmp_path / name).mkdir()
        (tmp_path / name / inside).write_text("")
    replace_folder(tmp_path / "fresh", tmp_path / "old")
    assert [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*"))] == ["old", "old/kept"]
