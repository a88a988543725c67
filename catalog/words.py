"""Words: how every text of the stylist (catalogue, lexicon, message) is cut into comparable tokens."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

_TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_STEMMER = Stemmer.Stemmer("english")
# The stemmer leaves these British spellings apart from the catalogue's own.
_SPELLING = {
    "color": "colour", "colors": "colour", "colored": "coloured", "gray": "grey", "grays": "grey", "pajama": "pyjama",
    "pajamas": "pyjama", "jewelry": "jewellery", "pyjamas": "pyjama", "wool": "wool", "woollen": "wool",
    "woolen": "wool", "mom": "mum", "moms": "mum",
}


def fold(text: str) -> str:
    """Lower case, compatibility form, without accents or invisible characters: 'Café' → 'cafe'."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch) and unicodedata.category(ch) != "Cf")


@lru_cache(maxsize=100_000)
def stem(token: str) -> str:
    """A folded token's stem, British spelling: 'striped' → 'stripe', 'gray' → 'grey'."""
    plain = token.replace("’", "'").removesuffix("'s").replace("'", "")
    return str(_STEMMER.stemWord(_SPELLING.get(plain, plain)))


def tokens(text: str) -> list[str]:
    """The folded tokens of `text` in order; hyphens and slashes part words ('V-neck' → 'v', 'neck')."""
    return _TOKEN.findall(fold(text))


def stems(text: str) -> list[str]:
    """The stems of `text` in order: what phrases are matched on."""
    return [stem(token) for token in tokens(text)]
