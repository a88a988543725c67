"""The frontend: turns a message into a plan and folds it into the brief; the house plans where a chat model can't."""

from dataclasses import dataclass, replace

from agents.plan import Act, Plan
from agents.reducer import Values, fold
from agents.speculation import Outcome, Speculation, agrees
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
    """Asks the planner; where that fails, visibly the house. `speculate`: the house plans at once, and the planner is
    waited for so many seconds to say otherwise.
    """

    def __init__(self, planner: Planner, house: Planner, values: Values, speculate: float | None = None) -> None:
        self._planner, self._house, self._values = planner, house, values
        self._seconds = speculate if planner is not house else None

    def understand(self, talk: Talk) -> Understood:
        """Plan one message and fold the plan."""
        return self._understood(talk, self._decide(talk))

    def speculate(self, talk: Talk) -> tuple[Understood, Speculation] | None:
        """What the house understands, and the planner's plan being made beside it; None where nobody speculates."""
        if self._seconds is None:
            return None
        speculation = Speculation(lambda: self._planner.plan(talk), self._seconds)
        return self._understood(talk, self._house.plan(talk)), speculation

    def settle(self, talk: Talk, guess: Understood, speculation: Speculation) -> Understood:
        """The planner's understanding where it differs from the house's `guess`; else the guess, which says so."""
        try:
            planned = self._understood(talk, speculation.result())
        except PlanFailed as failure:
            note = f"the house's plan stands: {failure}"
            late = replace(guess, decision=replace(guess.decision, tokens=failure.tokens), notes=(*guess.notes, note))
            return _with_outcome(late, "late")
        if agrees(guess.brief, guess.plan.acts, planned.brief, planned.plan.acts):
            told = replace(guess.decision, guidance=planned.decision.guidance, tokens=planned.decision.tokens)
            return _with_outcome(replace(guess, decision=told), "agreed")
        return _with_outcome(planned, "replaced")

    def _understood(self, talk: Talk, decision: Decision) -> Understood:
        seen = [article.article_id for article in talk.seen]
        photos = [sight.key for sight in talk.photos]
        brief, rejected = fold(talk.brief, decision.plan, talk.last, self._values, seen, photos)
        plan = decision.plan if decision.plan.acts else decision.plan.model_copy(update={"acts": (Act(name="search"),)})
        notes = (*decision.notes, *(f"edit rejected: {problem}" for problem in rejected))
        return Understood(replace(decision, plan=plan), self._settled(brief, plan), notes)

    def _decide(self, talk: Talk) -> Decision:
        try:
            return self._planner.plan(talk)
        except PlanFailed as failure:
            decision = self._house.plan(talk)
            notes = (f"the house planned instead: {failure}", *decision.notes)
            return replace(decision, notes=notes, tokens=failure.tokens)

    def _settled(self, brief: Brief, plan: Plan) -> Brief:
        """Without the anchor and look of an earlier turn, unless this one points at them or stays with the search."""
        points = any(edit.op == "refer" for edit in plan.edits)
        goes_on = any(act.more or act.name in ("facts", "compare", "look", "advise", "say", "ask") for act in plan.acts)
        searches = any(act.name == "search" for act in plan.acts) and not any(act.name == "look" for act in plan.acts)
        brief = replace(brief, look=()) if searches else brief
        return brief if points or goes_on else replace(brief, anchor=None)


def _with_outcome(understood: Understood, outcome: Outcome) -> Understood:
    return replace(understood, decision=replace(understood.decision, speculation=outcome))
