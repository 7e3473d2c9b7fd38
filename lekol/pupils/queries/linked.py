"""Two bases linked, read once more to be told: links and doubts, and where each entry stands."""

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from django.utils import timezone

from lekol.directory.choices import Side
from lekol.directory.models import Commune, School
from lekol.pact import presumptions
from lekol.pact.calendars import YearStart
from lekol.pact.plurals import plural
from lekol.pact.presumptions import Rulebook
from lekol.pupils.choices import Standing, Verdict
from lekol.pupils.linking.explaining import Explanation, explained
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.linkage import Links
from lekol.pupils.models import Pair
from lekol.pupils.queries.cells import Schools, cells_of, hidden_of, plainly
from lekol.pupils.rules import places
from lekol.pupils.rules.deciding import CERTAIN, is_hard
from lekol.pupils.rules.outcome import EntryFound, PairFound
from lekol.pupils.rules.wording import HYPOTHESES, TITLES, signed

IDENTITY = ("name", "usage", "first", "born", "sex", "birthplace", "ine", "school", "grade")
"""What its owner needs to find a child in a base; erased once the disagreement is closed."""
SIDES = (Side.STATE, Side.CITY)
TINY = 1e-12
FELT = 1.0
"""The least weight worth a line, in logarithms of odds."""


