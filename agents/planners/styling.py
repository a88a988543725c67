"""Styling: how the house planner hears wishes for looks, comparisons, advice, try-ons and pictures."""

import re
from collections.abc import Sequence

from agents.listening import Said
from agents.plan import Act, Edit, Plan
from agents.planners.edits import at_part, let_go, told
from agents.requests.classifier import Classifier
from agents.rules import Rules
from catalog.reading import Named
from foundation.brief import HARD_SLOTS, ROLES, SHARED_SLOTS

_NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())  # noqa: SIM905
}
_NUMBERS["fifteen"] = 15
_MOST_COMPARED = 4
# The most words of a question taken up again for one more value.
_ONE_MORE = 6
# "Ok. With what top?"
_WITH_WHAT = re.compile(r"\b(?:with what|what with|with which)\b")
_GOES_ON = re.compile(r"(?:and|or|but|what about|how about|with)\b")
_SHORT = 4
OF_THE_WHOLE = frozenset(HARD_SLOTS) - {"product_type", *SHARED_SLOTS}
# Garments that say no more than a role does.
WHOLE_ROLES = frozenset({"shoes", "top", "bag", "accessories", "accessory", "Other shoe", "bottoms"})
_CREASES = re.compile(r"\b(?:creas\w+|wrinkl\w+|crumpl\w+)\b")
_TOO_MUCH_TO_ASK = re.compile(r"\btoo much to (?:ask|have|want)\b")
# Said of an article that there is only a picture of by itself: "on a model", "walking in Paris".
_ON_SOMEONE = re.compile(
    r"\bon (?:a|an|the|some) (?:\w+ )?(?:model|man|woman|person|mannequin|girl|guy|lady)\b"
    r"|\b(?:walking|posing|sitting|standing|dancing)\b"
)
_GOING = re.compile(
    r"\b(?:im|i am|were|we are|ive been|i have been|ive got|i have|theres|been) (?:\w+ )?"
    r"(?:attending|going|invited|an?|the|my)\b|\bmy \w+ is\b"
)
# A question of style, not of what the row of an article says.
_WEARING = re.compile(r"\b(?:wear|go|goes|work|works|match|pair|suit|suitable|appropriate|style|occasion|season)\b")
_OUTFIT = re.compile(r"\b(?:outfits?|looks?|ensemble)\b(?! (?:at|like|good|nice))")
_ALLOWED = re.compile(
    r"\b(?:ok|okay|all right|alright|acceptable|allowed|appropriate|suitable|a faux pas|boring|dull|weird|odd|strange"
    r"|tacky|dated|old fashioned|outdated|too much|too plain)\b"
)
_SHOWN = re.compile(r"\b(?:show|see|find|suggest|recommend)\b")
# The other colours of one article, which its rows tell.
_COLOURS_OF_IT = re.compile(
    r"\b(?:other|which|what|more) (?:other )?colours?\b.*\b(?:of (?:it|that|this|the)|come|comes|there)\b"
)
# Two articles weighed against each other: "is the second warmer than the first?"
_MORE_THAN = re.compile(
    r"\b(?:\w+er|more \w+|less \w+|as \w+) (?:than|as)\b|\bdiffer\w*\b|\bcompare\w*\b|\b(?:\w+er|better)\b$"
)
# "Take the bag out", "leave the bag away".
_TAKES = re.compile(r"\b(?:take|leave|put|keep|get)(?: the| that| this)?(?: \w+)? $")
_LEAVES_THEM = re.compile(r"\b(?:leave|take|drop|skip|lose) (?:it|them|that|those)(?: (?:out|off|away))?$")
_AWAY = re.compile(r" (?:out|off|away|aside)\b")
# A picture that the catalogue has already.
_SHOWS_PICTURE = re.compile(r"\b(?:show|see|have|got|there)\b.*\b(?:picture|photo|image|pic)s? of\b")
_POINTING = re.compile(r"\b(?:first|second|third|last|two|both|these|those|them|\d|one)\b")
# Without one of these words nobody asks for a picture; the classifier is only asked beside them.
_OF_PICTURES = re.compile(
    r"\b(?:draw(?:s|n|ing|ings)?\b|paint|sketch|illustrat|doodle|render|generat|picture|image|photo|pic\b|pics\b"
    r"|visual|imagine|poster|portrait|mood ?board|collage|look ?book|background|photoshop|edit (?:the|this|my|it|out))"
)
_SOLD = re.compile(
    r"\b(?:you|do you|shop|store)(?: \w+)? (?:sell|have|stock|carry|sells|has)\b"
    r"|\b(?:in|from|of) (?:the|your) (?:shop|store|catalogue|range)\b"
)
_NUMERAL = re.compile(r"\b(\d|one|two|three|four|five|six)\b")


