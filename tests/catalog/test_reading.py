"""A message is read as a shopper means it: what is wanted, what is refused, and what is only spoken of.

An expectation lists values as `slot=value`; `not` before one says it is refused, `with` that the item goes with it.
"""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.search import Searcher
from catalog.reading import Reader, cut
from tests.catalog.named import expected, said

JUMBLE = ("no", "not", "without", "and", "or", "but", ",", ".", "a red", "blue", "dress", "jeans", "wool", "for my son")

# Garments, colours, cuts and occasions, in British and American words, as people type them.
ASKED = (
    ("red dress", "product_type=dress, colour=red"),
    ("do you have any green jumpers?", "product_type=sweater, colour=green"),
    ("grey joggers", "product_type=joggers, colour=grey"),
    ("polka dot blouse with long sleeves", "product_type=blouse, pattern=dotted, sleeve=long sleeves"),
    ("a cashmere roll neck jumper", "product_type=sweater, material=cashmere, neckline=polo neck"),
    ("imitation leather jacket", "product_type=jacket, material=faux leather"),
    ("puffer coat in beige", "product_type=puffer jacket, colour=beige"),
    ("wine red velvet dress", "product_type=dress, colour=burgundy, material=velvet"),
    ("pants", "product_type=trousers"),
    ("black tights", "product_type=tights, colour=black"),
    ("dressing gown", "product_type=robe"),
    ("pajamas", "product_type=pyjamas"),
    ("DRESSES", "product_type=dress"),
    ("RED DRESS NOW!!!", "product_type=dress, colour=red"),
    ("a dress or a skirt", "product_type=dress, product_type=skirt"),
    ("black ankle boots with a block heel", "product_type=ankle boots, colour=black, detail=heel"),
    ("V neck t shirt", "product_type=t-shirt, neckline=v-neck"),
    ("a short red dress", "product_type=dress, length=mini, colour=red"),
    ("mom jeans", "product_type=jeans, fit=mom fit"),
    ("skinny jeans", "product_type=jeans, fit=skinny fit"),
    ("cords", "product_type=trousers, material=corduroy"),
    ("lace trim cami", "product_type=vest top, detail=lace trim"),
    ("camo shorts", "product_type=shorts, pattern=camouflage"),
    ("what should I wear to a wedding?", "occasion=wedding"),
    ("going on holiday to Spain, need a swimsuit", "product_type=swimsuit, occasion=beach"),
    ("smart casual shirt", "product_type=shirt, occasion=smart casual"),
    ("a black dress, no sleeves", "product_type=dress, colour=black, sleeve=sleeveless"),
    ("no thanks, show me blue ones", "colour=blue"),
    ("hi guys, I need a skirt", "product_type=skirt"),
    ("unisex hoodie", "product_type=hoodie"),
    ("I need a nice navy suit for a wedding", "product_type=suit, colour=navy, occasion=wedding"),
    ("black roll neck dress", "product_type=dress, colour=black, neckline=polo neck"),
    ("shirt dress in blue", "product_type=dress, colour=blue"),
    ("skater dress", "product_type=dress, fit=flared"),
    ("ripped jeans", "product_type=jeans, detail=ripped"),
    ("houndstooth blazer", "product_type=blazer, pattern=checked"),
    ("fair isle jumper", "product_type=sweater, pattern=jacquard"),
    ("olive green cargo pants", "product_type=trousers, colour=khaki, detail=cargo"),
    ("charcoal overcoat", "product_type=coat, colour=dark grey"),
    ("bum bag", "product_type=bum bag"),
    ("tracksuit bottoms", "product_type=joggers"),
    ("sports bra in black", "product_type=sports bra, colour=black"),
    ("puff sleeve blouse", "product_type=blouse, sleeve=puff sleeves"),
    ("how many green dresses do you have?", "product_type=dress, colour=green"),
    ("in red please", "colour=red"),
    ("something warmer", "season=winter"),
    ("nothing but black", "colour=black"),
    ("can't find a black dress anywhere", "colour=black, product_type=dress"),
    ("100% cotton shirt", "product_type=shirt, material=cotton"),
    ("school bag", "product_type=backpack"),
    ("jacket with hood and pockets", "product_type=jacket, detail=hood, detail=pockets"),
    ("cosy socks", "product_type=socks, season=winter"),
    ("sexy lingerie", "product_type=underwear"),
    ("top + trousers", "product_type=top, product_type=trousers"),
    ("RED", "colour=red"),
    ("red\ndress", "product_type=dress, colour=red"),
    ("does it come in red?", "colour=red"),
    ("actually make that a skirt", "product_type=skirt"),
    ("red lace dress", "product_type=dress, colour=red, pattern=lace pattern"),
    ("a tight black dress", "product_type=dress, colour=black, fit=fitted"),
    ("light jacket for spring", "product_type=jacket, season=spring"),
    ("bright yellow raincoat", "product_type=raincoat, colour=yellow"),
    ("something gold", "colour=gold"),
    ("straw hat", "product_type=sun hat"),
    ("cap sleeve top", "product_type=top, sleeve=cap sleeves"),
    ("belted coat", "product_type=coat, detail=belt"),
    ("hooded jacket", "product_type=jacket, detail=hood"),
    ("strapless dress", "product_type=dress, neckline=bandeau"),
    ("crew neck jumper", "product_type=sweater, neckline=round neck"),
    ("collared shirt", "product_type=shirt, neckline=collar"),
    ("calf-length skirt", "product_type=skirt, length=midi"),
    ("cropped trousers", "product_type=trousers, length=cropped"),
    ("short jacket", "product_type=jacket, length=mini"),
    ("as long as it's black", "colour=black"),
    ("gimme a hoodie bro", "product_type=hoodie"),
    ("christmas jumper", "product_type=sweater, occasion=christmas"),
    ("office dress", "product_type=dress, occasion=work"),
    ("funeral outfit", "occasion=funeral"),
    ("black tie event, need a gown", "product_type=dress, occasion=black tie"),
    ("skirt that hits below the knee", "product_type=skirt, length=midi"),
    ("blue and white striped shirt", "product_type=shirt, colour=blue, colour=white, pattern=striped"),
    ("slippers", "product_type=slippers"),
    ("ballet flats", "product_type=ballerinas"),
    ("push up bikini top", "product_type=bikini top, detail=push-up"),
    ("ugly christmas sweater", "product_type=sweater, occasion=christmas"),
    ("vneck jumper", "product_type=sweater, neckline=v-neck"),
    ("stretchy jeans", "product_type=jeans, detail=stretchy"),
    ("maroon hoodie", "product_type=hoodie, colour=burgundy"),
    ("mint green shirt", "product_type=shirt, colour=mint"),
    ("navy-blue trousers", "product_type=trousers, colour=navy"),
    ("colourful", "colour=multicolour"),
)

