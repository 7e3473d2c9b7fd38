"""Where an accord stands, party by party: what each last said, and everything said before."""

from collections.abc import Iterable
from dataclasses import dataclass

from lekol.agreement.models import Party
from lekol.governance.models import Accord, Voice
from lekol.governance.rules import agreeing


@dataclass(frozen=True)
class Position:
    """What a party said last, if anything."""

    party: Party
    voice: Voice | None


@dataclass(frozen=True)
class Standing:
    """An accord as it is read: its state, each party’s position, every voice in order."""

    accord: Accord
    state: str
    positions: list[Position]
    voices: list[Voice]

    @property
    def agreed(self) -> bool:
        return self.state == agreeing.AGREED

    @property
    def refused(self) -> bool:
        return self.state == agreeing.REFUSED

    @property
    def awaited(self) -> list[Party]:
        """The parties that have not agreed yet."""
        return [row.party for row in self.positions if row.voice is None or not row.voice.agrees]

    @property
    def sentence(self) -> str:
        """« Approuvé par Ville et Rectorat. »"""
        if self.agreed:
            return f"Approuvé par {_names(row.party for row in self.positions)}."
        if self.refused:
            against = [row.party for row in self.positions if row.voice and not row.voice.agrees]
            return f"Désaccord de {_names(against)}."
        return f"En attente de l’accord de {_names(self.awaited)}."


def _names(parties: Iterable[Party]) -> str:
    return " et ".join(party.short_name for party in parties)


def standing_of(accord: Accord) -> Standing:
    """Two queries."""
    return standings_of([accord])[accord.pk]


def standings_of(accords: Iterable[Accord]) -> dict[int, Standing]:
    """Accord → where it stands; two queries, whatever their number."""
    kept = {row.pk: row for row in accords}
    links = Accord.parties.through.objects.filter(accord__in=kept).select_related("party")
    asked: dict[int, list[Party]] = {pk: [] for pk in kept}
    for link in sorted(links, key=lambda link: link.party.rank):
        asked[link.accord_id].append(link.party)
    said: dict[int, list[Voice]] = {pk: [] for pk in kept}
    for voice in Voice.objects.filter(accord__in=kept).select_related("party", "by").order_by("at", "id"):
        said[voice.accord_id].append(voice)
    return {pk: _standing(row, asked[pk], said[pk]) for pk, row in kept.items()}


def _standing(accord: Accord, parties: list[Party], voices: list[Voice]) -> Standing:
    heard = [agreeing.Heard(voice.party.key, voice.agrees) for voice in voices]
    last = {voice.party_id: voice for voice in voices}
    positions = [Position(party, last.get(party.pk)) for party in parties]
    return Standing(accord, agreeing.state([party.key for party in parties], heard), positions, voices)
