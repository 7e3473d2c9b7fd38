"""How numbers are put in order and found: one form for « VSD-00412 », « vsd 412 » and « VSD00412 »."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 80
_DIGITS = re.compile(r"\d+")
_OTHER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=8_192)
def natural(number: str) -> str:
    """Puts numbers in the order people expect: VSD-9 before VSD-10."""
    return _DIGITS.sub(lambda digits: digits[0].lstrip("0").rjust(10, "0"), number.strip().casefold())[:200]


@lru_cache(maxsize=8_192)
def compact(text: str) -> str:
    """Letters without accents and digits, nothing else: what a search compares."""
    if text.isascii():
        return _OTHER.sub("", text.lower())
    bare = unicodedata.normalize("NFKD", text)
    return _OTHER.sub("", "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold())


def search_text(*parts: str) -> str:
    """The compact forms of what names a device, between spaces; « vsd00412 sn0a1b salle-info-3 »."""
    kept = dict.fromkeys(found for part in parts if (found := compact(part)))
    return f" {' '.join(kept)} "[:300] if kept else ""


def asked(text: str) -> list[str]:
    """The words of a search, compact; five at most."""
    return [found for word in text[:LONGEST].split() if (found := compact(word))][:5]
