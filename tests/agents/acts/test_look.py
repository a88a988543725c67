"""The look act over the sample: what is pointed at, owned, named or refused, and what an order makes of it."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.acts.asked import Asked
from agents.plan import Act, Edit, Plan
from agents.results import Look, Results
from agents.retriever import Retriever
from agents.search import Searcher
from catalog.article import Article
from catalog.predicate import article_forms, meets
from foundation.brief import Brief, Part, Piece

Compose = Callable[..., Results]


@pytest.fixture(scope="module")
def retriever(searcher: Searcher) -> Retriever:
    return Retriever(searcher.finder, searcher.reader, 10)


@pytest.fixture(scope="module")
def compose(retriever: Retriever) -> Compose:
    def composed(
        brief: Brief | None = None,
        last: tuple[Article, ...] = (),
        message: str = "",
        edits: tuple[Edit, ...] = (),
        seed: str = "s",
        **act: object,
    ) -> Results:
        plan = Plan(edits=edits, acts=(Act(name="look", **act),))
        return retriever.run(Asked(plan, brief or Brief(), last, message=message, seed=seed))

    return composed


@pytest.fixture(scope="module")
def find(searcher: Searcher) -> Callable[..., tuple[Article, ...]]:
    def found(query: str, *filters: tuple[str, str]) -> tuple[Article, ...]:
        table = searcher.index.table
        hits = searcher.search(query, 5, filters)["hits"]
        return tuple(table.article(row) for hit in hits if (row := table.row(hit["article_id"])) is not None)

    return found


def articles(results: Results, look: Look) -> dict[str, Article]:
    """A look's articles by role."""
    by_handle = {shown.handle: shown.article for shown in results.shown}
    return {piece.role: by_handle[piece.handle] for piece in look.pieces if piece.handle is not None}


def pieces_of(results: Results, look: Look) -> tuple[Piece, ...]:
    by_handle = {shown.handle: shown.article.article_id for shown in results.shown}
    return tuple(Piece(p.role, by_handle[p.handle] if p.handle else None, p.own) for p in look.pieces)


WEDDING = Brief(wanted={"occasion": ("wedding",), "audience": ("women",)})


def test_a_piece_shown_is_in_every_look_around_it(compose: Compose, find: Callable[..., tuple[Article, ...]]) -> None:
    last = find("black trousers", ("audience", "women"))
    results = compose(last=last, handles=(1,))
    assert results.looks
    for look in results.looks:
        assert articles(results, look)["bottom"] == last[0]
        assert look.title.startswith("The black ")
        assert look.heart == "bottom"


def test_the_shoppers_own_piece_stands_in_the_look_in_their_words(compose: Compose) -> None:
    results = compose(own="navy blazer")
    for look in results.looks:
        (own,) = [piece for piece in look.pieces if piece.own]
        assert (own.role, own.own, own.handle) == ("outer", "navy blazer", None)
        assert look.title.startswith("Your navy blazer, with ")
        assert "outer" not in articles(results, look)


def test_two_own_pieces_make_one_look(compose: Compose) -> None:
    results = compose(own="navy blazer and white trainers")
    assert {piece.own for piece in results.looks[0].pieces if piece.own} == {"navy blazer", "white trainers"}


def test_shoes_for_a_piece_are_the_piece_and_shoes_in_several_ways(
    compose: Compose, find: Callable[..., tuple[Article, ...]]
) -> None:
    results = compose(last=find("dress", ("audience", "women")), handles=(1,), roles=("shoes",))
    assert len(results.looks) > 1
    assert all([piece.role for piece in look.pieces] == ["one_piece", "shoes"] for look in results.looks)
    assert len({articles(results, look)["shoes"].article_id for look in results.looks}) == len(results.looks)


def test_a_swap_changes_one_role_and_keeps_the_rest(compose: Compose) -> None:
    first = compose(WEDDING)
    look = pieces_of(first, first.looks[0])
    shown = tuple(one.article.article_id for one in first.shown)
    brief = Brief(wanted=WEDDING.wanted, look=look, shown=shown)
    second = compose(brief, swap=("shoes",))
    before, after = articles(first, first.looks[0]), articles(second, second.looks[0])
    assert {role: one for role, one in before.items() if role != "shoes"} == {
        role: one for role, one in after.items() if role != "shoes"
    }
    assert after["shoes"].article_id not in shown


def test_a_swap_keeps_what_the_shopper_owns(compose: Compose) -> None:
    first = compose(own="navy blazer")
    brief = Brief(look=pieces_of(first, first.looks[0]), shown=tuple(one.article.article_id for one in first.shown))
    second = compose(brief, swap=("shoes",))
    assert "navy blazer" in {piece.own for piece in second.looks[0].pieces}


