import pytest

from agents.frontend import Frontend, Understood
from agents.plan import Act, Edit, Plan
from agents.talk import Decision, PlanFailed, Talk
from agents.search import Searcher
from catalog.article import Article
from foundation.brief import Brief

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
