"""The runner turns callables into metrics and readable failures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evaluation.gold import GoldFile, Query, load_terms, resolve
from evaluation.metrics import Metric
from evaluation.report import Report
from evaluation.runner import SearchAnswer, run_queries, run_scenarios
from evaluation.scenario import load_scenarios

Catalogue = Mapping[str, Mapping[str, str]]
TERMS = load_terms()
BLACK, RED, GREEN, JEANS = "0000001001", "0000001002", "0000002001", "0000003001"


def query(name: str, want: tuple[str, ...], avoid: tuple[str, ...] = ()) -> Query:
    return Query(name, name.replace("-", " "), resolve(GoldFile(want=want, avoid=avoid), TERMS, name), True)


DRESS = query("dress", ("dress",))
DRESS_NOT_RED = query("dress-not-red", ("dress",), ("red",))
PURPLE_DRESS = query("purple-dress", ("dress", "purple"))


def metrics(report: Report) -> dict[str, Metric]:
    return {metric.metric: metric for metric in report.metrics}


def answer(*ids: str, relaxed: tuple[str, ...] = ()) -> SearchAnswer:
    return SearchAnswer(ids, relaxed)


def test_a_perfect_search_scores_one_and_fails_nowhere(wardrobe: Catalogue) -> None:
    report = run_queries(lambda text, k: answer(BLACK, GREEN), wardrobe, [DRESS, DRESS_NOT_RED], k=2)
    assert report.failures == ()
    assert metrics(report)["constraint_satisfaction@2"].value == 1.0
    assert metrics(report)["avoided@2"].value == 1.0
    assert metrics(report)["filled@2"].value == 1.0
    assert metrics(report)["invented_ids"].value == 0.0


def test_pairs_are_shared_out_by_slot_and_kind(wardrobe: Catalogue) -> None:
    report = run_queries(lambda text, k: answer(BLACK, RED), wardrobe, [DRESS_NOT_RED], k=2)
    found = metrics(report)
    assert found["constraint_satisfaction@2"].value == 0.75
    assert found["wanted_product_type@2"].value == 1.0
    assert found["avoided@2"].value == 0.5
    assert found["queries_all_right@2"].value == 0.0
    assert "wanted_colour@2" not in found
    assert "'Ada dress' (Dress, Red, Dress) breaks: colour not red" in report.failures[0].reason


def test_an_empty_answer_counts_as_nought(wardrobe: Catalogue) -> None:
    report = run_queries(lambda text, k: answer(), wardrobe, [DRESS], k=2)
    assert metrics(report)["constraint_satisfaction@2"].value == 0.0
    assert report.failures[0].reason == "no hits, though the catalogue has some"


def test_an_impossible_query_is_a_matter_of_honesty_alone(wardrobe: Catalogue) -> None:
    silent = run_queries(lambda text, k: answer(BLACK), wardrobe, [DRESS, PURPLE_DRESS], k=2)
    assert metrics(silent)["honest_misses"].value == 0.0
    assert metrics(silent)["constraint_satisfaction@2"].n == 1
    assert [failure.id for failure in silent.failures] == ["purple-dress"]
    honest = run_queries(lambda text, k: answer(BLACK, relaxed=("purple",)), wardrobe, [PURPLE_DRESS], k=2)
    assert metrics(honest)["honest_misses"].value == 1.0
    assert honest.failures == ()


def test_hits_beyond_what_exists_are_forgiven_when_the_answer_says_so(wardrobe: Catalogue) -> None:
    shown = answer(BLACK, GREEN, JEANS, relaxed=("only two dresses here",))
    assert run_queries(lambda text, k: shown, wardrobe, [DRESS], k=10).failures == ()
    silent = run_queries(lambda text, k: answer(BLACK, GREEN, JEANS), wardrobe, [DRESS], k=10)
    assert metrics(silent)["constraint_satisfaction@10"].value == pytest.approx(2 / 3, abs=1e-4)


def test_relaxing_where_plenty_exists_is_blamed(wardrobe: Catalogue) -> None:
    report = run_queries(lambda text, k: answer(BLACK, GREEN, relaxed=("type",)), wardrobe, [DRESS], k=2)
    assert metrics(report)["needless_relaxations"].value == 1.0
    assert "relaxed type, though 2 products or more satisfy all of it" in report.failures[0].reason


def test_an_invented_id_is_counted_and_named(wardrobe: Catalogue) -> None:
    report = run_queries(lambda text, k: answer(BLACK, "9999999999"), wardrobe, [DRESS], k=2)
    assert metrics(report)["invented_ids"].value == 0.5
    assert metrics(report)["constraint_satisfaction@2"].value == 0.5
    assert report.failures[0].reason == "invented article 9999999999"


def test_no_more_than_k_hits_are_judged(wardrobe: Catalogue) -> None:
    report = run_queries(lambda text, k: answer(BLACK, GREEN, JEANS), wardrobe, [DRESS], k=2)
    assert metrics(report)["constraint_satisfaction@2"].value == 1.0


def test_progress_is_told_after_each_query(wardrobe: Catalogue) -> None:
    told: list[tuple[int, int]] = []
    run_queries(lambda text, k: answer(BLACK), wardrobe, [DRESS, PURPLE_DRESS], progress=lambda *at: told.append(at))
    assert told == [(1, 2), (2, 2)]


THEME = """
- id: for-all
  turns: [{say: a dress, expect: {every: {want: [dress]}}}, {say: thanks, expect: {items: {max: 0}}}]
- id: for-full
  catalogue: full
  turns: [{say: jeans, expect: {items: {min: 1}}}]