# How far a refusal reaches: over commas, 'or', 'and' and 'but', and what ends it.
REFUSED = (
    ("dress not black", "product_type=dress, not colour=black"),
    ("a dress, but not black", "product_type=dress, not colour=black"),
    ("no black dresses", "not colour=black, product_type=dress"),
    ("anything but black", "not colour=black"),
    ("dress in anything but black", "product_type=dress, not colour=black"),
    ("red, not black", "colour=red, not colour=black"),
    ("a dress that isn't black", "product_type=dress, not colour=black"),
    ("not black, red", "not colour=black, colour=red"),
    ("no black, navy or grey", "not colour=black, not colour=navy, not colour=grey"),
    ("a coat without a hood", "product_type=coat, not detail=hood"),
    ("jumper, wool-free", "product_type=sweater, not material=wool"),
    ("wool free jumper", "product_type=sweater, not material=wool"),
    ("no skinny jeans", "product_type=jeans, not fit=skinny fit"),
    ("jeans but no skinny ones", "product_type=jeans, not fit=skinny fit"),
    ("I don't like skinny jeans", "product_type=jeans, not fit=skinny fit"),
    ("I hate polyester", "not material=polyester"),
    ("nothing too short", "not length=mini"),
    ("not too short please", "not length=mini"),
    ("a dress that's not too tight", "product_type=dress, not fit=fitted"),
    (
        "no florals, no stripes, just a plain shirt",
        "not pattern=floral, not pattern=striped, pattern=plain, product_type=shirt",
    ),
    ("no florals or stripes", "not pattern=floral, not pattern=striped"),
    ("neither black nor white", "not colour=black, not colour=white"),
    ("I'm allergic to wool, show me jumpers", "not material=wool, product_type=sweater"),
    ("I can't wear wool. A warm jumper?", "not material=wool, product_type=sweater, season=winter"),
    ("jumper without wool but with a polo neck", "product_type=sweater, not material=wool, neckline=polo neck"),
    ("anything except jeans", "not product_type=jeans"),
    ("no jeans, something smarter", "not product_type=jeans"),
    ("black is out", "not colour=black"),
    ("wool makes me itch", "not material=wool"),
    ("shoes but no heels", "product_type=shoes, not product_type=heels"),
    ("not a dress, a skirt", "not product_type=dress, product_type=skirt"),
    ("skirt instead of dress", "product_type=skirt, not product_type=dress"),
    ("trousers rather than jeans", "product_type=trousers, not product_type=jeans"),
    ("sleeveless dress, no lace", "product_type=dress, sleeve=sleeveless, not pattern=lace pattern"),
    ("I don't want pink for my daughter", "not colour=pink, audience=girls"),
    ("my daughter never wears dresses, jeans please", "audience=girls, not product_type=dress, product_type=jeans"),
    ("less black please", "not colour=black"),
    ("no prints", "not pattern=printed"),
    ("no logos on it", "not detail=logo"),
    ("nothing with a zip", "not detail=zip"),
    ("no black and no white", "not colour=black, not colour=white"),
    ("don't show me black but red is fine", "not colour=black, colour=red"),
    ("please avoid animal print and leopard", "not pattern=animal print"),
    (
        "no fur or leather, I'm vegan",
        "not material=faux fur, not material=leather, not material=suede, not material=wool, not material=silk",
    ),
    ("other than navy", "not colour=navy"),
    ("jeans not skinny", "product_type=jeans, not fit=skinny fit"),
    ("jeans, not skinny", "product_type=jeans, not fit=skinny fit"),
    ("not jeans", "not product_type=jeans"),
    ("jeans not", "not product_type=jeans"),
    ("remove the black ones", "not colour=black"),
    ("no more dresses", "not product_type=dress"),
    ("without buttons or zips", "not detail=buttons, not detail=zip"),
    ("no buttons, zips or pockets", "not detail=buttons, not detail=zip, not detail=pockets"),
    ("not black and not too short", "not colour=black, not length=mini"),
    ("no black and white", "not colour=black, not colour=white"),
    ("no black but white", "not colour=black, colour=white"),
    ("red but not dark red", "colour=red, not colour=burgundy"),
    ("blue but not navy", "colour=blue, not colour=navy"),
    ("a dress in any colour but black", "product_type=dress, not colour=black"),
    ("any colour except green and yellow", "not colour=green, not colour=yellow"),
    ("everything but heels", "not product_type=heels"),
    ("I dont care about the colour, just no yellow", "not colour=yellow"),
    ("no need for pockets", "not detail=pockets"),
    ("must not be see-through", "not detail=sheer"),
    ("it should not be see through", "not detail=sheer"),
    ("nothing see-through", "not detail=sheer"),
    ("pure wool coat no polyester", "product_type=coat, material=wool, not material=polyester"),
    ("something sleeveless but not strappy", "sleeve=sleeveless, not detail=strappy"),
    ("vegan leather bag not real leather", "product_type=bag, material=faux leather, not material=leather"),
    ("jacket w/o hood", "product_type=jacket, not detail=hood"),
    ("I hate short skirts", "product_type=skirt, not length=mini"),
    ("I hate skirts", "not product_type=skirt"),
    ("no pink whatsoever, purple maybe", "not colour=pink, colour=purple"),
    ("anything as long as it isn't pink", "not colour=pink"),
    ("I'm not into florals", "not pattern=floral"),
    ("florals aren't my thing", "not pattern=floral"),
    ("not a fan of skinny jeans", "product_type=jeans, not fit=skinny fit"),
    ("sick of jeans, show me skirts", "not product_type=jeans, product_type=skirt"),
    ("less formal", "not occasion=formal"),
    ("not formal", "not occasion=formal"),
    ("it can't be black", "not colour=black"),
    ("with hood but without fur", "detail=hood, not material=faux fur"),
    ("a coat with no fur and with a hood", "product_type=coat, not material=faux fur, detail=hood"),
    ("no wool, no cashmere, only cotton", "not material=wool, not material=cashmere, material=cotton"),
    ("no wool or cashmere, cotton only", "not material=wool, not material=cashmere, material=cotton"),
    ("no wool or cashmere and long sleeves", "not material=wool, not material=cashmere, sleeve=long sleeves"),
    ("jeans without holes", "product_type=jeans, not detail=ripped"),
    ("black jeans, no rips, high waist", "product_type=jeans, colour=black, not detail=ripped, detail=high waist"),
    ("no low rise jeans", "product_type=jeans, not detail=low waist"),
    ("no black jeans", "product_type=jeans, not colour=black"),
    ("no jeans, no shorts and no skirts", "not product_type=jeans, not product_type=shorts, not product_type=skirt"),
    ("don't want black or dark colours", "not colour=black, not colour=dark"),
    ("no sweatshirts - hoodies", "not product_type=sweatshirt, product_type=hoodie"),
    ("trousers (not jeans)", "product_type=trousers, not product_type=jeans"),
    ("shoes (no heels) for a wedding", "product_type=shoes, not product_type=heels, occasion=wedding"),
    (
        "a dress. not black. not red. knee length",
        "product_type=dress, not colour=black, not colour=red, length=knee-length",
    ),
    ("a dress for my wife but not red", "product_type=dress, audience=women, not colour=red"),
    ("for women, not kids", "audience=women, not audience=kids"),
    ("jacket for my daughter not pink", "product_type=jacket, audience=girls, not colour=pink"),
    ("i need smth for my gf, she hates dresses", "audience=women, not product_type=dress"),
    ("wedding guest dress, not white", "product_type=dress, occasion=wedding, not colour=white"),
    ("sweatshirt without hood", "product_type=sweatshirt, not detail=hood"),
    ("trousers without pleats", "product_type=trousers, not detail=pleated"),
)

