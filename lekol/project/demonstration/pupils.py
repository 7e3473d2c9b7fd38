"""Two pupil bases that nearly agree: invented children, each office with its own slips, compared for real."""

import csv
import datetime as dt
import tempfile
from pathlib import Path

from django.utils import timezone

from lekol.directory.choices import Role
from lekol.directory.models import Person, Post
from lekol.project.demonstration import names
from lekol.project.demonstration.territory import Territory
from lekol.pupils import actions, queries
from lekol.pupils.choices import State
from lekol.pupils.models import Correction, Discrepancy, Entry, Software

A_SCHOOL = 24  # children drawn a school: enough to work on, few enough to load quickly
FIRST = (
    "Anaëlle,Élio,Lou,Maël,Inaya,Nolan,Jade,Timéo,Lina,Mathys,Kiara,Yanis,Ambre,Noah,Naïla,Tom,Éva,Liam,Zoé,Ryan,"
    "Célia,Enzo,Manon,Ilan,Louna,Aaron,Camille,Gabin,Romane,Swan,Léna,Loïs,Alicia,Kylian,Mélissa,Ethan"
).split(",")
HEADERS = [
    "ref",
    "ine",
    "nom",
    "prenom",
    "date_naissance",
    "sexe",
    "resp1_nom",
    "resp1_prenom",
    "tel1",
    "uai",
    "niveau",
]
GRADES = ("PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2")
ABSENT, SLIP, MOVED = 0.03, 0.05, 0.02

Row = dict[str, str]


def build(territory: Territory) -> None:
    """Draw the children, write what each office entered, compare."""
    children = [child for school in territory.schools for child in _children(territory, school.uai)]
    merged = _merged_twins(children)
    with tempfile.TemporaryDirectory() as folder:
        state = _written(territory, Path(folder) / "etat", children)
        paths = state, _written(territory, Path(folder) / "ville", children, merged)
        found = queries.compare_files(territory.commune, *paths)
    at = timezone.make_aware(dt.datetime.combine(territory.day - dt.timedelta(days=1), dt.time(7)))
    actions.record(commune=territory.commune, found=found, at=at)
    _aged(territory)
    _followed(territory)
    _opposed(territory)


AGES = (2, 5, 9, 16, 24, 33, 47, 61, 95)
"""Days since a disagreement was first seen."""


def _aged(territory: Territory) -> None:
    """Disagreements of one comparison become those of four months."""
    gaps = list(Discrepancy.objects.filter(commune=territory.commune).order_by("pk"))
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
    gaps = list(Discrepancy.objects.open().filter(commune=territory.commune, first_seen_on__lt=old).order_by("pk")[:48])
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


def _written(
    territory: Territory, path: Path, children: list[Row], merged: dict[int, str | None] | None = None
) -> Path:
    """The base of one office: some children lack, some cells slip. The City, and it alone, merged twins; it has no
    national number.
    """
    rng, side = territory.rng, path.name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADERS, delimiter=";")
        writer.writeheader()
        for rank, child in enumerate(children):
            if rng.random() >= ABSENT:
                row = _slipped(territory, child)
                row |= {"ref": f"{side[0].upper()}{rank:05d}", "ine": row["ine"] if merged is None else ""}
                if merged and rank in merged:
                    if (first := merged[rank]) is None:
                        continue
                    row["prenom"] = first
                writer.writerow(row)
                if side == "ville" and rank % 240 == 7:
                    writer.writerow(row | {"ref": f"V{rank:05d}B"})
    return path


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
