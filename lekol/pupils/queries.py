"""Read models of the pupil databases: what a comparison of two files finds, and the counts behind the measure."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Count, Q, QuerySet

from lekol.directory.choices import Side
from lekol.directory.models import Commune, School
from lekol.directory.queries import schools_in
from lekol.pact.scopes import Scope
from lekol.pupils.choices import Standing, Verdict
from lekol.pupils.linking.candidates import InProcess
from lekol.pupils.linking.explaining import Explanation, explained
from lekol.pupils.linking.files import Base, read
from lekol.pupils.linking.linkage import Links, link
from lekol.pupils.linking.warnings import said
from lekol.pupils.models import Entry, Pair, PairQuerySet
from lekol.pupils.rules import days, names, places
from lekol.pupils.rules.deciding import is_hard, masked_ine, masked_phone
from lekol.pupils.rules.outcome import EntryFound, Found, PairFound
from lekol.pupils.rules.wording import HYPOTHESES, TITLES, signed

Schools = dict[str, School]
SHOWN = (
    ("Nom", "name"), ("Nom d’usage", "usage"), ("Prénom", "first"), ("Deuxième prénom", "second"),
    ("Naissance", "born"), ("Lieu de naissance", "birthplace"), ("Sexe", "sex"), ("École", "school"),
    ("Niveau", "grade"), ("Responsable", "g1_name"), ("Prénom du responsable", "g1_first"),
    ("Téléphone", "g1_phone"), ("Identifiant national", "ine"),
)  # fmt: skip
"""What a person sees of two pupils to decide, and nothing more: no address, no second guardian."""


def matched(scope: Scope, on: dt.date) -> tuple[QuerySet[Entry], Q]:
    """Pupils of the State’s base in open schools, and those found in the City’s base (3.12)."""
    rows = Entry.objects.of_state().filter(school__in=schools_in(scope, on).values("pk"), comparison__at__date__lte=on)
    return rows, Q(standing=Standing.LINKED)


def by_school(schools: QuerySet[School]) -> QuerySet[School]:
    """Schools with the counts of their pupils in the State’s base."""
    mine = Q(pupil_entries__side=Side.STATE)
    return schools.annotate(
        pupils=Count("pupil_entries", filter=mine),
        linked=Count("pupil_entries", filter=mine & Q(pupil_entries__standing=Standing.LINKED)),
        doubtful=Count("pupil_entries", filter=mine & Q(pupil_entries__standing=Standing.REVIEW)),
        alone=Count("pupil_entries", filter=mine & Q(pupil_entries__standing=Standing.ALONE)),
    )


def compare_files(commune: Commune, state_path: Path, city_path: Path) -> Found:
    """What two files say of the pupils of a commune; nothing is written, the files are only read."""
    state, city = read(state_path, "État"), read(city_path, "Ville")
    sentences = said(state, city, (state_path, city_path))
    if not (state.count and city.count):
        return Found(state.count, city.count, sentences, [], [])
    links = link(state, city, InProcess(), _apart(commune))
    schools = {school.uai: school for school in School.objects.filter(commune=commune)}
    pairs = list(_pairs(links, state, city, schools))
    entries = [*_entries(state, Side.STATE, pairs, schools), *_entries(city, Side.CITY, pairs, schools)]
    return Found(state.count, city.count, sentences, pairs, entries)


def _apart(commune: Commune) -> set[tuple[str, str]]:
    """Pairs a person said to be two children: they never come back."""
    rows = Pair.objects.filter(commune=commune, verdict=Verdict.APART)
    return set(rows.values_list("state_reference", "city_reference"))


def _pairs(links: Links, state: Base, city: Base, schools: Schools) -> Iterator[PairFound]:
    left, right, ours = state.ids, city.ids, _schools(state, schools)
    found = zip(links.left.tolist(), links.right.tolist(), links.probability.tolist(), explained(links), strict=True)
    kept = (links.linked | links.review).tolist()
    for (one, two, probability, why), keep in zip(found, kept, strict=True):
        if not keep:
            continue
        review = probability < CERTAIN
        yield PairFound(
            left[one], right[two], probability, review, is_hard(probability, _rival(why)), ours[one],
            _cells((state, one), (city, two), schools) if review else [], _reasons(why) if review else [],
        )  # fmt: skip


CERTAIN = 0.9
"""From this probability on, a link needs nobody; under it, a page asks."""


def _rival(why: Explanation) -> str:
    """The hypothesis that is not « same child » and comes nearest."""
    return why.rival if why.winner == HYPOTHESES[0] else why.winner


def _schools(base: Base, schools: Schools) -> list[int | None]:
    if (column := base.columns.get("school")) is None:
        return [None] * base.count
    known = [schools.get(places.school(word)) for word in column.words]
    ids = [school.pk if school else None for school in known]
    return [ids[code] for code in column.codes.tolist()]


def _entries(base: Base, side: str, pairs: list[PairFound], schools: Schools) -> Iterator[EntryFound]:
    """Each entry once: a reference borne by two lines stands for its first."""
    own = {(pair.state if side == Side.STATE else pair.city): pair for pair in pairs}
    grades = base.columns.get("grade")
    seen: set[str] = set()
    for rank, (reference, school) in enumerate(zip(base.ids, _schools(base, schools), strict=True)):
        if reference in seen:
            continue
        seen.add(reference)
        pair = own.get(reference)
        standing = Standing.ALONE if pair is None else Standing.REVIEW if pair.review else Standing.LINKED
        grade = grades.words[grades.codes[rank]][:20] if grades else ""
        yield EntryFound(side, reference[:80], school, grade, standing)


def _cells(one: tuple[Base, int], two: tuple[Base, int], schools: Schools) -> list[dict[str, str | bool]]:
    """What the two entries say, field after field, and whether it is the same thing."""
    rows = ((title, _said(*one, field, schools), _said(*two, field, schools)) for title, field in SHOWN)
    return [
        {"titre": title, "etat": left, "ville": right, "memes": _same(left, right)}
        for title, left, right in rows
        if left or right
    ]


def _same(left: str, right: str) -> bool:
    """Equal but for accents, capitals and marks."""
    return names.upper(left) == names.upper(right) and _digits(left) == _digits(right)


def _digits(cell: str) -> str:
    return "".join(filter(str.isdigit, cell))


def _said(base: Base, row: int, field: str, schools: Schools) -> str:
    """A cell as it may be shown: dates as on paper, schools by their name, numbers masked."""
    if (column := base.columns.get(field)) is None:
        return ""
    word = column.words[column.codes[row]]
    if field == "born":
        born = days.read(word)
        return f"{born % 100:02d}/{born // 100 % 100:02d}/{born // 10_000}" if born else ""
    if field == "g1_phone":
        return masked_phone(places.phone(word))
    if field == "school":
        known = schools.get(places.school(word))
        return known.name if known else word[:80]
    return masked_ine(places.ine(word)) if field == "ine" else word[:80]


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


def last_decisions(rows: PairQuerySet) -> PairQuerySet:
    """The five last decisions among the pairs a person may read."""
    return rows.decided().order_by("-decided_at", "-pk")[:5]
