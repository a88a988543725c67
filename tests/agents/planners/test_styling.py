"""Wishes for looks, comparisons and advice, several garments and several questions in one message."""

import pytest

from agents.search import Searcher
from tests.agents.planners.understanding import check

GARMENTS = [
    ("a red dress and black heels", "search", "product_type=dress, colour=red, 1:product_type=heels, 1:colour=black"),
    ("jeans for me and a hoodie for my son", "search", "product_type=jeans, 1:product_type=hoodie, 1:audience=boys"),
    (
        "white shirt, navy trousers and brown shoes for my husband",
        "search",
        "product_type=shirt, colour=white, audience=men, 1:product_type=trousers, 1:colour=navy, "
        "2:product_type=shoes, 2:colour=brown",
    ),
    (
        "a red dress and brown shoes | the shoes in black instead",
        "search",
        "product_type=dress, colour=red, 1:product_type=shoes, 1:colour=black",
    ),
    (
        "a warm coat and a scarf for my mum, not black",
        "search",
        "product_type=coat, season=winter, audience=women, -colour=black, 1:product_type=scarf, 1:-colour=black",
    ),
    ("a dress and shoes | a coat", "search", "product_type=coat"),
    ("jackets and coats for men", "search", "product_type=jacket/coat, audience=men"),
    ("dress or skirt in green", "search", "product_type=dress/skirt, colour=green"),
    (
        "hoodie for me, sweatpants for my brother, both in grey | his in black actually",
        "search",
        "1:audience=men, 1:colour=black, 1:product_type=joggers, colour=grey, product_type=hoodie",
    ),
    (
        "hoodie for me, sweatpants for my brother, both in grey | and mine without a zip",
        "search",
        "-detail=zip, 1:audience=men, 1:colour=grey, 1:product_type=joggers, colour=grey, product_type=hoodie",
    ),
    (
        "leggings with pockets and a sports bra, the leggings in black, the bra in red",
        "search",
        "1:colour=red, 1:product_type=sports bra, colour=black, detail=pockets, product_type=leggings",
    ),
    (
        "for my daughter a yellow raincoat, and for my son a blue one",
        "search",
        "1:audience=boys, 1:colour=blue, 1:product_type=raincoat, audience=girls, colour=yellow, product_type=raincoat",
    ),
    (
        "my son needs a blue raincoat, my daughter a yellow one",
        "search",
        "1:audience=girls, 1:colour=yellow, 1:product_type=raincoat, audience=boys, colour=blue, product_type=raincoat",
    ),
    (
        "a blazer, navy or charcoal, and a blouse that isn't see-through",
        "search",
        "1:-detail=sheer, 1:product_type=blouse, colour=navy/dark grey, product_type=blazer",
    ),
    ("green earrings and a scarf | not a scarf actually", "search", "colour=green, product_type=earrings"),
    (
        "a checked scarf for my father in law and mittens for my 2 year old",
        "search",
        "1:audience=kids, 1:product_type=gloves, audience=men, pattern=checked, product_type=scarf",
    ),
]
LOOKS = [
    ("a black dress | what shoes go with the second one?", "look 2 shoes",
     "product_type=dress, colour=black, anchor=2"),
    ("a dress | make it an outfit", "look 1", "product_type=dress, anchor=1"),
    ("I own a navy blazer, what do I wear with it?", "look own=navy blazer", "own=navy blazer"),
    ("what shoes go with a navy suit?", "look shoes", "product_type=suit, colour=navy"),
    ("what should I wear to a summer wedding as a guest?", "look", "occasion=wedding, season=summer"),
    (
        "I'm going to a wedding in June. What should I wear? Nothing black please.",
        "look",
        "occasion=wedding, season=summer, -colour=black",
    ),
    ("outfit for my son's first day at school", "look", "audience=boys, occasion=school"),
    ("show me an outfit with a red skirt", "look", "product_type=skirt, colour=red"),
    ("I have a leopard skirt and white trainers, what top would go with them?",
     "look own=leopard skirt and white trainers top", "own=leopard skirt, own=white trainers"),
    ("build an outfit around my grey wool trousers, max 4 pieces, no bag",
     "look own=grey wool trousers -bag pieces=4", "own=grey wool trousers"),
    ("build me a capsule wardrobe for autumn, 10 pieces", "look capsule pieces=10", "season=autumn"),
    ("packing list for a ski trip, women", "look packing", "occasion=skiing, audience=women"),
    ("an outfit for a party | other shoes", "look ~shoes", "occasion=party"),
    ("an outfit for a party | without the bag", "look -bag", "occasion=party"),
    ("an outfit for a party | brown boots instead", "look ~shoes",
     "occasion=party, 1:product_type=boots, 1:colour=brown"),
    ("an outfit for a party | another look", "look more", "occasion=party"),
    ("an outfit for a party | at most three pieces", "look pieces=3", "occasion=party"),
    ("an outfit for a party | now show me coats", "search", "occasion=party, product_type=coat"),
    ("looking 4 a bag. not a backpack. crossbody maybe", "search",
     "-product_type=backpack, product_type=crossbody bag"),
    ("an outfit for a wedding | not heels though, I can't walk in them", "look ~shoes",
     "-product_type=heels, occasion=wedding"),
    ("what do I wear to a dinner | something less dressy", "look", "-occasion=formal, occasion=dinner"),
    ("an outfit for the office | I own brown loafers and navy chinos", "look own=brown loafers and navy chinos",
     "occasion=work, own=brown loafers, own=navy chinos"),
    ("an outfit for the office | trousers rather than a dress please", "look ~bottom",
     "1:product_type=trousers, occasion=work"),
    ("an outfit for the office | swap the shoes for boots", "look ~shoes", "1:product_type=boots, occasion=work"),
    ("dresses | the second one - what jewellery?", "look 2 accessory",
     "1:product_type=jewellery, anchor=2, product_type=dress"),
    ("dresses | go with 4. hat?", "look 4 accessory", "1:product_type=hat, anchor=4, product_type=dress"),
    ("dresses | show it with jeans", "look 1 bottom", "1:product_type=jeans, anchor=1, product_type=dress"),
    ("what do I wear to an interview | I'm a man btw", "look", "audience=men, occasion=interview"),
    ("an outfit for a wedding | too much, calmer", "look more", "occasion=wedding, pattern=plain"),
    ("an outfit for a wedding | isn't that too boring?", "look more", "occasion=wedding"),
    ("an outfit for a wedding | why the belt? | bolder", "look more", "occasion=wedding"),
    ("an outfit for a wedding | fewer pieces", "look pieces=2", "occasion=wedding"),
    ("an outfit for a wedding | those shoes are too formal", "look ~shoes", "occasion=wedding"),
    ("an outfit for a wedding | keep the shoes", "look ~one_piece ~bag", "occasion=wedding"),
    ("a dress | do you have a bag to go with it?", "look 1 bag", "anchor=1, product_type=dress"),
    ("a dress | do you have a belt to go with it?", "search", "product_type=belt"),
    ("boots | do you have tights to go with them?", "search", "product_type=tights"),
    ("how do I make my black dress less boring", "look own=black dress", "own=black dress"),
    ("a dress | how do I make it less boring?", "look 1", "anchor=1, product_type=dress"),
    ("what shoes with a velvet dress?", "look shoes", "material=velvet, product_type=dress"),
    ("what shoes go with a velvet dress? | and with a linen one?", "look shoes", "material=linen, product_type=dress"),
    ("are jeans ok for a date? | with what top?", "look own=jeans top", ""),
    ("a whole outfit in brown and navy", "look", "colour=brown/navy"),
    ("a look for dinner, no heels", "look", "-product_type=heels, occasion=dinner"),
    ("a look for dinner, no bag", "look -bag", "occasion=dinner"),
    ("an evening look with trousers", "look", "occasion=formal, product_type=trousers"),
    ("an outfit for an interview | less stiff", "look", "-occasion=formal, occasion=interview"),
    ("I own a tartan kilt | what goes with it?", "look own=tartan kilt", "own=tartan kilt"),
]  # fmt: skip
SEVERAL = [
    (
        "a dress | how many green ones are there, and what goes with the second?",
        "count, look 2",
        "product_type=dress, colour=green, anchor=2",
    ),
    ("blue dress | thanks! and do you have the second one in red?", "say thanks, search variants",
     "product_type=dress, colour=red, anchor=2"),
    ("trousers | what is the second one made of and does it come in black?", "facts material 2, search variants",
     "product_type=trousers, colour=black, anchor=2"),
    ("how many green dresses are there, and what goes with the second?", "search, count, look 2",
     "product_type=dress, colour=green"),
]  # fmt: skip
COMPARED = [
    ("a dress | which is darkest?", "compare colour 1 2 3 4", "product_type=dress"),
    ("a dress | the warmest please", "compare warmth 1 2 3 4", "product_type=dress"),
    ("a dress | what is the cheapest of those?", "compare price 1 2 3 4", "product_type=dress"),
    ("a dress | which of those is the best present?", "compare 1 2 3 4", "product_type=dress"),
    ("a dress | which is warmer, the first or the third?", "compare warmth 1 3", "product_type=dress"),
    ("a dress | compare 1 and 2", "compare 1 2", "product_type=dress"),
    ("a dress | what's the difference between the first and the last?", "compare 1 4", "product_type=dress"),
    ("a dress | which of the two would you pick?", "compare 1 2", "product_type=dress"),
    ("which is better, wool or cotton?", "advise material=wool material=cotton", ""),
    ("dresses | i like 2 and 4. which one's more formal", "compare dressiness 1 2 3 4", "anchor=2, product_type=dress"),
]
ADVICE = [
    (
        "trousers for the office | I have broad shoulders",
        "advise occasion=work",
        "occasion=work, product_type=trousers",
    ),
    ("is grey with beige boring?", "advise colour=grey colour=beige", ""),
    ("what tights with a tartan skirt?", "advise product_type=tights pattern=checked product_type=skirt", ""),
    ("what colours go with green? | and red?", "advise colour=red", ""),
    ("is brown with navy ok? | and with black?", "advise colour=brown colour=black", ""),
    ("can I wear linen in autumn? | and velvet?", "advise season=autumn material=velvet", ""),
    ("an outfit for a wedding | why the belt?", "advise product_type=belt", "occasion=wedding"),
    ("what shoes with velvet?", "advise product_type=shoes material=velvet", ""),
    ("I'm pear shaped, which trousers suit me?", "advise product_type=trousers", ""),
    ("which trousers suit a short man?", "advise product_type=trousers audience=men", ""),
    ("what colours go with camel?", "advise colour=camel", ""),
    ("can I wear black to a wedding?", "advise colour=black occasion=wedding", ""),
    ("do brown shoes go with navy?", "advise colour=brown product_type=shoes colour=navy", ""),
    ("is linen good for travelling?", "advise material=linen occasion=travel", ""),
    ("is wool warmer than cashmere", "advise material=wool season=winter material=cashmere", ""),
    ("is merino itchy", "advise material=merino", ""),
    ("do I need a tie for a funeral", "advise product_type=tie occasion=funeral", ""),
    ("how do I get wine out of silk", "advise material=silk", ""),
]
TALK = [
    ("I own a navy blazer", "say noted", "own=navy blazer"),
    ("a belt for my blue jeans", "search", "product_type=belt, own=blue jeans"),
    ("coats for women | dresses | back to the coats", "search", "product_type=coat, audience=women"),
    ("a dress | in blue | the one you showed me first, with jeans", "search 0700001001, look 1 bottom",
     "product_type=dress, colour=blue, anchor=1, 1:product_type=jeans"),
    ("I feel so fat in everything. I need a dress for a party", "say body_image, search",
     "product_type=dress, occasion=party"),
    ("does this make me look fat?", "say body_image", ""),
    ("my father died last week. I need something for the funeral", "say grief, search", "occasion=funeral"),
    ("you stupid bot, show me red dresses", "say abuse, search", "product_type=dress, colour=red"),
    ("you are useless", "say abuse", ""),
    ("a dress | can I try the second one on?", "try_on 2", "product_type=dress, anchor=2"),
    ("draw me a picture of a dress on the beach", "paint", ""),
    ("a raincoat with or without a hood", "search", "product_type=raincoat"),
    ("a dress for my sister's wedding", "search", "product_type=dress, occasion=wedding"),
    ("my wardrobe is all black, suggest a colourful top", "search", "product_type=top, colour=multicolour"),
    ("Hi, I'm Rose", "say unclear", ""),
    ("this photo is my living room, can you see what would match", "say photo", ""),
    ("broke up with my boyfriend", "say grief", ""),
    ("dresses | show me a pic of the 2nd one on a model in paris", "paint 2", "product_type=dress"),
    ("dresses | first one, will it crease in a suitcase", "facts care 1", "anchor=1, product_type=dress"),
    ("something that covers my arms", "say body_image, search", "sleeve=sleeves"),
    ("what have you stored", "say privacy", ""),
]  # fmt: skip
ABROAD = [
    ("vestido rojo sin mangas para mujer", "search",
     "product_type=dress, colour=red, sleeve=sleeveless, audience=women, in es"),
    ("ich suche ein schwarzes Kleid, aber nicht aus Polyester", "search",
     "product_type=dress, colour=black, -material=polyester, in de"),
    ("je cherche une robe d'été pour ma fille, pas de rose", "search",
     "product_type=dress, season=summer, audience=girls, -colour=pink, in fr"),
    ("vorrei un maglione di lana grigio per mio marito", "search",
     "product_type=sweater, material=wool, colour=grey, audience=men, in it"),
    ("jag söker en blå klänning till ett bröllop | tack", "say thanks",
     "product_type=dress, colour=blue, occasion=wedding, in sv"),
    ("ein rotes Kleid | a red dress", "search", "product_type=dress, colour=red"),
    ("speak German please | a red dress", "search", "product_type=dress, colour=red, in de"),
]  # fmt: skip