def test_a_swap_says_what_is_new(compose: Compose) -> None:
    first = compose(WEDDING)
    brief = Brief(wanted=WEDDING.wanted, look=pieces_of(first, first.looks[0]))
    (bag,) = compose(brief, swap=("bag",)).looks
    assert (bag.title, bag.change, bag.swapped) == ("The same with another bag", "another bag", ("bag",))
    (shoes,) = compose(brief, swap=("shoes",)).looks
    assert shoes.change == "different shoes"
    named = (Edit(op="add", slot="product_type", values=("cardigan",)),)
    (layer,) = compose(brief, swap=("outer",), edits=named).looks
    assert layer.change == "a cardigan"


def test_no_heels_asks_for_other_shoes(compose: Compose, searcher: Searcher) -> None:
    first = compose(WEDDING)
    brief = Brief(wanted=WEDDING.wanted, look=pieces_of(first, first.looks[0]))
    second = compose(brief, message="no heels", without=("shoes",))
    shoes = articles(second, second.looks[0])["shoes"]
    assert not searcher.lexicon.predicate("product_type", "heels").holds(shoes)
    assert second.looks[0].swapped == ("shoes",)


def test_another_look_is_still_around_what_the_shopper_owns(compose: Compose) -> None:
    first = compose(own="navy blazer")
    brief = Brief(look=pieces_of(first, first.looks[0]), excluded={"occasion": ("formal",)})
    relaxed = compose(brief, edits=(Edit(op="exclude", slot="occasion", values=("formal",)),))
    assert all("navy blazer" in {piece.own for piece in look.pieces} for look in relaxed.looks)


LIST = "white shirt and black trousers and denim jacket and navy dress and loafers"


@pytest.mark.parametrize(
    "message", ["three outfits from these pieces", "3 looks out of my wardrobe", "only what I own"]
)
def test_a_look_of_the_wardrobe_alone_has_nothing_of_the_catalogue(compose: Compose, message: str) -> None:
    results = compose(own=LIST, message=message)
    assert results.shown == ()
    assert len(results.looks) >= 2
    worn = [tuple(sorted(piece.own or "" for piece in look.pieces)) for look in results.looks]
    assert len(set(worn)) == len(worn)
    for look in results.looks:
        roles = [piece.role for piece in look.pieces]
        assert len(set(roles)) == len(roles)
        assert ("one_piece" in roles) != ({"top", "bottom"} <= set(roles))


def test_a_wardrobe_that_makes_no_look_is_said_to(compose: Compose) -> None:
    results = compose(own="white shirt and loafers", message="a look from only what I own")
    assert results.looks == ()
    assert "takes a top with trousers" in results.given_up[0].text


def test_what_is_for_swimming_stays_away_from_a_wedding_on_the_beach(compose: Compose) -> None:
    brief = Brief(wanted={"occasion": ("beach", "wedding"), "audience": ("women",)})
    types = {one.article.product_type_name for one in compose(brief).shown}
    assert not types & {"Swimsuit", "Bikini top", "Swimwear bottom", "Swimwear top", "Sarong"}


def test_leaving_a_role_out_of_the_last_look_leaves_the_rest_as_it_was(compose: Compose) -> None:
    first = compose(WEDDING)
    look = pieces_of(first, first.looks[0])
    second = compose(Brief(wanted=WEDDING.wanted, look=look), without=("bag",))
    assert pieces_of(second, second.looks[0]) == tuple(piece for piece in look if piece.role != "bag")


def test_a_new_wish_without_a_role_makes_a_new_look(compose: Compose) -> None:
    first = compose(WEDDING)
    brief = Brief(wanted={"audience": ("men",), "occasion": ("work",)}, look=pieces_of(first, first.looks[0]))
    edits = (Edit(op="replace", slot="audience", values=("men",)),)
    second = compose(brief, edits=edits, without=("accessory",))
    assert all(one.article.index_group_name in ("Menswear", "Sport") for one in second.shown)


@pytest.mark.parametrize("number", [2, 3, 4])
def test_so_many_pieces_at_most(compose: Compose, number: int) -> None:
    results = compose(WEDDING, pieces=number)
    assert all(len(look.pieces) <= number for look in results.looks)


@pytest.mark.parametrize(
    ("message", "looks"),
    [("one look for a wedding", 1), ("three outfits please", 3), ("give me two looks", 2), ("a look", 2)],
)
def test_as_many_looks_as_the_message_says(compose: Compose, message: str, looks: int) -> None:
    assert len(compose(WEDDING, message=message).looks) <= looks
    assert len(compose(WEDDING, message=message).looks) >= min(looks, 2)


def test_a_named_garment_is_the_heart_of_the_look(compose: Compose, searcher: Searcher) -> None:
    brief = Brief(wanted={"product_type": ("skirt",), "colour": ("black",), "audience": ("women",)})
    results = compose(brief)
    black = searcher.lexicon.predicate("colour", "black")
    assert results.looks
    for look in results.looks:
        skirt = articles(results, look)["bottom"]
        assert skirt.product_type_name == "Skirt"
        assert black.holds(skirt)


