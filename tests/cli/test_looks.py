"""`index --baskets` and `eval looks`: learned from a file, kept with the index, asked line by line and measured."""

import json
import shutil
from pathlib import Path

import pytest

from retrieval.compatibility import Compatibility
from retrieval.index import Index
from tests.cli.conftest import Console
from tests.retrieval.wardrobe import EACH, GROUPS, ROWS, THEMES, columns, outfits, write_baskets, write_catalogue

IDS = columns()["article_id"]
FIRST = tuple(theme * len(GROUPS) * EACH for theme in range(len(THEMES)))  # a sweater of each theme


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wardrobe, catalog.csv, and its outfits, baskets.csv."""
    folder = tmp_path_factory.mktemp("files")
    write_catalogue(folder / "catalog.csv")
    write_baskets(folder / "baskets.csv", outfits(70))
    return folder


@pytest.fixture(scope="module")
def home(files: Path) -> Path:
    """A home whose index learned from the outfits."""
    from cli.console import run

    arguments = ["--home", files / "home", "index", "--catalog", files / "catalog.csv", "--baskets"]
    assert run([*map(str, arguments), str(files / "baskets.csv")], lambda settings: 0) == 0
    return files / "home"


def ask(folder: Path, *records: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in records))
    return path


def question(theme: int, **changed: object) -> dict[str, object]:
    """Trousers of a theme, and a sweater of each: which goes with them?"""
    context = [IDS[FIRST[theme] + EACH]]
    return {"id": theme, "context": context, "choices": [IDS[row + 1] for row in FIRST], **changed}


def test_what_goes_together_is_learned_kept_and_whole(console: Console, home: Path, files: Path) -> None:
    index = Index.open(home)
    learned = Compatibility.open(index)
    assert learned is not None
    assert learned.card["baskets"]["baskets"] == 70
    assert console("index", "verify", "--home", home, "--json").lines == [{"whole": True, "faults": []}]


def test_the_same_catalogue_again_keeps_what_was_learned(console: Console, home: Path, files: Path) -> None:
    printed = console("index", "--home", home, "--catalog", files / "catalog.csv", "--json")
    assert printed.lines[0]["unchanged"] is True
    assert Compatibility.open(Index.open(home)) is not None
    assert "learned" not in printed.err


@pytest.mark.slow
def test_baskets_alone_are_learned_on_the_index_in_use(console: Console, home: Path, files: Path) -> None:
    (report,) = console("index", "--home", home, "--baskets", files / "baskets.csv", "--json").lines
    assert report["baskets"] == {"baskets": 70, "unknown": 0, "refused": 0, "lone": 0}
    assert list(report["seconds"]) == ["compatibility"]
    assert report["rows"] == len(ROWS)


def test_each_line_is_answered_in_order(console: Console, home: Path, tmp_path: Path) -> None:
    printed = console("eval", "looks", "--home", home, "--input", ask(tmp_path, *map(question, range(4))), "--json")
    assert printed.status == 0
    assert [line["id"] for line in printed.lines] == [0, 1, 2, 3]
    for theme, line in enumerate(printed.lines):
        assert line["choice"] == IDS[FIRST[theme] + 1]
        assert len(line["scores"]) == 4
        assert max(line["scores"]) == line["scores"][theme]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "not JSON"),
        ({"id": 7, "context": [], "choices": IDS[:4]}, '"context"'),
        ({"id": 7, "context": "0100", "choices": IDS[:4]}, '"context"'),
        ({"id": 7, "context": [5], "choices": IDS[:4]}, '"context"'),
        ({"id": 7, "context": IDS[:1], "choices": IDS[:3]}, "has 3 articles"),
        ({"id": 7, "context": ["nowhere"], "choices": IDS[:4]}, "'nowhere' is not in the catalogue"),
        ({"id": 7, "context": IDS[:1] * 101, "choices": IDS[:4]}, "at most 100"),
    ],
)
def test_a_bad_line_is_answered_in_its_place(
    console: Console, home: Path, tmp_path: Path, bad: object, said: str
) -> None:
    source = ask(tmp_path, question(0), bad, question(1))
    printed = console("eval", "looks", "--home", home, "--input", source, "--json")
    assert printed.status == 2
    assert said in printed.lines[1]["error"]
    assert [line.get("choice") for line in printed.lines] == [IDS[FIRST[0] + 1], None, IDS[FIRST[1] + 1]]


@pytest.mark.slow
def test_it_measures_itself_and_its_rivals(console: Console, home: Path, files: Path) -> None:
    printed = console("eval", "looks", "--home", home, "--baskets", files / "baskets.csv", "--json")
    values = {line["metric"]: line["value"] for line in printed.lines}
    assert printed.status == 0
    assert values["looks_disjoint"] > values["looks_disjoint_chance"] + 0.2
    assert values["looks_disjoint_chance"] == 0.25
    assert {"looks_seen", "looks_seen_memory", "looks_disjoint_attributes", "looks_disjoint_text"} <= set(values)
    assert all(line["low"] <= line["value"] <= line["high"] and line["n"] > 0 for line in printed.lines)


def test_an_index_that_learned_nothing_says_how_to(console: Console, tmp_path: Path) -> None:
    printed = console("eval", "looks", "--input", ask(tmp_path, question(0)))
    assert printed.status == 2
    assert "index --baskets FILE" in printed.err


@pytest.mark.parametrize("extra", [(), ("--input", "a.jsonl", "--baskets", "b.csv")])
def test_it_needs_one_of_questions_and_baskets(console: Console, extra: tuple[str, ...]) -> None:
    printed = console("eval", "looks", *extra)
    assert (printed.status, len(printed.err.splitlines())) == (2, 1)


def test_another_catalogue_says_that_baskets_are_wanted_again(
    console: Console, home: Path, files: Path, tmp_path: Path
) -> None:
    catalog, own = tmp_path / "catalog.csv", tmp_path / "home"
    shutil.copytree(home, own)
    catalog.write_text((files / "catalog.csv").read_text() + "99001,99,New Hat,Hat,Hats,Red\n")
    printed = console("index", "--home", own, "--catalog", catalog)
    assert (printed.status, Compatibility.open(Index.open(own))) == (0, None)
    assert "--baskets FILE` again" in printed.err


def test_a_damaged_part_is_told_and_dropped_by_repair(console: Console, home: Path, tmp_path: Path) -> None:
    own = tmp_path / "home"
    shutil.copytree(home, own)
    (Index.open(own).folder / "compatibility" / "card.json").write_text("{}")
    printed = console("index", "verify", "--home", own)
    assert (printed.status, "compatibility" in printed.out) == (1, True)
    assert console("index", "repair", "--home", own, "--json").lines == [{"repaired": ["compatibility"]}]
    assert console("index", "verify", "--home", own).status == 0
    assert Compatibility.open(Index.open(own)) is None


@pytest.mark.parametrize("content", ["", "basket,article_id\n1,nowhere\n", "basket,article_id\n", "\x00\x01"])
def test_useless_baskets_are_refused_and_leave_what_was_learned(
    console: Console, home: Path, tmp_path: Path, content: str
) -> None:
    (tmp_path / "bad.csv").write_text(content)
    printed = console("index", "--home", home, "--baskets", tmp_path / "bad.csv")
    assert printed.status == 2
    assert Compatibility.open(Index.open(home)) is not None
    assert console("index", "verify", "--home", home).status == 0
