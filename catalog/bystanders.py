"""Bystanders: values that a message only mentions: another person's wedding, the speaker's own name, an open choice."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from catalog.words import forms
from foundation.brief import SITUATION_SLOTS


class Mentioned(Protocol):
    """A value with the words that name it."""

    @property
    def slot(self) -> str:
        """The slot."""
        ...

    @property
    def start(self) -> int:
        """Its first word's place."""
        ...

    @property
    def end(self) -> int:
        """The place after its last word."""
        ...

    @property
    def value(self) -> str:
        """The value."""
        ...

    @property
    def refused(self) -> bool:
        """Whether it shall not be."""
        ...


M = TypeVar("M", bound=Mentioned)

_POSSESSOR = re.compile(
    r"\b(\w+)['’]s?\s+(?!(?:got|having|been|going|invited|starting|a|the|in|at|on|off|not|planning)\b)"
    r"(?:\w+\s+){0,2}?(?:wedding|funeral|memorial|graduation|engagement|birthday party"
    r"|anniversary|baby shower|bar mitzvah|bat mitzvah|hen|stag|retirement|wake)",
    re.IGNORECASE,
)
_HAPPENING = re.compile(
    r"\b(?:my|our|his|her)\s+(?:\w+\s+)?(\w+)\s+(?:(?:has|have|had|just|is|was|are|recently|suddenly)\s+)*"
    r"(?:died|dead|passed|dying|getting married|gets married|marries|ties the knot|tying the knot"
    r"|marrying|got married|graduating|graduates|engaged|invited"
    r"|says|said|told|thinks|hates|loves it when|bought me|gave me|recommended|bet|dared|asked|claims|swears|insists"
    r"|wonders|wants to know)"
    r"|\b(?:bet|wager|argu\w+|quarrel\w*|talk\w*|chat\w*|debat\w+|agreed|disagree\w*|shopping|conversation)"
    r" with (?:my|our|his|her|a) (?:\w+ )?(\w+)"
    r"|\b(?:lost|buried|mourn\w*|grieving for) (?:my|our|his|her) (?:\w+ )?(\w+)"
    r"|\b(?:broke|break\w*|split\w*) up with (?:my|the|a) (\w+)|\b(?:dumped|left) by (?:my|the|a) (\w+)",
    re.IGNORECASE,
)
# The life that a wish comes out of: who is at home, since whom nothing fits, with whom one travels.
_LIFE = re.compile(
    r"\b(home) with (?:(?:the|my|our|a|two|three) )?(?:\w+ )?"
    r"(kids?|child|children|baby|babies|toddlers?|twins|boys|girls)"
    r"|\b(?:since|after) (?:(?:having|i had|we had|giving birth to) )?(?:the|my|our|a) (?:\w+ )?"
    r"(baby|babies|kids|twins)\b"
    r"|\b(?:because|cause|cos|as|since) (?:i|we)(?:['’]?ve| have)(?: got)? (?:(?:an?|two|three) )?(?:\w+ )?"
    r"(toddlers?|baby|babies|kids?|child|children|sons?|daughters?|boys?|girls?)\b"
    r"|\b(?:i|we)(?:['’]?ve)?(?: already| still| also)?(?: have| got| own| bought){1,2} "
    r"(?:(?!nothing|to wear)[^.;?!]){2,40}? at (home)\b"
    r"|\b(?:trip|holiday|weekend|days?|away|skiing|hiking|camping|travelling|flying|dinner|lunch|brunch|drinks"
    r"|night out|date) (?:\w+ )?(?:with|w) (?:my|his|her|the) (\w+)",
    re.IGNORECASE,
)
_OWN_NAME = re.compile(
    r"\b(?:I['’]?m|I am|my name is|my name['’]s|call me|this is)\s+([A-Z][a-z]+)\b(?!\s+(?:and|looking|in|with|a))"
)
# A reason ends before "so", a colon or a dash; it states something and wishes for nothing.
_REASON_ENDS = re.compile(
    r"(?:[,.;!]|\s[-–—])\s*(?:and\s+)?so\b(?!\s+(?:much|many|far|nice|good|that|what|cute|pretty|very|long as))"
    r"|:\s+|\s[–—]\s",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"\b(?:am|is|are|was|were|be|been|has|have|had|wear|wears|wore|go|goes|went|make|makes|made|show|shows|live|lives|owns?"
    r"|walks?|likes?|loves?|hates?|needs?|only|sees?|bet|plays?|sings?|dress(?:es)? in|argued|no|nothing"
    r"|['’](?:s|m|re|ve|d))\b|['’](?:s|m|re|ve|d)\b",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:need|wants?(?! to\b)|looking for|show me|find me|can i|could you|do you|any|please|after"
    r"|(?:would|['’]d) (?:like|love)(?! to (?!see|buy|have|find|try|order|wear|browse|shop|look)))\b|\?",
    re.IGNORECASE,
)
# Talk of the weather and of the day, in which a colour is none of a garment's.
_SMALL_TALK = re.compile(
    r"\b(?:its|it['’]s|it is|what an?|such an?|this|a|the) (?:\w+ )?(\w+) (?:mon|tues|wednes|thurs|fri|satur|sun)?"
    r"(?:day|morning|evening|afternoon|sky|weather|outlook)\b"
    r"|\b(?:it['’]s|its|it is|(?:sky|skies|weather|sea) (?:is|are))\s(?:all )?(\w+)(?: and (\w+))?"
    r"(?=\s+(?:outside|out there|today)|\s*[,.!]\s*(?:so |and )?(?:show|i|let|give|how|what)\b)",
    re.IGNORECASE,
)
# What a whole group is dressed in, or what a day asks for, is meant for the wish too.
_UNIFORM = re.compile(
    r"\b(?:we|everyone|everybody|they|you|i) (?:all |must |have to |always have to |should )?(?:all )?"
    r"(?:wear|dress in|go in)\b"
    r"|\b(?:have|has|had|need|needs|supposed) to (?:wear|be in|come in|dress in)\b|\bmust (?:wear|be in)\b"
    r"|\b(?:play|sing|perform|dance|march|compete|appear)s? in\b|\bdress code\b|\btheme\b|\bcolou?rs? (?:is|are)\b",
    re.IGNORECASE,
)
_HABIT = re.compile(r"\b(?:only|always|mostly|usually|never|often|normally|mainly) (?:wear|go in)", re.IGNORECASE)
# "In that colour": what the reason told of the slot is the wish.
_SAME_AGAIN = {
    "colour": r"colou?rs?|shades?|hues?",
    "pattern": r"patterns?|prints?",
    "material": r"materials?|fabrics?",
    "length": r"lengths?",
    "fit": r"fits?|cuts?",
}
_EITHER_WAY = re.compile(r"\bwith (?:or|and) without (?:a |an |any )?((?:\w+ ?){1,2})", re.IGNORECASE)