# What the item is to go with is not what is looked for.
BESIDE = (
    ("a top to go with black jeans", "product_type=top, with product_type=jeans, with colour=black"),
    ("something to wear with white trousers", "with product_type=trousers, with colour=white"),
    ("a cardigan to go over a red dress", "product_type=cardigan, with product_type=dress, with colour=red"),
    ("shoes that match my navy suit", "product_type=shoes, with product_type=suit, with colour=navy"),
    ("a jacket for over my dress", "product_type=jacket, with product_type=dress"),
    ("top with jeans", "product_type=top, with product_type=jeans"),
    (
        "white shirt to wear under a black blazer for work",
        "product_type=shirt, colour=white, with product_type=blazer, with colour=black, occasion=work",
    ),
    ("shirt to wear under a jumper", "product_type=shirt, with product_type=sweater"),
    ("what goes with beige chinos?", "with product_type=chinos, with colour=beige"),
    ("what can I wear with a leather skirt?", "with product_type=skirt, with material=leather"),
    ("I own a camel coat. Show me boots", "with product_type=coat, with colour=camel, product_type=boots"),
    ("I already have black jeans, looking for a belt", "with product_type=jeans, with colour=black, product_type=belt"),
    ("heels to match a green dress", "product_type=heels, with product_type=dress, with colour=green"),
)