"""


def talk(message: str) -> dict[str, Any]:
    cards = [{"article_id": BLACK, "prod_name": "Ada dress", "why": "it fits"}]
    return {"acts": ["search"], "reply": "Here.", "items": cards, "relaxed": []}


def test_scenarios_become_shares_of_turns_by_theme(tmp_path: Path, wardrobe: Catalogue) -> None:
    (tmp_path / "manners.yaml").write_text(THEME, encoding="utf-8")
    scenarios = load_scenarios(tmp_path, TERMS)
    report = run_scenarios(lambda: talk, wardrobe, scenarios)
    found = metrics(report)
    assert found["scenario_turns"].n == 3
    assert found["scenario_turns"].value == pytest.approx(2 / 3, abs=1e-4)
    assert found["scenarios_all_right"].value == 0.5
    assert found["scenario_turns_manners"].n == 3
    assert found["scenario_invented_ids"].value == 0.0
    [failure] = report.failures
    assert (failure.id, failure.turn, failure.said) == ("for-all", 2, "thanks")


def test_scenarios_that_need_the_full_catalogue_are_left_out_of_the_sample(tmp_path: Path, wardrobe: Catalogue) -> None:
    (tmp_path / "manners.yaml").write_text(THEME, encoding="utf-8")
    report = run_scenarios(lambda: talk, wardrobe, load_scenarios(tmp_path, TERMS), full_catalogue=False)
    assert metrics(report)["scenario_turns"].n == 2


def test_every_conversation_gets_a_chat_of_its_own(tmp_path: Path, wardrobe: Catalogue) -> None:
    (tmp_path / "manners.yaml").write_text(THEME, encoding="utf-8")
    opened: list[int] = []

    def open_chat() -> Any:
        opened.append(1)
        return talk

    run_scenarios(open_chat, wardrobe, load_scenarios(tmp_path, TERMS))
    assert len(opened) == 2


WORDED = """
- id: fragile
  turns: [{say: a dress, also: [gown, frock, dresses, robe, kaftan, DRESS], expect: {items: {min: 1}}}]
- id: firm
  turns: [{say: a dress, also: [a, b, c, d, e, f], expect: {acts: [search]}}]
- id: plain
  turns: [{say: a dress, expect: {items: {min: 1}}}]
"""


def test_a_conversation_counts_among_the_worst_of_six_only_if_all_its_paraphrases_pass(
    tmp_path: Path, wardrobe: Catalogue
) -> None:
    (tmp_path / "words.yaml").write_text(WORDED, encoding="utf-8")
    heard: list[str] = []

    def hears_no_frock(message: str) -> dict[str, Any]:
        heard.append(message)
        return {**talk(message), "items": [] if message == "frock" else talk(message)["items"]}

    report = run_scenarios(lambda: hears_no_frock, wardrobe, load_scenarios(tmp_path, TERMS))
    found = metrics(report)
    assert found["scenario_turns"].value == found["scenarios_all_right"].value == 1.0
    assert found["paraphrase_turns"].n == 12
    assert found["paraphrase_turns"].value == pytest.approx(11 / 12, abs=1e-4)
    assert (found["scenarios_worst_of_six"].n, found["scenarios_worst_of_six"].value) == (2, 0.5)
    assert [failure.id for failure in report.failures] == ["fragile (paraphrase 2)"]
    assert heard.count("a dress") == 3


def test_paraphrases_may_be_left_out(tmp_path: Path, wardrobe: Catalogue) -> None:
    (tmp_path / "words.yaml").write_text(WORDED, encoding="utf-8")
    report = run_scenarios(lambda: talk, wardrobe, load_scenarios(tmp_path, TERMS), paraphrased=False)
    assert "paraphrase_turns" not in metrics(report)
    assert "scenarios_worst_of_six" not in metrics(report)


def test_openings_lengths_and_times_of_replies_are_reported(tmp_path: Path, wardrobe: Catalogue) -> None:
    (tmp_path / "manners.yaml").write_text(THEME, encoding="utf-8")
    said = {
        "a dress": "Here are 6 dresses. Lovely.",
        "thanks": "Welcome.",
        "jeans": "Here are 5 dresses. All of them blue.",
    }

    def timed(message: str) -> dict[str, Any]:
        return {**talk(message), "reply": said[message], "timings_ms": {"total": len(message)}}

    found = metrics(run_scenarios(lambda: timed, wardrobe, load_scenarios(tmp_path, TERMS)))
    assert (found["openings_repeated"].value, found["openings_repeated"].n) == (2, 2)
    assert found["longest_reply_words"].value == 8
    assert found["turn_ms_p50"].value == 6


def test_a_failed_conversation_can_be_read(tmp_path: Path, wardrobe: Catalogue) -> None:
    (tmp_path / "manners.yaml").write_text(THEME, encoding="utf-8")
    [text] = run_scenarios(lambda: talk, wardrobe, load_scenarios(tmp_path, TERMS)).transcripts
    assert "2. shopper: thanks" in text
    assert "✗ 1 items shown, expected 0 to 0" in text


def test_conversations_with_photos_are_left_out_where_nothing_sees(tmp_path: Path, wardrobe: Catalogue) -> None:
    seen = THEME.replace("{say: jeans,", '{say: find this, photos: ["0960000002"],').replace("  catalogue: full\n", "")
    (tmp_path / "manners.yaml").write_text(seen, encoding="utf-8")
    scenarios = load_scenarios(tmp_path, TERMS)
    report = run_scenarios(lambda: lambda message, photos=(): talk(message), wardrobe, scenarios)
    assert metrics(report)["scenario_turns"].n == 3
    report = run_scenarios(lambda: talk, wardrobe, scenarios, sees=False)
    assert metrics(report)["scenario_turns"].n == 2
