"""What a comparison replaces: all that is held of a commune, or of one of its schools and of nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lekol.directory.choices import Side
from lekol.directory.models import Commune
from lekol.pupils.choices import Verdict
from lekol.pupils.models import Discrepancy, Entry, Pair
from lekol.pupils.rules.outcome import Found


@dataclass(frozen=True, slots=True)
class Reach:
    """The references of both bases that a comparison speaks of; all of them when it is of a whole commune."""

    commune: Commune
    whole: bool
    state: frozenset[str] = frozenset()
    city: frozenset[str] = frozenset()
    away: frozenset[tuple[str, str]] = frozenset()

    def entries(self) -> QuerySet[Entry]:
        """Entries to replace."""
        rows = Entry.objects.filter(commune=self.commune)
        if self.whole:
            return rows
        return rows.filter(Q(side=Side.STATE, reference__in=self.state) | Q(side=Side.CITY, reference__in=self.city))

    def pairs(self) -> QuerySet[Pair]:
        """Pairs to replace: nobody has said anything of them."""
        rows = Pair.objects.filter(commune=self.commune, opinions=None)
        rows = rows.exclude(verdict__in=(Verdict.SAME, Verdict.APART))
        if self.whole:
            return rows
        known = rows.filter(Q(state_reference__in=self.state) | Q(city_reference__in=self.city))
        seen = known.values_list("pk", "state_reference", "city_reference")
        return rows.filter(pk__in=[pk for pk, *pair in seen if tuple(pair) not in self.away])

    def holds(self, gap: Discrepancy) -> bool:
        """Would this comparison have seen that disagreement again, were it still there?"""
        if self.whole:
            return True
        if (gap.state_reference, gap.city_reference) in self.away:
            return False
        return gap.state_reference in self.state or (not gap.state_reference and gap.city_reference in self.city)


def reach_of(commune: Commune, found: Found) -> Reach:
    """All of the commune, or the entries of one school: those now in the files, those known before."""
    if found.school is None:
        return Reach(commune, whole=True)
    before = Entry.objects.filter(commune=commune, school=found.school).values_list("side", "reference")
    known = [*before, *((entry.side, entry.reference) for entry in found.entries)]
    return Reach(commune, False, _of(Side.STATE, known), _of(Side.CITY, known), found.away)


def _of(side: Side, known: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(reference for whose, reference in known if whose == side)
