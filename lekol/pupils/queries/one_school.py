"""One school’s extraction, against what the City says of its children and of those who may have moved.

A child whom the last comparison linked to an entry of another school, which these files do not hold, is there: it is
neither missing here nor offered to anybody else, and what is held of it stays.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from lekol.directory.choices import Side
from lekol.directory.models import School
from lekol.pupils.choices import Standing, Verdict
from lekol.pupils.linking.columns import Column
from lekol.pupils.linking.files import Base
from lekol.pupils.models import Entry, Pair
from lekol.pupils.queries.cells import Schools
from lekol.pupils.queries.linked import places_of
from lekol.pupils.queries.reading import kept_rows
from lekol.pupils.rules.outcome import EntryFound, PairFound

References = tuple[str, str]


@dataclass
class Away:
    """What the rest of the commune already says of the children of these files."""

    school: School
    pairs: set[References] = field(default_factory=set)
    """Links and doubts with an entry of another school that the files do not hold."""
    entries: list[EntryFound] = field(default_factory=list)
    """Entries of this school whose child is in another school for the other base."""
    doubts: set[str] = field(default_factory=set)
    listed: bool = False
    """Does the City’s list hold this school alone?"""
    said: list[str] = field(default_factory=list)

    def within(self, entries: Iterable[EntryFound], pairs: Iterable[PairFound]) -> list[EntryFound]:
        """The entries this comparison replaces: of this school, and those of others found to be its children."""
        met = {pair.city for pair in pairs}
        kept = [
            entry
            for entry in entries
            if entry.side == Side.STATE or entry.school == self.school.pk or entry.reference in met
        ]
        return [self._doubtful(entry) for entry in kept] + self.entries

    def _doubtful(self, entry: EntryFound) -> EntryFound:
        if entry.standing == Standing.ALONE and entry.reference in self.doubts:
            return replace(entry, standing=Standing.REVIEW)
        return entry


def narrowed(school: School, schools: Schools, state: Base, city: Base) -> Away:
    """Leave in the bases the children of one school, and those of others who may be its own."""
    away = Away(school)
    _only(away, schools, state)
    here = places_of(city, schools)
    whole = any(place not in (None, school.pk) for place in here)
    if school.pk not in here:
        away.said.append(
            f"Ville : aucun élève de {school.name} n’y est reconnu. Vérifiez la colonne d’école : un code UAI, ou le "
            "nom de l’école tel qu’il est à l’annuaire."
        )
    away.listed = not whole
    if not whole:
        away.said.append(
            "Ville : la liste donnée ne contient que cette école ; un élève qu’elle inscrit ailleurs n’est reconnu que "
            "si la comparaison de la commune l’a déjà retrouvé."
        )
    _find(away, {Side.STATE: set(state.ids), Side.CITY: set(city.ids)}, whole)
    grades = [base.texts("grade") for base in (state, city)]
    places = [school.pk] * state.count, here
    for rank, base in enumerate((state, city)):
        gone = {pair[rank] for pair in away.pairs} - away.doubts
        rows = [row for row, reference in enumerate(base.ids) if reference in gone]
        away.entries += _entries(
            rank, base, [row for row in rows if places[rank][row] == school.pk], grades[rank], school
        )
        kept_rows(base, np.setdiff1d(np.arange(base.count), rows))
    _tell(away)
    return away


def _only(away: Away, schools: Schools, state: Base) -> None:
    """Lines of another school are left out; ONDE, which extracts one school, does not always name it."""
    school = away.school
    places = places_of(state, schools)
    rows = np.array([row for row, place in enumerate(places) if place in (None, school.pk)], np.int64)
    if others := state.count - len(rows):
        away.said.append(f"État : {school.name} seule est lue ; lignes d’autres écoles, laissées de côté : {others}.")
    kept_rows(state, rows)
    state.columns["school"] = Column.of([school.uai] * state.count, state.count)


def _find(away: Away, held: dict[Side, set[str]], whole: bool) -> None:
    """Pairs of the last comparison between a child of the files and an entry of another school they do not hold."""
    school = away.school
    rows = Entry.objects.filter(commune=school.commune_id).exclude(school=school).exclude(school=None)
    elsewhere = set(rows.values_list("side", "reference"))
    pairs = Pair.objects.filter(commune=school.commune_id).exclude(verdict=Verdict.APART)
    for state, city, verdict in pairs.values_list("state_reference", "city_reference", "verdict"):
        there = (Side.STATE, state) in elsewhere and state not in held[Side.STATE] and city in held[Side.CITY]
        listed = (Side.CITY, city) in elsewhere and city not in held[Side.CITY] and state in held[Side.STATE]
        if there or (listed and not whole):
            away.pairs.add((state, city))
            if verdict == Verdict.REVIEW:
                away.doubts |= {state, city}


def _entries(rank: int, base: Base, rows: list[int], grades: list[str], school: School) -> Iterator[EntryFound]:
    side = (Side.STATE, Side.CITY)[rank]
    for row in rows:
        yield EntryFound(side, base.ids[row], school.pk, grades[row][:20], Standing.LINKED)


def _tell(away: Away) -> None:
    for side, other in ((Side.STATE, "la Ville"), (Side.CITY, "la base de l’État")):
        if count := sum(entry.side == side for entry in away.entries):
            who = "élève est" if count == 1 else "élèves sont"
            away.said.append(
                f"{count} {who} dans une autre école de la commune pour {other}, d’après la dernière comparaison."
            )
