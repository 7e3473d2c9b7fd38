"""Comparing a room as it was expected with what was seen. The check starts from « tout va bien » (PRINCIPLES-UI 6)."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

MOST = 500
"""Numbers read in one check."""

_ADDRESS = re.compile(r"^https?://[^/]+/equipements/([^/?#]+)(?:/verifier)?/?(?:[?#].*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A number and what was seen of it, in the words of `choices.Finding`."""

    number: str
    finding: str
    said: str = ""


def number_in(text: str) -> str:
    """What a scanner reads: the address behind a QR code, or the number of a bar code."""
    found = _ADDRESS.match(text.strip())
    return (unquote(found[1]) if found else " ".join(text.split()))[:40]


def compare(
    shown: Iterable[str],
    here: Collection[str],
    missing: Collection[str],
    extra: Iterable[str],
    places: Mapping[str, str],
) -> list[Seen]:
    """A line for each number shown on the page or read besides.

    `shown` was expected when the page was opened, `here` is when the check arrives, `places` says where the
    known devices stand. A device that someone moved in between is never counted missing.
    """
    lines = {}
    for number in dict.fromkeys(shown):
        if number not in missing:
            lines[number] = Seen(number, "present")
        elif number in here:
            lines[number] = Seen(number, "absent")
        else:
            lines[number] = Seen(number, "deplace", f"Aujourd’hui : {places.get(number) or 'nulle part'}.")
    for number in dict.fromkeys(filter(None, map(number_in, extra))):
        if number in lines or number in here:
            lines[number] = Seen(number, "present")
        elif number in places:
            lines[number] = Seen(number, "inattendu", f"Attendu : {places[number] or 'nulle part'}.")
        else:
            lines[number] = Seen(number, "inconnu")
    return list(lines.values())[:MOST]