def asked_for(named: Sequence[M], words: Sequence[str], text: str) -> list[M]:
    """The values without those that are only mentioned; `words` are the forms of `text`."""
    people = _words(_POSSESSOR, text) | _words(_HAPPENING, text)
    own = _words(_OWN_NAME, text)
    life = _words(_LIFE, text)
    open_choice = _words(_EITHER_WAY, text)
    small_talk = _words(_SMALL_TALK, text)
    return [
        n
        for n in named
        if not (
            (n.slot == "audience" and people & set(words[n.start : n.end]))
            or (n.slot in ("audience", "occasion") and life & set(words[n.start : n.end]))
            or (n.slot == "colour" and (own | small_talk) & set(words[n.start : n.end]))
            or (open_choice and words[n.start] in open_choice and "without" in words[max(n.start - 3, 0) : n.start])
        )
    ]


def wish_begins(text: str) -> int:
    """Where in `text` the wish begins behind a reason for it: 'They go under a jumper, so in white'; 0 without one."""
    begins = 0
    for match in _REASON_ENDS.finditer(text):
        reason = text[begins : match.start()]
        told = match.group().strip().lower().endswith("so") or bool(_STATES.search(reason))
        if told and not _WISHES.search(reason) and text[match.end() :].strip():
            begins = match.end()
    return begins


def of_the_wish(named: Sequence[M], begins: int, text: str) -> list[M]:
    """The values without those of a reason that ends before the place `begins`.

    A reason may tell for whom, what for and when the wish is, and what it shall not be; it tells more where the wish
    points back ('in that colour'), where a whole group dresses alike, and where the wish itself names nothing.
    """
    wished = [n for n in named if n.start >= begins]
    told = [n for n in named if n.start < begins]
    if not begins or not (wished or any(n.refused for n in told)):
        return list(named)
    wanted = {(n.slot, n.value) for n in wished if not n.refused}
    return [n for n in named if n.start >= begins or (_is_told(n, wished, text) and (n.slot, n.value) not in wanted)]


def _is_told(one: M, wished: Sequence[M], text: str) -> bool:
    if one.refused or one.slot in SITUATION_SLOTS:
        return True
    if any(n.slot == one.slot for n in wished) or one.slot not in _SAME_AGAIN:
        return False
    again = re.search(rf"\b(?:that|this|same|those|these|our|team) (?:{_SAME_AGAIN[one.slot]})\b", text, re.IGNORECASE)
    return bool(again) or (bool(_UNIFORM.search(text)) and not _HABIT.search(text))


def _words(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    caught = (group for match in pattern.finditer(text) for group in match.groups() if group)
    return frozenset(word for group in caught for word in forms(group))
