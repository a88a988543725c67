"""An index is built in two parts, updated by what changed, and never lost to a killed build."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from catalog.loader import Loaded, Refusal, load
from encoding.encoder import Progress, Vectors
from encoding.open import open_bulk_encoder, open_encoder
from foundation.errors import BadInput, Busy, NotFound
from retrieval.index import Index
from retrieval.versions import index_root, sole_builder

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    ("0001", "P1", "Summer dress", "Dress", "Light dress with a flared skirt.", "Red"),
    ("0002", "P1", "Summer dress", "Dress", "Light dress with a flared skirt.", "Blue"),
    ("0003", "P2", "Wool coat", "Coat", "Warm coat in a wool blend.", "Black"),
    ("0004", "P3", "Rib socks", "Socks", "", "White"),
]
COLUMNS = ("article_id", "product_code", "prod_name", "product_type_name", "detail_desc", "colour_group_name")


def catalogue(rows: Sequence[tuple[str, ...]] = ROWS) -> Loaded:
    columns = {name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)}
    return Loaded(columns, [Refusal(9, "duplicate id")], {"article_id": "article_id"}, "0" * 64)


def changed(description: str) -> Loaded:
    return catalogue([*ROWS[:2], (*ROWS[2][:4], description, ROWS[2][5]), ROWS[3]])


def recoloured() -> Loaded:
    return catalogue([(*ROWS[0][:5], "Green"), *ROWS[1:]])


def build(home: Path, loaded: Loaded | None = None) -> dict[str, Any]:
    return Index.build(loaded or catalogue(), home, open_bulk_encoder("minilm"))


class Failing:
    """An encoder that stops in the middle, as a full disk or an interrupt would."""

    name, dim = "minilm", 384

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        raise KeyboardInterrupt


def nearest(index: Index, query: str) -> str:
    assert index.vectors is not None
    ids, _ = index.vectors.search(open_encoder(index.encoder_name).encode([query])[0], 1)
    return index.table.text(int(ids[0]))[0]


def test_a_built_index_opens_whole_and_answers(tmp_path: Path) -> None:
    report = build(tmp_path)
    index = Index.open(tmp_path)
    assert (report["rows"], report["texts"], report["embedded"], report["reused"]) == (4, 3, 3, 0)
    assert report["refused"] == [{"line": 9, "reason": "duplicate id"}]
    assert report["version"] == index.version
    assert not report["unchanged"]
    assert set(report["seconds"]) == {"table", "lexical", "publish", "dense"}
    assert report["bytes"] > 0
    assert json.loads(json.dumps(report)) == report
    assert nearest(index, "something against the cold") == "Wool coat"
    assert index.terms.text_of(index.terms.occurrences(("flared", "skirt"))).tolist() == [0]
    assert int(index.lexical.scores(["sock"]).argmax()) == 2
    assert index.table.article(1).colour_group_name == "Blue"
    assert index.encoder_name == "minilm"
    assert index.manifest["encoded_by"] == ["minilm"]


def test_an_unchanged_catalogue_is_no_work(tmp_path: Path) -> None:
    first = build(tmp_path)
    again = Index.build(catalogue(), tmp_path, Failing())
    assert again["unchanged"]
    assert (again["seconds"], again["embedded"], again["version"]) == ({}, 0, first["version"])


def test_one_changed_description_is_one_embedded_text(tmp_path: Path) -> None:
    build(tmp_path)
    report = build(tmp_path, changed("Swimwear for the beach."))
    assert (report["embedded"], report["reused"]) == (1, 2)
    assert nearest(Index.open(tmp_path), "swimming") == "Wool coat"
    assert Index.verify(tmp_path) == []


def test_a_changed_colour_embeds_nothing(tmp_path: Path) -> None:
    build(tmp_path)
    report = Index.build(recoloured(), tmp_path, Failing())
    assert (report["embedded"], report["reused"], report["unchanged"]) == (0, 3, False)
    assert Index.open(tmp_path).table.article(0).colour_group_name == "Green"


def test_the_version_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    versions = [build(tmp_path, changed(text))["version"] for text in ("one", "two", "three")]
    build(tmp_path, changed("three"))
    kept = {path.name for path in index_root(tmp_path).iterdir() if path.is_dir()}
    assert kept == set(versions[1:])


def test_going_back_to_the_version_before_is_a_change_without_work(tmp_path: Path) -> None:
    first = build(tmp_path)["version"]
    build(tmp_path, changed("another"))
    back = Index.build(catalogue(), tmp_path, Failing())
    assert (back["version"], back["embedded"], back["unchanged"]) == (first, 0, False)
    assert Index.open(tmp_path).version == first


def test_the_lexical_part_is_in_use_before_the_vectors_are_there(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        Index.build(catalogue(), tmp_path, Failing())
    index = Index.open(tmp_path)
    assert index.vectors is None
    assert int(index.lexical.scores(["coat"]).argmax()) == 1
    assert Index.verify(tmp_path) == ["the vectors are not built: run `stylist index --catalog FILE` again"]
    report = build(tmp_path)
    assert set(report["seconds"]) == {"dense"}
    assert Index.open(tmp_path).vectors is not None


def test_an_index_with_vectors_stays_in_use_until_the_next_has_them(tmp_path: Path) -> None:
    first = build(tmp_path)["version"]
    with pytest.raises(KeyboardInterrupt):
        Index.build(changed("interrupted"), tmp_path, Failing())
    assert Index.open(tmp_path).version == first
    assert Index.verify(tmp_path) == []


def test_a_refused_catalogue_leaves_the_index_in_use(tmp_path: Path) -> None:
    first = build(tmp_path / "home")["version"]
    (tmp_path / "bad.csv").write_text("article_id,prod_name\n,nameless\n")
    with pytest.raises(BadInput):
        build(tmp_path / "home", load(tmp_path / "bad.csv", {}, {}))
    assert Index.open(tmp_path / "home").version == first


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from tests.retrieval.test_index import build, changed
left, rename = int(sys.argv[1]), os.replace
def counted(source, target):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    rename(source, target)
os.replace = counted
build(Path(sys.argv[2]), changed("after the crash"))
"""


