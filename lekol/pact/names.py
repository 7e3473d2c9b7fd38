"""Sort keys and normal forms of names, stored so that « Éa eau Ecole école Zoé » holds on any server."""

import re
import unicodedata

_MARKS = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Lower case, no accents, single spaces: what search and matching compare."""
    if text.isascii():
        return _MARKS.sub(" ", text.lower()).strip()
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    kept = "".join(c for c in bare if not unicodedata.combining(c)).lower()
    return _MARKS.sub(" ", kept).strip()


def sort_key(text: str) -> str:
    """The plain form, then the original to break ties, in columns of collation C: the same order on any server."""
    return f"{plain(text)}\x1f{text}"[:300]
