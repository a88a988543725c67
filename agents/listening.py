"""Listening: one message with all that dialogue rules ask of it: where it points, what it asks, how it is meant."""

import re
from collections.abc import Sequence
from functools import cached_property

from agents.rules import Rules
from agents.talk import Talk
from catalog.article import Article
from catalog.lexicon import Lexicon
from catalog.measures import MEASURES
from catalog.reading import Named, Reader, Reading, cut
from catalog.words import endings, forms

_HANDLE = re.compile(
    r"\[(\d{1,2})\]|#\s?(\d{1,2})\b|\b(?:number|item|no\.?|option|nr\.?|card|tell me about)\s?(\d{1,2})\b"
    r"|\b(?:go with|go for|take|like|love|prefer|choose|pick)\s(\d{1,2})\b"
    r"(?=\s*(?:$|[.,;!?]|and\b|or\b|but\b|then\b|please))"
    r"|(?<=(?:like|love|pick|take) \d and )(\d)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(and |ok |so |but )?((the )?(first|second|third|fourth|fifth|last)( one)? )?"
    r"(whats|wheres|hows|whos|what|which|is|are|does|do|has|have|how|can|tell|describe|will|would"
    r"|give me (more )?(details|info))\b"
)
# Slots whose words in the shopper's mouth may be richer than the value's name: 'boxers' for briefs, 'cable knit'.
_MOST_POINTED_AT = 3
_LAST_ONE = re.compile(
    r"\blast (?:one|item|piece|option|of them)\b|\b(?:the|your) last$"
    r"|\bthe last\b(?! (?:time|night|year|week|month|day|few))"
)
_BEYOND = re.compile(r"\b(?:number|item|option) (?:\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b")
_LIKING = re.compile(
    r"\b(?:i|we|she|he|they|really|do|does|quite|also) (?:like|likes|liked) "
    r"(?:it|this|that|them|these|those|both|\d|number \d|the (?:first|second|third|last))\b(?! one)"
)
_FOR_ME = re.compile(r"\b(?:for (?:me|myself)|now me|me too|myself)\b|^me\b")
_SELF = re.compile(
    r"\b(?:i['’]?m|i am|as) (?:an? |his |her |their |the |your )?(?:\w+ )?(?:\w+ )?"
    r"(dad|father|man|guy|husband|grandad|grandfather|woman|mum|mom|mother|wife|lady|grandma|grandmother)\b",
    re.IGNORECASE,
)
# What can only mean an article shown.
_PLAINLY_SHOWN = re.compile(
    r"\b(?:first|second|2nd|third|fourth|fifth|last) (?:one|ones|item|piece|two|three|of (?:them|these|those))\b"
    r"|\bthe (?:first|second|third|fourth|fifth|last)(?: (?:in|made|come|and|with|is|was)\b|$)"
)
# What is first or second without being an article.
_FIRSTS = (
    "time|of all|date|days?|impression|birthday|glance|photos?|pictures?|school|year|steps?|aid|holiday|job|trip|class"
)
# A list of pieces: "I own a grey coat, black jeans, a jumper", "from these five pieces: …".
_LISTING = re.compile(r"\b(?:own|have|got|pieces|items|clothes)\b[^.?!]*,", re.IGNORECASE)
# After these a colon begins such a list.
_LISTS = (("have",), ("own",), ("pieces",), ("items",), ("clothes",))
_ARTICLES = frozenset({"a", "an", "some", "my", "the", "one", "two"})
# Before a piece in a list of what somebody owns; what one may own that is not worn; the longest name of a piece.
_LEADING = frozenset("only just mostly lots of plenty loads many few really lovely nice old new".split())  # noqa: SIM905
_NO_PIECES = frozenset(
    "shop store business house home car dog cat flat boat brand it one nothing for and but need want".split()  # noqa: SIM905
)
_LONGEST_PIECE = 4
# What stands before a piece that is the shopper's already, and before one that shall take its place.
_OWNING = re.compile(
    r"(?:(?<!can )(?<!could )(?<!may )(?<!might )(?<!do )(?<!would )(?<!should )\b(?:i|we)"
    r"(?: already| also| still| do| just| only| actually)*(?: own| have| got| ve got| bought)"
    r"|\bive(?: already| just)? (?:got|bought)|\b(?:im|i am|i will be|ill be|shes|hes) wearing"
    r"|\bmy|\bour|\b(?:guy|man|woman|girl|boy|person|lady) with"
    r"|\b(?:left|gave|lent|bought|got) me (?:his|her|their)"
    r"|\b(?:already|she|he|they)(?: already)? (?:have|has|own|owns)|(?<!is )(?<!are )\bthere (?:is|are)"
    r"|(?<!is )\btheres?(?= an?\b)|^have|\bowns?|\bive"
    r"|\b(?:these|those|the following)(?: \w+)? (?:pieces|items|clothes))"
    r"(?: (?:only|just|a|an|some|this|these|those|my|two|three|own|old|new|favou?rite|lovely|nice|pairs?|couple|\d+"
    r"|of|the|few|many|lots))*"
    r"(?: \w+)?$"
)
# What stands after one: "the blazer she already has".
_OWNED = re.compile(r"(?:that |which )?(?:i|we|she|he|they)(?: already| still)? (?:have|has|own|owns|got|bought)\b")
# Between an own piece and one that is wished for: "I have a blazer and need trousers".
_WANTING = frozenset({"need", "needs", "want", "wants", "fancy", "like", "love", "seek", "require", "show", "find"})
_NEEDING = re.compile(
    r"\b(?:(?:pick|choose|find|get|buy|bring) (?:my|our|their) own$"
    r"|replace|replacing|like|similar|than|do you|for my (?:son|daughter)\b.*have)\b"
)
_WORDED_SLOTS = ("product_type", "pattern", "material", "fit", "detail")


