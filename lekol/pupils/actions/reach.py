"""What a comparison replaces: all that is held of a commune, or of one of its schools and of nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lekol.directory.choices import Side
from lekol.directory.models import Commune
from lekol.pupils.choices import Kind, Verdict
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
        """Pairs to replace: nobody has decided them."""
        rows = Pair.objects.filter(commune=self.commune).exclude(verdict__in=(Verdict.SAME, Verdict.APART))
        if self.whole:
            return rows
        known = rows.filter(Q(state_reference__in=self.state) | Q(city_reference__in=self.city))
        seen = known.values_list("pk", "state_reference", "city_reference")
        return rows.filter(pk__in=[pk for pk, *pair in seen if tuple(pair) not in self.away])

    def held(self) -> set[tuple[str, str]]:
        """Pairs that stay as they are, whatever is found."""
        rows = Pair.objects.filter(commune=self.commune)
        rows = rows.decided() if self.whole else rows
        return set(rows.values_list("state_reference", "city_reference"))

    def holds(self, gap: Discrepancy) -> bool:
        """Would this comparison have seen that disagreement again, were it still there?"""
        if (gap.state_reference, gap.city_reference) in self.away:
            return False
        known = gap.state_reference in self.state or (not gap.state_reference and gap.city_reference in self.city)
        return self.whole or known


def reach_of(commune: Commune, found: Found) -> Reach:
    """All of the commune, or the entries of one school: those now in the files, those known before."""
    if found.school is None:
        return Reach(commune, whole=True, away=found.away)
    before = Entry.objects.filter(commune=commune, school=found.school).values_list("side", "reference")
    known = [*before, *((entry.side, entry.reference) for entry in found.entries)]
    return Reach(commune, False, _of(Side.STATE, known), _of(Side.CITY, known), found.away)


def _of(side: Side, known: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(reference for whose, reference in known if whose == side)


@dataclass(frozen=True, slots=True)
class Told:
    """Of whom two files speak: references and schools, each with its base."""

    references: frozenset[tuple[str, str]]
    schools: frozenset[tuple[str, int | None]]

    def speaks_of(self, gap: Discrepancy) -> bool:
        """Do both files hold the child of a disagreement, or its school at least? Else nothing is said of it."""
        return all(
            (side, reference) in self.references or gap.school_id is None or (side, gap.school_id) in self.schools
            for side, reference in _borne(gap)
        )

    def proves(self, gap: Discrepancy) -> bool:
        """Has a base been corrected, or has the child merely left? Two values agree only where both are still said."""
        return gap.kind not in (Kind.FIELD, Kind.SCHOOL) or self.references.issuperset(_borne(gap))


def told_of(found: Found) -> Told:
    """Of whom the files of a comparison speak."""
    entries = found.entries
    return Told(
        frozenset((str(entry.side), entry.reference) for entry in entries),
        frozenset((str(entry.side), entry.school) for entry in entries),
    )


def _borne(gap: Discrepancy) -> list[tuple[str, str]]:
    """The references of a disagreement, each with its base."""
    borne = ((str(Side.STATE), gap.state_reference), (str(Side.CITY), gap.city_reference))
    return [(side, reference) for side, reference in borne if reference]
