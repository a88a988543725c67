"""The grounding filter on a small part of the hostile sentences; benchmarks/grounding.py runs all of them."""

import pytest

from agents.grounding import Ground, Grounding
from agents.search import Searcher
from evaluation.hostile import Case, Hostile, split


@pytest.fixture(scope="module")
def hostile(searcher: Searcher) -> Hostile:
    table = searcher.index.table
    return Hostile([table.article(row) for row in range(len(table))], seed=7)


@pytest.fixture(scope="module")
def grounding(searcher: Searcher) -> Grounding:
    return Grounding(searcher.reader, searcher.translator)


def fault(grounding: Grounding, case: Case) -> str | None:
    return grounding.fault(case.sentence, Ground(case.handles, case.brief, case.message))


def test_planted_lies_are_caught_and_ids_all_of_them(hostile: Hostile, grounding: Grounding):
    lies = hostile.lies(114)
    missed = [(case.kind, case.sentence) for case in lies if not fault(grounding, case)]
    assert len(missed) <= 0.05 * len(lies), missed
    assert not [one for one in missed if one[0] in ("id", "handle")]


def test_true_sentences_pass(hostile: Hostile, grounding: Grounding):
    truths = hostile.truths(100)
    alarms = [(case.sentence, said) for case in truths if (said := fault(grounding, case))]
    assert len(alarms) <= 0.02 * len(truths), alarms


def test_the_same_seed_draws_the_same_and_every_kind_is_drawn(hostile: Hostile):
    lies = hostile.lies(57)
    assert [case.sentence for case in lies] == [case.sentence for case in hostile.lies(57)]
    shares = {kind: (hit, of) for kind, hit, of in split(lies, lambda case: case.lie)}
    assert len(shares) == 19
    assert set(shares.values()) == {(3, 3)}
    assert not any("$" in case.sentence.replace("$24", "") for case in lies)