class Said:
    """One message of a talk with everything the rules ask of it."""

    def __init__(self, talk: Talk, reader: Reader, rules: Rules) -> None:
        self.talk, self.brief, self._rules, self._reader = talk, talk.brief, rules, reader
        self.reading: Reading = reader.read(talk.message, mend=not talk.glossed)
        words = cut(talk.message)[0] if talk.glossed else reader.spell(talk.message)
        self.text = " ".join(words)
        self.pointer = re.search(r"\b(?:the|that|this)((?: \w+){1,4}?) ones?\b(?! (?:like|similar|same))", self.text)

    @property
    def names_something(self) -> bool:
        """Whether the message names a value of the catalogue."""
        return bool(self.reading.named)

    @property
    def names_goods(self) -> bool:
        """Whether it names a garment, colour or person to dress; 'print' and its like are said of other things too."""
        return any(n.slot in ("product_type", "colour", "audience") for n in self.reading.named)

    @property
    def names_wish(self) -> bool:
        """Whether it names a garment, a look of one or an occasion, and not only people."""
        told = (n for n in self.reading.named if not (self.is_owned(n) or self.speaks_of_body(n)))
        return any(n.slot not in ("audience", "season") for n in told)

    @property
    def words(self) -> tuple[str, ...]:
        """The telling words beside the values, and richer words than a value's own ('cable knit' for knit)."""
        richer = (" ".join(self.reading.words[n.start : n.end]) for n in self.reading.named if self._is_richer(n))
        known = (word for word in self.reading.rest if self._reader.occurs(word) and self._is_sought(word))
        return (*known, *richer)

    def _is_sought(self, word: str) -> bool:
        """Whether a word may be searched for: not what sensitive talk spoke of."""
        return not self.sensitive or word not in self._rules.body_words

    def speaks_of_body(self, named: Named) -> bool:
        """Whether a value's word was sensitive talk: 'I hate my body' refuses no garment."""
        return bool(self.sensitive) and self._rules.body_words.issuperset(self.reading.words[named.start : named.end])

    @cached_property
    def sensitive(self) -> str | None:
        """What has to be met kindly before anything else: body image, grief, abuse."""
        return self._rules.first("sensitive", self.text)

    def _is_richer(self, named: Named) -> bool:
        """Whether the shopper's words say more than the value's own name ('boxers' for briefs)."""
        if named.refused or named.context or self.is_owned(named) or named.slot not in _WORDED_SLOTS:
            return False
        own = {ending for word in forms(named.value) for ending in (word, *endings(word))}
        return not own.issuperset(self.reading.words[named.start : named.end])

    @property
    def ideas(self) -> tuple[str, ...]:
        """Words the catalogue does not hold but whose sense the encoder knows: 'gardening', 'picnic'."""
        unknown = (w for w in self.reading.rest if not self._reader.occurs(w) and w not in self.reading.names)
        return tuple(filter(self._is_sought, unknown))

    @property
    def sensible_ideas(self) -> bool:
        """Whether it wishes for something in a word that fits no slot but is one: 'something for a picnic'."""
        return self._rules.says("wishing", self.text) and any(self._reader.is_common(word) for word in self.ideas)

    @property
    def foreign(self) -> tuple[str, ...]:
        """Names the shopper gave beside the values, such as a brand: the answer says where nothing carries them."""
        return tuple(word for word in self.reading.rest if word in self.reading.names)

    @cached_property
    def owned(self) -> tuple[tuple[int, int], ...]:
        """Where the message names the shopper's own pieces: 'I have a navy blazer', 'a belt for my blue jeans'."""
        garments = (n for n in self.reading.named if n.slot == "product_type" and not n.refused)
        spans = (self._piece_span(n) for n in garments if not self._is_verb(n))
        own: list[tuple[int, int]] = []
        for span in spans:
            between = self.reading.words[own[-1][1] : span[0]] if own else ()
            joined = len(between) <= 2 and bool({"and", "&"} & set(between)) and not _WANTING & set(between)
            listed = bool(own) and (joined or (set(between) <= _ARTICLES and bool(_LISTING.search(self.talk.message))))
            if listed or self._is_own(span):
                own += self._before_it(span, own)
                own.append(span)
        return tuple(dict.fromkeys(own)) or self._unnamed_piece()

    def _unnamed_piece(self) -> tuple[tuple[int, int], ...]:
        """'I own a tartan kilt', 'I only own black clothes': an own piece that no garment of the lexicon names."""
        words = self.reading.words
        owns = next((p for p, word in enumerate(words) if word == "own" and _does_own(words[:p])), None)
        if owns is None or any(n.slot == "product_type" for n in self.reading.named):
            return ()
        start = next((p for p in range(owns + 1, len(words)) if words[p] not in _ARTICLES | _LEADING), len(words))
        end = min((wall for wall in self.reading.walls if wall > start), default=len(words))
        named = start < end <= start + _LONGEST_PIECE and not _NO_PIECES & set(words[start:end])
        return ((start, end),) if named else ()

    def _is_verb(self, named: Named) -> bool:
        """Whether a garment's word is what is to be done: 'dress me'."""
        return bool(set(self.reading.words[named.end : named.end + 1]) & {"me", "us", "him", "her", "them"})

    def _before_it(self, span: tuple[int, int], own: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The garment joined to one by "and" of which only the last is said to be owned: 'a skirt and boots I own'."""
        heads = (n for n in self.reading.named if n.slot == "product_type" and not n.refused and n.end < span[0])
        before = max((self._piece_span(n) for n in heads), default=None)
        words = self.reading.words
        if before is None or before in own or not _OWNED.match(" ".join(words[span[1] : span[1] + 5])):
            return []
        between = set(words[before[1] : span[0]])
        return [before] if "and" in between and between <= {"and", *_ARTICLES} else []

    def _piece_span(self, head: Named) -> tuple[int, int]:
        """The words of a garment with the values right before and after it: 'navy wool blazer', 'jeans in black'."""
        places = {p for n in self.reading.named for p in range(n.start, n.end)}
        start, end = head.start, head.end
        while start - 1 in places and start not in self.reading.walls:
            start -= 1
        if self.reading.words[end : end + 1] == ("in",) and end + 1 in places:
            end += 2
        return start, end

    def _is_own(self, span: tuple[int, int]) -> bool:
        words = self.reading.words
        # A sentence's end parts a piece from what stood before, but for "have: a navy blazer".
        walls = (w for w in self.reading.walls if w <= span[0] and words[w - 1 : w] not in _LISTS)
        wall = max(walls, default=0)
        before = " ".join(self.reading.words[max(span[0] - 6, wall) : span[0]])
        after = " ".join(self.reading.words[span[1] : span[1] + 5])
        return bool(_OWNED.match(after)) or (bool(_OWNING.search(before)) and not _NEEDING.search(before))

    def is_kind(self, one: str, other: str) -> bool:
        """Whether one garment is a kind of the other: boxers of underwear, a crossbody bag of bags."""
        entries = self._lexicon.entries["product_type"]
        return other in entries and one in entries[other].kinds

    def phrase(self, head: Named) -> str:
        """A garment in the shopper's words: 'white cotton t-shirt'."""
        start, end = self._piece_span(head)
        return " ".join(self.reading.words[start:end])

    def is_owned(self, named: Named) -> bool:
        """Whether a value is said of the shopper's own piece."""
        return any(start <= named.start < end for start, end in self.owned)

    @property
    def own_pieces(self) -> tuple[str, ...]:
        """The shopper's own pieces, in their words."""
        return tuple(" ".join(self.reading.words[start:end]) for start, end in self.owned)

    @property
    def just_owned(self) -> tuple[str, ...]:
        """The shopper's own pieces that the turn before told of."""
        turns = self.talk.earlier[-2:]
        if not turns or "look" not in turns[-1].acts:
            return ()
        before = turns[0].brief.wardrobe if len(turns) > 1 else ()
        return tuple(piece for piece in turns[-1].brief.wardrobe if piece not in before)

    @cached_property
    def before(self) -> "Said | None":
        """The message before this one, heard alone; None where there is none or it was in another language."""
        if not self.talk.earlier or self.brief.language != "en":
            return None
        return Said(Talk(self.talk.earlier[-1].message), self._reader, self._rules)

    @property
    def sees_look(self) -> bool:
        """Whether what is on the page is a look, whatever was talked of since."""
        shown = (set(turn.acts) & {"look", "search"} for turn in reversed(self.talk.earlier))
        return "look" in next(filter(None, shown), set())

    @property
    def advised_on(self) -> tuple[Named, ...]:
        """What the advice of the turn before was on."""
        if self.did_last[-1:] != ("advise",) or self.before is None:
            return ()
        return tuple(n for n in self.before.reading.named if not n.refused)

    @property
    def earlier_ids(self) -> tuple[str, ...]:
        """The article of an earlier turn that 'the one you showed me first' or 'the blue one from before' means."""
        if not self._rules.says("showed_earlier", self.text) or not self.talk.seen:
            return ()
        lexicon = self._lexicon
        predicates = [lexicon.predicate(n.slot, n.value) for n in self.reading.named if not n.context and not n.refused]
        fits = [a for a in self.talk.seen if all(predicate.holds(a) for predicate in predicates)]
        return ((fits or self.talk.seen)[0].article_id,)

    @property
    def role_words(self) -> tuple[str, ...]:
        """The roles of a look that the message speaks of."""
        return tuple(role for role, words in self._rules.roles.items() if re.search(rf"\b({words})\b", self.text))

    @property
    def did_last(self) -> tuple[str, ...]:
        """The acts of the turn before."""
        return self.talk.earlier[-1].acts if self.talk.earlier else ()

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """What is asked for that only a catalogue with such columns can answer: price, size, stock."""
        aspects = self._rules.all("aspects", self._money_text)
        # "Plus size" is a range of the house, not a size.
        ranged = "plus size" in self.reading.wanted("brand_line")
        return tuple(name for name in aspects if name in MEASURES and not (name == "size" and ranged))

    @property
    def _money_text(self) -> str:
        text = self.talk.message.lower()
        return self.text + " " + re.sub(r"[€£$]\s?(\d+)|(\d+)\s?[€£$]", r"\1\2 euros", text)

    @property
    def is_question(self) -> bool:
        """Whether the message asks rather than orders."""
        return "?" in self.talk.message or bool(_QUESTION.match(self.text))

    @property
    def is_wish(self) -> bool:
        """Whether a question is a wish in disguise: 'could it be striped?'"""
        return self._rules.says("wish", self.text)

    @property
    def is_lone_handle(self) -> bool:
        """Whether the message only points at an article: 'and the third?'"""
        return bool(self.handles) and self._rules.says("lone", self.text)

    @property
    def points_at_nothing(self) -> bool:
        """Whether it names a number of the list that was not shown."""
        numbers = [int(next(filter(None, match.groups()))) for match in _HANDLE.finditer(self.talk.message)]
        far = bool(numbers) and all(number > len(self.talk.last) for number in numbers)
        none_yet = not self.talk.last and not self.talk.promised and bool(_PLAINLY_SHOWN.search(self.text))
        beyond = bool(_BEYOND.search(self.text))
        return (far or none_yet or beyond) and not self.reading.wanted("product_type") and not self.own_pieces

    @property
    def points_by_number(self) -> bool:
        """Whether an article is pointed at by its number or place: '[2]', 'the second'."""
        return bool(_HANDLE.search(self.talk.message) or self._ordinal_words())

    @property
    def likens(self) -> bool:
        """Whether something is to be like another: 'similar to the first'; 'I like it' is no such wish."""
        return self._rules.says("like", _LIKING.sub("", self.text))

    @property
    def own_audience(self) -> str | None:
        """Whom 'for me' means, where the shopper has said who they are: 'I'm a dad'."""
        if not _FOR_ME.search(self.text):
            return None
        said = [*(turn.message for turn in self.talk.earlier), self.talk.message]
        names = [match[1] for message in said for match in _SELF.finditer(message)]
        return next(filter(None, (self._lexicon.canonical("audience", name) for name in reversed(names))), None)

    @property
    def dislikes(self) -> bool:
        """Whether it turns an article down: 'I don't like the second one'."""
        return self._rules.says("dislike", self.text)

    @property
    def refers_back(self) -> bool:
        """Whether a count is about what was found before ('how many of those?')."""
        return bool(re.search(r"\b(of (those|these|them)|are there in total|such|like (that|this))\b", self.text))

    @property
    def wants_variants(self) -> bool:
        """Whether the other colours of one article are asked for."""
        return self._rules.says("variants", self.text)

    @cached_property
    def handles(self) -> tuple[int, ...]:
        """The shown articles the message points at: [2], 'number 2', 'the second one', 'the last', 'the red one'."""
        found = [int(next(filter(None, match.groups()))) for match in _HANDLE.finditer(self.talk.message)]
        found += [self._rules.ordinals[word] for word in self._ordinal_words()]
        found += [len(self.talk.last)] if self.talk.last and _LAST_ONE.search(self.text) else []
        found = found or self._by_value() or self._by_name()
        shown = self.talk.last or self.talk.promised
        return tuple(dict.fromkeys(place for place in found if place >= 1)) if shown else ()

    def _ordinal_words(self) -> list[str]:
        """Ordinals that stand for an article: 'the second', 'second one', 'option two'; not 'one' in 'the red one'."""
        places = self._rules.ordinals
        numerals = "|".join(word for word in places if not word.isdigit())
        ordinal = "|".join(word for word in places if word[-2:] in ("st", "nd", "rd", "th") or word in ("third",))
        found = re.findall(
            rf"\b({ordinal})\b(?! (?:{_FIRSTS})\b)",
            self.text,
        )
        return found + re.findall(rf"\b(?:number|item|option|card) ({numerals})\b", self.text)

    def _by_value(self) -> list[int]:
        """'The red one': the first shown article of which every value named is true."""
        if self.pointer is None:
            return []
        lexicon = self._lexicon
        values = lexicon.mentions(self.pointer.group(1).split())
        predicates = [lexicon.predicate(value.slot, value.value) for value in values]
        fits = [
            place
            for place, article in enumerate(self.talk.last, 1)
            if predicates and all(predicate.holds(article) for predicate in predicates)
        ]
        return fits[:1]

    def is_pointer(self, named: Named) -> bool:
        """Whether a value only points at an article: 'red' in 'is the red one lined?'"""
        words = " ".join(self.reading.words[named.start : named.end])
        return self.pointer is not None and f" {words} " in f"{self.pointer.group(1)} "

    def _by_name(self) -> list[int]:
        """An article's own name in the message."""
        padded = f" {self.text} "
        return [place for place, article in enumerate(self.talk.last, 1) if _is_named(article, padded)][:1]

    @property
    def pronoun_handles(self) -> tuple[int, ...]:
        """The article that 'it' means: the one referred to last, else the first one shown."""
        if not self._rules.says("pronouns", self.text):
            return ()
        if not self.talk.last:
            return (1,) if self.talk.promised else ()
        if self._rules.says("all_of_them", self.text):
            return tuple(range(1, len(self.talk.last) + 1))[:_MOST_POINTED_AT]
        return self.handle_of_it

    @property
    def handle_of_it(self) -> tuple[int, ...]:
        """The article referred to last, else the first one shown."""
        ids = [article.article_id for article in self.talk.last]
        return (ids.index(self.brief.anchor) + 1,) if self.brief.anchor in ids else (1,)

    @property
    def _lexicon(self) -> Lexicon:
        return self._reader.lexicon


def _does_own(before: Sequence[str]) -> bool:
    """Whether 'own' behind these words is what the speaker does: 'we only own', not 'I want my own'."""
    return bool({"i", "we"} & set(before[-3:])) and before[-1] not in ("my", "our", "your", "his", "her", "their")


def _is_named(article: Article, padded: str) -> bool:
    name = " ".join(forms(article.prod_name))
    return len(name) > 4 and f" {name} " in padded