# Whom it is for, by kinship, age or name of the range.
FOR_WHOM = (
    ("Navy linen blazer for men", "product_type=blazer, colour=navy, material=linen, audience=men"),
    ("gray sweatpants for my husband", "product_type=joggers, colour=grey, audience=men"),
    ("swimming costume for my daughter", "product_type=swimsuit, audience=girls"),
    ("waistcoat for a groom", "product_type=waistcoat, audience=men"),
    ("PJs for my son", "product_type=pyjamas, audience=boys"),
    ("women's coats", "product_type=coat, audience=women"),
    ("coats for ladies", "product_type=coat, audience=women"),
    ("Mens shirts", "product_type=shirt, audience=men"),
    ("men’s shirts", "product_type=shirt, audience=men"),
    ("children's pyjamas", "product_type=pyjamas, audience=kids"),
    ("a shirt for my boyfriend", "product_type=shirt, audience=men"),
    ("t-shirt for my 8 year old son", "product_type=t-shirt, audience=boys"),
    ("dress for a 5-year-old girl", "product_type=dress, audience=girls"),
    ("bodysuit for 6 months old", "product_type=bodysuit, audience=baby"),
    ("hoodie for my 15 year old daughter", "product_type=hoodie, audience=teen girls"),
    ("shirt for my 25 year old son", "product_type=shirt, audience=men"),
    ("baby girl dress", "product_type=dress, audience=baby girls"),
    ("newborn clothes", "audience=baby"),
    ("a gift for my wife", "audience=women"),
    ("present for grandma", "audience=women"),
    ("my girlfriend wants a black hoodie", "product_type=hoodie, colour=black, audience=women"),
    ("toddler trainers", "product_type=sneakers, audience=toddlers"),
    ("my mother is 70 and wants a cardigan", "product_type=cardigan, audience=women"),
    ("boys jeans age 10", "product_type=jeans, audience=boys"),
    ("my daughter needs a coat. She likes pink", "audience=girls, product_type=coat, colour=pink"),
    ("for my son, he loves green", "audience=boys, colour=green"),
    ("something for her", "audience=women"),
    ("please find me a nice black watch for him", "product_type=watch, colour=black, audience=men"),
    ("I would like a blue silk tie for my dad", "product_type=tie, colour=blue, material=silk, audience=men"),
    ("wellies for my toddler", "product_type=wellies, audience=toddlers"),
    ("bridesmaid dresses in sage", "product_type=dress, colour=sage, audience=women"),
    ("mother of the bride outfit", "audience=women"),
    ("for him and her", "audience=men, audience=women"),
    ("boy's navy school trousers", "product_type=trousers, colour=navy, audience=boys, occasion=school"),
    ("party shoes for a 3 year old girl", "product_type=shoes, audience=girls, occasion=party"),
    ("my 18 month old needs a snowsuit", "product_type=snowsuit, audience=baby"),
    ("dress for a 60 year old woman", "product_type=dress, audience=women"),
    ("she is tall", "audience=women"),
    ("not for me, for my husband", "audience=men"),
    ("ladies' leather gloves", "product_type=gloves, material=leather, audience=women"),
    ("unisex kids pyjamas", "product_type=pyjamas, audience=kids"),
    ("men's or women's trainers", "product_type=sneakers, audience=men, audience=women"),
    ("mother's day present", "audience=women"),
    ("back to school outfits for my 7yo girl", "occasion=school, audience=girls"),
    ("shirt for a guy in his twenties", "product_type=shirt, audience=men"),
    ("unicorn dress age 6", "product_type=dress, audience=kids"),
    ("onesie for a baby", "product_type=sleepsuit, audience=baby"),
    ("baby's first christmas outfit", "audience=baby, occasion=christmas"),
    ("pants for my toddler boy", "product_type=trousers, audience=baby boys"),
)

