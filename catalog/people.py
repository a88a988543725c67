"""People: for whom a message asks, put together from the words for people, the pronouns and the ages in it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from catalog.named import Named
from catalog.words import forms

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_NUMBERS = {word: n for n, word in enumerate(f"{_ONES} eighteen nineteen".split(), 1)} | {
    word: 10 * n for n, word in enumerate(_TENS.split("|"), 2)
}
_NUMBER = (
    rf"(?:\d{{1,2}}|(?:{_TENS})[- ](?:one|two|three|four|five|six|seven|eight|nine)"
    rf"|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
)
_CHILD = (
    r"(?:daughter|son|brother|sister|niece|nephew|boy|girl|kid|child|grandson|granddaughter|godson|goddaughter|cousin"
    r"|toddler|little one|lad|lass|stepson|stepdaughter|twins)"
)
_AGE = re.compile(
    rf"\b({_NUMBER})\s*[- ]?\s*(months?|mo|years?|yrs?|yo|y/o|y)\b(?:[\s-]*(?:old|of age))?", re.IGNORECASE
)
# "She is five", but not "she is 5 foot 3" or "he is one of us".
_NO_AGE_AFTER = (
    r"(?!['’\"]|\s*(?:months?\b|cm|%|foot|feet|ft|inch|stone|kg|kilo|pounds|lbs|m\b|times|of\b|sizes?|shades|minutes"
    r"|hours?|days?|weeks?|pairs?|/|:\d))"
)
_AGE_SAID = re.compile(
    r"\b(?:(?:he|she|they|who)(?:['’]?s|['’]re| is| are)|aged|age|turning|turns|just turned"
    rf"|{_CHILD}(?:['’]s| is|,? who is|,? who['’]s)(?: (?:only|just|about|nearly|almost|now|turning))*)\s+({_NUMBER})\b"
    + _NO_AGE_AFTER,
    re.IGNORECASE,
)
_AGE_BARE = re.compile(
    rf"\b{_CHILD}(?:,? (?:too|as well|also))?(?:,\s*|\s*\(\s*)({_NUMBER})\b(?=\s*(?:$|[.,;!?)]|and (?:he|she)\b))",
    re.IGNORECASE,
)
# A child whom only the age names.
_AGE_ALONE = re.compile(
    rf"\bfor (?:my|our|his|her|an?|the) {_NUMBER}[- ](?:years?|yrs?|months?)[- ]olds?\b(?! {_CHILD}| \w+ {_CHILD})",
    re.IGNORECASE,
)
_SPAN_BEFORE = re.compile(r"\b(in|within|every|last|next|past|after|about|over|another|these)\s*$", re.IGNORECASE)
_BABY_UP_TO = 1
_TEEN_FROM, _ADULT_FROM = 13, 18
_SIBLINGS = {"sister": "girls", "sisters": "girls", "brother": "boys", "brothers": "boys"}
_GENDERED = {"she": "girls", "her": "girls", "hers": "girls", "he": "boys", "him": "boys", "his": "boys"}
# A wide word for a child, and what it is together with a word that tells girl or boy.
_TOGETHER = {
    "teens": {"girls": "teen girls", "boys": "teen boys", "teen girls": "teen girls", "teen boys": "teen boys"},
    "baby": {"girls": "baby girls", "boys": "baby boys", "baby girls": "baby girls", "baby boys": "baby boys"},
    "kids": {name: name for name in ("girls", "boys", "teen girls", "teen boys", "baby girls", "baby boys")},
} | {
    f"{wide} {one}": {one: f"{wide} {one}", f"{wide} {one}": f"{wide} {one}"}
    for wide in ("teen", "baby")
    for one in ("girls", "boys")
}
# Right after "me" these say who the speaker is; "me, hubby, girl of 5" is a list.
_SELVES = frozenset("woman man female male guy lady gent mum mom mother dad father".split())  # noqa: SIM905
_SPEAKER_TOO = re.compile(
    r"\bfor (?:me|us)\b(?! to)|\bmyself\b|\bme too\b|\bboth\b|\beach\b|\band me\b|\+ ?me\b|\bme ?(?:\(|\+|and\b)"
    r"|\bmy \w+ and i\b|\bi, (?:his|her|their)\b|\btoo\b|\bas well\b",
    re.IGNORECASE,
)


def whom(named: Sequence[Named], words: Sequence[str], text: str, pronouns: Collection[str]) -> list[Named]:
    """The values with the people among them put together: 'my daughter … she's a teenager' is one teenage girl.

    `words` are the forms of `text` that the values' places count.
    """
    together = _put_together(list(named), words)
    return _with_age(text, _without_pronouns(together, words, text, pronouns))


def _people(named: Sequence[Named]) -> list[Named]:
    return [n for n in named if n.slot == "audience" and not n.refused]


def _put_together(named: list[Named], words: Sequence[str]) -> list[Named]:
    """A wide word for a child and one that tells girl or boy, said of the same child, made one value."""
    for wide, narrower in _TOGETHER.items():
        people = _people(named)
        child = next((n for n in people if n.value == wide), None)
        if child is None:
            continue
        others = [n for n in people if n is not child and not _listed(child, n, words)]
        nouns = [n for n in others if _gender(n, words) in narrower and words[n.start] not in _GENDERED]
        told = nouns or ([n for n in others if words[n.start] in _GENDERED] if wide == "teens" else [])
        meant = {narrower[_gender(n, words)] for n in told}
        if len(meant) == 1:
            one = replace(child, value=meant.pop())
            gone = [n for n in others if n in told or words[n.start] in _GENDERED]
            named = [one if n is child else n for n in named if n not in gone]
    return named


def _gender(person: Named, words: Sequence[str]) -> str:
    word = words[person.start]
    return _SIBLINGS.get(word) or _GENDERED.get(word) or person.value


def _listed(one: Named, other: Named, words: Sequence[str]) -> bool:
    """Whether two people stand side by side in a list: 'a teenager and a girl of five'."""
    first, later = sorted((one, other), key=lambda n: n.start)
    between = words[first.end : later.start]
    return len(between) <= 3 and bool({"and", "&", "or"} & set(between))


def _without_pronouns(named: list[Named], words: Sequence[str], text: str, pronouns: Collection[str]) -> list[Named]:
    """'My wife, she is tall', 'I'm a dad': a noun before a pronoun, and whom it is for before who asks."""
    people = _people(named)
    nouns = [n for n in people if words[n.start] not in pronouns]
    mine = [n for n in nouns if is_self(words, n.start)]
    others = [n for n in nouns if n not in mine]
    too = bool(_SPEAKER_TOO.search(text))
    given = _given(others, words)
    if given and not too:
        kept = given
    elif others and not too:
        kept = others
    elif nouns and not (mine and not others and _given([n for n in people if n not in nouns], words)):
        kept = nouns
    else:
        kept = [n for n in people if n not in mine] or people
    return [n for n in named if n not in people or n in kept]


