"""A simulated shopper keeps to the user model: tells bit by bit, answers what is asked, errs now and then."""

from collections.abc import Iterator, Mapping

import pytest

from evaluation.gold import load_terms
from evaluation.shopper import ERRORS, Shopper, find_asked
from evaluation.wishes import Wish, Wishes, load_speech

Catalogue = Mapping[str, Mapping[str, str]]
SPEECH = load_speech()
TALKS = 60


@pytest.fixture(scope="module")
def wishes(sample: Catalogue) -> Wishes:
    return Wishes(sample, SPEECH, load_terms())


@pytest.fixture(scope="module")
def drawn(wishes: Wishes) -> list[Wish]:
    return wishes.draw(TALKS)


def shoppers(wishes: Wishes, drawn: list[Wish], *, listens: bool = True) -> Iterator[Shopper]:
    return (Shopper(wish, 0, SPEECH, wishes, listens) for wish in drawn)


def without_errors(wishes: Wishes, drawn: list[Wish]) -> Iterator[Shopper]:
    return (one for one in shoppers(wishes, drawn) if one._error is None)


def test_the_first_message_names_the_type_and_never_all_of_the_wish(wishes: Wishes, drawn: list[Wish]) -> None:
    for one in shoppers(wishes, drawn):
        said = one.say(None)
        assert one.word(one.wish.wants[0]) in said
        assert len(one.told) <= 2
        assert one.untold


def test_a_question_about_the_wish_is_answered_with_it(wishes: Wishes, drawn: list[Wish]) -> None:
    asked = 0
    for one in without_errors(wishes, drawn):
        one.say(None)
        colours = [want for want in one.untold if want.slot == "colour" and want.kind == "want"]
        said = one.say("Which colour do you have in mind?")
        for colour in colours:
            asked += 1
            assert one.word(colour) in said
            assert colour in one.told
    assert asked > 5


def test_a_question_about_what_the_wish_leaves_open_does_not_matter(wishes: Wishes, drawn: list[Wish]) -> None:
    for one in without_errors(wishes, drawn):
        one.say(None)
        if not any(want.slot == "neckline" for want in one.wish.wants):
            said = one.say("Which neckline would you like?")
            assert said.startswith(SPEECH.says.indifferent)


def test_who_does_not_listen_says_the_same_whatever_is_asked(wishes: Wishes, drawn: list[Wish]) -> None:
    pairs = zip(shoppers(wishes, drawn, listens=False), shoppers(wishes, drawn, listens=False), strict=True)
    for one, other in pairs:
        assert [one.say(None) for _ in range(6)] == [other.say("Which colour?") for _ in range(6)]


def test_unasked_about_half_volunteer_and_the_rest_ask_for_others(wishes: Wishes, drawn: list[Wish]) -> None:
    said = []
    for one in without_errors(wishes, drawn):
        one.say(None)
        said.append(one.say(None) in SPEECH.says.others)
    assert 0.25 < sum(said) / len(said) < 0.75


def test_a_slip_is_put_right_in_the_next_message(wishes: Wishes, drawn: list[Wish]) -> None:
    slips = 0
    for one in shoppers(wishes, drawn):
        one.say(None)
        for _ in range(6):
            if one._slip:
                constraint, wrong = one._slip
                said = one.say("Which length?")
                assert one.word(constraint) in said
                assert wrong in said
                slips += 1
            one.say(None)
    assert slips > 5


def test_about_half_of_the_talks_hold_a_wrong_turn_of_some_kind(wishes: Wishes, drawn: list[Wish]) -> None:
    errors = [one._error for one in shoppers(wishes, drawn)]
    assert set(errors) == {None, *ERRORS}
    assert 0.3 < sum(error is not None for error in errors) / len(errors) < 0.7


def test_once_all_is_told_the_wish_is_summed_up_now_and_then(wishes: Wishes, drawn: list[Wish]) -> None:
    one = next(without_errors(wishes, drawn))
    said = [one.say(None) for _ in range(30)]
    assert not one.untold
    assert any(sentence.startswith(tuple(text.split("{")[0] for text in SPEECH.says.recap)) for sentence in said)


def test_four_tellings_of_a_wish_differ_and_each_can_be_had_again(wishes: Wishes, drawn: list[Wish]) -> None:
    def tell(telling: int) -> tuple[str, ...]:
        one = Shopper(drawn[0], telling, SPEECH, wishes)
        return tuple(one.say(None) for _ in range(5))

    assert len({tell(telling) for telling in range(4)}) == 4
    assert tell(2) == tell(2)


@pytest.mark.parametrize(
    ("question", "slots"),
    [
        ("Which colour would you like?", {"colour"}),
        ("Should it be black or navy?", {"colour"}),
        ("Long sleeves or short sleeves?", {"sleeve"}),
        ("Is it for women or for men?", {"audience"}),
        ("Plain or striped?", {"pattern"}),
        ("What is the occasion?", set()),
    ],
)
def test_what_a_question_is_about_is_read_from_its_words(question: str, slots: set[str]) -> None:
    assert find_asked(question, SPEECH) == slots