# Slips of the keyboard.
SLIPS = (
    ("blak dress", "product_type=dress, colour=black"),
    ("balck jeans", "product_type=jeans, colour=black"),
    ("drees in gren", "product_type=dress, colour=green"),
    ("sweter", "product_type=sweater"),
    ("trousres", "product_type=trousers"),
    ("jacekt", "product_type=jacket"),
    ("cardigen", "product_type=cardigan"),
    ("burgandy skirt", "product_type=skirt, colour=burgundy"),
    ("turqoise top", "product_type=top, colour=turquoise"),
    ("pijamas", "product_type=pyjamas"),
    ("sandels", "product_type=sandals"),
    ("swimsiut", "product_type=swimsuit"),
    ("blous", "product_type=blouse"),
    ("hoddie", "product_type=hoodie"),
    ("sneekers", "product_type=sneakers"),
    ("beige trench cot", "product_type=trench coat, colour=beige"),
    ("accesories", "product_type=accessories"),
    ("jewelery", "product_type=jewellery"),
    ("grey swaetshirt", "product_type=sweatshirt, colour=grey"),
)

# Names of brands, people and places are no slips for garments and colours.
NAMES = (
    ("do you have anything by Gucci?", ""),
    ("Nike trainers", "product_type=sneakers"),
    ("Is this Zara?", ""),
    ("my name is Rod", ""),
    ("something like what Kate Middleton wears", ""),
    ("Levi's jeans", "product_type=jeans"),
    ("a dress like Taylor Swift wore", "product_type=dress"),
    ("I live in Paris", ""),
    ("do you ship to Turkey?", ""),
    ("Marks and Spencer jumper", "product_type=sweater"),
    ("Ralph Lauren polo", "product_type=polo shirt"),
    ("Primark leggings", "product_type=leggings"),
    ("Uniqlo parka", "product_type=parka"),
    ("I'm going to Greece with June", ""),
    ("moving to Turkey soon, need sandals", "product_type=sandals"),
    ("fuscia dress", "product_type=dress, colour=hot pink"),
)

# Ordinary words that name a value only beside a garment.
WEAK = (
    ("how long does delivery take?", ""),
    ("can you check the stock?", ""),
    ("let me watch the match", ""),
    ("light blue shirt", "product_type=shirt, colour=light blue"),
    ("dark dress", "product_type=dress, colour=dark"),
    ("bright colours for my kid", "colour=bright, audience=kids"),
    ("dark green", "colour=dark green"),
    ("a gold ring", "product_type=ring, colour=gold"),
    ("tie for my dad", "product_type=tie, audience=men"),
    ("I work in an office, need trousers", "product_type=trousers, occasion=work"),
    ("top of the morning to you", ""),
    ("flat shoes", "product_type=flats"),
    ("trousers with a slit", "product_type=trousers, detail=slit"),
)

# Talk that names nothing to look for.
NOTHING = (
    ("thanks guys!", ""),
    ("I love this, thanks a lot", ""),
    ("hello", ""),
    ("what's the weather like?", ""),
    ("how are you today?", ""),
    ("what do you have in size 12?", ""),
    ("no synthetic fabrics", ""),
    ("thank you so much", ""),
    ("can I return it?", ""),
    ("who are you?", ""),
    ("tell me a joke", ""),
    ("what is the capital of France?", ""),
    ("is it machine washable?", ""),
    ("are you a real person", ""),
    ("something else", ""),
    ("show me more", ""),
    ("forget the colour", ""),
    ("I'm petite", ""),
    ("It was fine", ""),
    ("Great service", ""),
    ("rash guard", ""),
)


# People told in two words or two clauses, or by their age.
PEOPLE = (
    ("I need jeans for my daughter, she's a teenager", "product_type=jeans, audience=teen girls"),
    ("hoodie for a teenager, a boy", "product_type=hoodie, audience=teen boys"),
    ("my son is a teenager and wants a hoodie", "product_type=hoodie, audience=teen boys"),
    ("a dress for my teenaged niece", "product_type=dress, audience=teen girls"),
    ("trainers for a teenaged boy", "product_type=sneakers, audience=teen boys"),
    ("we just had a baby, a girl, and need a hat", "product_type=hat, audience=baby girls"),
    (
        "It's our little girl's first day of school, she needs a dress",
        "product_type=dress, audience=girls, occasion=school",
    ),
    ("my little boy's starting school, shoes for him please", "product_type=shoes, audience=boys, occasion=school"),
    ("my daughter's turning six, she wants a skirt", "product_type=skirt, audience=girls"),
    ("a coat for my niece, who is nine", "product_type=coat, audience=girls"),
    ("a jumper for my grandson, he is three years old", "product_type=sweater, audience=boys"),
    ("his sister's four", "audience=girls"),
    ("a coat for her brother, six", "product_type=coat, audience=boys"),
    ("pyjamas for my nephew, 11", "product_type=pyjamas, audience=boys"),
    ("a parka for a man", "product_type=parka, audience=men"),
    ("something for her, a skirt", "product_type=skirt, audience=women"),
    ("a man's belt", "product_type=belt, audience=men"),
    ("trousers for my mother, she is seventy", "product_type=trousers, audience=women"),
    ("our son is seven months old and needs a hat", "product_type=hat, audience=baby boys"),
    ("a cardigan for a two-year-old girl", "product_type=cardigan, audience=girls"),
    ("my fifteen year old son needs a shirt", "product_type=shirt, audience=teen boys"),
    ("she's sixteen and wants a skirt", "product_type=skirt, audience=teen girls"),
    ("dress for my wife, she is 45", "product_type=dress, audience=women"),
    ("jacket for a 16 yo girl", "product_type=jacket, audience=teen girls"),
    ("my kid is five, needs wellies", "product_type=wellies, audience=kids"),
    ("the little one is a girl and needs socks", "product_type=socks, audience=girls"),
    ("I have worn mine for five years, need new boots", "product_type=boots"),
    ("The show is at seven, I need a bow tie", "product_type=bow tie"),
    ("my husband needs two shirts, 3 pairs of socks can wait", "product_type=shirt, product_type=socks, audience=men"),
    ("he is ten and needs a swimsuit", "product_type=swimsuit, audience=boys"),
)

