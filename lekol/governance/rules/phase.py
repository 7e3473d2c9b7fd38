"""« Mettre en phase le projet d’équipement et le projet pédagogique » (8.4): where one goes without the other.

Pure. Each school that an equipment operation reaches is looked at: a teaching or training operation must reach it
too, not be over before the equipment comes, and not begin more than half a year after it is all there.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EQUIPMENT = "equipement"
TEACHING = ("pedagogie", "formation")
WAIT = 183  # days: beyond half a year after the equipment, it has been standing idle

IN_PHASE, WITHOUT, OVER, LATE = "en_phase", "sans_projet", "trop_tot", "trop_tard"
WORDS = {
    WITHOUT: "Du matériel sans projet pédagogique ni formation",
    OVER: "Un projet ou une formation finis avant que le matériel arrive",
    LATE: "Du matériel qui attend son projet plus de six mois",
}


@dataclass(frozen=True, slots=True)
class Work:
    """An operation as far as the phase is concerned; `schools` is None when it is for all of them."""

    key: str
    strand: str
    first: dt.date
    last: dt.date
    schools: frozenset[str] | None = None

    def reaches(self, school: str) -> bool:
        return self.schools is None or school in self.schools


@dataclass(frozen=True, slots=True)
class Gap:
    """Schools of an equipment operation that are out of phase, and why."""

    key: str
    kind: str
    schools: tuple[str, ...]

    @property
    def words(self) -> str:
        return WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class Phase:
    """Schools and equipment operations looked at, those in phase, and the gaps."""

    due: int
    met: int
    gaps: tuple[Gap, ...]


def phase(works: Iterable[Work], schools: Sequence[str]) -> Phase:
    """Every (equipment operation, school) pair judged; gaps in the order of the programme."""
    rows = list(works)
    teaching = [work for work in rows if work.strand in TEACHING]
    due = met = 0
    gaps = []
    for work in rows:
        if work.strand == EQUIPMENT:
            judged = {school: judge(work, school, teaching) for school in schools if work.reaches(school)}
            due, met = due + len(judged), met + sum(kind == IN_PHASE for kind in judged.values())
            gaps += _gaps(work.key, judged)
    return Phase(due, met, tuple(gaps))


def judge(work: Work, school: str, teaching: Iterable[Work]) -> str:
    """Where a school stands for one equipment operation."""
    around = [row for row in teaching if row.reaches(school)]
    if not around:
        return WITHOUT
    if all(row.last < work.first for row in around):
        return OVER
    ahead = (row for row in around if row.last >= work.first)
    return IN_PHASE if any((row.first - work.last).days <= WAIT for row in ahead) else LATE


def _gaps(key: str, judged: dict[str, str]) -> list[Gap]:
    return [
        Gap(key, kind, found)
        for kind in WORDS
        if (found := tuple(school for school, why in judged.items() if why == kind))
    ]
