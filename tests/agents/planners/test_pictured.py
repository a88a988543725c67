"""Pictured: what is said of a photo becomes the plan of one who looked at it; the sights are made by hand."""

from typing import Any

import pytest

from agents.plan import Plan
from agents.reducer import fold
from agents.search import Searcher
from agents.sights import Sight, words_of
from agents.talk import Earlier, Talk
from foundation.brief import Brief, Piece
from retrieval.query import Picture


def sight(photo: str, part: str = "", maybe: tuple[str, ...] = (), **values: str) -> Sight:
    """One garment of the photo of that name."""
    kinds = (values["product_type"],) if "product_type" in values else maybe
    key = f"{photo}/{part}" if part else photo
    return Sight(key, photo, words_of(values), values, Picture(None, {}, "eye"), maybe, kinds, part)


DRESS = sight("d", colour="black", product_type="dress")
SKIRT = sight("k", colour="black", product_type="skirt")
SHIRT = sight("h", colour="white", pattern="striped", product_type="shirt")
UNSURE = sight("u", maybe=("cardigan", "sweater"), colour="navy")
NOTHING = sight("n")
OUTFIT = (
    sight("o", "upper", colour="white", product_type="blouse"),
    sight("o", "lower", colour="navy", product_type="trousers"),
    sight("o", "feet", colour="black", product_type="sneakers"),
)


def plan_of(searcher: Searcher, message: str, *sights: Sight, **talk: Any) -> tuple[Plan, Brief]:
    """The house's plan of a message with photos, and the brief it leads to."""
    spoken = Talk(message, sights=sights or talk.pop("sights", ()), **talk)
    plan = searcher.planner.plan(spoken).plan
    keys = [one.key for one in spoken.photos]
    brief, rejected = fold(spoken.brief, plan, spoken.last, searcher.lexicon, (), keys)
    assert not rejected
    return plan, brief


def acts(plan: Plan) -> list[str]:
    return [f"say {act.topic}" if act.name == "say" else act.name for act in plan.acts]


@pytest.mark.parametrize(
    "message",
    ["", "find this", "got anything like it?", "where can I get this", "dupe pls", "this one please", "yes please"],
)
def test_something_like_the_photo_is_looked_for(searcher: Searcher, message: str) -> None:
    plan, brief = plan_of(searcher, message, DRESS)
    assert acts(plan) == ["search"]
    assert (brief.photo, brief.wanted["product_type"]) == ("d", ("dress",))


@pytest.mark.parametrize(
    ("message", "wanted", "excluded"),
    [
        ("like this but in green", {"colour": ("green",)}, {}),
        ("love it, but I never wear black", {}, {"colour": ("black",)}),
        ("this is nice but without sleeves", {"sleeve": ("sleeveless",)}, {}),
        ("the same for my husband", {"audience": ("men",)}, {}),
        ("like this but as a jumpsuit", {"product_type": ("jumpsuit",)}, {}),
    ],
)
def test_the_shoppers_words_come_on_top(
    searcher: Searcher, message: str, wanted: dict[str, Any], excluded: dict[str, Any]
) -> None:
    _, brief = plan_of(searcher, message, DRESS)
    assert {**brief.wanted, **wanted} == brief.wanted
    assert excluded == dict(brief.excluded)
    assert brief.photo == "d"


@pytest.mark.parametrize("message", ["like this in any colour", "same cut, different colour", "colour doesn't matter"])
def test_in_what_the_piece_may_differ_is_let_go(searcher: Searcher, message: str) -> None:
    assert plan_of(searcher, message, DRESS)[1].unlike == ("colour",)


def test_another_piece_takes_the_trait_that_is_pointed_at(searcher: Searcher) -> None:
    _, brief = plan_of(searcher, "a skirt in this pattern", SHIRT)
    assert (brief.wanted["product_type"], brief.wanted["pattern"]) == (("skirt",), ("striped",))