class Styling:
    """Plans of acts that are no search; the classifier tells a picture asked for from talk of pictures."""

    def __init__(self, rules: Rules, classifier: Classifier) -> None:
        self._rules, self._classifier = rules, classifier

    def picture(self, said: Said) -> Plan | None:
        """A try-on or a picture asked for."""
        if self._rules.says("try_on", said.text):
            handles = said.handles or said.pronoun_handles or ((1,) if len(said.talk.last) == 1 else ())
            refer = (Edit(op="refer", handles=handles[:1]),) if handles else ()
            return Plan(edits=refer, acts=(Act(name="try_on", handles=handles),))
        if _OF_PICTURES.search(said.text) and said.handles and _ON_SOMEONE.search(said.text):
            return Plan(acts=(Act(name="paint", handles=said.handles),))
        if said.handles and _SHOWS_PICTURE.search(said.text) and said.talk.last:
            ids = tuple(said.talk.last[handle - 1].article_id for handle in said.handles)
            pointed = Edit(op="refer", handles=said.handles[:1])
            return Plan(edits=(pointed,), acts=(Act(name="search", article_ids=ids),))
        if self._asks_for_picture(said):
            return Plan(acts=(Act(name="paint", handles=said.handles),))
        return None

    def _asks_for_picture(self, said: Said) -> bool:
        """Whether a picture is to be made: by the classifier where it is sure, by patterns where it is not."""
        if not _OF_PICTURES.search(said.text) or _SOLD.search(said.text):
            return False
        label = self._classifier.label(said.talk.message).label
        return label == "image_request" or (label == "unsure" and self._rules.says("paint", said.text))

    def role_of(self, product_type: str) -> str | None:
        """The role in a look that a garment plays."""
        roles = self._rules.roles.items()
        return next((role for role, words in roles if re.search(rf"\b({words})s?$", product_type)), None)

    def is_kind_apart(self, product_type: str) -> bool:
        """Whether 'no heels', 'no skirt' asks for another kind in the role, not for none."""
        kinds = product_type not in WHOLE_ROLES
        return kinds and self.role_of(product_type) in ("bottom", "shoes", "top", "one_piece")

    def leaves_out(self, said: Said, role: str) -> bool:
        """Whether the role's word stands right after 'without', 'no', 'leave out'."""
        for match in re.finditer(rf"\b({self._rules.roles[role]})\b", said.text):
            before, after = said.text[: match.start()], said.text[match.end() :]
            if self._rules.says("leave_out", before) or (_TAKES.search(before) and _AWAY.match(after)):
                return True
            if _LEAVES_THEM.search(after):
                return True
        return False

    def look(self, said: Said) -> Plan | None:
        """A look: around a shown, owned or named piece, for an occasion, a capsule or what to pack."""
        kind = "capsule" if self._rules.says("capsule", said.text) else ""
        kind = kind or ("packing" if self._rules.says("packing", said.text) else "")
        asks = self._rules.says("look", said.text) and not self._rules.says("no_look", said.text)
        asks = asks or self.asks_what_with(said) or self._asks_for_another(said)
        kind = "" if kind == "packing" and _CREASES.search(said.text) else kind
        if not kind and not asks:
            return None
        garments = [n for n in said.reading.named if n.slot == "product_type" and not n.refused]
        context = [n for n in garments if n.context or said.is_owned(n)]
        asked = [n for n in garments if n not in context]
        beside = context or self._points(said) or self._advised_garment(said)
        if not kind and asked and not beside and not self._asks_beside(said):
            return self._named_look(said, asked)
        if asked and not (kind or beside):
            return None
        if asked and (self._is_belt_of_dress(said, asked) or self._seeks_beside(said)):
            return None
        kinds = [
            n for n in said.reading.named if n.slot == "product_type" and n.refused and self.is_kind_apart(n.value)
        ]
        apart = {self.role_of(n.value) for n in kinds}
        without = tuple(role for role in ROLES if role not in apart and self.leaves_out(said, role))
        roles = tuple(role for role in self._roles(said, asked, context) if role not in without)
        act = {
            "name": "look",
            "kind": kind or "look",
            "roles": roles,
            "without": without,
            "pieces": self.pieces(said),
            **self._anchor(said, context),
        }
        edits = [*self._anchor_edits(said, context, act), *self.situation_edits(said)]
        wished = [n for n in said.reading.named if not n.context and not said.is_owned(n)]
        edits += self.piece_edits(said, wished)
        edits += [told("exclude", n) for n in kinds if told("exclude", n) not in edits]
        if not asked and not context and "handles" not in act:
            # "All in black", "something that sparkles": said of no garment, it is said of the whole look.
            edits += _joined([told("replace", n) for n in wished if n.slot in OF_THE_WHOLE and not n.refused])
        asked_for = tuple(name for name in said.asked if not (name == "price" and act["pieces"]))
        return Plan(edits=tuple(edits), acts=(Act.model_validate(act),), asked=asked_for)

    def _named_look(self, said: Said, asked: Sequence[Named]) -> Plan:
        """'An outfit with a red skirt': the piece named is what the look is built on."""
        named = [n for n in said.reading.named if not n.context and n.slot in HARD_SLOTS and n.slot != "audience"]
        edits = [*self._fresh(said), *(told("replace", n) for n in named if not n.refused)]
        edits += [told("exclude", n) for n in named if n.refused]
        act = {"name": "look", "pieces": self.pieces(said)}
        return Plan(edits=(*edits, *self.situation_edits(said)), acts=(Act.model_validate(act),), asked=said.asked)

    def _points(self, said: Said) -> bool:
        """Whether the message points at an article that was shown."""
        return bool(said.handles or said.earlier_ids or (said.pronoun_handles and not said.owned))

    def _asks_for_another(self, said: Said) -> bool:
        """'Do you have a belt to go with it?': another piece beside one that was shown."""
        return bool(said.role_words) and self._rules.says("beside", said.text) and self._points(said)

    def _seeks_beside(self, said: Said) -> bool:
        """'Do you have tights to go with them?': what has no place in a look is looked for."""
        return self._rules.says("beside", said.text) and self._points(said) and not said.role_words

    def _asks_beside(self, said: Said) -> bool:
        """'What shoes go with …': the garment named is what is looked for."""
        return bool(re.search(r"\b(go|goes|wear|match|matches|pair|pairs|works?)( well)?( up)? with\b", said.text))

    def asks_what_with(self, said: Said) -> bool:
        """'Number 1. What coat?', 'I'll go with 4. Hat?': an article pointed at, and the word of a role asked for."""
        if not said.handles or "?" not in said.talk.message:
            return False
        words = "|".join(self._rules.roles.values())
        return bool(
            re.search(rf"\b(?:what|which|any|go (?:with|for) \d|take \w+(?: one)?)(?: \w+)? (?:{words})$", said.text)
        )

    def _roles(self, said: Said, asked: Sequence[Named], context: Sequence[Named]) -> tuple[str, ...]:
        """The roles asked for beside the piece that the look is built on; none: a whole look."""
        if not (context or self._points(said) or self._advised_garment(said)):
            return ()
        if layer := re.search(r"\b(over|under)\b", said.text):
            return ("outer",) if layer[1] == "over" else ()
        taken = {place for n in context for place in range(n.start, n.end)}
        pointed = {place for n in asked if said.is_pointer(n) for place in range(n.start, n.end)}
        words = {word for place, word in enumerate(said.reading.words) if place not in taken | pointed}
        after = re.sub(r"\b(the|this|that|these|those) (\w+ )?\w+$", "", said.text)
        roles = tuple(
            role
            for role, alternatives in self._rules.roles.items()
            if words & set(alternatives.split("|")) and re.search(rf"\b({alternatives})\b", after)
        )
        # A belt is worn with trousers or a skirt, which a shirt has still to find.
        belt = roles == ("accessory",) and any(n.value == "belt" for n in asked) and not context
        return ("bottom", *roles) if belt and self._pointed_role(said) not in ("bottom", None) else roles

    def _pointed_role(self, said: Said) -> str | None:
        """The role of the shown article that the message points at."""
        place = (said.handles or said.pronoun_handles or (0,))[0]
        kind = said.talk.last[place - 1].product_type_name.lower() if 0 < place <= len(said.talk.last) else ""
        return next(
            (r for r, words in self._rules.roles.items() if kind and re.search(rf"\b(?:{words})\b", kind)), None
        )

    def _is_belt_of_dress(self, said: Said, asked: Sequence[Named]) -> bool:
        """'A belt to go with it', of a dress: belts are looked for, since no look wears one over a dress."""
        belts = all(n.value == "belt" for n in asked) and self._asks_for_another(said)
        return belts and self._pointed_role(said) in ("one_piece", "outer", "shoes")

    def _advised_garment(self, said: Said) -> str | None:
        """'Ok, with what top?', right after advice on jeans: the jeans."""
        garments = (
            [n.value for n in said.advised_on if n.slot == "product_type"] if _WITH_WHAT.search(said.text) else []
        )
        return garments[-1] if garments else None

    def _anchor(self, said: Said, context: Sequence[Named]) -> dict[str, object]:
        if said.owned:
            return {"own": " and ".join(said.own_pieces)}
        if not context and (advised := self._advised_garment(said)):
            return {"own": advised}
        if len({n.start for n in context}) > 1:
            return {"own": " and ".join(said.phrase(n) for n in context)}
        if said.handles:
            return {"handles": said.handles[:1]}
        if said.just_owned and self._rules.says("pronouns", said.text):
            return {"own": " and ".join(said.just_owned)}
        if said.brief.wardrobe and self._rules.says("pronouns", said.text) and said.did_last in ((), ("say",)):
            return {"own": " and ".join(said.brief.wardrobe[-2:])}
        if context or not said.talk.last:
            return {}
        if said.pronoun_handles:
            return {"handles": said.pronoun_handles[:1]}
        # "Complete the look" speaks of what is on the page; an outfit for an occasion begins afresh.
        goes_on = "product_type" in said.brief.wanted and not self.situation_edits(said)
        return {"handles": (1,)} if goes_on and not said.brief.look else {}

    def _anchor_edits(self, said: Said, context: Sequence[Named], act: dict[str, object]) -> list[Edit]:
        if "handles" in act:
            refer = Edit.model_validate({"op": "refer", "handles": act["handles"]})
            return [refer] if said.talk.last else []
        edits = self._fresh(said)
        if "own" in act:
            return edits
        heads = {(n.start, n.end) for n in context}
        named = [n for n in said.reading.named if n.context and n.slot in HARD_SLOTS and n.slot != "audience"]
        return edits + [told("replace", n) for n in named] if heads else edits

    def _fresh(self, said: Said) -> list[Edit]:
        """What an earlier garment asked for is let go."""
        return let_go(said.brief, [slot for slot in said.brief.wanted if slot not in SHARED_SLOTS])

    def situation_edits(self, said: Said) -> list[Edit]:
        """What a message tells of the occasion, the season and the person."""
        named = [n for n in said.reading.named if n.slot in SHARED_SLOTS and not said.is_owned(n)]
        edits = [told("exclude" if n.refused else "replace", n) for n in named]
        return list({(edit.op, edit.slot, edit.values): edit for edit in _joined(edits)}.values())

    def piece_edits(self, said: Said, named: Sequence[Named]) -> list[Edit]:
        """'What brown shoes go with it', 'flat shoes instead': wishes for one piece of the look."""
        heads = [n for n in named if n.slot == "product_type" and not n.refused and not n.context]
        others = [n for n in named if n.slot in HARD_SLOTS and n.slot not in ("product_type", "audience")]
        others = [n for n in others if not said.is_pointer(n)]
        if not heads:
            kinds = [n for n in named if n.slot == "product_type" and n.refused and not self._is_role(said, n)]
            return [told("exclude", n) for n in (*kinds, *others) if n.refused]
        part = len(said.brief.parts) + 1
        part = next((i for i, p in enumerate(said.brief.parts, 1) if heads[0].value in p.wanted["product_type"]), part)
        edits = [told("add", heads[0]), *(told("exclude" if n.refused else "replace", n) for n in others)]
        telling = others or heads[0].value not in WHOLE_ROLES
        return at_part(edits, part) if telling else []

    def _is_role(self, said: Said, named: Named) -> bool:
        """Whether a refused garment's word stands for a whole role, which the look leaves out."""
        word = " ".join(said.reading.words[named.start : named.end])
        return any(re.fullmatch(words, word) for words in self._rules.roles.values())

    def pieces(self, said: Said) -> int | None:
        """How many pieces a look may have."""
        found = self._rules.found("pieces", said.text)
        number = int(found) if found and found.isdigit() else _NUMBERS.get(found or "")
        return number if number and 1 <= number <= 24 else None

    def compare(self, said: Said) -> Plan | None:
        """'Which is warmer?', 'compare 1 and 3', 'what is the difference between the first and the last?'"""
        weighs = len(said.handles) > 1 and bool(_MORE_THAN.search(said.text))
        if not weighs and not self._rules.says("compare", said.text):
            return None
        if not said.handles and _weighs_values(said.reading.named):
            return self._advice(said)
        if len(said.talk.last) < 2:
            points = said.talk.promised or said.reading.wanted("product_type") or not _POINTING.search(said.text)
            return None if points else Plan(acts=(Act(name="say", topic="unknown_item"),))
        aspects = self._rules.all("compare_aspects", said.text)
        act = {"name": "compare", "handles": self._compared(said), "aspects": aspects}
        return Plan(acts=(Act.model_validate(act),))

    def _compared(self, said: Said) -> tuple[int, ...]:
        everything = tuple(range(1, len(said.talk.last) + 1))
        numbers = [_NUMBERS.get(word, 0) or int(word) for word in _NUMERAL.findall(said.text)]
        named = dict.fromkeys([*said.handles, *(n for n in numbers if not said.handles or len(numbers) > 1)])
        handles = tuple(handle for handle in named if handle in everything)
        if len(handles) > 1:
            return handles[:_MOST_COMPARED]
        if said.handles:
            others = tuple(handle for handle in everything if handle not in said.handles)
            return (*said.handles, *others[:1])
        return everything[:2] if self._rules.says("the_two", said.text) else everything[:_MOST_COMPARED]

    def advise(self, said: Said) -> Plan | None:
        """A question of style: 'what colours go with camel?', 'can I wear black to a wedding?'"""
        if _OUTFIT.search(said.text) and not said.is_question:
            return None
        beside = self._asks_for_another(said) or self._seeks_beside(said)
        if beside or (self._rules.says("look", said.text) and said.handles):
            return None
        if _COLOURS_OF_IT.search(said.text) or _TOO_MUCH_TO_ASK.search(said.text):
            return None
        asks_of_row = bool(said.handles) and not said.reading.named and not _WEARING.search(said.text)
        weighed = _pairs_colours(said) or _doubts(said) or _asks_with(said)
        return self._advice(said) if (weighed or self._rules.says("advise", said.text)) and not asks_of_row else None

    def advise_further(self, said: Said) -> Plan | None:
        """'And red?', 'or with black?', right after advice: the same asked of another value."""
        named = [n for n in said.reading.named if not n.refused]
        goes_on = "?" in said.talk.message or (_GOES_ON.match(said.text) and not said.reading.wanted("product_type"))
        if _WITH_WHAT.search(said.text):
            return None
        if not said.advised_on or not goes_on or not named or said.reading.rest or len(said.text.split()) > _ONE_MORE:
            return None
        slots = {n.slot for n in named}
        gone = {n.slot: n for n in said.advised_on if n.slot in slots}
        kept = [n for n in said.advised_on if n not in gone.values()]
        values = dict.fromkeys(f"{n.slot}={n.value}" for n in (*kept, *named))
        return Plan(acts=(Act(name="advise", values=tuple(values)),))

    def _advice(self, said: Said) -> Plan:
        values = tuple(dict.fromkeys(f"{n.slot}={n.value}" for n in said.reading.named))
        handles = said.handles or (said.pronoun_handles[:1] if not values or said.talk.last else ())
        edits = [Edit(op="refer", handles=handles[:1])] if handles else []
        if not handles and _GOING.search(said.text):
            # "I'm going to a wedding; what is respectful?": what it is for stays known.
            edits += self.situation_edits(said)
        held = tuple(f"occasion={one}" for one in said.brief.wanted.get("occasion", ())) if not values else ()
        if _asks_with(said):
            values = (*(f"product_type={one}" for one in said.brief.wanted["product_type"]), *values)
        return Plan(edits=tuple(edits), acts=(Act(name="advise", values=values or held, handles=handles[:1]),))