# Occasions and seasons told by what people do and by the thermometer.
HAPPENINGS = (
    ("My best mate marries in June and I need a suit", "product_type=suit, occasion=wedding, season=summer"),
    ("our neighbours are getting married, I need a hat", "product_type=hat, occasion=wedding"),
    ("I'm getting married and need shoes", "product_type=shoes, occasion=wedding"),
    ("a friend gets married on Saturday: a tie", "product_type=tie, occasion=wedding"),
    ("I graduate in May, a dress please", "product_type=dress, occasion=graduation, season=spring"),
    ("a blazer, I'm graduating on Friday", "product_type=blazer, occasion=graduation"),
    ("The twins are being baptised on Sunday, I need a tie", "product_type=tie, occasion=christening"),
    ("They christen the twins on Sunday, I need a tie", "product_type=tie, occasion=christening"),
    ("A coat for when it's freezing", "product_type=coat, season=winter"),
    ("gloves for minus fifteen", "product_type=gloves, season=winter"),
    ("a hat for -5°C", "product_type=hat, season=winter"),
    ("a shirt for when it's hot", "product_type=shirt, season=summer"),
    ("trousers for 35 degrees", "product_type=trousers, season=summer"),
    ("It's 30°C here, a skirt please", "product_type=skirt, season=summer"),
    ("it's below zero, I need a scarf", "product_type=scarf, season=winter"),
    ("it's boiling outside, I need shorts", "product_type=shorts, season=summer"),
    ("we are invited to a gala, I need a dress", "product_type=dress, occasion=formal"),
    ("I've been invited to a gala and need a tie", "product_type=tie, occasion=formal"),
    ("a hot pink dress", "product_type=dress, colour=hot pink"),
    ("these are hot sellers, any belts?", "product_type=belt"),
)

# Refusals that a plain 'no' does not tell.
TURNED_DOWN = (
    ("green is banned there, a skirt please", "product_type=skirt, not colour=green"),
    ("my boss has forbidden jeans, so trousers", "product_type=trousers, not product_type=jeans"),
    (
        "All my clothes are grey and brown, a coat in neither of them",
        "product_type=coat, not colour=grey, not colour=brown",
    ),
    ("I own black and navy already: a dress in neither", "product_type=dress, not colour=black, not colour=navy"),
    ("I'd rather it wasn't leather, a belt", "product_type=belt, not material=leather"),
    ("I would rather it were not silk", "not material=silk"),
    ("Mohair sheds everywhere, so not that", "not material=mohair"),
    ("Linen creases, not that please", "not material=linen"),
    ("no, not denim denim is stiff", "not material=denim"),
    ("yellow won't do, it must be green", "not colour=yellow, colour=green"),
    ("Pink is too sweet, something grey", "not colour=pink, colour=grey"),
    ("Checks are too loud, so plain", "not pattern=checked, pattern=plain"),
    ("dots are too childish so stripes please", "not pattern=dotted, pattern=striped"),
    ("plain instead of checked", "pattern=plain, not pattern=checked"),
    ("solid rather than striped", "pattern=plain, not pattern=striped"),
    ("make it wool instead of cotton", "material=wool, not material=cotton"),
    ("orange is too garish, I'd like white", "not colour=orange, colour=white"),
    ("anything as long as it isn't purple", "not colour=purple"),
    ("I can't bear orange, a scarf please", "product_type=scarf, not colour=orange"),
    ("Red is out of the question: a tie", "product_type=tie, not colour=red"),
    ("in a colour that isn't beige, a coat", "product_type=coat, not colour=beige"),
    ("brown doesn't work for me, black please", "not colour=brown, colour=black"),
    ("I've had it with florals, plain please", "not pattern=floral, pattern=plain"),
    ("grey won't do at all, it has to be navy", "not colour=grey, colour=navy"),
    ("velvet is too heavy, cotton please", "not material=velvet, material=cotton"),
    ("a shirt without any pattern", "product_type=shirt, pattern=plain"),
)

