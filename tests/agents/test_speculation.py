import threading
from collections.abc import Callable

import pytest

from agents.frontend import Frontend
from agents.plan import Act, Edit, Plan
from agents.search import Searcher
from agents.speculation import agrees
from agents.stylist import Stylist
from agents.talk import Decision, PlanFailed, Talk
from foundation.brief import Brief, Part
from foundation.events import Card, Done, Planned, to_json
from foundation.settings import ChatModel
from tests.agents.scripted import Answer, fails, says, seat, stays_silent
from ui.conversation import Conversation

Open = Callable[..., Stylist]
RED = Plan(
    edits=(Edit(op="add", slot="product_type", values=("dress",)), Edit(op="add", slot="colour", values=("red",))),
    acts=(Act(name="search"),),
    ideas=("flowing",),
)
GREEN = RED.model_copy(update={"edits": (*RED.edits[:1], Edit(op="add", slot="colour", values=("green",)))})


def stream(open_stylist: Open, *answers: Answer, timeout: float = 30.0) -> list[object]:
    chat, _ = seat(*answers)
    model = ChatModel(model="scripted", timeout=timeout)
    stylist = open_stylist(chat, ("planner",), speculate=True, chat_model=model)
    return list(stylist.stream("a red dress"))


def provenance(events: list[object]) -> dict[str, object]:
    done = events[-1]
    assert isinstance(done, Done)
    return done.turn["provenance"]


def test_where_the_model_agrees_the_houses_cards_stay(open_stylist: Open):
    events = stream(open_stylist, says(RED.model_dump_json()))
    assert [type(event) for event in events].count(Planned) == 1
    assert (provenance(events)["speculation"], provenance(events)["planner"]) == ("agreed", "house")


def test_where_it_plans_otherwise_its_cards_replace_the_houses(open_stylist: Open):
    events = stream(open_stylist, says(GREEN.model_dump_json()))
    first, second = [place for place, event in enumerate(events) if isinstance(event, Planned)]
    assert [to_json(events[place])["replaces"] for place in (first, second)] == [False, True]  # type: ignore[arg-type]
    assert any(isinstance(event, Card) for event in events[first:second])
    assert provenance(events)["speculation"] == "replaced"
    assert str(provenance(events)["planner"]).startswith("chat:")
    assert events[-1].turn["brief"]["wanted"]["colour"] == ["green"]  # type: ignore[attr-defined]


def test_the_page_shows_only_the_cards_of_the_plan_that_stands(open_stylist: Open):
    talk = Conversation()
    events = stream(open_stylist, says(GREEN.model_dump_json()))
    list(talk.follow(talk.begin("a red dress"), events))  # type: ignore[arg-type]
    answer = talk.turns[0].answer
    assert answer is not None
    assert [card.article_id for card in answer.cards] == [item["article_id"] for item in answer.turn["items"]]


@pytest.mark.parametrize(
    ("answer", "said"),
    [(stays_silent(), "the house's plan stands"), (fails(ConnectionError("gone")), "gone"), (says("no"), "")],
)
def test_a_model_that_is_late_or_fails_changes_nothing_and_it_is_said(open_stylist: Open, answer: Answer, said: str):
    events = stream(open_stylist, answer, timeout=0.4)
    told = provenance(events)
    assert (told["speculation"], told["planner"]) == ("late", "house")
    assert said in " ".join(told["notes"])  # type: ignore[arg-type]
    assert any(isinstance(event, Card) for event in events)


def test_cards_are_there_before_the_model_has_answered(open_stylist: Open):
    shown = threading.Event()

    def once_cards_are_shown():  # type: ignore[no-untyped-def]
        assert shown.wait(30)
        yield RED.model_dump_json()

    chat, _ = seat(once_cards_are_shown)
    for event in open_stylist(chat, ("planner",), speculate=True).stream("a red dress"):
        if isinstance(event, Card):
            shown.set()
    assert shown.is_set()


def test_without_a_chat_planner_nobody_speculates(open_stylist: Open, searcher: Searcher):
    turn = open_stylist(speculate=True).chat("a red dress")
    assert turn["provenance"]["speculation"] == ""
    assert Frontend(searcher.planner, searcher.planner, searcher.lexicon, 5.0).speculate(Talk("hi")) is None


class Broken:
    name = "broken"

    def plan(self, talk: Talk) -> Decision:
        raise PlanFailed("broken: no")


def test_the_houses_plan_stands_where_the_other_fails(searcher: Searcher):
    frontend = Frontend(Broken(), searcher.planner, searcher.lexicon, 5.0)
    speculated = frontend.speculate(talk := Talk("a red dress"))
    assert speculated is not None
    settled = frontend.settle(talk, *speculated)
    assert (settled.brief, settled.decision.speculation) == (speculated[0].brief, "late")


@pytest.mark.parametrize(
    ("other", "acts", "same"),
    [
        (Brief({"colour": ("blue", "red")}), (Act(name="search"),), True),
        (Brief({"colour": ("red", "blue")}, words=("nice",), ideas=("airy",)), (Act(name="search"),), True),
        (Brief({"colour": ("red",)}), (Act(name="search"),), False),
        (Brief({"colour": ("red", "blue")}, {"pattern": ("striped",)}), (Act(name="search"),), False),
        (Brief({"colour": ("red", "blue")}, parts=(Part({"colour": ("red",)}),)), (Act(name="search"),), False),
        (Brief({"colour": ("red", "blue")}), (Act(name="count"),), False),
        (Brief({"colour": ("red", "blue")}), (Act(name="search", more=True),), False),
    ],
)
def test_plans_agree_where_state_and_acts_are_the_same(other: Brief, acts: tuple[Act, ...], same: bool):
    assert agrees(Brief({"colour": ("red", "blue")}), (Act(name="search"),), other, acts) is same
