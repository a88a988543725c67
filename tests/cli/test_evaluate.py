"""`stylist eval`: prints a metric a line, and leaves no conversation behind."""

import shutil
from pathlib import Path

import pytest

from evaluation.mutation import MARGINS
from foundation.settings import SAMPLE, Settings
from storage.store import open_store
from tests.cli.conftest import Console


@pytest.mark.slow
def test_each_line_is_a_metric_with_its_interval(console: Console) -> None:
    printed = console("eval", "--json", "--as-written")
    assert printed.status == 0
    assert all(set(line) == {"metric", "value", "low", "high", "n"} for line in printed.lines)
    assert all(line["low"] <= line["value"] <= line["high"] for line in printed.lines)
    names = [line["metric"] for line in printed.lines]
    assert "constraint_satisfaction@10" in names
    assert {"scenario_turns", "openings_repeated", "longest_reply_words", "turn_ms_p50"} <= set(names)
    assert "paraphrase_turns" not in names


def test_queries_alone_hold_no_conversation_and_each_failure_is_shown_with_its_reason(console: Console) -> None:
    printed = console("eval", "--queries", "--show", "--json")
    names = [line["metric"] for line in printed.lines if "metric" in line]
    assert "constraint_satisfaction@10" in names
    assert "scenario_turns" not in names
    failures = [line["failure"] for line in printed.lines if "failure" in line]
    assert failures
    assert all(failure["reason"] for failure in failures)


@pytest.mark.slow
def test_for_a_person_it_is_a_table(console: Console) -> None:
    assert "n = " in console("eval", "--queries").out


def test_one_theme_is_held_in_all_its_wordings_and_leaves_no_talk_behind(console: Console, shop: Settings) -> None:
    def sessions() -> tuple[object, ...]:
        store = open_store(shop.state)
        try:
            return store.sessions(shop.owner_id)
        finally:
            store.close()

    before = sessions()
    found = {line["metric"]: line for line in console("eval", "--only", "drop", "--json").lines}
    assert [name for name in found if name.startswith("scenario_turns_")] == ["scenario_turns_drop"]
    assert found["paraphrase_turns"]["n"] == 6 * found["scenario_turns"]["n"]
    assert "constraint_satisfaction@10" not in found
    assert sessions() == before


def test_a_theme_that_is_none_is_refused_with_those_there_are(console: Console) -> None:
    printed = console("eval", "--only", "nonsense")
    assert printed.status == 2
    assert "the themes are" in printed.err


@pytest.fixture(scope="module")
def on_sample(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str | Path, ...]:
    """The options that put a verb on the bundled sample, in a home of its own that has its index."""
    home = shutil.copytree(sample_home, tmp_path_factory.mktemp("evaluated") / "home")
    return ("--home", home, "--catalog", SAMPLE / "articles.csv")


@pytest.mark.slow
def test_shoppers_are_simulated_and_their_turns_counted(console: Console, on_sample: tuple[str | Path, ...]) -> None:
    found = {line["metric"]: line for line in console("eval", "shoppers", "--n", "5", "--json", *on_sample).lines}
    assert found["shoppers_pass_1"]["n"] == 20
    assert found["shoppers_pass_4"]["n"] == 5
    assert {"turns_to_target", "turns_to_target_without_questions", "turns_ratio"} <= set(found)


@pytest.mark.slow
def test_shoppers_who_failed_can_be_read(console: Console, on_sample: tuple[str | Path, ...]) -> None:
    printed = console("eval", "shoppers", "--n", "20", "--show", *on_sample)
    all_passed = printed.out.split()[1] == "1.000"
    assert all_passed == ("shopper:" not in printed.out)


def test_a_catalogue_too_small_for_wishes_is_told_so(console: Console) -> None:
    printed = console("eval", "shoppers")
    assert printed.status == 2
    assert "no wish" in printed.err


def test_the_grid_needs_a_chat_model(console: Console) -> None:
    printed = console("eval", "grid")
    assert printed.status == 2
    assert "chat_model" in printed.err


@pytest.mark.slow
def test_a_shop_that_calls_everything_by_other_names_is_understood_as_well(
    console: Console, on_sample: tuple[str | Path, ...]
) -> None:
    found = {line["metric"]: line for line in console("eval", "mutation", "--json", *on_sample).lines}
    for metric, margin in MARGINS.items():
        assert found[f"renamed_{metric}"]["n"] == found[f"original_{metric}"]["n"] >= 50
        assert found[f"renamed_{metric}"]["value"] >= found[f"original_{metric}"]["value"] - margin
