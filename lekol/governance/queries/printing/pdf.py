"""Tagged PDF by typst, to PDF/UA-1: it refuses to print what a screen reader could not read."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from lekol.kit.printing import typeset

TEXTS = Path(__file__).parents[2] / "texts"
UNKNOWN = "?"


def review_pdf(found: dict[str, Any]) -> bytes:
    """A yearly report (`queries.report`), byte for byte the same for the same content."""
    return _print("bilan.typ", found)


def minutes_pdf(found: dict[str, Any]) -> bytes:
    """The minutes of a meeting."""
    return _print("compte_rendu.typ", found)


def _print(name: str, words: dict[str, Any]) -> bytes:
    return typeset(TEXTS / name, _drawn(words), fonts=TEXTS / "fonts", accessible=True)


def _drawn(value: Any) -> Any:
    """The same content in signs the font draws: one that it lacks would make the whole paper unreadable aloud."""
    if isinstance(value, dict):
        return {key: _drawn(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_drawn(inner) for inner in value]
    return drawn(value) if isinstance(value, str) else value


def drawn(text: str) -> str:
    """Accents recomposed; a sign the font lacks becomes its plain form, else « ? »."""
    known = signs()
    return "".join(sign if sign in known else _plain(sign, known) for sign in unicodedata.normalize("NFC", text))


def _plain(sign: str, known: frozenset[str]) -> str:
    if unicodedata.category(sign) in ("Cc", "Cf", "Mn", "Me", "Mc"):
        return " " if sign in "\t\r\v\f" else ""
    if unicodedata.category(sign).startswith("Z"):
        return " "
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if part in known) or UNKNOWN


@cache
def signs() -> frozenset[str]:
    """What the font draws, and the end of a line."""
    rows = (TEXTS / "fonts" / "signes.txt").read_text(encoding="ascii").split()
    spans = (tuple(int(end, 16) for end in row.split("-")) for row in rows)
    return frozenset("\n").union(chr(code) for first, last in spans for code in range(first, last + 1))
