"""Two pupil bases that nearly agree: invented children, each office with its own slips, compared for real."""

import csv
import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from lekol.directory.choices import Role
from lekol.directory.models import Person, Post
from lekol.pact.calendars import bounds, school_year_of
from lekol.project.demonstration import names
from lekol.project.demonstration.territory import Territory
from lekol.pupils import actions, queries
from lekol.pupils.choices import Cause, Certainty, State
from lekol.pupils.models import Correction, Discrepancy, Entry, Software

A_SCHOOL = 24  # children drawn a school: enough to work on, few enough to load quickly
FIRST = (
    "Anaëlle,Élio,Lou,Maël,Inaya,Nolan,Jade,Timéo,Lina,Mathys,Kiara,Yanis,Ambre,Noah,Naïla,Tom,Éva,Liam,Zoé,Ryan,"
    "Célia,Enzo,Manon,Ilan,Louna,Aaron,Camille,Gabin,Romane,Swan,Léna,Loïs,Alicia,Kylian,Mélissa,Ethan"
).split(",")
HEADERS = (
    "ref ine nom prenom date_naissance sexe resp1_nom resp1_prenom tel1 uai niveau situation depuis jusqu_au"
).split()
GRADES = ("PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2")
ABSENT, SLIP, MOVED = 0.03, 0.05, 0.02
STATE, CITY = "etat", "ville"
BEFORE = 29
"""Days between the two comparisons: who left in between was known to both bases at the first."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Fate:
    """Why one base only knows a child: what the bases held, and what the City writes of it."""

    before: tuple[str, ...]
    """The bases that held the child at the first comparison; `now`, at the last one."""
    now: tuple[str, ...]
    since: int = 0
    """Days since the entry written in the base; 0 for that of everybody."""
    status: str = ""
    until: int = 0
    school: str | None = None
    """What the City writes in place of the school."""


USUAL = Fate((STATE, CITY), (STATE, CITY))
FATES = {
    11: Fate((STATE, CITY), (CITY,)), 71: Fate((STATE, CITY), (STATE,)), 23: Fate((), (CITY,), since=6),
    35: Fate((), (STATE,), since=5), 47: Fate((CITY,), (CITY,), status="Préinscrit"), 59: Fate((CITY,), (CITY,)),
    83: Fate((CITY,), (CITY,), status="Instruction en famille"),
    95: Fate((STATE, CITY), (CITY,), status="Radié", until=12), 107: Fate((CITY,), (CITY,), school=""),
    119: Fate((CITY,), (CITY,), school="École des Hauts"),
}  # fmt: skip
"""By the rank of a child, modulo EVERY: left the school, left the City’s list, just enrolled, just admitted, to be
admitted, never admitted, taught at home, gone, without a school, of a school nobody knows."""
EVERY, HASTY = 127, 41


def build(territory: Territory) -> None:
    """Draw the children, write what each office entered a month ago then yesterday, compare both times."""
    children = [child for school in territory.schools for child in _children(territory, school.uai)]
    merged = _merged_twins(children)
    typed = {side: [_slipped(territory, child) for child in children] for side in (STATE, CITY)}
    lost = {side: {rank for rank in range(len(children)) if territory.rng.random() < ABSENT} for side in typed}
    for age, now in ((BEFORE, False), (1, True)):
        with tempfile.TemporaryDirectory() as folder:
            paths = {
                side: _written(territory, Path(folder) / side, _held(typed[side], lost[side], side, now), merged)
                for side in typed
            }
            files = queries.Files(paths[STATE], paths[CITY], mappings=dict.fromkeys(paths, COLUMNS))
            found = queries.compare(territory.commune, files)
        at = timezone.make_aware(dt.datetime.combine(territory.day - dt.timedelta(days=age), dt.time(7)))
        actions.record(commune=territory.commune, found=found, at=at)
    _aged(territory)
    _followed(territory)
    _opposed(territory)


def _held(rows: list[Row], lost: set[int], side: str, now: bool) -> Iterator[tuple[int, Row]]:
    """The children whom one office had entered, then or now, by rank."""
    for rank, row in enumerate(rows):
        fate = FATES.get(rank % EVERY, USUAL)
        if rank not in lost and side in (fate.now if now else fate.before):
            yield rank, row


AGES = (2, 5, 9, 16, 24, 33, 47, 61, 95)
"""Days since a disagreement was first seen."""


def _aged(territory: Territory) -> None:
    """Disagreements of two comparisons become those of four months, but those of children who came or left since."""
    rows = Discrepancy.objects.filter(commune=territory.commune).exclude(cause__in=(Cause.NEW, Cause.LEFT))
    gaps = list(rows.exclude(cause=Cause.ARRIVED, certainty=Certainty.HIGH).order_by("pk"))
    for rank, gap in enumerate(gaps):
        gap.first_seen_on = territory.day - dt.timedelta(days=AGES[rank % len(AGES)])
        if rank % 11 == 3:
            gap.state, gap.closed_on = State.GONE, territory.day - dt.timedelta(days=1)
    Discrepancy.objects.bulk_update(gaps, ["first_seen_on", "state", "closed_on"], batch_size=2_000)


def _followed(territory: Territory) -> None:
    """Some corrections are asked, answered, done; one refused with its reason; some wait past their day."""
    clerk, office = (_holder(territory, role) for role in (Role.EDUCATION_HEAD, Role.ACADEMY_IT_HEAD))
    owners = {"ville": clerk, "etat": office}
    old = territory.day - dt.timedelta(days=20)
    rows = Discrepancy.objects.open().filter(commune=territory.commune, first_seen_on__lt=old).order_by("pk")
    gaps = [gap for side, count in (("ville", 36), ("etat", 13)) for gap in rows.filter(owner=side)[:count]]
    for side, asker in (("ville", office), ("etat", clerk)):
        actions.ask_all(gaps=[gap for gap in gaps if gap.owner == side], by=asker)
    for rank, gap in enumerate(gaps):
        owner = owners[gap.owner]
        if rank % 4 == 0:
            actions.accept(gap=gap, by=owner)
        if rank % 8 == 0:
            actions.declare_done(gap=gap, by=owner)
        if rank % 12 == 5:
            actions.refuse(gap=gap, by=owner, reason="L’acte de naissance, vu à l’inscription, dit autrement.")
    asked_at = timezone.make_aware(dt.datetime.combine(old, dt.time(9)))
    waiting = Correction.objects.filter(discrepancy__commune=territory.commune)
    waiting.update(asked_at=asked_at, due_on=old + dt.timedelta(days=14))
    recent = list(waiting.waiting().order_by("pk").values_list("pk", flat=True)[::3])
    waiting.filter(pk__in=recent).update(due_on=territory.day + dt.timedelta(days=6))


def _holder(territory: Territory, role: Role) -> Person:
    return Post.objects.on(territory.day).filter(role=role).select_related("person").order_by("pk")[0].person


def _opposed(territory: Territory) -> None:
    """A saved software, and two objections: one answered, one to answer."""
    names_of = {name: header for name, header in COLUMNS.items() if name != "ine"}
    Software.objects.create(commune=territory.commune, side="ville", name="Concerto (export)", mapping=names_of)
    delegate = _holder(territory, Role.CITY_DPO)
    entries = Entry.objects.filter(commune=territory.commune, side="ville").order_by("pk")
    for rank, (grounds, answer) in enumerate(OBJECTIONS):
        found = actions.object_to(
            commune=territory.commune, side="ville", reference=entries[rank * 50].reference, grounds=grounds,
            received_on=territory.day - dt.timedelta(days=9 - rank * 6), by=delegate,
        )  # fmt: skip
        if answer:
            actions.settle_objection(objection=found, upheld=True, answer=answer, by=delegate)


COLUMNS = {
    "id": "ref", "ine": "ine", "name": "nom", "first": "prenom", "born": "date_naissance", "sex": "sexe",
    "g1_name": "resp1_nom", "g1_first": "resp1_prenom", "g1_phone": "tel1", "school": "uai", "grade": "niveau",
    "status": "situation", "since": "depuis", "until": "jusqu_au",
}  # fmt: skip
OBJECTIONS = (
    ("Adresse protégée par une ordonnance du juge.", "Accueillie : la fiche n’est plus comparée."),
    ("La famille ne souhaite pas que les deux bases soient comparées.", ""),
)


def _children(territory: Territory, uai: str) -> list[Row]:
    """The children of one school, family by family; one family in thirty has twins."""
    rng, rows = territory.rng, list[Row]()
    while len(rows) < A_SCHOOL:
        name = rng.choice(names.LAST)
        home = {
            "nom": name if rng.random() < 0.8 else f"{name} {rng.choice(names.LAST)}", "uai": uai,
            "resp1_nom": name, "resp1_prenom": rng.choice(names.FIRST), "tel1": f"0692{rng.randrange(10**6):06d}",
        }  # fmt: skip
        born = territory.day - dt.timedelta(days=rng.randint(1_200, 3_900))
        for rank in range(rng.choice((1, 1, 2))):
            twin = rank and rng.random() < 0.1
            day = born if twin or not rank else born + dt.timedelta(days=rng.randint(500, 900))
            rows.append(home | _child(territory, day, len(rows)))
    return rows


def _child(territory: Territory, born: dt.date, rank: int) -> Row:
    rng = territory.rng
    return {
        "prenom": rng.choice(FIRST), "sexe": rng.choice("FM"), "date_naissance": born.isoformat(),
        "ine": f"{rng.randrange(10**9):09d}AB",
        "niveau": GRADES[min(7, max(0, (territory.day - born).days // 365 - 3))],
    }  # fmt: skip


def _merged_twins(children: list[Row]) -> dict[int, str | None]:
    """Twins the City entered as one child, whom nobody can tell from files alone: their ranks, and the first name it
    wrote; None for the one it left out.
    """
    merged: dict[int, str | None] = {}
    for rank in range(10, len(children) - 1, 90):
        one = children[rank]
        other = FIRST[(FIRST.index(one["prenom"]) + 7) % len(FIRST)]
        children[rank + 1] = one | {"prenom": other, "ine": children[rank + 1]["ine"]}
        merged[rank] = ("", f"{one['prenom']} {other}", FIRST[rank % len(FIRST)])[rank // 90 % 3]
        merged[rank + 1] = None
    return merged


def _written(territory: Territory, path: Path, rows: Iterator[tuple[int, Row]], merged: dict[int, str | None]) -> Path:
    """The base of one office. The City, and it alone, merged twins; it has no national number."""
    side = path.name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADERS, delimiter=";")
        writer.writeheader()
        for rank, child in rows:
            row = child | _days(territory, rank, side) | {"ref": f"{side[0].upper()}{rank:05d}"}
            if side == CITY:
                if merged.get(rank, "") is None:
                    continue
                row |= {"ine": "", "prenom": merged.get(rank) or row["prenom"]} | _vague(rank, row)
            writer.writerow(row)
            if side == CITY and rank % 240 == 7:
                writer.writerow(row | {"ref": f"V{rank:05d}B"})
    return path


def _vague(rank: int, row: Row) -> Row:
    """A child whom the City entered in haste: another parent’s name, the year alone, nobody to call. One person, who
    knows the family, may decide.
    """
    if rank % EVERY != HASTY:
        return {}
    blank = dict.fromkeys(("tel1", "resp1_nom", "resp1_prenom", "niveau", "sexe"), "")
    return blank | {"nom": names.LAST[rank % len(names.LAST)], "date_naissance": f"{row['date_naissance'][:4]}-01-01"}


def _days(territory: Territory, rank: int, side: str) -> Row:
    """Since when an office holds a child, until when, and its word for it."""
    fate, start = FATES.get(rank % EVERY, USUAL), territory.commune.academy.year_start
    entered = bounds(school_year_of(territory.day, start), start)[0]
    usual = entered if side == STATE else entered - dt.timedelta(days=60 + rank % 40)
    since = territory.day - dt.timedelta(days=fate.since) if fate.since else usual
    found = {"situation": "Admis", "depuis": since.isoformat(), "jusqu_au": ""}
    if side == CITY:
        found["situation"] = fate.status or "Inscrit"
        found |= {"jusqu_au": (territory.day - dt.timedelta(days=fate.until)).isoformat()} if fate.until else {}
        found |= {} if fate.school is None else {"uai": fate.school}
    return found


def _slipped(territory: Territory, child: Row) -> Row:
    """As typed by a hurried agent."""
    rng, row = territory.rng, dict(child)
    if rng.random() < SLIP:
        field = rng.choice(("nom", "prenom"))
        cut = rng.randrange(1, max(2, len(row[field])))
        row[field] = row[field][:cut] + row[field][cut + 1 :]
    if rng.random() < SLIP:
        row["nom"] = row["nom"].split(" ")[-1]
    if rng.random() < SLIP:
        year, month, day = row["date_naissance"].split("-")
        row["date_naissance"] = f"{year}-{day}-{month}" if int(day) <= 12 else f"{year}-01-01"
    if rng.random() < MOVED:
        row |= {"tel1": "", "uai": rng.choice(territory.schools).uai, "resp1_prenom": rng.choice(names.FIRST)}
    if rng.random() < SLIP:
        row |= {"prenom": rng.choice(FIRST)}
    return row