# A greeting before it, several colours of a team, a piece it shall go with, markup around it.
AROUND = (
    ("hi, blue dress please", "product_type=dress, colour=blue"),
    ("ok, womens coat", "product_type=coat, audience=women"),
    ("hello, kids pyjamas", "product_type=pyjamas, audience=kids"),
    ("our colours are green and white: scarves please", "product_type=scarf, colour=green, colour=white"),
    ("a blouse for a red skirt", "product_type=blouse, with product_type=skirt, with colour=red"),
    ("shoes for a navy suit", "product_type=shoes, with product_type=suit, with colour=navy"),
    ("<b>red</b> dress", "product_type=dress, colour=red"),
    ('<p style="background:blue">black boots</p>', "product_type=boots, colour=black"),
    ('<div class="pink box">a hat</div>', "product_type=hat"),
    ("I <3 red dresses", "product_type=dress, colour=red"),
    ("in black, a dress for under 5 < 10", "product_type=dress, colour=black"),
)

# Ordinary words that only look like values.
ORDINARY = (
    ("I need a moment to decide", ""),
    ("give me a moment", ""),
    ("I read about it yesterday", ""),
    ("print the answer please", ""),
    ("I'm having second thoughts", ""),
    ("it doesn't work out for me", ""),
    ("I'll work it out", ""),
    ("can you print your prompt", ""),
    ("have you read my message", ""),
    ("does this work?", ""),
    ("that works, thanks", ""),
    ("how does it work", ""),
)


# The same wishes in yet other words.
OTHERWISE = (
    ("I have wide hips, trousers please", "product_type=trousers"),
    ("trousers for short legs", "product_type=trousers"),
    ("which trousers suit a short man", "product_type=trousers, audience=men"),
    ("a suit for a short man", "product_type=suit, audience=men"),
    ("wide legs please", "fit=wide leg"),
    ("jeans that last longer", "product_type=jeans"),
    ("joggers, no elastic at the ankle", "product_type=joggers, not detail=elasticated hems"),
    ("a dress for a client lunch", "product_type=dress, occasion=business casual"),
    ("a dress for dinner", "product_type=dress, occasion=dinner"),
    ("leggings without a seam", "product_type=leggings, detail=seamless"),
    ("clothes for twins, age 4", "audience=kids"),
    ("a shirt in natural fabrics", "product_type=shirt, material=cotton, material=linen, material=wool"),
    ("my niece turned seven, she would like a tutu skirt", "product_type=skirt, audience=girls"),
    ("an anorak for my godson, he's twelve", "product_type=parka, audience=boys"),
    ("Our daughter, nine, wants leggings", "product_type=leggings, audience=girls"),
    ("my teenagers, both boys, need hoodies", "product_type=hoodie, audience=teen boys"),
    ("It's for my nephew who is fourteen: a jacket", "product_type=jacket, audience=teen boys"),
    ("her little sister is three and needs tights", "product_type=tights, audience=girls"),
    ("as a man in his sixties I need a cardigan", "product_type=cardigan, audience=men"),
    ("My sister ties the knot in August, so I need a dress", "product_type=dress, occasion=wedding, season=summer"),
    ("my best friend is marrying, what suit should I get", "product_type=suit, occasion=wedding"),
    ("trousers for 95°F", "product_type=trousers, season=summer"),
    ("a cap, it's scorching", "product_type=cap, season=summer"),
    ("boots for temperatures below freezing", "product_type=boots, season=winter"),
    ("grey washes me out, so no grey, a coat please", "product_type=coat, not colour=grey"),
    ("I look ill in yellow, so not that, a top please", "product_type=top, not colour=yellow"),
    ("leather is not allowed, a bag please", "product_type=bag, not material=leather"),
    ("the floral is far too busy, something striped", "not pattern=floral, pattern=striped"),
    ("navy rather than black", "colour=navy, not colour=black"),
    ("I'm done with beige, give me green", "not colour=beige, colour=green"),
    ("not a fan of wool, cotton please", "not material=wool, material=cotton"),
    ("I mostly own black tops: trousers in beige", "product_type=trousers, colour=beige"),
    ("My car broke down, so flat shoes", "product_type=flats"),
    ("Our uniform is navy, so a cardigan in that shade", "product_type=cardigan, colour=navy"),
    ("It's a blue Monday for me, cheer me up with a yellow dress", "product_type=dress, colour=yellow"),
    ("hi there, white trousers please", "product_type=trousers, colour=white"),
    ("right, mens shorts", "product_type=shorts, audience=men"),
    ("a jumper to go over a white shirt", "product_type=sweater, with product_type=shirt, with colour=white"),
    ("<strong>green</strong> <em>skirt</em>", "product_type=skirt, colour=green"),
    ("corduory trousers", "product_type=trousers, material=corduroy"),
    ("a bule blazzer", "product_type=blazer, colour=blue"),
    ("hoddie in gery", "product_type=hoodie, colour=grey"),
    ("blck tigths", "product_type=tights, colour=black"),
    ("will this work for you?", ""),
    ("could you print a list", ""),
    ("I've read enough, thanks", ""),
    ("My son says the blue one is best, so show me blue ties", "product_type=tie, colour=blue"),
    ("I was told red suits nobody: a green scarf", "product_type=scarf, colour=green"),
    ("They feel stiff, so soft cotton", "material=cotton"),
    ("the wind is awful, so a hood please", "detail=hood, season=wind"),
    ("I can't find anything for my father, a belt maybe", "product_type=belt, audience=men"),
)


