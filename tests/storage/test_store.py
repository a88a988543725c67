"""What every store must do; one fixture gives each implementation in turn."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.errors import BadInput, NotFound, TooLarge
from storage.store import SqliteStore, Store
from storage.talk import MESSAGE_CHARS, Rating, Turn

IMPLEMENTATIONS = {"sqlite": lambda home: SqliteStore(home / "store.sqlite3")}
NOWHERE = "0" * 32


@pytest.fixture(params=sorted(IMPLEMENTATIONS))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store = IMPLEMENTATIONS[request.param](tmp_path)
    yield store
    store.close()


def a_turn(session_id: str, message: str = "a red dress", parent_id: str | None = None) -> Turn:
    return Turn(
        owner_id="ann",
        session_id=session_id,
        message=message,
        reply=f"reply to {message}",
        parent_id=parent_id,
        plan={"acts": ["search"]},
        results=[{"article_id": "0108775015"}],
        brief={"wanted": {"colour": ["red"]}},
        turn={"reply": f"reply to {message}"},
        shown=("0108775015", "0108775044"),
        planner="house",
        writer="chat",
        planner_version="1",
        writer_version="2",
        prompt_hash="abc",
        index_version="v7",
    )


def talk(store: Store, *messages: str) -> tuple[str, list[str]]:
    session_id, ids = store.new_session("ann"), []
    for message in messages:
        ids.append(store.add_turn(a_turn(session_id, message, ids[-1] if ids else None)))
    return session_id, ids


def test_a_turn_comes_back_as_it_was_given_with_an_id_and_a_time(store: Store) -> None:
    given = a_turn(store.new_session("ann"), "navy 🧥 — «déjà»\n\x00 [2]")
    kept = store.turn(store.add_turn(given), "ann")
    assert len(kept.id) == 32
    assert kept.created.endswith("+00:00")
    assert replace(kept, id="", created="") == given


def test_the_answer_of_a_stored_turn_carries_its_ids(store: Store) -> None:
    session_id, [message_id] = talk(store, "hi")
    answer = store.turn(message_id, "ann").answer()
    assert answer == {"reply": "reply to hi", "session_id": session_id, "message_id": message_id}


def test_a_path_runs_from_the_first_turn_to_the_message_and_leaves_branches_out(store: Store) -> None:
    session_id, ids = talk(store, "one", "two", "three")
    again = store.add_turn(a_turn(session_id, "two", ids[0]))
    assert [turn.id for turn in store.path(ids[2], "ann")] == ids
    assert [turn.id for turn in store.path(again, "ann")] == [ids[0], again]


def test_the_leaf_is_the_end_of_the_branch_that_was_written_last(store: Store) -> None:
    session_id, ids = talk(store, "one", "two")
    assert store.leaf(session_id, "ann") == ids[1]
    again = store.add_turn(a_turn(session_id, "two", ids[0]))
    assert store.leaf(session_id, "ann") == again
    assert store.children(ids[0], "ann") == (ids[1], again)


def test_an_empty_session_has_no_leaf(store: Store) -> None:
    assert store.leaf(store.new_session("ann"), "ann") is None


def test_sessions_are_listed_newest_first_with_their_opening_message(store: Store) -> None:
    first, _ = talk(store, "a coat", "a blue one")
    second = store.new_session("ann")
    store.new_session("bob")
    listed = store.sessions("ann")
    assert [session.id for session in listed] == [second, first]
    assert [(session.turns, session.opening) for session in listed] == [(0, ""), (2, "a coat")]


@given(choices=st.lists(st.integers(0, 30), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_tree_is_grown_each_path_follows_the_parents(store: Store, choices: list[int]) -> None:
    session_id, parents = store.new_session("ann"), {}
    for number, choice in enumerate(choices):
        above = [None, *parents][choice % (len(parents) + 1)]
        parents[store.add_turn(a_turn(session_id, str(number), above))] = above
    for message_id in parents:
        line = [turn.id for turn in store.path(message_id, "ann")]
        assert line[-1] == message_id
        assert [parents[one] for one in line] == [None, *line[:-1]]
    assert store.children(store.leaf(session_id, "ann") or "", "ann") == ()


def test_unknown_ids_and_those_of_another_owner_are_not_found(store: Store) -> None:
    session_id, [message_id] = talk(store, "hi")
    lookups = {
        "turn": lambda m, s, o: store.turn(m, o),
        "path": lambda m, s, o: store.path(m, o),
        "children": lambda m, s, o: store.children(m, o),
        "leaf": lambda m, s, o: store.leaf(s, o),
        "forget": lambda m, s, o: store.forget(s, o),
        "add_turn": lambda m, s, o: store.add_turn(replace(a_turn(s), owner_id=o)),
        "add_feedback": lambda m, s, o: store.add_feedback(Rating(o, m, "up")),
    }
    for name, look in lookups.items():
        for ids in [(message_id, session_id, "bob"), (NOWHERE, NOWHERE, "ann"), ("x' --\ud800\n", "", "ann")]:
            with pytest.raises(NotFound, match=r"^(message|session) .+ does not exist: ") as caught:
                look(*ids)
            assert "\n" not in str(caught.value), name
    assert store.turn(message_id, "ann").message == "hi"


def test_a_parent_must_be_in_the_same_session(store: Store) -> None:
    _, [elsewhere] = talk(store, "hi")
    with pytest.raises(NotFound):
        store.add_turn(a_turn(store.new_session("ann"), "hello", elsewhere))


def test_a_message_over_the_limit_is_refused_and_one_at_the_limit_is_kept(store: Store) -> None:
    session_id = store.new_session("ann")
    store.add_turn(a_turn(session_id, "x" * MESSAGE_CHARS))
    with pytest.raises(TooLarge, match="100001 characters, at most 100000: shorten it"):
        store.add_turn(a_turn(session_id, "x" * (MESSAGE_CHARS + 1)))


def test_half_a_surrogate_pair_is_refused_by_name_and_place(store: Store) -> None:
    session_id, [message_id] = talk(store, "hi")
    with pytest.raises(BadInput, match=r"message holds half a character .* at position 3"):
        store.add_turn(a_turn(session_id, "hi \ud83d"))
    with pytest.raises(BadInput, match="comment holds half a character"):
        store.add_feedback(Rating("ann", message_id, "up", comment="\udc00"))


def test_a_rating_copies_what_was_shown_and_who_answered(store: Store) -> None:
    session_id, ids = talk(store, "one", "two")
    rating_id = store.add_feedback(
        Rating("ann", ids[1], "down", "0108775044", ("wrong_colour",), comment="too pale", consent=True)
    )
    [kept] = store.feedback("ann")
    assert (kept.id, kept.session_id, kept.message_id, kept.parent_id) == (rating_id, session_id, ids[1], ids[0])
    assert (kept.rating, kept.article_id, kept.reasons) == ("down", "0108775044", ("wrong_colour",))
    assert (kept.comment, kept.correction, kept.consent) == ("too pale", None, True)
    turn = store.turn(ids[1], "ann")
    for name in ("brief", "shown", "planner", "writer", "planner_version", "writer_version", "prompt_hash"):
        assert getattr(kept, name) == getattr(turn, name) != ""
    assert kept.index_version == "v7"


def test_a_later_rating_of_the_same_thing_replaces_the_earlier_and_both_are_kept(store: Store) -> None:
    _, [message_id] = talk(store, "hi")
    first = store.add_feedback(Rating("ann", message_id, "up"))
    article = store.add_feedback(Rating("ann", message_id, "up", "0108775015"))
    second = store.add_feedback(Rating("ann", message_id, "down"))
    assert [rating.id for rating in store.feedback("ann")] == [article, second]
    assert [rating.id for rating in store.feedback("ann", latest_only=False)] == [first, article, second]


def test_consent_is_what_the_latest_rating_says(store: Store) -> None:
    _, ids = talk(store, "one", "two", "three")
    store.add_feedback(Rating("ann", ids[0], "up", consent=True))
    store.add_feedback(Rating("ann", ids[0], "up", consent=False))
    given = store.add_feedback(Rating("ann", ids[1], "up", consent=True))
    store.add_feedback(Rating("ann", ids[2], "up"))
    assert [rating.id for rating in store.feedback("ann", consent_only=True)] == [given]


def test_ratings_of_another_owner_are_not_listed(store: Store) -> None:
    _, [message_id] = talk(store, "hi")
    store.add_feedback(Rating("ann", message_id, "up"))
    assert list(store.feedback("bob")) == []


def test_an_answer_is_only_chosen_over_one_of_the_same_session(store: Store) -> None:
    _, [message_id] = talk(store, "hi")
    _, [elsewhere] = talk(store, "hi")
    with pytest.raises(NotFound):
        store.add_feedback(Rating("ann", message_id, "up", chosen_over=elsewhere))


@pytest.mark.slow
def test_many_ratings_are_listed_in_the_order_they_came(store: Store) -> None:
    _, [message_id] = talk(store, "hi")
    ids = [store.add_feedback(Rating("ann", message_id, "up", str(number))) for number in range(1001)]
    assert [rating.id for rating in store.feedback("ann")] == ids


def test_forgetting_a_session_leaves_the_others_alone(store: Store) -> None:
    session_id, ids = talk(store, "one", "two")
    again = store.add_turn(a_turn(session_id, "two", ids[0]))
    store.add_feedback(Rating("ann", again, "up", chosen_over=ids[1]))
    kept_session, [kept] = talk(store, "kept")
    kept_rating = store.add_feedback(Rating("ann", kept, "up"))
    store.forget(session_id, "ann")
    for message_id in (*ids, again):
        with pytest.raises(NotFound):
            store.turn(message_id, "ann")
    assert [session.id for session in store.sessions("ann")] == [kept_session]
    assert [rating.id for rating in store.feedback("ann")] == [kept_rating]
    with pytest.raises(NotFound):
        store.add_turn(a_turn(session_id, "three"))


def test_twenty_talks_at_once_lose_nothing_while_others_are_forgotten(store: Store) -> None:
    def chat(number: int) -> tuple[list[str], list[str]]:
        store.forget(talk(store, "never mind")[0], "ann")
        _, ids = talk(store, *(f"{number}.{step}" for step in range(10)))
        store.add_feedback(Rating("ann", ids[-1], "up"))
        return ids, [turn.id for turn in store.path(ids[-1], "ann")]

    with ThreadPoolExecutor(20) as pool:
        talks = list(pool.map(chat, range(20)))
    assert all(written == read for written, read in talks)
    assert len({message_id for written, _ in talks for message_id in written}) == 200
    assert len(list(store.feedback("ann"))) == 20
    assert [session.turns for session in store.sessions("ann")] == [10] * 20