@pytest.mark.parametrize(
    "message",
    ["what is this?", "is it navy or black?", "any idea what that is", "tell me about this", "are these chelsea boots"],
)
def test_what_the_photo_shows_is_told(searcher: Searcher, message: str) -> None:
    assert acts(plan_of(searcher, message, DRESS)[0]) == ["say seen"]


@pytest.mark.parametrize(
    ("message", "aspect"),
    [
        ("what is it made of?", "material"),
        ("is it real silk?", "material"),
        ("how much is this", "price"),
        ("what brand is it", "brand"),
        ("do they run small", "size"),
        ("can I put it in the dryer?", "care"),
    ],
)
def test_what_no_photo_tells_is_said_so(searcher: Searcher, message: str, aspect: str) -> None:
    (act,) = plan_of(searcher, message, DRESS)[0].acts
    assert (act.topic, act.aspects) == ("photo_silent", (aspect,))


@pytest.mark.parametrize(
    "message", ["who is this person", "guess my age", "am I attractive", "what colours suit my skin tone", "rate me"]
)
def test_people_are_not_judged(searcher: Searcher, message: str) -> None:
    assert acts(plan_of(searcher, message, *OUTFIT)[0]) == ["say photo_person"]


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("can I wear this to a wedding?", "occasion=wedding"),
        ("too much for a funeral?", "occasion=funeral"),
        ("wedding guest, is this ok?", "occasion=wedding"),
        ("is this a summer dress or can I wear it in autumn", "season=autumn"),
    ],
)
def test_whether_it_will_do_is_advised_on(searcher: Searcher, message: str, value: str) -> None:
    (act,) = plan_of(searcher, message, DRESS)[0].acts
    assert act.name == "advise"
    assert {value, "product_type=dress", "colour=black"} <= set(act.values)


@pytest.mark.parametrize(
    ("message", "roles"),
    [
        ("what goes with this?", ()),
        ("shoes?", ("shoes",)),
        ("I need shoes and a bag to go with it", ("shoes", "bag")),
        ("how do I style this", ()),
        ("make this work for winter", ()),
    ],
)
def test_what_goes_with_it_is_a_look_around_it(searcher: Searcher, message: str, roles: tuple[str, ...]) -> None:
    (act,) = plan_of(searcher, message, DRESS)[0].acts
    assert (act.name, act.own, act.roles) == ("look", "black dress", roles)


@pytest.mark.parametrize("message", ["this is mine", "I already have this dress", "got this from my gran", "I own it"])
def test_what_is_the_shoppers_is_noted(searcher: Searcher, message: str) -> None:
    plan, brief = plan_of(searcher, message, DRESS)
    assert (acts(plan), brief.wardrobe) == (["say noted"], ("black dress",))


def test_an_own_piece_is_noted_and_dressed_around_in_one_breath(searcher: Searcher) -> None:
    plan, brief = plan_of(searcher, "I bought this last week and have no idea what to wear with it", DRESS)
    assert (acts(plan), brief.wardrobe) == (["say noted", "look"], ("black dress",))


def test_what_is_wanted_instead_of_the_photo_has_nothing_of_it(searcher: Searcher) -> None:
    plan, brief = plan_of(searcher, "not my style. show me white trousers instead", DRESS)
    assert (acts(plan), brief.photo) == (["search"], None)
    assert dict(brief.wanted) == {"colour": ("white",), "product_type": ("trousers",)}


@pytest.mark.parametrize("message", ["I hate this", "something totally different from this", "i don't like it"])
def test_what_is_not_liked_is_asked_after(searcher: Searcher, message: str) -> None:
    assert acts(plan_of(searcher, message, DRESS)[0]) == ["say photo_unlike"]


@pytest.mark.parametrize("message", ["it's a skirt, find me one like it", "No, that's a skirt", "looks like a skirt"])
def test_what_the_shopper_says_it_is_wins_over_what_was_seen(searcher: Searcher, message: str) -> None:
    _, brief = plan_of(searcher, message, DRESS)
    assert (brief.wanted["product_type"], brief.photo, brief.parts) == (("skirt",), "d", ())