@pytest.mark.slow
def test_a_build_killed_before_any_of_its_renames_leaves_the_index_in_use(tmp_path: Path) -> None:
    first = build(tmp_path / "whole")["version"]
    statuses = []
    for renames in range(20):
        home = tmp_path / str(renames)
        shutil.copytree(tmp_path / "whole", home)
        command = [sys.executable, "-c", KILLED_AT, str(renames), str(home)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        statuses.append(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)
        if statuses[-1] == 0:
            break
        assert Index.open(home).version == first
        assert Index.verify(home) == []
        assert build(home, changed("after the crash"))["embedded"] <= 1
        assert not list(index_root(home).glob(".building-*"))
        assert Index.open(home).version != first
    assert statuses == [-9] * 5 + [0]


def test_a_second_builder_is_told_to_wait(tmp_path: Path) -> None:
    with sole_builder(tmp_path), pytest.raises(Busy, match="another index build is at work"):
        build(tmp_path)


def test_no_index_names_the_command_that_makes_one(tmp_path: Path) -> None:
    for asking in (Index.open, Index.verify):
        with pytest.raises(NotFound, match="run `stylist index --catalog FILE`"):
            asking(tmp_path)


def files_of(home: Path) -> list[Path]:
    folder = Index.open(home).folder
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")


def test_verify_finds_any_changed_byte_and_repair_mends_it_or_says_what_would(tmp_path: Path) -> None:
    build(tmp_path)
    folder = Index.open(tmp_path).folder
    for path in files_of(tmp_path):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        name = path.relative_to(folder).as_posix()
        assert Index.verify(tmp_path) == [f"{name} has another content than was written"]
        if name.startswith("table/"):
            with pytest.raises(BadInput, match="run `stylist index --catalog FILE` again"):
                Index.repair(tmp_path, open_bulk_encoder)
            path.write_bytes(whole)
        else:
            assert Index.repair(tmp_path, open_bulk_encoder) == [name.split("/")[0]]
        assert Index.verify(tmp_path) == []
    assert Index.repair(tmp_path, open_bulk_encoder) == []


def test_a_short_or_missing_file_is_refused_on_opening_and_mended_by_indexing_again(tmp_path: Path) -> None:
    build(tmp_path)
    for path in files_of(tmp_path):
        path.unlink()
        with pytest.raises(BadInput, match="is missing; run `stylist index repair`"):
            Index.open(tmp_path)
        build(tmp_path)
        assert Index.verify(tmp_path) == []


def test_another_format_is_refused_and_its_vectors_are_taken_over(tmp_path: Path) -> None:
    build(tmp_path)
    manifest = Index.open(tmp_path).folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": ', '"format": 99'))
    with pytest.raises(BadInput, match=r"has format 99.*run `stylist index"):
        Index.open(tmp_path)
    report = Index.build(recoloured(), tmp_path, Failing())
    assert (report["embedded"], report["reused"]) == (0, 3)


def test_another_encoder_reuses_no_vectors(tmp_path: Path) -> None:
    class Other:
        name, dim = "other", 2

        def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
            return np.tile(np.array([1, 0], np.float32), (len(texts), 1))

    build(tmp_path)
    report = Index.build(catalogue(), tmp_path, Other())
    assert (report["embedded"], report["reused"]) == (3, 0)
    assert Index.open(tmp_path).encoder_name == "other"


@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.skipif("STYLIST_REAL_DATA" not in os.environ, reason="STYLIST_REAL_DATA is not set")
def test_the_real_catalogue_is_searchable_without_vectors(tmp_path: Path) -> None:
    loaded = load(Path(os.environ["STYLIST_REAL_DATA"]) / "articles.csv.gz", {}, {})
    with pytest.raises(KeyboardInterrupt):
        Index.build(loaded, tmp_path, Failing())
    index = Index.open(tmp_path)
    assert (len(index.table), index.table.text_count) == (105_542, 49_755)
    assert index.terms.text_count == index.lexical.text_count == 49_755
