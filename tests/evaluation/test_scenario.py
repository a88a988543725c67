"""A scenario talks a conversation through and judges each turn on its state."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evaluation.gold import count_products, load_terms, resolve
from evaluation.scenario import Scenario, load_scenarios, pick, run_scenario
from foundation.errors import BadInput

Catalogue = Mapping[str, Mapping[str, str]]
TERMS = load_terms()
BLACK, GREEN = "0000001001", "0000002001"


@pytest.fixture(scope="module")
def bundled() -> list[Scenario]:
    return load_scenarios()


def load(folder: Path, content: str) -> list[Scenario]:
    (folder / "theme.yaml").write_text(content, encoding="utf-8")
    return load_scenarios(folder, TERMS)


class Parrot:
    """A chat that gives prepared answers in order and keeps what it was told."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.heard: list[str] = []

    def __call__(self, message: str) -> Mapping[str, Any]:
        self.heard.append(message)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, dict)
        return answer


def show(*cards: tuple[str, str]) -> dict[str, Any]:
    items = [{"article_id": i, "prod_name": name, "why": "it fits"} for i, name in cards]
    return {"acts": ["search"], "reply": "Here.", "items": items, "relaxed": [], "question": None, "brief": {}}


TALK = """
- id: two-turns
  turns:
    - {say: a dress, expect: {items: {min: 1}, every: {want: [dress]}}}
    - {say: another, expect: {items: {min: 1}, new_items: [1]}}
"""


def test_each_turn_is_put_to_the_chat_and_judged(tmp_path: Path, wardrobe: Catalogue) -> None:
    [scenario] = load(tmp_path, TALK)
    chat = Parrot(show((BLACK, "Ada dress")), show((BLACK, "Ada dress")))
    first, second = run_scenario(scenario, chat, wardrobe)
    assert chat.heard == ["a dress", "another"]
    assert (first.theme, first.turn, first.reasons) == ("theme", 1, ())
    assert second.reasons == (f"shown again from turn 1: {BLACK}",)


def test_a_chat_that_raises_fails_its_turn_and_the_talk_goes_on(tmp_path: Path, wardrobe: Catalogue) -> None:
    [scenario] = load(tmp_path, TALK)
    first, second = run_scenario(scenario, Parrot(RuntimeError("boom"), show((GREEN, "Bea dress"))), wardrobe)
    assert first.reasons == ("the chat raised RuntimeError: boom",)
    assert second.reasons == ()


def test_an_answer_that_is_no_answer_fails_its_turn(tmp_path: Path, wardrobe: Catalogue) -> None:
    [scenario] = load(tmp_path, TALK)
    verdicts = run_scenario(scenario, Parrot({"acts": ["say"]}, show((GREEN, "Bea dress"))), wardrobe)
    assert verdicts[0].reasons == ("answer: reply: Field required",)


SEEN = """
- id: shows-a-photo
  turns:
    - {say: find this, photos: ["0960000002"], expect: {items: {min: 1}}}
    - {say: thanks}
"""


def test_a_turns_photos_are_sent_with_it(tmp_path: Path, wardrobe: Catalogue) -> None:
    [scenario] = load(tmp_path, SEEN)
    sent: list[tuple[str, tuple[str, ...]]] = []

    def chat(message: str, photos: tuple[str, ...] = ()) -> Mapping[str, Any]:
        sent.append((message, photos))
        return show((BLACK, "Ada dress"))

    run_scenario(scenario, chat, wardrobe)
    assert scenario.has_photos
    assert sent == [("find this", ("0960000002",)), ("thanks", ())]


def test_a_photo_that_is_no_article_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="photos"):
        load(tmp_path, SEEN.replace("0960000002", "holiday.jpg"))


PARAPHRASED = """
- id: said-otherwise
  turns:
    - {say: a dress, also: [gown, frock, dresses, robe, maxi, a DRESS], expect: {items: {min: 1}}}
    - {say: thanks}
"""


def test_a_paraphrase_has_its_own_words_where_the_turn_gives_some(tmp_path: Path, wardrobe: Catalogue) -> None:
    [scenario] = load(tmp_path, PARAPHRASED)
    chat = Parrot(show((GREEN, "Bea dress")), show())
    verdicts = run_scenario(scenario, chat, wardrobe, wording=2)
    assert chat.heard == ["frock", "thanks"]
    assert [(one.wording, one.reasons) for one in verdicts] == [(2, ()), (2, ())]
    assert list(scenario.wordings) == [0, 1, 2, 3, 4, 5, 6]