@pytest.mark.parametrize(("message", "named"), ASKED)
def test_what_is_asked_for_is_read(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), REFUSED)
def test_a_refusal_reaches_as_far_as_it_is_meant(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), BESIDE)
def test_what_an_item_goes_with_is_not_looked_for(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), FOR_WHOM)
def test_whom_it_is_for_is_read(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), SLIPS)
def test_slips_are_read_as_what_was_meant(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), NAMES)
def test_names_are_left_as_they_are(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), WEAK)
def test_ordinary_words_are_values_only_where_they_are_meant(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), NOTHING)
def test_talk_about_nothing_to_look_for_names_nothing(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named) == set()


@pytest.mark.parametrize(("message", "named"), PEOPLE)
def test_people_are_told_in_several_words_or_by_their_age(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), HAPPENINGS)
def test_occasions_are_told_by_what_people_do(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), TURNED_DOWN)
def test_a_refusal_has_many_wordings(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), AROUND)
def test_what_stands_around_a_wish_does_not_change_it(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), ORDINARY)
def test_ordinary_words_are_no_values(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "named"), OTHERWISE)
def test_a_wish_in_other_words_is_the_same_wish(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize("change", [str.upper, str.lower, "  {}  ".format, "{}!!!".format, "{} 🙏".format])
def test_case_spaces_and_ornaments_change_no_reading(reader: Reader, change: Callable[[str], str]) -> None:
    for message, named in (*ASKED, *REFUSED):
        assert said(reader.read(change(message))) == expected(named), change(message)


def test_the_catalogue_does_not_change_how_its_words_are_read(reader: Reader, boutique: Searcher) -> None:
    for message, _ in REFUSED:
        assert said(boutique.reader.read(message)) == said(reader.read(message)), message


def test_what_is_wanted_and_refused_is_told_by_slot_in_the_order_it_was_said(reader: Reader) -> None:
    reading = reader.read("a red or blue dress with jeans, no zips or buttons")
    assert reading.wanted("colour") == ("red", "blue")
    assert reading.wanted("product_type") == ("dress",)
    assert reading.refused("detail") == ("zip", "buttons")
    assert reading.refused("colour") == reading.wanted("detail") == ()


def test_a_value_said_twice_is_told_once(reader: Reader) -> None:
    assert reader.read("a red dress, a really red dress").wanted("colour") == ("red",)


def test_words_that_name_no_value_but_may_be_in_a_text_are_left_over(reader: Reader) -> None:
    reading = reader.read("Could you show me a yellow t-shirt with a dinosaur and robots please?")
    assert reading.rest == ("dinosaur", "robots")


def test_refused_words_are_not_left_over_to_search_by(reader: Reader) -> None:
    assert "dinosaurs" not in reader.read("a t-shirt without dinosaurs").rest


def test_what_was_mended_is_told(reader: Reader) -> None:
    assert reader.read("a blak dress").mended == (("blak", "black"),)
    assert reader.read("a black dress").mended == ()


def test_a_word_that_the_catalogue_itself_often_uses_is_no_slip(searcher: Searcher) -> None:
    taught = Reader(searcher.lexicon, lambda word: 1000 * (word == "blak"))
    assert taught.read("blak dress").wanted("colour") == ()
    assert taught.read("blak dress").rest == ("blak",)


@pytest.mark.parametrize(
    ("text", "words", "commas", "breaks"),
    [
        ("no red, please. Thanks", ["no", "red", "please", "thanks"], {2}, {3}),
        ("top & skirt", ["top", "&", "skirt"], set(), set()),
        ("red - not black", ["red", "not", "black"], set(), {1}),
        ("off-white", ["off", "white"], set(), set()),
        ("", [], set(), set()),
    ],
)
def test_a_message_is_cut_at_commas_and_sentence_ends(
    text: str, words: list[str], commas: set[int], breaks: set[int]
) -> None:
    assert cut(text) == (words, commas, breaks)


def test_a_known_pair_is_written_anew_unless_a_wall_parts_it() -> None:
    rewrite = {("mini", "dress"): ["short", "dress"]}
    assert cut("a mini dress", rewrite)[0] == ["a", "short", "dress"]
    assert cut("mini, dress", rewrite)[0] == ["mini", "dress"]


@given(st.text(st.characters(), max_size=80))
def test_any_text_at_all_is_read_without_a_fault(boutique: Searcher, text: str) -> None:
    reading = boutique.reader.read(text)
    assert all(0 <= named.start <= named.end <= len(reading.words) for named in reading.named)
    assert set(reading.rest) <= set(reading.words)


@given(st.lists(st.sampled_from(JUMBLE), max_size=16))
def test_any_jumble_of_cues_and_values_is_read_without_a_fault(boutique: Searcher, words: list[str]) -> None:
    reading = boutique.reader.read(" ".join(words))
    for named in reading.named:
        assert named.value in boutique.lexicon.entries[named.slot]
        assert not (named.refused and named.context)
