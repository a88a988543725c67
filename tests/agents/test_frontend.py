import pytest

from agents.frontend import Frontend, Understood
from agents.plan import Act, Edit, Plan
from agents.search import Searcher
from agents.talk import Decision, Earlier, PlanFailed, Talk
from catalog.article import Article
from foundation.brief import Brief, Piece

LAST = (Article("0700001001"), Article("0700001002"))
ANCHORED = Brief({"colour": ("red",)}, anchor="0700001002")


class Settled:
    """A planner whose mind is made up."""

    name = "settled"

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def plan(self, talk: Talk) -> Decision:
        return Decision(self._plan, self.name, "7", notes=("repaired once",))


class Lost:
    """A planner that can't plan."""

    name = "lost"

    def plan(self, talk: Talk) -> Decision:
        raise PlanFailed("no JSON in the answer")


def understood(
    searcher: Searcher, plan: Plan, brief: Brief | None = None, last: tuple[Article, ...] = LAST
) -> Understood:
    frontend = Frontend(Settled(plan), searcher.planner, searcher.lexicon)
    return frontend.understand(Talk("anything", brief or Brief(), last))


def test_the_planners_edits_are_folded_into_the_brief(searcher: Searcher):
    edit = Edit(op="add", slot="colour", values=("navy",))
    result = understood(searcher, Plan(edits=(edit,), acts=(Act(name="count"),)), Brief({"product_type": ("dress",)}))
    assert result.brief.wanted == {"product_type": ("dress",), "colour": ("navy",)}
    assert (result.decision.planner, result.decision.version) == ("settled", "7")


def test_where_the_planner_fails_the_house_plans_and_says_so(searcher: Searcher):
    result = Frontend(Lost(), searcher.planner, searcher.lexicon).understand(Talk("a red dress"))
    assert result.brief.wanted == {"colour": ("red",), "product_type": ("dress",)}
    assert result.decision.planner == "house"
    assert result.notes == ("the house planned instead: no JSON in the answer",)


def test_a_rejected_edit_is_noted_beside_the_planners_own_notes(searcher: Searcher):
    edit = Edit(op="add", slot="colour", values=("ultraviolet",))
    notes = understood(searcher, Plan(edits=(edit,))).notes
    assert notes == ("repaired once", "edit rejected: colour 'ultraviolet' is unknown to this catalogue")


def test_a_plan_without_acts_searches(searcher: Searcher):
    assert understood(searcher, Plan()).plan.acts == (Act(name="search"),)


@pytest.mark.parametrize(
    ("act", "anchor"),
    [
        (Act(name="search"), None),
        (Act(name="count"), None),
        (Act(name="search", more=True), "0700001002"),
        (Act(name="facts", aspects=("material",), handles=(2,)), "0700001002"),
        (Act(name="compare", handles=(1, 2)), "0700001002"),
        (Act(name="look", handles=(2,)), "0700001002"),
        (Act(name="advise"), "0700001002"),
        (Act(name="ask"), "0700001002"),
        (Act(name="say", topic="thanks"), "0700001002"),
    ],
)
def test_the_article_pointed_at_stays_only_as_long_as_the_talk_is_of_it(
    searcher: Searcher, act: Act, anchor: str | None
):
    assert understood(searcher, Plan(acts=(act,)), ANCHORED).brief.anchor == anchor


def test_an_article_pointed_at_now_is_the_anchor(searcher: Searcher):
    plan = Plan(edits=(Edit(op="refer", handles=(1,)),), acts=(Act(name="search"),))
    assert understood(searcher, plan, ANCHORED).brief.anchor == "0700001001"


WORN = (Piece("top", "0700001001"), Piece("shoes", own="my boots"))


@pytest.mark.parametrize(
    ("acts", "look"),
    [
        ((Act(name="search"),), ()),
        ((Act(name="search"), Act(name="count")), ()),
        ((Act(name="look", swap=("shoes",)),), WORN),
        ((Act(name="search"), Act(name="look")), WORN),
        ((Act(name="facts", aspects=("material",), handles=(1,)),), WORN),
        ((Act(name="advise"),), WORN),
        ((Act(name="say", topic="thanks"),), WORN),
    ],
)
def test_the_last_look_can_be_changed_until_a_search_leaves_it(
    searcher: Searcher, acts: tuple[Act, ...], look: tuple[Piece, ...]
):
    assert understood(searcher, Plan(acts=acts), Brief(look=WORN)).brief.look == look


def test_an_article_of_an_earlier_turn_may_be_pointed_at(searcher: Searcher):
    plan = Plan(edits=(Edit(op="refer", article_ids=("0600000001",)),), acts=(Act(name="search"),))
    talk = Talk("that one", earlier=(Earlier("a dress", "here", shown=(Article("0600000001"),)),), last=LAST)
    result = Frontend(Settled(plan), searcher.planner, searcher.lexicon).understand(talk)
    assert result.brief.anchor == "0600000001"
