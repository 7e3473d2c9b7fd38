"""Two pupil bases that nearly agree: invented children, each office with its own slips, compared for real."""

import csv
import datetime as dt
import tempfile
from pathlib import Path

from django.utils import timezone

from lekol.project.demonstration import names
from lekol.project.demonstration.territory import Territory
from lekol.pupils import actions, queries

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
ABSENT, SLIP, MOVED = 0.03, 0.05, 0.02

Row = dict[str, str]


def build(territory: Territory) -> None:
    """Draw the children, write what each office entered, compare."""
    children = [child for school in territory.schools for child in _children(territory, school.uai)]
    with tempfile.TemporaryDirectory() as folder:
        paths = [_written(territory, Path(folder) / side, children, side) for side in ("etat", "ville")]
        found = queries.compare_files(territory.commune, *paths)
    at = timezone.make_aware(dt.datetime.combine(territory.day, dt.time(7)))
    actions.record(commune=territory.commune, found=found, at=at)


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
        "ine": f"{rng.randrange(10**9):09d}AB", "niveau": f"{(territory.day - born).days // 365} ans",
    }  # fmt: skip


def _written(territory: Territory, path: Path, children: list[Row], side: str) -> Path:
    """The base of one office: some children lack, some cells slip; the City has no national number."""
    rng = territory.rng
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADERS, delimiter=";")
        writer.writeheader()
        for rank, child in enumerate(children):
            if rng.random() >= ABSENT:
                row = _slipped(territory, child)
                row |= {"ref": f"{side[0].upper()}{rank:05d}", "ine": row["ine"] if side == "etat" else ""}
                writer.writerow(row)
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
