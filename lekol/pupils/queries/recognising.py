"""Whether two files are those of the bases followed so far: recording replaces what was, so a doubt is told first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lekol.directory.choices import Side
from lekol.directory.models import Commune
from lekol.pact.plurals import plural
from lekol.pupils.models import Discrepancy, Entry
from lekol.pupils.queries.reading import NAMES
from lekol.pupils.rules.outcome import Found

FEW, ENOUGH = 0.2, 10
"""The share of entries under which a base is not recognised; the entries it takes to tell."""


@dataclass
class Recognised:
    """What a comparison found, beside what the one before left of the commune, or of the only school compared."""

    commune: Commune
    found: Found

    @cached_property
    def known(self) -> Mapping[Side, Mapping[str, int | None]]:
        """The school of each reference, as followed so far."""
        rows = Entry.objects.filter(commune=self.commune)
        rows = rows.filter(school=self.found.school) if self.found.school else rows
        kept: dict[Side, dict[str, int | None]] = {side: {} for side in NAMES}
        for side, reference, school in rows.values_list("side", "reference", "school_id"):
            kept[Side(side)][reference] = school
        return kept

    @cached_property
    def new(self) -> Mapping[Side, Mapping[str, int | None]]:
        """The same, as the files say."""
        kept: dict[Side, dict[str, int | None]] = {side: {} for side in NAMES}
        for entry in self.found.entries:
            kept[Side(entry.side)][entry.reference] = entry.school
        return kept

    @property
    def doubts(self) -> list[str]:
        """Why nothing should be recorded; empty when both bases are recognised, or when nothing was followed yet."""
        told = [sentence for side in NAMES if (sentence := self._unknown(side))]
        if told and self._swapped:
            told = ["Les deux fichiers sont échangés : celui de l’État est la base de la Ville, et inversement."]
        return (told or self._unalike) and [*(told or self._unalike), self._at_stake]

    def _unknown(self, side: Side) -> str:
        """A base few of whose entries were in the last comparison."""
        before, now = self.known[side], self.new[side]
        common, least = len(before.keys() & now.keys()), min(len(before), len(now))
        if least < ENOUGH or common >= FEW * least:
            return ""
        place = "école" if self.found.school else "commune"
        return (
            f"{NAMES[side]} : presque aucune fiche n’est connue ({common} sur {len(now)}). Le fichier est peut-être "
            f"celui d’une autre {place}, ou les deux sont échangés."
        )

    @property
    def _swapped(self) -> bool:
        one, two = NAMES
        return all(
            len(self.new[side].keys() & self.known[other].keys()) > len(self.new[side].keys() & self.known[side].keys())
            for side, other in ((one, two), (two, one))
        )

    @property
    def _unalike(self) -> list[str]:
        """Two bases that share almost nobody."""
        found = self.found
        least, alike = min(found.state_count, found.city_count), len(found.pairs)
        if least < ENOUGH or alike >= FEW * least:
            return []
        return [
            f"Presque aucun élève n’est dans les deux bases ({alike} sur {least}). Les deux fichiers ne sont sans "
            "doute pas de la même commune, ou une colonne est mal désignée."
        ]

    @property
    def _at_stake(self) -> str:
        rows = Discrepancy.objects.open().filter(commune=self.commune)
        count = (rows.filter(school=self.found.school) if self.found.school else rows).count()
        lost = plural(count, "écart suivi aurait été clos", "écarts suivis auraient été clos")
        return f"Rien n’a été enregistré : {lost}." if count else "Rien n’a été enregistré."

    @property
    def missing(self) -> list[str]:
        """Schools of which a base says nothing any more; their disagreements stay open."""
        told = []
        for side in NAMES:
            gone = {place for place in self.known[side].values() if place} - set(self.new[side].values())
            if gone:
                who = plural(len(gone), "école qui en avait", "écoles qui en avaient")
                told.append(
                    f"{NAMES[side]} : plus aucun élève de {who} à la dernière comparaison ; ces écarts restent ouverts."
                )
        return told
