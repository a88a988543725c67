"""Listening: where a message points, what it says is the shopper's own, and how it is meant."""

from collections.abc import Callable

import pytest

from agents.listening import Said
from agents.rules import Rules
from agents.talk import Earlier, Talk
from catalog.article import Article
from catalog.reading import Reader
from foundation.brief import Brief
from tests.agents.planners.understanding import SHOWN

Listen = Callable[..., Said]


@pytest.fixture(scope="module")
def listen(reader: Reader) -> Listen:
    rules = Rules()

    def heard(message: str, last: tuple[Article, ...] = SHOWN, **talk: object) -> Said:
        return Said(Talk(message, last=last, **talk), reader, rules)  # type: ignore[arg-type]

    return heard


@pytest.mark.parametrize(
    ("message", "handles"),
    [
        ("tell me about [2]", (2,)),
        ("is #3 lined?", (3,)),
        ("number 4 please", (4,)),
        ("compare [1] and [3]", (1, 3)),
        ("[2] or [2]?", (2,)),
        ("the second one", (2,)),
        ("the 3rd", (3,)),
        ("what is option two made of", (2,)),
        ("the last one", (4,)),
        ("is the red one lined?", (1,)),
        ("does the dotted one have pockets?", (2,)),
        ("the Signe dress is nice", (2,)),
        ("[0]", ()),
        ("a red dress", ()),
        ("my first date", ()),
        ("the last time I wore one", ()),
    ],
)
def test_a_message_points_by_number_place_value_or_name(listen: Listen, message: str, handles: tuple[int, ...]) -> None:
    assert listen(message).handles == handles


@pytest.mark.parametrize("message", ["tell me about [2]", "the second one", "the last one"])
def test_where_nothing_was_shown_nothing_is_pointed_at(listen: Listen, message: str) -> None:
    assert listen(message, last=()).handles == ()


def test_unless_this_very_turn_will_show_something(listen: Listen) -> None:
    assert listen("show me dresses, is the second one lined?", last=(), promised=True).handles == (2,)


@pytest.mark.parametrize("message", ["[9]", "number 12", "is #7 lined?", "tell me about item twenty"])
def test_a_number_beyond_what_was_shown_points_at_nothing(listen: Listen, message: str) -> None:
    assert listen(message).points_at_nothing


@pytest.mark.parametrize("message", ["[2]", "the second one", "a red dress", "compare 1 and 9"])
def test_other_messages_do_not_point_at_nothing(listen: Listen, message: str) -> None:
    assert not listen(message).points_at_nothing


def test_the_second_one_points_at_nothing_before_anything_was_shown(listen: Listen) -> None:
    assert listen("is the second one lined?", last=()).points_at_nothing


@pytest.mark.parametrize(
    ("message", "handles"),
    [
        ("is it lined?", (1,)),
        ("are they warm?", (1, 2, 3)),
        ("do all of them have pockets?", (1, 2, 3)),
        ("a dress", ()),
    ],
)
def test_it_is_the_first_one_shown_and_they_are_the_first_three(
    listen: Listen, message: str, handles: tuple[int, ...]
) -> None:
    assert listen(message).pronoun_handles == handles


def test_it_is_the_article_referred_to_last_where_there_was_one(listen: Listen) -> None:
    assert listen("is it lined?", brief=Brief(anchor=SHOWN[2].article_id)).pronoun_handles == (3,)


@pytest.mark.parametrize(
    ("message", "own"),
    [
        ("I have a navy blazer", ("navy blazer",)),
        ("what goes with my white jeans", ("white jeans",)),
        ("I already own black boots and a red skirt", ("black boots", "red skirt")),
        ("a belt for my blue jeans", ("blue jeans",)),
        ("the blazer I already have", ("blazer",)),
        ("I've got a dress", ("dress",)),
        ("I own a tartan kilt", ("tartan kilt",)),
        ("we only own black clothes", ("black clothes",)),
    ],
)
def test_what_the_shopper_has_is_their_own(listen: Listen, message: str, own: tuple[str, ...]) -> None:
    assert listen(message).own_pieces == own


@pytest.mark.parametrize(
    "message",
    [
        "can I have a navy blazer",
        "I own a shop",
        "I want my own style",
        "I need a blazer to replace my old one",
        "a red dress",
        "I don't want jeans",
        "something like my red dress",
    ],
)
def test_what_is_wished_for_is_not(listen: Listen, message: str) -> None:
    assert listen(message).own_pieces == ()


@pytest.mark.parametrize("verb", ["need", "want", "would like", "seek"])
def test_a_wish_that_follows_an_own_piece_is_no_own_piece(listen: Listen, verb: str) -> None:
    assert listen(f"I have a navy blazer and {verb} white trousers").own_pieces == ("navy blazer",)


@pytest.mark.parametrize("message", ["is it lined?", "what is it made of", "does it have pockets", "how warm is it"])
def test_a_question_is_known_by_its_mark_or_its_first_word(listen: Listen, message: str) -> None:
    assert listen(message).is_question


