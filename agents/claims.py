"""Claims: prices, sizes, stock, care, origin, praise and counts in a sentence that no row and no result states."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from agents.numbers import in_figures
from agents.wordlists import words
from catalog.article import Article
from catalog.measures import keeps_to, price_of
from catalog.words import forms, framed

_PATTERNS = Path(__file__).with_suffix(".yaml")
_AMOUNT = re.compile(r"(?<![\[\d.,])\d+(?:[.,]\d{1,2})?(?![\d\]])")
_SIZE = re.compile(r"\b(xxs|xs|s|m|l|xl|xxl|xxxl|[2-6]xl|\d{1,3})\b", re.IGNORECASE)
_GONE = re.compile(r"sold out|out of stock|unavailable|discontinued|ausverkauft|agotad|épuisé|esaurit|slutsåld", re.I)
# "The catalogue doesn't say what it costs" claims nothing, up to where the next clause begins.
_UNSAID = re.compile(
    r"\b(?:does(?:n['’]t| not)|can(?:['’]t|not| not)|do(?:n['’]t| not)|won['’]t|will not|never|no|nor|without|isn['’]t|"
    r"is not|aren['’]t|are not|nothing|neither)\b"
    r"(?:(?!\bbut\b|[.;:!?]).){0,70}?"
    r"\b(?:says?|tells?|told|state[sd]?|list(?:s|ed)?|carry|carries|knows?|gives?|given|mention(?:s|ed)?|promise|check|"
    r"see|shows?|hold|holds|records?|prices?|sizes?|stock|reviews?|ratings?|discounts?|delivery|washing|information|"
    r"column|answer|cover|costs?)\b"
    r"(?:(?!\bbut\b|[.;:!?]).)*",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?<![\[\d.,])(\d{1,3}(?:[ ,.]\d{3})+|\d+)(?![\d\]]|[.,]\d)\s+(?:(?:of|other|more|different|such|matching|great|"
    r"lovely|good|nice|of these|of them|of the)\s+){0,2}([a-z][\w-]*(?:\s+[a-z][\w-]*){0,2})",
    re.IGNORECASE,
)
_GENERIC = frozenset(words("counted"))
_NO_COUNT = frozenset(words("not_counted"))


@lru_cache(maxsize=1)
def patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """The patterns of each kind of claim."""
    with _PATTERNS.open("rb") as file:
        read: dict[str, list[str]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return {kind: tuple(re.compile(text, re.IGNORECASE) for text in texts) for kind, texts in read.items()}


def find_claim(sentence: str, articles: Sequence[Article], told: str, said: str) -> str | None:
    """What the sentence claims that neither rows nor results state, in words; None where it claims nothing more.

    `told` is what the results say, `said` the shopper's message, whose numbers may be repeated of no article.
    """
    claimed = _UNSAID.sub(" ", in_figures(sentence))
    for kind, found in _claims(claimed, told):
        if not _is_borne_out(kind, found, claimed, articles, said):
            return {
                "price": "a price no row states", "size": "stock or sizes no row states",
                "stock": "stock or sizes no row states", "other": "a claim no row makes",
            }[kind] + f" ({found})"  # fmt: skip
    return None


def _claims(sentence: str, told: str) -> list[tuple[str, str]]:
    """Each kind of claim in the sentence with its words, but those that the results tell in the same words."""
    claims = [
        (kind, found.group())
        for kind, several in patterns().items()
        for pattern in several
        for found in pattern.finditer(sentence)
    ]
    known = framed(forms(in_figures(told))) if claims else ""
    return [(kind, text) for kind, text in claims if framed(forms(text)) not in known]


def _is_borne_out(kind: str, found: str, sentence: str, articles: Sequence[Article], said: str) -> bool:
    match kind:
        case "price":
            prices = {price for article in articles if (price := price_of(article.price)) is not None}
            amounts = [float(n.replace(",", ".")) for n in _AMOUNT.findall(sentence)]
            spoken = {float(n.replace(",", ".")) for n in _AMOUNT.findall(in_figures(said))}
            known = prices | (set() if "[" in sentence else spoken)
            return bool(known) and all(amount in known or amount <= len(articles) for amount in amounts)
        case "size":
            sizes = [size for size in _SIZE.findall(found) if size.lower() not in ("s",) or "size" in found.lower()]
            repeated = "[" not in sentence and framed(forms(found)) in framed(forms(said))
            return repeated or any(a.size and all(keeps_to("size", size, a.size) for size in sizes) for a in articles)
        case "stock":
            stated = [keeps_to("stock", "yes", article.stock) for article in articles if article.stock]
            return bool(stated) and all(held != bool(_GONE.search(found)) for held in stated)
        case _:
            words = framed(forms(found))
            rows = (framed(forms(in_figures(a.prod_name + " " + a.detail_desc + " " + a.material))) for a in articles)
            return any(words in row for row in rows) or words in framed(forms(in_figures(said)))


def find_miscount(sentence: str, garments: Collection[str], shown: int, told: str, said: str) -> str | None:
    """A number of pieces that was neither counted nor shown nor said; `garments` are words for garments."""
    for number, after in _COUNTED.findall(in_figures(sentence)):
        nouns = after.lower().split()
        is_count = not _NO_COUNT & set(nouns[:1]) and any(n in _GENERIC or n in garments for n in nouns)
        count = _whole(number)
        few = count <= shown and ("of" in sentence.lower().split() or count == shown)
        if is_count and not few and count > 1 and count not in _counts(f"{told} . {said}"):
            return f"a count of {count} that nothing gave"
    return None


def _counts(text: str) -> set[int]:
    """Every number of a text, with and without what may part its thousands."""
    figures = in_figures(text)
    return {_whole(n) for pattern in (r"\d+", r"\d+(?:[ ,.]\d{3})+") for n in re.findall(pattern, figures)}


def _whole(number: str) -> int:
    return int(re.sub(r"\D", "", number))