def test_a_suit_is_a_jacket_and_trousers_of_one_colour(compose: Compose) -> None:
    results = compose(Brief(wanted={"product_type": ("suit",), "audience": ("men",)}))
    worn = articles(results, results.looks[0])
    assert worn["outer"].product_type_name == "Blazer"
    assert worn["outer"].colour_group_name == worn["bottom"].colour_group_name
    assert " suit, with " in results.looks[0].title


def test_shoes_for_a_suit_are_shown_with_the_suit(compose: Compose) -> None:
    brief = Brief(wanted={"product_type": ("suit",), "audience": ("men",)})
    for look in (results := compose(brief, roles=("shoes",))).looks:
        assert set(articles(results, look)) == {"outer", "bottom", "shoes"}


def test_one_role_with_nothing_to_go_with_makes_a_whole_look(compose: Compose) -> None:
    results = compose(Brief(wanted={"audience": ("women",)}), roles=("shoes",))
    assert all(len(look.pieces) > 2 for look in results.looks)


def test_a_colour_said_of_one_garment_is_not_asked_of_the_others(compose: Compose) -> None:
    brief = Brief(
        wanted={"product_type": ("dress",), "colour": ("red",), "audience": ("women",)},
        parts=(Part(wanted={"product_type": ("shoes",), "colour": ("black",)}),),
    )
    worn = articles(results := compose(brief), results.looks[0])
    assert "Red" in worn["one_piece"].colour_group_name
    assert worn["shoes"].colour_group_name == "Black"


def test_all_black_is_asked_of_every_piece(compose: Compose) -> None:
    brief = Brief(wanted={"colour": ("black",), "audience": ("women",)})
    results = compose(brief, message="an all black outfit")
    assert results.shown
    assert {one.article.colour_group_name for one in results.shown} == {"Black"}


def test_nobody_named_is_dressed_as_one_person(compose: Compose) -> None:
    results = compose(Brief(wanted={"occasion": ("party",)}))
    groups = {one.article.index_group_name for one in results.shown}
    assert groups <= {"Ladieswear", "Divided"} or groups <= {"Menswear"}


@settings(max_examples=30)
@given(data=st.data())
def test_what_is_refused_is_in_no_piece(compose: Compose, searcher: Searcher, data: st.DataObject) -> None:
    slot = data.draw(st.sampled_from(["colour", "material", "product_type", "pattern"]))
    values = [value for value, entry in searcher.lexicon.entries[slot].items() if not entry.own]
    refused = tuple(data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)))
    audience = data.draw(st.sampled_from(["women", "men", "girls", "boys", "baby"]))
    occasion = data.draw(st.sampled_from(["work", "party", "casual", "beach"]))
    brief = Brief(wanted={"audience": (audience,), "occasion": (occasion,)}, excluded={slot: refused})
    ids = set(searcher.index.table.values("article_id"))
    for shown in compose(brief, seed=slot).shown:
        assert shown.article.article_id in ids
        for value in refused:
            ruled_out = searcher.lexicon.predicate(slot, value).ruled_out
            assert not meets(ruled_out, shown.article, article_forms(shown.article))


def test_every_piece_has_a_reason_and_none_names_a_colour_its_row_has_not(compose: Compose) -> None:
    for seed in "abc":
        results = compose(WEDDING, seed=seed)
        for shown in results.shown:
            assert shown.why
            assert shown.article.colour_group_name.lower() in shown.why.lower() or "as " in shown.why.lower()


def test_insights_have_their_reason_and_source(compose: Compose) -> None:
    results = compose(WEDDING)
    assert results.insights
    assert all(tip.text and tip.reason and tip.source for tip in results.insights)


def test_where_everything_is_refused_it_says_so(compose: Compose, searcher: Searcher) -> None:
    everything = tuple(searcher.index.table.values("product_group_name"))
    results = compose(Brief(wanted={"occasion": ("wedding",)}, excluded={"product_type": everything}))
    assert not results.looks
    assert results.given_up[0].kind == "none"


@pytest.mark.parametrize("kind", ["capsule", "packing"])
def test_a_set_shows_its_pieces_and_looks_made_of_them(compose: Compose, kind: str) -> None:
    brief = Brief(wanted={"audience": ("women",)})
    results = compose(brief, message="for a week", kind=kind)
    handles = {one.handle for one in results.shown}
    assert 8 <= len(handles) <= 16
    assert 2 <= len(results.looks) <= 3
    assert all(piece.handle in handles for look in results.looks for piece in look.pieces)


def test_an_own_piece_is_in_the_capsule_built_around_it(compose: Compose) -> None:
    results = compose(Brief(wanted={"audience": ("men",)}), own="navy blazer", kind="capsule")
    assert all("navy blazer" in {piece.own for piece in look.pieces} for look in results.looks)


def test_a_handle_that_was_never_shown_makes_a_look_without_it(compose: Compose) -> None:
    assert compose(WEDDING, handles=(9,)).looks