def _pairs_colours(said: Said) -> bool:
    """'Navy + black?': nothing but colours, asked about together."""
    named = said.reading.named
    colours = len(named) > 1 and all(n.slot == "colour" and not n.refused for n in named)
    joined = bool(re.search(r"\b(?:and|with|plus)\b|[+&]", said.talk.message.lower()))
    return colours and joined and "?" in said.talk.message and not said.reading.rest


def _asks_with(said: Said) -> bool:
    """'With tights?', of the garment looked for: whether the two are worn together."""
    garment = [n.slot for n in said.reading.named] == ["product_type"] and bool(said.brief.wanted.get("product_type"))
    return garment and "?" in said.talk.message and bool(re.match(r"(?:and )?with (?!what|which|a zip)", said.text))


def _doubts(said: Said) -> bool:
    """'Brown shoes + black trousers ok?', 'black tie?': whether something may be worn, or what a code means."""
    if "?" not in said.talk.message or said.points_by_number or _SHOWN.search(said.text):
        return False
    slots = [n.slot for n in said.reading.named]
    code = slots == ["occasion"] and len(said.text.split()) <= _SHORT and not said.reading.rest
    return code or (len(slots) > 1 and bool(_ALLOWED.search(said.text)))


def _weighs_values(named: Sequence[Named]) -> bool:
    """Whether two values of one slot are weighed against each other: 'wool or cotton'."""
    slots = [n.slot for n in named]
    return any(slots.count(slot) > 1 for slot in ("material", "colour", "product_type", "pattern", "occasion"))


def _joined(edits: Sequence[Edit]) -> list[Edit]:
    """Edits of one slot and kind as one, so that a later value does not drive out an earlier one."""
    joined: dict[tuple[str, str | None], Edit] = {}
    for edit in edits:
        before = joined.get((edit.op, edit.slot))
        values = (*before.values, *edit.values) if before else edit.values
        joined[edit.op, edit.slot] = edit.model_copy(update={"values": values})
    return list(joined.values())