@dataclass
class Linked:
    """The two bases of a commune and their links. `rank` is 0 for the State’s base, 1 for the City’s."""

    commune: Commune
    bases: tuple[Base, Base]
    links: Links
    school: School | None = None
    """The only school compared, when it is one."""
    marks: tuple[dict[str, list[str]], dict[str, list[str]]] = field(default_factory=lambda: ({}, {}))
    """Situations and days of each base, by row."""
    listed: bool = False
    """Does the City’s list hold that school alone?"""

    @cached_property
    def schools(self) -> Schools:
        return {school.uai: school for school in School.objects.filter(commune=self.commune)}

    @cached_property
    def rules(self) -> Rulebook:
        return presumptions.in_force(self.commune.insee, self.today)

    @cached_property
    def today(self) -> dt.date:
        return timezone.localdate()

    @cached_property
    def year(self) -> YearStart:
        return self.commune.academy.year_start

    @cached_property
    def ids(self) -> tuple[list[str], list[str]]:
        """The reference of each row of each base."""
        one, two = (base.ids for base in self.bases)
        return one, two

    @cached_property
    def texts(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """The cells of each base, by column, only those that are told."""
        one, two = ({name: base.texts(name) for name in IDENTITY if name in base.columns} for base in self.bases)
        return one, two

    @cached_property
    def places(self) -> tuple[list[int | None], list[int | None]]:
        """The school of each row of each base."""
        one, two = (places_of(base, self.schools) for base in self.bases)
        return one, two

    @cached_property
    def rows(self) -> tuple[dict[str, int], dict[str, int]]:
        """The first row of each reference."""
        one, two = ({reference: row for row, reference in reversed(list(enumerate(ids)))} for ids in self.ids)
        return one, two

    @cached_property
    def persons(self) -> tuple[list[int], list[int]]:
        """For each row of each base, the first row that is the same child."""
        one, two = self.links.persons
        return one.tolist(), two.tolist()

    @cached_property
    def decided(self) -> set[tuple[str, str]]:
        """Pairs a person said to be one child, both of whose entries are in the files."""
        same = Pair.objects.filter(commune=self.commune, verdict=Verdict.SAME)
        known = same.values_list("state_reference", "city_reference")
        return {(one, two) for one, two in known if one in self.rows[0] and two in self.rows[1]}

    def unknown_schools(self) -> list[str]:
        """What must be said of children whose school the directory does not know."""
        if self.bases[0].sealed:
            return [
                "Les deux bases sont scellées : ni les écoles ni les écarts n’y sont lisibles, seuls les liens le sont."
            ]
        told = []
        for base, places_ in zip(self.bases, self.places, strict=True):
            count = places_.count(None)
            if "school" not in base.columns:
                told.append(f"{base.title} : pas de colonne d’école ; les chiffres par école s’en passent.")
            elif count:
                pupils = plural(count, "élève n’est pas reconnue ; il reste", "élèves n’est pas reconnue ; ils restent")
                told.append(f"{base.title} : l’école de {pupils} sans école.")
        return told

    def pairs(self) -> list[PairFound]:
        """Links and doubts, but of entries that a person linked; a doubt takes along what one needs to decide."""
        links, (left, right) = self.links, self.ids
        kept = np.flatnonzero(links.said)
        why = dict(self._explained(kept[links.probability[kept] < CERTAIN]))
        taken = [{pair[rank] for pair in self.decided} for rank in (0, 1)]
        found = []
        for row in kept.tolist():
            one, two = int(links.left[row]), int(links.right[row])
            pair = left[one], right[two]
            if pair in self.decided or not (pair[0] in taken[0] or pair[1] in taken[1]):
                found.append(self._found(row, one, two, why.get(row)))
        return found

    def _explained(self, rows: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Iterator[tuple[int, Explanation]]:
        """Why, for the few links that a person may read."""
        links, names = self.links, ("left", "right", "probability", "linked", "levels", "lonely")
        some = replace(links, **{name: getattr(links, name)[rows] for name in names})
        return zip(rows.tolist(), explained(some), strict=True)

    def _found(self, row: int, one: int, two: int, why: Explanation | None) -> PairFound:
        probability = float(self.links.probability[row])
        found = PairFound(
            self.ids[0][one], self.ids[1][two], probability, probability < CERTAIN,
            why is not None and is_hard(probability, _rival(why)), self.places[0][one] or self.places[1][two],
        )  # fmt: skip
        if why is None:
            return found
        at = (self.bases[0], one), (self.bases[1], two)
        reasons = [*_reasons(why), *_rivals(why, probability)]
        if any(base.sealed for base in self.bases):  # marks that say nothing to anybody
            return replace(found, reasons=reasons)
        return replace(found, cells=cells_of(*at, self.schools), hidden=hidden_of(*at), reasons=reasons)

    def entries(self, pairs: list[PairFound]) -> list[EntryFound]:
        """Each entry of both bases once: a reference borne by two lines stands for its first."""
        return [entry for rank in (0, 1) for entry in self._entries(rank, pairs)]

    def _entries(self, rank: int, pairs: list[PairFound]) -> Iterator[EntryFound]:
        standings = self._standings(rank, pairs)
        base, ids, person = self.bases[rank], self.ids[rank], self.persons[rank]
        grades, known = base.texts("grade"), {person[self.rows[rank][reference]] for reference in standings}
        for row, reference in enumerate(ids):
            if self.rows[rank][reference] != row:
                continue
            standing = standings.get(reference)
            if standing is None:  # a double of another entry counts for nothing, alone or not
                standing = Standing.DOUBLE if person[row] in known else Standing.ALONE
                known.add(person[row])
            yield EntryFound(SIDES[rank], reference, self.places[rank][row], grades[row][:20], standing)

    def _standings(self, rank: int, pairs: list[PairFound]) -> dict[str, Standing]:
        """Reference → linked, or doubtful."""
        found = {(pair.state, pair.city)[rank]: Standing.REVIEW if pair.review else Standing.LINKED for pair in pairs}
        return found | {pair[rank]: Standing.LINKED for pair in self.decided}

    def same(self, pairs: Iterable[PairFound]) -> list[tuple[str, str]]:
        """Pairs of references that are one child, by calculation or by decision."""
        linked = [(pair.state, pair.city) for pair in pairs if not pair.review]
        return list(dict.fromkeys([*linked, *sorted(self.decided)]))

    def identity(self, rank: int, row: int) -> dict[str, str]:
        """What is kept of a child while a disagreement is open."""
        texts = self.texts[rank]
        return {name: plainly(name, texts[name][row], self.schools) for name in texts if texts[name][row]}


def places_of(base: Base, schools: Schools) -> list[int | None]:
    """The school of each row, None where the directory does not know it."""
    if (column := base.columns.get("school")) is None:
        return [None] * base.count
    known = [schools.get(places.school(word)) for word in column.words]
    ids = [school.pk if school else None for school in known]
    return [ids[code] for code in column.codes.tolist()]


def _rival(why: Explanation) -> str:
    """The hypothesis that is not « same child » and comes nearest."""
    return why.rival if why.winner == HYPOTHESES[0] else why.winner


def _reasons(why: Explanation) -> list[dict[str, str]]:
    """Clues, the heaviest first, each with its sense."""
    ranked = sorted(why.reasons, key=lambda reason: -abs(reason.weight))
    return [
        {
            "mots": f"{TITLES[reason.field].capitalize()} : {reason.words}",
            "poids": signed(reason.weight),
            "sens": "pour" if reason.weight > 0 else "contre",
        }
        for reason in ranked
        if abs(reason.weight) >= 0.05
    ]


def _rivals(why: Explanation, probability: float) -> list[dict[str, str]]:
    """What other entries that could be this child, a twin above all, take away from the clues of the pair."""
    odds = math.log(max(probability, TINY) / max(1 - probability, TINY))
    lost = odds - (why.margin if why.winner == HYPOTHESES[0] else -why.margin)
    if lost > -FELT:
        return []
    return [{"mots": "Une autre fiche peut être cet élève", "poids": signed(lost), "sens": "contre"}]
