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
_FEW_WORDS = 4
_OF_THE_WHOLE = frozenset(HARD_SLOTS) - {"product_type", *SHARED_SLOTS}
# Garments that say no more than a role does.
_WHOLE_ROLES = frozenset({"shoes", "top", "bag", "accessories", "accessory", "Other shoe", "bottoms"})
# Roles that go on with another piece, where a kind of garment is turned down, and what then takes its place.
_KINDS_APART = {
    "bottom": ("bottom",),
    "shoes": ("shoes",),
    "top": ("top",),
    "one_piece": ("top", "bottom"),
    "accessory": (),
}
_WHAT_IF = re.compile(r"(?:and |but |ok |so )?(?:what |how about |what about )?(?:if|when|for|in|on)\b")
_FOR_WHOM = re.compile(r"(?:oh |and |but |btw |by the way |ok |sorry )*(?:im|i am|its for|this is for|for)\b")
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
_ALLOWED = re.compile(r"\b(?:ok|okay|all right|alright|acceptable|allowed|appropriate|suitable|a faux pas)\b")
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

    def changed_look(self, said: Said) -> Plan | None:
        """'Other shoes', 'without the bag', 'another look': the look composed last, changed."""
        if not said.brief.look:
            return None
        held = {piece.role for piece in said.brief.look}
        left_out = tuple(role for role in ROLES if role in held and self._leaves_out(said, role))
        if plan := (self._with_own(said) or self._turned_down(said)) if not left_out else None:
            return plan
        named = tuple(role for role in said.role_words if role in ROLES)
        roles = tuple(role for role in named if role not in left_out)
        # "A skirt, not trousers": one garment of a role for another.
        exchanged = len(said.reading.wanted("product_type")) > 0 and bool(said.reading.refused("product_type"))
        wanted = tuple(filter(None, map(self._role_of, said.reading.wanted("product_type"))))
        roles, left_out = (tuple(dict.fromkeys(wanted)) or named, ()) if exchanged else (roles, left_out)
        few_words = len(said.text.split()) <= _FEW_WORDS and set(roles) <= held and not said.is_question
        changes = bool(roles) and (
            exchanged or few_words or self._rules.says("change", said.text) or self._rules.says("adding", said.text)
        )
        asks_anew = said.points_by_number or self._rules.says("look", said.text) or self._rules.says("count", said.text)
        if (changes or left_out) and not asks_anew:
            swap = roles if changes else ()
            act = Act.model_validate({"name": "look", "swap": swap, "without": left_out})
            edits = [*self._situation_edits(said), *self.piece_edits(said, said.reading.named)]
            return Plan(edits=tuple(edits), acts=(act,))
        if pieces := self._pieces(said):
            return Plan(acts=(Act(name="look", pieces=pieces),))
        wished = [n for n in said.reading.named if n.slot in _OF_THE_WHOLE and not n.context]
        answers = said.talk.question and "look" in said.did_last
        # After a look it is the garment that was asked about.
        if wished and not answers and not (said.handles or said.is_question or said.reading.wanted("product_type")):
            edits = [*self._situation_edits(said), *(told("exclude" if n.refused else "replace", n) for n in wished)]
            return Plan(edits=tuple(edits), acts=(Act(name="look"),))
        if self._is_on_situation(said):
            return Plan(edits=tuple(self._situation_edits(said)), acts=(Act(name="look"),))
        if self._rules.says("another_look", said.text) and not said.reading.wanted("product_type"):
            return Plan(edits=tuple(self._situation_edits(said)), acts=(Act(name="look", more=True),))
        return None

    def _with_own(self, said: Said) -> Plan | None:
        """'I own brown loafers': the look once more, around the shopper's own pieces."""
        garments = [n for n in said.reading.named if n.slot == "product_type" and not n.refused]
        last = said.talk.earlier[-1].message.lower() if said.talk.earlier else ""
        listed = self._rules.says("packing", last) or self._rules.says("capsule", last)
        if (
            listed
            or not said.owned
            or said.is_question
            or "look" not in said.did_last
            or any(not said.is_owned(n) for n in garments)
        ):
            return None
        return Plan(acts=(Act(name="look", own=" and ".join(said.own_pieces)),))

    def _turned_down(self, said: Said) -> Plan | None:
        """'Not heels, I can't walk in them', 'I don't wear skirts': another piece for the role, of no such kind."""
        refused = [n for n in said.reading.named if n.slot == "product_type" and n.refused]
        roles = [self._role_of(n.value) for n in refused if n.value not in _WHOLE_ROLES]
        only = all(n in refused for n in said.reading.named) and "look" in said.did_last
        if not roles or said.is_question or not only or not all(role in _KINDS_APART for role in roles):
            return None
        held = {piece.role for piece in said.brief.look}
        swap = tuple(dict.fromkeys(r for role in roles for r in _KINDS_APART[str(role)] if role in held))
        own = " and ".join(piece.own for piece in said.brief.look if piece.own) or None
        act = {"name": "look", "swap": swap} if swap else {"name": "look", "own": own}
        return Plan(edits=tuple(told("exclude", n) for n in refused), acts=(Act.model_validate(act),))

    def _is_on_situation(self, said: Said) -> bool:
        """'Something less dressy', 'and if it's cold?', right after a look: said of that look."""
        slots = ("occasion", "season", *(("audience",) if _FOR_WHOM.match(said.text) else ()))
        told_of = bool(said.reading.named) and all(n.slot in slots for n in said.reading.named)
        asks = said.is_question and not _WHAT_IF.match(said.text)
        return told_of and "look" in said.did_last and not asks and not said.handles

    def _role_of(self, product_type: str) -> str | None:
        roles = self._rules.roles.items()
        return next((role for role, words in roles if re.search(rf"\b({words})s?$", product_type)), None)

    def _leaves_out(self, said: Said, role: str) -> bool:
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
        asks = asks or self.asks_what_with(said)
        kind = "" if kind == "packing" and _CREASES.search(said.text) else kind
        if not kind and not asks:
            return None
        garments = [n for n in said.reading.named if n.slot == "product_type" and not n.refused]
        context = [n for n in garments if n.context or said.is_owned(n)]
        asked = [n for n in garments if n not in context]
        if not kind and asked and not context and not self._points(said) and not self._asks_beside(said):
            return self._named_look(said, asked)
        if asked and not (kind or context or self._points(said)):
            return None
        without = tuple(role for role in ROLES if self._leaves_out(said, role))
        roles = tuple(role for role in self._roles(said, asked, context) if role not in without)
        act = {
            "name": "look",
            "kind": kind or "look",
            "roles": roles,
            "without": without,
            "pieces": self._pieces(said),
            **self._anchor(said, context),
        }
        edits = [*self._anchor_edits(said, context, act), *self._situation_edits(said)]
        wished = [n for n in said.reading.named if not n.context and not said.is_owned(n)]
        edits += self.piece_edits(said, wished)
        if not asked and not context and "handles" not in act:
            # "All in black", "something that sparkles": said of no garment, it is said of the whole look.
            edits += [told("replace", n) for n in wished if n.slot in _OF_THE_WHOLE and not n.refused]
        asked_for = tuple(name for name in said.asked if not (name == "price" and act["pieces"]))
        return Plan(edits=tuple(edits), acts=(Act.model_validate(act),), asked=asked_for)

    def _named_look(self, said: Said, asked: Sequence[Named]) -> Plan:
        """'An outfit with a red skirt': the piece named is what the look is built on."""
        named = [n for n in said.reading.named if not n.context and n.slot in HARD_SLOTS and n.slot != "audience"]
        edits = [*self._fresh(said), *(told("replace", n) for n in named if not n.refused)]
        edits += [told("exclude", n) for n in named if n.refused]
        act = {"name": "look", "pieces": self._pieces(said)}
        return Plan(edits=(*edits, *self._situation_edits(said)), acts=(Act.model_validate(act),), asked=said.asked)

    def _points(self, said: Said) -> bool:
        """Whether the message points at an article that was shown."""
        return bool(said.handles or said.earlier_ids or (said.pronoun_handles and not said.owned))

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
        if not (context or self._points(said)):
            return ()
        if layer := re.search(r"\b(over|under)\b", said.text):
            return ("outer",) if layer[1] == "over" else ()
        taken = {place for n in context for place in range(n.start, n.end)}
        pointed = {place for n in asked if said.is_pointer(n) for place in range(n.start, n.end)}
        words = {word for place, word in enumerate(said.reading.words) if place not in taken | pointed}
        after = re.sub(r"\b(the|this|that|these|those) (\w+ )?\w+$", "", said.text)
        return tuple(
            role
            for role, alternatives in self._rules.roles.items()
            if words & set(alternatives.split("|")) and re.search(rf"\b({alternatives})\b", after)
        )

    def _anchor(self, said: Said, context: Sequence[Named]) -> dict[str, object]:
        if said.owned:
            return {"own": " and ".join(said.own_pieces)}
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
        goes_on = "product_type" in said.brief.wanted and not self._situation_edits(said)
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

    def _situation_edits(self, said: Said) -> list[Edit]:
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
        telling = others or heads[0].value not in _WHOLE_ROLES
        return at_part(edits, part) if telling else []

    def _is_role(self, said: Said, named: Named) -> bool:
        """Whether a refused garment's word stands for a whole role, which the look leaves out."""
        word = " ".join(said.reading.words[named.start : named.end])
        return any(re.fullmatch(words, word) for words in self._rules.roles.values())

    def _pieces(self, said: Said) -> int | None:
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
        if self._rules.says("look", said.text) and said.handles:
            return None
        if _COLOURS_OF_IT.search(said.text) or _TOO_MUCH_TO_ASK.search(said.text):
            return None
        asks_of_row = bool(said.handles) and not said.reading.named and not _WEARING.search(said.text)
        weighed = _pairs_colours(said) or _doubts(said)
        return self._advice(said) if (weighed or self._rules.says("advise", said.text)) and not asks_of_row else None

    def _advice(self, said: Said) -> Plan:
        values = tuple(dict.fromkeys(f"{n.slot}={n.value}" for n in said.reading.named))
        handles = said.handles or (said.pronoun_handles[:1] if not values or said.talk.last else ())
        edits = [Edit(op="refer", handles=handles[:1])] if handles else []
        if not handles and _GOING.search(said.text):
            # "I'm going to a wedding; what is respectful?": what it is for stays known.
            edits += self._situation_edits(said)
        held = tuple(f"occasion={one}" for one in said.brief.wanted.get("occasion", ())) if not values else ()
        return Plan(edits=tuple(edits), acts=(Act(name="advise", values=values or held, handles=handles[:1]),))


def _pairs_colours(said: Said) -> bool:
    """'Navy + black?': nothing but colours, asked about together."""
    named = said.reading.named
    colours = len(named) > 1 and all(n.slot == "colour" and not n.refused for n in named)
    joined = bool(re.search(r"\b(?:and|with|plus)\b|[+&]", said.talk.message.lower()))
    return colours and joined and "?" in said.talk.message and not said.reading.rest


def _doubts(said: Said) -> bool:
    """'Brown shoes + black trousers ok?', 'black tie?': whether something may be worn, or what a code means."""
    if "?" not in said.talk.message or said.points_by_number:
        return False
    slots = [n.slot for n in said.reading.named]
    code = slots == ["occasion"] and len(said.text.split()) <= _FEW_WORDS and not said.reading.rest
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
