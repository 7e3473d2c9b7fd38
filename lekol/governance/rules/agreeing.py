"""Two signatures: where an accord stands, from the voices heard. The last voice of a party is its present one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

AWAITED, AGREED, REFUSED = "attendu", "convenu", "desaccord"


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice, in the order they were given."""

    party: str
    agrees: bool


def state(parties: Sequence[str], voices: Iterable[Heard]) -> str:
    """Agreed when every party asked agrees now; a present disagreement weighs more than a silence."""
    last = {voice.party: voice.agrees for voice in voices if voice.party in parties}
    if not all(last.values()):
        return REFUSED
    return AGREED if parties and len(last) == len(set(parties)) else AWAITED


def awaited(parties: Sequence[str], voices: Iterable[Heard]) -> list[str]:
    """The parties that have not agreed yet, in their order."""
    last = {voice.party: voice.agrees for voice in voices}
    return [party for party in dict.fromkeys(parties) if not last.get(party, False)]
