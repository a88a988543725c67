"""What a talk is understood as, in the short notation of the planner's tests.

Acts are written as 'search more', 'facts material 2', 'say thanks', 'look 2 shoes ~bag -accessory pieces=3'; a brief as
'slot=one/other', '-slot=refused', '1:slot=…' for a further garment, 'own=…', 'in de', and 'anchor=2' for the second
article shown. After each search the same four dresses are on the page; after each look the same look.
"""

from dataclasses import replace

from agents.frontend import Frontend, Understood
from agents.plan import Act, Plan
from agents.search import Searcher
from agents.talk import Earlier, Talk
from catalog.article import Article
from foundation.brief import Brief, Piece


def dress(place: int, name: str, colour: str, pattern: str, text: str) -> Article:
    return Article(
        f"070000{place}001", prod_name=name, product_type_name="Dress", product_group_name="Garment Full body",
        graphical_appearance_name=pattern, colour_group_name=colour, perceived_colour_master_name=colour.split()[-1],
        index_name="Ladieswear", index_group_name="Ladieswear", detail_desc=text,
    )  # fmt: skip


SHOWN = (
    dress(1, "Wrap dress", "Red", "Solid", "Calf-length dress in cotton with a V-neck. Lined."),
    dress(2, "Signe dress", "Dark Blue", "Dot", "Short dress in viscose with pockets."),
    dress(3, "Party dress", "Black", "Sequin", "Sequined dress with a zip at the back."),
    dress(4, "Tiered dress", "Light Green", "Check", "Maxi dress in linen."),
)
LOOK = (Piece("one_piece", "0700001001"), Piece("shoes", "0700009001"), Piece("bag", None, "clutch"))


def understand(searcher: Searcher, talk: str) -> tuple[Understood, Brief]:
    frontend = Frontend(searcher.planner, searcher.planner, searcher.lexicon)
    brief, last, earlier = Brief(), (), ()
    for message in talk.split(" | "):
        understood = frontend.understand(Talk(message, brief, last, earlier))
        names = {act.name for act in understood.plan.acts}
        brief = replace(understood.brief, look=LOOK) if "look" in names else understood.brief
        last = SHOWN if "search" in names else last
        earlier = (*earlier, Earlier(message, "", brief, SHOWN if "search" in names else (), tuple(names)))
    return understood, brief


def told(act: Act) -> str:
    flags = [flag for flag in ("more", "variants") if getattr(act, flag)]
    kind = [act.kind] if act.kind != "look" else []
    own = [f"own={act.own}"] if act.own else []
    roles = [f"{sign}{role}" for sign, held in (("", act.roles), ("~", act.swap), ("-", act.without)) for role in held]
    pieces = [f"pieces={act.pieces}"] if act.pieces else []
    asked = act.values if act.name == "advise" else ()
    parts = [act.topic, *kind, *flags, *act.aspects, *map(str, act.handles), *act.article_ids, *own, *roles, *pieces]
    return " ".join([act.name, *filter(None, [*parts, *asked])])


def acts_of(plan: Plan) -> str:
    asked = f"; asked {' '.join(plan.asked)}" if plan.asked else ""
    return ", ".join(told(act) for act in plan.acts) + asked


def parts_of(brief: Brief) -> set[str]:
    anchor = [f"anchor={place}" for place, article in enumerate(SHOWN, 1) if article.article_id == brief.anchor]
    wanted = [f"{slot}={'/'.join(values)}" for slot, values in brief.wanted.items()]
    parts = [
        f"{place}:{sign}{slot}={'/'.join(values)}"
        for place, part in enumerate(brief.parts, 1)
        for sign, held in (("", part.wanted), ("-", part.excluded))
        for slot, values in held.items()
    ]
    return {
        *wanted, *parts, *(f"-{slot}={'/'.join(values)}" for slot, values in brief.excluded.items()),
        *anchor, *(f"own={piece}" for piece in brief.wardrobe), *(["in " + brief.language] * (brief.language != "en")),
    }  # fmt: skip


def check(searcher: Searcher, talk: str, acts: str, brief: str) -> None:
    understood, found = understand(searcher, talk)
    assert acts_of(understood.plan) == acts
    assert parts_of(found) == set(filter(None, brief.split(", ")))
    assert understood.notes == ()