class TestSeveralPhotos:
    def test_each_is_a_garment_of_the_brief(self, searcher: Searcher) -> None:
        _, brief = plan_of(searcher, "both in navy", SKIRT, SHIRT)
        (part,) = brief.parts
        assert (brief.photo, part.photo) == ("k", "h")
        assert brief.wanted["colour"] == part.wanted["colour"] == ("navy",)

    @pytest.mark.parametrize(("place", "photo"), [("the first", "k"), ("the second one", "h"), ("the last", "h")])
    def test_one_is_meant_by_its_place(self, searcher: Searcher, place: str, photo: str) -> None:
        _, brief = plan_of(searcher, f"{place} in green", SKIRT, SHIRT)
        assert (brief.photo, brief.parts) == (photo, ())

    def test_each_may_have_a_wish_of_its_own(self, searcher: Searcher) -> None:
        _, brief = plan_of(searcher, "the first in red and the second in blue", SKIRT, SHIRT)
        assert brief.wanted["colour"] == ("red",)
        assert brief.parts[0].wanted["colour"] == ("blue",)

    def test_one_may_be_owned_and_the_other_looked_for(self, searcher: Searcher) -> None:
        _, brief = plan_of(searcher, "I own the first, looking for the second", SKIRT, SHIRT)
        assert (brief.wardrobe, brief.photo) == (("black skirt",), "h")

    def test_the_cut_of_one_may_go_with_the_pattern_of_the_other(self, searcher: Searcher) -> None:
        _, brief = plan_of(searcher, "the shape of the first with the pattern of the second", SKIRT, SHIRT)
        assert (brief.photo, brief.wanted["pattern"]) == ("k", ("striped",))


class TestAnOutfit:
    def test_all_of_it_is_looked_for(self, searcher: Searcher) -> None:
        _, brief = plan_of(searcher, "find me this whole outfit", *OUTFIT)
        assert [brief.photo, *(part.photo for part in brief.parts)] == ["o/upper", "o/lower", "o/feet"]

    def test_a_piece_is_meant_by_its_name(self, searcher: Searcher) -> None:
        _, brief = plan_of(searcher, "where are those trousers from", *OUTFIT)
        assert (brief.photo, brief.parts) == ("o/lower", ())

    def test_all_but_one_piece(self, searcher: Searcher) -> None:
        _, brief = plan_of(searcher, "everything except the sneakers", *OUTFIT)
        assert [brief.photo, *(part.photo for part in brief.parts)] == ["o/upper", "o/lower"]

    def test_one_piece_is_changed_for_another(self, searcher: Searcher) -> None:
        (act,) = plan_of(searcher, "swap the shoes for something comfier", *OUTFIT)[0].acts
        assert (act.name, act.own, act.roles) == ("look", "white blouse and navy trousers", ("shoes",))

    def test_a_piece_that_was_not_seen_is_looked_for_by_its_name(self, searcher: Searcher) -> None:
        _, brief = plan_of(searcher, "the jacket she has on", *OUTFIT)
        assert (brief.wanted["product_type"], brief.photo) == (("jacket",), None)


class TestWhatIsHardToSee:
    def test_all_it_may_be_is_looked_for(self, searcher: Searcher) -> None:
        assert plan_of(searcher, "find this", UNSURE)[1].wanted["product_type"] == ("cardigan", "sweater")

    @pytest.mark.parametrize("message", ["find this", "what goes with it?", "can I wear it to a wedding?"])
    def test_nothing_seen_is_no_invention(self, searcher: Searcher, message: str) -> None:
        plan, brief = plan_of(searcher, message, NOTHING)
        assert (acts(plan), dict(brief.wanted)) == (["say seen"], {})

    def test_the_chip_is_taken_and_what_was_asked_is_done(self, searcher: Searcher) -> None:
        before = Earlier("what goes with it", "", acts=("say",))
        plan, _ = plan_of(searcher, "cardigan", held=(UNSURE,), earlier=(before,), question="product_type")
        assert [(act.name, act.own) for act in plan.acts] == [("look", "navy cardigan")]


