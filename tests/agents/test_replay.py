from collections.abc import Callable

import pytest

from agents.plan import Act, Edit, Plan
from agents.replay import replay, summarise
from agents.stylist import Stylist
from foundation.errors import BadInput, NotFound
from storage.store import Store
from tests.agents.scripted import says, seat

Open = Callable[..., Stylist]
MESSAGES = ("a red dress", "without lace", "what goes with the second one?", "other shoes", "how many are there?")


def hold(stylist: Stylist, *messages: str) -> str:
    session = stylist.new_session()
    for message in messages:
        stylist.chat(message, session)
    return session


def test_the_same_seats_come_to_the_same_and_nothing_is_stored(stylist: Stylist, store: Store):
    session = hold(stylist, *MESSAGES)
    compared = list(replay(stylist.stored(session), stylist.rehearse))
    assert [one.differs for one in compared] == [{}] * len(MESSAGES)
    assert [one.after.reply for one in compared] == [one.before.reply for one in compared]
    assert len(stylist.stored(session)) == len(MESSAGES)


def test_another_planner_differs_in_what_it_edits_and_shows(stylist: Stylist, open_stylist: Open):
    session = hold(stylist, "a red dress", "thanks")
    plan = Plan(edits=(Edit(op="add", slot="product_type", values=("dress",)),), acts=(Act(name="search"),))
    chat, _ = seat(says(plan.model_dump_json()))
    other = open_stylist(chat, ("planner",))
    first, second = replay(other.stored(session), other.rehearse)
    assert {"edits", "brief", "items"} <= {*first.differs}
    assert first.differs["brief"][0]["wanted"] == {"product_type": ["dress"], "colour": ["red"]}
    assert first.differs["brief"][1]["wanted"] == {"product_type": ["dress"]}
    assert second.differs["acts"] == ([{"name": "say", "topic": "thanks"}], [{"name": "search"}])
    told = summarise((first, second), "chat", "house")
    assert (told["turns"], told["same"], told["differs"]["acts"]) == (2, 0, 1)
    assert first.to_json(1)["differs"]["items"]["after"] == list(first.after.shown)


def test_each_turn_is_run_after_those_that_were_just_run(stylist: Stylist, open_stylist: Open):
    session = hold(stylist, "a red dress", "show me more")
    search = Plan(acts=(Act(name="search"),))
    chat, _ = seat(says(search.model_dump_json()))
    *_, last = replay(stylist.stored(session), open_stylist(chat, ("planner",)).rehearse)
    assert last.after.brief["wanted"] == {}


def test_an_answer_that_was_given_again_is_run_as_it_was_then(stylist: Stylist):
    session = hold(stylist, "dresses")
    (turn,) = stylist.stored(session)
    list(stylist.regenerate(turn.id))
    (again,) = replay(stylist.stored(session), stylist.rehearse)
    assert again.before.id != turn.id
    assert again.differs == {}


def test_a_session_that_is_unknown_or_empty_is_one_clear_line(stylist: Stylist):
    with pytest.raises(NotFound, match="nope"):
        stylist.stored("nope")
    with pytest.raises(BadInput, match="has no turns"):
        stylist.stored(stylist.new_session())