@pytest.mark.parametrize(("talk", "acts", "brief"), GARMENTS)
def test_each_garment_of_a_message_keeps_its_own_wishes(searcher: Searcher, talk: str, acts: str, brief: str):
    check(searcher, talk, acts, brief)


@pytest.mark.parametrize(("talk", "acts", "brief"), LOOKS)
def test_a_look_is_asked_for_and_changed(searcher: Searcher, talk: str, acts: str, brief: str):
    check(searcher, talk, acts, brief)


@pytest.mark.parametrize(("talk", "acts", "brief"), SEVERAL)
def test_a_message_may_ask_several_things(searcher: Searcher, talk: str, acts: str, brief: str):
    check(searcher, talk, acts, brief)


@pytest.mark.parametrize(("talk", "acts", "brief"), COMPARED)
def test_articles_are_compared_and_fabrics_are_a_question_of_style(
    searcher: Searcher, talk: str, acts: str, brief: str
):
    check(searcher, talk, acts, brief)


@pytest.mark.parametrize(("talk", "acts", "brief"), ADVICE)
def test_a_question_of_style_changes_no_wish(searcher: Searcher, talk: str, acts: str, brief: str):
    check(searcher, talk, acts, brief)


@pytest.mark.parametrize(("talk", "acts", "brief"), TALK)
def test_what_is_only_told_is_no_wish(searcher: Searcher, talk: str, acts: str, brief: str):
    check(searcher, talk, acts, brief)


@pytest.mark.parametrize(("talk", "acts", "brief"), ABROAD)
def test_a_message_in_another_language_is_understood_and_answered_in_it(
    searcher: Searcher, talk: str, acts: str, brief: str
):
    check(searcher, talk, acts, brief)
