"""Several sources write one field: who wins. A hand that locked a field is never overwritten."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    WRITE = "ecrire"
    CONFIRM = "confirmer"
    DIFFER = "differer"
    KEEP = "garder"


@dataclass(frozen=True, slots=True)
class Rule:
    """A field an agent may tell: its French name, and whether it may replace what people entered."""

    label: str
    follows_agent: bool


FIELDS = {
    "serial": Rule("Numéro de série", follows_agent=False),
    "model": Rule("Modèle", follows_agent=False),
    "system": Rule("Système", follows_agent=True),
    "network": Rule("En réseau", follows_agent=True),
}


def settle(field: str, current: str, offered: str, source: str, locked: bool) -> Outcome:
    """What becomes of a value an agent offers: `source` is who wrote the current one (« agent » or another)."""
    if not offered:
        return Outcome.KEEP
    if _same(current, offered):
        return Outcome.CONFIRM
    if locked:
        return Outcome.DIFFER
    if not current or source == "agent" or FIELDS[field].follows_agent:
        return Outcome.WRITE
    return Outcome.DIFFER


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()