def test_a_conversation_without_other_wordings_is_held_once(tmp_path: Path) -> None:
    assert list(load(tmp_path, TALK)[0].wordings) == [0]


def test_one_conversation_or_one_theme_is_picked_by_name(tmp_path: Path) -> None:
    scenarios = load(tmp_path, TALK + PARAPHRASED)
    assert [one.id for one in pick(scenarios, "said-otherwise")] == ["said-otherwise"]
    assert pick(scenarios, "theme") == pick(scenarios, None) == scenarios
    with pytest.raises(BadInput, match="no scenario and no theme is called so; the themes are theme"):
        pick(scenarios, "nothing")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("- {id: a, turns: []}", "scenario 1: turns"),
        ("- {id: a, turns: [{say: x, expect: {itms: {min: 1}}}]}", "itms"),
        ("- {id: a, turns: [{say: x, expect: {every: {want: [no_term]}}}]}", "'no_term' is no term"),
        ("- {id: a, turns: [{say: x, expect: {new_items: [1]}}]}", "turn 1 looks at a turn that is not before it"),
        ("- {id: a, turns: [{say: x, expect: {reply_has: ['(']}}]}", "broken expression"),
        ("- {id: a, turns: [{say: x}]}\n- {id: a, turns: [{say: x}]}", "the id 'a' is there twice"),
        ("- {id: a, turns: [{say: x, also: [y, z]}]}", "also"),
        ("- {id: a, turns: [{say: x, expect: {looks: {keeps: 1}}}]}", "turn 1 looks at a turn that is not before it"),
        ("id: a", "expected a list of scenarios"),
        ("", "expected a list of scenarios"),
    ],
)
def test_a_broken_scenario_file_is_refused_in_one_line(tmp_path: Path, content: str, complaint: str) -> None:
    with pytest.raises(BadInput) as caught:
        load(tmp_path, content)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_scenarios_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no scenario files"):
        load_scenarios(tmp_path, TERMS)


def test_the_scenarios_are_many_and_of_every_theme(bundled: list[Scenario]) -> None:
    assert len(bundled) >= 120
    assert {scenario.theme for scenario in bundled} >= {
        "refine", "negation", "audience", "correction", "drop", "topic_change", "reference", "counts_and_facts",
        "honesty", "small_talk", "injection", "privacy", "noise", "looks", "comparison", "advice", "wardrobe",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "sv"])
def test_each_language_is_spoken_in_eight_conversations_or_more(bundled: list[Scenario], language: str) -> None:
    spoken = [s.id for s in bundled if any(turn.expect.language == language for turn in s.turns)]
    assert len(spoken) >= 8


def test_every_conversation_is_also_held_in_six_other_wordings(bundled: list[Scenario]) -> None:
    assert [scenario.id for scenario in bundled if len(scenario.wordings) != 7] == []


def test_every_conversation_asserts_something(bundled: list[Scenario]) -> None:
    silent = [s.id for s in bundled if not any(turn.expect.model_fields_set for turn in s.turns)]
    assert silent == []


def find_impossible(scenarios: list[Scenario], catalogue: Catalogue, *, full: bool) -> tuple[list[str], int]:
    """The turns whose demanded items the catalogue cannot give, and the number of turns that demand some."""
    demands = [
        (f"{scenario.id} {number}", resolve(gold, TERMS, ""), turn.expect.items.min)
        for scenario in scenarios
        if full or not scenario.full_only
        for number, turn in enumerate(scenario.turns, 1)
        for gold in (turn.expect.every, turn.expect.some)
        if gold and turn.expect.items and turn.expect.items.min
    ]
    short = [name for name, wanted, least in demands if count_products(catalogue.values(), wanted, least) < least]
    return short, len(demands)


def test_the_sample_can_give_nearly_all_that_the_scenarios_demand(bundled: list[Scenario], sample: Catalogue) -> None:
    short, demands = find_impossible(bundled, sample, full=False)
    assert len(short) <= demands / 10, short


@pytest.mark.slow
@pytest.mark.real_data
def test_the_full_catalogue_can_give_all_that_the_scenarios_demand(bundled: list[Scenario], full: Catalogue) -> None:
    assert find_impossible(bundled, full, full=True)[0] == []