def test_an_order_is_no_question(listen: Listen) -> None:
    assert not listen("show me a dress").is_question


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("what does it cost", {"price"}),
        ("a dress under 50 €", {"price"}),
        ("do you have it in size M", {"size"}),
        ("is it in stock", {"stock"}),
        ("plus size dresses", set()),
        ("does it have pockets", set()),
    ],
)
def test_price_size_and_stock_are_heard_where_they_are_asked_for(listen: Listen, message: str, asked: set[str]) -> None:
    assert {*listen(message).asked} == asked


@pytest.mark.parametrize(
    ("said", "now", "audience"),
    [
        (("I'm a dad of two",), "now shoes for me", "men"),
        (("as a woman I like skirts",), "a coat for myself", "women"),
        (("I'm a dad of two",), "now shoes for her", None),
        (("my dad likes red",), "shoes for me", None),
        (("I'm his mother", "I am a man"), "shoes for me", "men"),
    ],
)
def test_for_me_is_for_whom_the_shopper_said_they_are(
    listen: Listen, said: tuple[str, ...], now: str, audience: str | None
) -> None:
    assert listen(now, earlier=tuple(Earlier(one, "") for one in said)).own_audience == audience


def test_the_one_shown_first_is_found_among_all_that_was_ever_shown(listen: Listen) -> None:
    earlier = (Earlier("dresses", "", shown=SHOWN[:2]), Earlier("more", "", shown=SHOWN[2:]))
    assert listen("the one you showed me first", earlier=earlier).earlier_ids == (SHOWN[0].article_id,)
    assert listen("the black dress you showed me earlier", earlier=earlier).earlier_ids == (SHOWN[2].article_id,)
    assert listen("a black dress", earlier=earlier).earlier_ids == ()


def test_the_acts_of_the_turn_before_are_known(listen: Listen) -> None:
    assert listen("and?", earlier=(Earlier("a", ""), Earlier("b", "", acts=("look",)))).did_last == ("look",)
    assert listen("hello").did_last == ()


@pytest.mark.parametrize("message", ["I hate my body", "I feel so fat in a dress"])
def test_talk_of_ones_body_is_met_kindly_and_its_words_are_searched_for_no_more(listen: Listen, message: str) -> None:
    said = listen(message)
    assert said.sensitive == "body_image"
    assert not {"body", "fat"} & {*said.words, *said.ideas}


def test_a_wish_is_told_from_people_and_own_pieces(listen: Listen) -> None:
    assert listen("a dress").names_wish
    assert not listen("for my husband").names_wish
    assert not listen("I have a navy blazer").names_wish


def test_richer_words_than_a_values_own_name_are_searched_for_too(listen: Listen) -> None:
    assert "cable knit" in " ".join(listen("a cable knit sweater").words)
    assert listen("a dress").words == ()


@pytest.mark.parametrize(
    ("message", "roles"), [("other shoes", ("shoes",)), ("another bag and shoes", ("shoes", "bag")), ("hello", ())]
)
def test_the_roles_of_a_look_are_heard(listen: Listen, message: str, roles: tuple[str, ...]) -> None:
    assert {*listen(message).role_words} == {*roles}


@pytest.mark.parametrize(
    ("message", "likens"), [("similar to the first", True), ("like the red one", True), ("I like it", False)]
)
def test_to_like_an_article_is_not_to_want_one_like_it(listen: Listen, message: str, likens: bool) -> None:
    assert listen(message).likens is likens


@pytest.mark.parametrize(
    ("acts", "sees"),
    [
        ((), False),
        (("look",), True),
        (("look", "advise"), True),
        (("look", "search"), False),
        (("search", "look"), True),
    ],
)
def test_a_look_stays_on_the_page_until_articles_are_shown(reader: Reader, acts: tuple[str, ...], sees: bool) -> None:
    turns = tuple(Earlier("a dress", "", Brief(), (), (act,)) for act in acts)
    assert Said(Talk("too loud", earlier=turns), reader, Rules()).sees_look is sees


def test_the_message_before_and_what_it_asked_advice_on_are_heard(reader: Reader) -> None:
    turns = (Earlier("can I wear a blazer?", "", Brief(), (), ("advise",)),)
    said = Said(Talk("show me dark ones", earlier=turns), reader, Rules())
    assert said.before is not None
    assert said.before.text == "can i wear a blazer"
    assert [n.value for n in said.advised_on] == ["blazer"]


def test_the_first_message_has_none_before(reader: Reader) -> None:
    said = Said(Talk("show me dark ones"), reader, Rules())
    assert (said.before, said.advised_on) == (None, ())


@pytest.mark.parametrize("message", ["I don't like the second one", "I hate it"])
def test_an_article_is_turned_down(listen: Listen, message: str) -> None:
    assert listen(message).dislikes


@pytest.mark.parametrize(("message", "lone"), [("and the third?", True), ("the third is nice with jeans", False)])
def test_a_message_may_do_no_more_than_point(listen: Listen, message: str, lone: bool) -> None:
    assert listen(message).is_lone_handle is lone


@pytest.mark.parametrize(
    ("message", "variants"), [("what other colours does it have", True), ("in a lovely colour", False)]
)
def test_other_colours_of_an_article_are_asked_for(listen: Listen, message: str, variants: bool) -> None:
    assert listen(message).wants_variants is variants