def _given(people: Sequence[Named], words: Sequence[str]) -> list[Named]:
    """The people that stand after 'for', alone or in a list: 'for my little daughter and my son'."""
    given: list[Named] = []
    for n in people:
        after = given and _listed(given[-1], n, words)
        if after or "for" in words[max(n.start - 3, 0) : n.start]:
            given.append(n)
    return given


def is_self(words: Sequence[str], place: int) -> bool:
    """Whether the speaker says who they are: 'I'm a dad', 'I, his wife', 'me (a man)'."""
    before = list(words[max(place - 3, 0) : place])
    return (
        "im" in before
        or before[-2:-1] == ["i"]
        or before[-3:-1] == ["i", "am"]
        or before[-2:] == ["as", "a"]
        or before[-2:] in (["me", "a"], ["me", "an"])
        or (before[-1:] == ["me"] and words[place] in _SELVES)
    )


def _with_age(text: str, named: list[Named]) -> list[Named]:
    """An age says who it is for: '6 months' a baby, '8 year old' a child, '18 year old son' a grown man."""
    told = _years(text)
    if told is None:
        return named
    years, place = told
    people = _people(named)
    if people and _AGE_ALONE.search(text):
        # "A scarf for my father and mittens for my 2 year old": one more person.
        alone = _audience_at(years, "")
        return [*named, Named("audience", alone, place, place)] if alone else named
    said = _nearest(people, place)
    value = _audience_at(years, said.value if said else "")
    if not value:
        return named
    return [n for n in named if n is not said] + [
        Named("audience", value, *((said.start, said.end) if said else (0, 0)))
    ]


def _nearest(people: Sequence[Named], place: int) -> Named | None:
    """The person an age at `place` is said of."""
    return min(people, key=lambda n: (abs(n.start - place) > 5, abs(n.start - place)), default=None)


def _years(text: str) -> tuple[int, int] | None:
    """The age a message gives, in whole years, and after how many words; None where it gives none."""
    for match in _AGE.finditer(text):
        if _is_age(match, text):
            months = match.group(2).lower().startswith("mo")
            return _number(match.group(1)) // 12 if months else _number(match.group(1)), _place(text, match)
    said = _AGE_SAID.search(text) or _AGE_BARE.search(text)
    return (_number(said.group(1)), _place(text, said)) if said else None


def _place(text: str, match: re.Match[str]) -> int:
    return len(forms(text[: match.start(1)]))


def _number(said: str) -> int:
    return int(said) if said.isdigit() else sum(_NUMBERS[word] for word in re.split(r"[- ]", said.lower()))


def _is_age(match: re.Match[str], text: str) -> bool:
    """Whether a number of years or months is someone's age, not how long something takes or how long ago it was."""
    ago = re.match(r"\s*(ago|warranty|now|already)\b", text[match.end() :])
    said = match.group(0).lower()
    before = text[: match.start()]
    if "old" in said or "of age" in said:
        return not ago
    aged = match.group(2).lower() in ("yo", "y/o") or (
        match.group(2).lower().startswith("mo") and match.group(1).isdigit() and not _SPAN_BEFORE.search(before)
    )
    return not ago and (aged or re.search(r"\b(for )?(my|a|an|our|her|his|the)\s*$", before) is not None)


def _audience_at(years: int, said: str) -> str:
    feminine, masculine = said in ("girls", "women", "teen girls"), said in ("boys", "men", "teen boys")
    if years <= _BABY_UP_TO:
        return "baby girls" if said.endswith("girls") else "baby boys" if said.endswith("boys") else "baby"
    if years < _TEEN_FROM:
        return "girls" if feminine else "boys" if masculine else "kids"
    if years < _ADULT_FROM:
        return "teen girls" if feminine else "teen boys" if masculine else "teens"
    return "women" if feminine else "men" if masculine else said