class TestLater:
    def later(
        self, searcher: Searcher, message: str, *held: Sight, before: str = "what is this", **turn: Any
    ) -> tuple[Plan, Brief]:
        said = Earlier(**{"message": before, "reply": "", "acts": ("say",), **turn})
        return plan_of(searcher, message, held=held, earlier=(said,), brief=said.brief)

    @pytest.mark.parametrize("message", ["do you have it?", "yes please", "find something like my photo"])
    def test_a_photo_just_spoken_of_is_meant(self, searcher: Searcher, message: str) -> None:
        assert self.later(searcher, message, DRESS)[1].photo == "d"

    def test_a_correction_keeps_what_was_wished_for(self, searcher: Searcher) -> None:
        brief = Brief({"product_type": ("dress",), "colour": ("green",)}, photo="d")
        _, after = self.later(searcher, "no, it's a skirt", DRESS, brief=brief, acts=("search",), before="in green")
        assert dict(after.wanted) == {"product_type": ("skirt",), "colour": ("green",)}
        assert after.photo == "d"

    def test_something_wholly_different_is_not_coloured_by_the_photo(self, searcher: Searcher) -> None:
        brief = Brief({"product_type": ("dress",)}, photo="d")
        _, after = self.later(searcher, "I need a coat for my husband", DRESS, brief=brief, acts=("search",))
        assert (after.photo, after.wanted["product_type"]) == (None, ("coat",))

    def test_one_of_several_that_were_found_is_gone_on_with(self, searcher: Searcher) -> None:
        brief = Brief({"product_type": ("skirt",)}, photo="k")
        found: dict[str, Any] = {"brief": brief, "acts": ("search",), "before": "find them"}
        assert self.later(searcher, "the other one", SKIRT, SHIRT, **found)[1].photo == "h"
        assert self.later(searcher, "not the skirt, the shirt", SKIRT, SHIRT, **found)[1].photo == "h"

    def test_the_same_is_asked_of_a_second_photo(self, searcher: Searcher) -> None:
        said = Earlier(
            "what goes with this", "", acts=("look",), brief=Brief(look=(Piece("bottom", own="black skirt"),))
        )
        plan, _ = plan_of(searcher, "and this?", DRESS, held=(SKIRT,), earlier=(said,))
        assert [(act.name, act.own) for act in plan.acts] == [("look", "black dress")]

    def test_a_second_piece_is_owned_too(self, searcher: Searcher) -> None:
        said = Earlier("this is mine", "", acts=("say",), brief=Brief(wardrobe=("black skirt",)))
        _, brief = plan_of(searcher, "and this", DRESS, held=(SKIRT,), earlier=(said,), brief=said.brief)
        assert brief.wardrobe == ("black skirt", "black dress")

    @pytest.mark.parametrize(("message", "act"), [("and for a wedding?", "advise"), ("what shoes go with it", "look")])
    def test_advice_is_gone_on_with(self, searcher: Searcher, message: str, act: str) -> None:
        plan, _ = self.later(searcher, message, DRESS, before="is it ok for a funeral", acts=("advise",))
        assert acts(plan) == [act]


@pytest.mark.parametrize(
    ("message", "wish"),
    [
        ("das gleiche in grün bitte", ("colour", "green")),
        ("come questo ma senza maniche", ("sleeve", "sleeveless")),
        ("je cherche un modèle similaire sans manches", ("sleeve", "sleeveless")),
        ("lo mismo pero en verde", ("colour", "green")),
        ("samma fast i grönt", ("colour", "green")),
    ],
)
def test_other_languages_are_heard_alike(searcher: Searcher, message: str, wish: tuple[str, str]) -> None:
    _, brief = plan_of(searcher, message, DRESS)
    assert (brief.photo, brief.wanted[wish[0]]) == ("d", (wish[1],))


@pytest.mark.parametrize(
    "message", ["do you keep my pictures?", "can anyone else see this photo", "is this photo stored anywhere"]
)
def test_privacy_wins_over_the_photo(searcher: Searcher, message: str) -> None:
    assert acts(plan_of(searcher, message, DRESS)[0]) == ["say privacy"]
