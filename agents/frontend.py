"""The frontend: turns a message into a plan and folds it into the brief; the house plans where a chat model can't."""

from dataclasses import dataclass, replace

from agents.plan import Act, Plan
from agents.reducer import Values, fold
from agents.talk import Decision, PlanFailed, Planner, Talk
from foundation.brief import Brief


@dataclass(frozen=True)
class Understood:
    """A decision with the brief it leads to; `notes` say every repair, fallback and rejected edit."""

    decision: Decision
    brief: Brief
    notes: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan that was decided on."""
        return self.decision.plan


class Frontend:
    """Asks the planner; where that fails, visibly the house."""

    def __init__(self, planner: Planner, house: Planner, values: Values) -> None:
        self._planner, self._house, self._values = planner, house, values

    def understand(self, talk: Talk) -> Understood:
        """Plan one message and fold the plan."""
        decision = self._decide(talk)
        seen = [article.article_id for article in talk.seen]
        brief, rejected = fold(talk.brief, decision.plan, talk.last, self._values, seen)
        plan = decision.plan if decision.plan.acts else decision.plan.model_copy(update={"acts": (Act(name="search"),)})
        notes = (*decision.notes, *(f"edit rejected: {problem}" for problem in rejected))
        return Understood(replace(decision, plan=plan), self._settled(brief, plan), notes)

    def _decide(self, talk: Talk) -> Decision:
        try:
            return self._planner.plan(talk)
        except PlanFailed as failure:
            decision = self._house.plan(talk)
            return replace(decision, notes=(f"the house planned instead: {failure}", *decision.notes))

    def _settled(self, brief: Brief, plan: Plan) -> Brief:
        """Without the anchor and look of an earlier turn, unless this one points at them or stays with the search."""
        points = any(edit.op == "refer" for edit in plan.edits)
        goes_on = any(act.more or act.name in ("facts", "compare", "look", "advise", "say", "ask") for act in plan.acts)
        searches = any(act.name == "search" for act in plan.acts) and not any(act.name == "look" for act in plan.acts)
        brief = replace(brief, look=()) if searches else brief
        return brief if points or goes_on else replace(brief, anchor=None)
