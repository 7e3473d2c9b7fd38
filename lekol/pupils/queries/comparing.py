"""What two bases say of the pupils of a commune: links, doubts, disagreements. Nothing is written."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from django.utils import timezone

from lekol.directory.choices import Side
from lekol.directory.models import Commune, School
from lekol.pact import presumptions
from lekol.pact.calendars import YearStart
from lekol.pact.presumptions import Rulebook
from lekol.pupils.choices import Kind, Standing, Verdict
from lekol.pupils.linking.candidates import InProcess
from lekol.pupils.linking.explaining import Explanation, explained
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.kinship import persons
from lekol.pupils.linking.linkage import Links, link
from lekol.pupils.linking.memory import Memory
from lekol.pupils.linking.warnings import said
from lekol.pupils.models import Entry, Pair
from lekol.pupils.queries.cells import Schools, cells_of, hidden_of, plainly
from lekol.pupils.queries.reading import Files, bases
from lekol.pupils.rules import days, places
from lekol.pupils.rules.deciding import CERTAIN, is_hard
from lekol.pupils.rules.discrepancies import COMPARED, TWICE, alone, compulsory, differences, owner
from lekol.pupils.rules.outcome import EntryFound, Found, GapFound, PairFound
from lekol.pupils.rules.wording import HYPOTHESES, TITLES, signed

Progress = Callable[[int, str], None]
IDENTITY = ("name", "usage", "first", "born", "sex", "birthplace", "ine", "school", "grade")
"""What its owner needs to find a child in a base; erased once the disagreement is closed."""


def quiet(percent: int, step: str) -> None:
    """Nobody watches."""


def compare_files(
    commune: Commune, state_path: Path, city_path: Path, *, progress: Progress = quiet, memory: Memory | None = None
) -> Found:
    """What two files say, their columns recognised without help."""
    return compare(commune, Files(state_path, city_path), progress=progress, memory=memory)


def compare(commune: Commune, files: Files, *, progress: Progress = quiet, memory: Memory | None = None) -> Found:
    """What the files say of the pupils of a commune; they are only read."""
    progress(5, "Lecture des fichiers")
    state, city = bases(commune, files)
    sentences = said(state, city, (files.state, files.city))
    if not (state.count and city.count) or state.sealed != city.sealed:
        return Found(state.count, city.count, sentences, [], [])
    progress(20, "Recherche des paires")
    links = link(state, city, InProcess(), _apart(commune), memory)
    progress(70, "Explication des liens")
    work = _Work(commune, (state, city), links)
    sentences += work.unknown_schools()
    pairs = list(work.pairs())
    progress(85, "Relevé des écarts")
    entries = [*work.entries(Side.STATE, pairs), *work.entries(Side.CITY, pairs)]
    gaps = None if state.sealed else list(work.gaps(pairs, entries))
    return Found(state.count, city.count, sentences, pairs, entries, gaps)


def _apart(commune: Commune) -> set[tuple[str, str]]:
    """Pairs a person said to be two children: they never come back."""
    rows = Pair.objects.filter(commune=commune, verdict=Verdict.APART)
    return set(rows.values_list("state_reference", "city_reference"))


@dataclass
class _Work:
    """The two bases linked, read once more to be told."""

    commune: Commune
    bases: tuple[Base, Base]
    links: Links

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
    def texts(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """The cells of each base, by column, only those that are told."""
        one, two = ({name: base.texts(name) for name in IDENTITY if name in base.columns} for base in self.bases)
        return one, two

    @cached_property
    def places(self) -> tuple[list[int | None], list[int | None]]:
        """The school of each row of each base."""
        one, two = (self._places(base) for base in self.bases)
        return one, two

    def _places(self, base: Base) -> list[int | None]:
        if (column := base.columns.get("school")) is None:
            return [None] * base.count
        known = [self.schools.get(places.school(word)) for word in column.words]
        ids = [school.pk if school else None for school in known]
        return [ids[code] for code in column.codes.tolist()]

    def unknown_schools(self) -> list[str]:
        """What must be said of children whose school the directory does not know."""
        told = []
        for base, places_ in zip(self.bases, self.places, strict=True):
            count = places_.count(None)
            if "school" not in base.columns:
                told.append(f"{base.title} : pas de colonne d’école ; les chiffres par école s’en passent.")
            elif count:
                told.append(f"{base.title} : l’école de {count} élèves n’est pas reconnue ; ils restent sans école.")
        return told

    def pairs(self) -> Iterator[PairFound]:
        """Links and doubts; a doubt takes along what a person needs to decide."""
        left, right = (base.ids for base in self.bases)
        links = self.links
        rows = zip(links.left.tolist(), links.right.tolist(), links.probability.tolist(), explained(links), strict=True)
        kept = (links.linked | links.review).tolist()
        for (one, two, probability, why), keep in zip(rows, kept, strict=True):
            if keep:
                found = PairFound(
                    left[one], right[two], probability, probability < CERTAIN, is_hard(probability, _rival(why)),
                    self.places[0][one] or self.places[1][two],
                )  # fmt: skip
                yield self._told(found, one, two, why) if found.review else found

    def _told(self, found: PairFound, one: int, two: int, why: Explanation) -> PairFound:
        at = (self.bases[0], one), (self.bases[1], two)
        return replace(found, cells=cells_of(*at, self.schools), hidden=hidden_of(*at), reasons=_reasons(why))

    def entries(self, side: Side, pairs: list[PairFound]) -> Iterator[EntryFound]:
        """Each entry once: a reference borne by two lines stands for its first."""
        rank = 0 if side is Side.STATE else 1
        base, own = self.bases[rank], {(pair.state if side is Side.STATE else pair.city): pair for pair in pairs}
        grades, seen = base.texts("grade"), set[str]()
        for row, (reference, school) in enumerate(zip(base.ids, self.places[rank], strict=True)):
            if reference in seen:
                continue
            seen.add(reference)
            pair = own.get(reference)
            standing = Standing.ALONE if pair is None else Standing.REVIEW if pair.review else Standing.LINKED
            yield EntryFound(side, reference[:80], school, grades[row][:20], standing)

    def gaps(self, pairs: list[PairFound], entries: Iterable[EntryFound]) -> Iterator[GapFound]:
        """What the two bases disagree on."""
        same = [(pair.state, pair.city) for pair in pairs if not pair.review] + list(self._decided())
        for state, city in dict.fromkeys(same):
            if state in self.rows[0] and city in self.rows[1]:
                yield from self._differing(state, city)
        yield from self._alone(entries)
        for rank, side in ((0, Side.STATE), (1, Side.CITY)):
            yield from self._twice(rank, side)

    @cached_property
    def rows(self) -> tuple[dict[str, int], dict[str, int]]:
        """The first row of each reference."""
        one, two = ({reference: row for row, reference in reversed(list(enumerate(base.ids)))} for base in self.bases)
        return one, two

    def _decided(self) -> Iterator[tuple[str, str]]:
        same = Pair.objects.filter(commune=self.commune, verdict=Verdict.SAME)
        yield from same.values_list("state_reference", "city_reference")

    def _cells(self, rank: int, row: int) -> dict[str, str]:
        """One entry, by field of the agreement; only the columns its file has."""
        texts = self.texts[rank]
        return {field: texts[column][row] for field, column in COMPARED.items() if column in texts}

    def _identity(self, rank: int, row: int) -> dict[str, str]:
        """What is kept of a child while a disagreement is open."""
        texts = self.texts[rank]
        return {name: plainly(name, texts[name][row], self.schools) for name in texts if texts[name][row]}

    def _differing(self, state: str, city: str) -> Iterator[GapFound]:
        one, two = self.rows[0][state], self.rows[1][city]
        found = differences(self._cells(0, one), self._cells(1, two))
        if not found:
            return
        identity = {Side.STATE: self._identity(0, one), Side.CITY: self._identity(1, two)}
        for row in found:
            who, column = owner(self.rules, row.field), COMPARED[row.field]
            yield GapFound(
                Kind.SCHOOL if row.field == "ecole" else Kind.FIELD, row.field, state, city, who.corrects, who.presumed,
                school=self.places[0][one] or self.places[1][two],
                state_value=plainly(column, row.state, self.schools)[:120],
                city_value=plainly(column, row.city, self.schools)[:120],
                identity={str(side): cells for side, cells in identity.items()},
            )  # fmt: skip

    def _alone(self, entries: Iterable[EntryFound]) -> Iterator[GapFound]:
        """Children whom one base only knows."""
        linked = set(
            Entry.objects.filter(commune=self.commune, standing=Standing.LINKED).values_list("side", "reference")
        )
        entries = list(entries)
        known = self._known(entries)
        for entry in entries:
            rank = 0 if entry.side == Side.STATE else 1
            if entry.standing != Standing.ALONE or self._person(rank, entry) in known[rank]:
                continue  # linked, doubtful, or a double of one that is
            cause, corrects = alone(entry.side, (entry.side, entry.reference) in linked)
            yield self._only(entry, cause, corrects)

    def _known(self, entries: Iterable[EntryFound]) -> tuple[set[int], set[int]]:
        """Persons of each base one of whose entries is linked, or may be."""
        found: tuple[set[int], set[int]] = (set(), set())
        for entry in entries:
            rank = 0 if entry.side == Side.STATE else 1
            if entry.standing != Standing.ALONE:
                found[rank].add(self._person(rank, entry))
        return found

    def _person(self, rank: int, entry: EntryFound) -> int:
        return self.persons[rank][self.rows[rank][entry.reference]]

    @cached_property
    def persons(self) -> tuple[list[int], list[int]]:
        """For each row of each base, the first row that is the same child."""
        work, model = self.links.work, self.links.model
        one, two = (
            persons(work.shelf.book, records, model, work.streets).tolist() for records in (work.state, work.city)
        )
        return one, two

    def _only(self, entry: EntryFound, cause: str, corrects: str) -> GapFound:
        state = entry.side == Side.STATE
        rank = 0 if state else 1
        row = self.rows[rank][entry.reference]
        born = self.texts[rank].get("born")
        return GapFound(
            Kind.ONLY_STATE if state else Kind.ONLY_CITY, "inscription", entry.reference if state else "",
            "" if state else entry.reference, corrects, cause=cause, school=entry.school,
            compulsory=compulsory(days.read(born[row]) if born else 0, self.today, self.year),
            identity={entry.side: self._identity(rank, row)},
        )  # fmt: skip

    def _twice(self, rank: int, side: Side) -> Iterator[GapFound]:
        """Children entered twice in one base."""
        first, ids = self.persons[rank], self.bases[rank].ids
        for row in (row for row, person in enumerate(first) if person != row):
            one, two = ids[first[row]], ids[row]
            if one == two:
                continue
            state, city = (one, "") if rank == 0 else ("", one)
            yield GapFound(
                Kind.TWICE, TWICE, state, city, str(side), twin=two[:80], school=self.places[rank][row],
                identity={str(side): self._identity(rank, row)},
            )  # fmt: skip


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
