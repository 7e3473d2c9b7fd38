# ruff: noqa: S608 — every name and number of these statements is our own, none is read from outside
"""The territory around the demonstration: same commune at every scale, the rest by COPY and set-based SQL.

The reader’s commune is the demonstration’s own (60 schools, conventions, people, two years of dated rows),
so that a page opened in Saint-Denis is compared with itself. `reunion` adds the rest of the académie,
`france` the 29 other ones. The draw repeats: the same day and scale give the same rows.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from lekol.agreement import actions
from lekol.directory.choices import SchoolKind
from lekol.directory.models import Academy, School
from lekol.pact.names import sort_key
from lekol.pact.references import ALPHABET
from lekol.pact.uai import complete
from lekol.project.demonstration import convention, estate, names, network, people, territory
from lekol.project.management.commands.demonstration_load import SEED
from tools.bench import figures

SCALES = ("commune", "reunion", "france")
FIRST = 1_000_000  # ids from here on are generated: the demonstration’s own stay below
MONTHS = 12
Say = Callable[[str], None]
Row = tuple[Any, ...]


@dataclass(slots=True)
class Draw:
    """The rows that need the rules of the house (codes, sort keys), ready to be copied."""

    rng: random.Random
    academies: list[Row]
    districts: list[Row]
    communes: list[Row]
    schools: list[Row]
    pupils: list[int]
    filling: dict[int, tuple[int, int]] = field(default_factory=dict)  # académie → circonscription, room left


def build(scale: str, day: dt.date, say: Say) -> None:
    """Fill an empty, migrated base; a year of monthly passes gives the boards their history."""
    say("La commune du lecteur, ses conventions, ses personnes et son matériel…")
    with transaction.atomic():
        home = territory.build(day, random.Random(SEED))  # noqa: S311 — a draw that repeats, not a secret
        people.build(home)
        estate.build(home)
        network.build(home)
        convention.build(home)
    if scale != "commune":
        surround(scale, day, say)
    for back in range(MONTHS, -1, -1):
        passed = actions.take_pass(on=home.months_ago(back))
        say(f"Relevé du {passed.on} : {passed.changes} chiffres changés en {passed.milliseconds / 1000:.1f} s.")
    _vacuum()


def surround(scale: str, day: dt.date, say: Say) -> None:
    """What lies around the reader’s commune, beside it in the same base."""
    drawn = draw(scale, random.Random(SEED))  # noqa: S311 — a draw that repeats, not a secret
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # keys are right by construction
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '128MB'")
        with _aside(cursor):
            say(f"{len(drawn.schools)} écoles dans {len(drawn.communes)} communes…")
            _copy_places(cursor, drawn)
            _copy_people(cursor, drawn, day)
            for title, statement in _statements(scale, day, sum(drawn.pupils)):
                say(f"{title}…")
                cursor.execute(statement)
            say("Contraintes et index…")
        _restart_sequences(cursor)
    _vacuum()


def draw(scale: str, rng: random.Random) -> Draw:
    """Académies, circonscriptions, communes and schools of a scale; small ones are the beginning of large ones."""
    home = Academy.objects.get()
    found = Draw(rng, [], [], [], [], [])
    ids = count(FIRST)
    for insee, name, size in figures.REUNION:
        _commune(found, ids, home.pk, insee, name, size)
    if scale == "france":
        found.academies = [(FIRST + rank, code, name, 9, 1) for rank, (code, name) in enumerate(figures.ACADEMIES)]
        for rank, size in enumerate(_sizes(rng, figures.SCHOOLS - School.objects.count() - len(found.schools))):
            _, name = figures.ACADEMIES[rank % len(figures.ACADEMIES)]
            title = name if rank < len(figures.ACADEMIES) else f"{rng.choice(names.LAST)}-sur-{rng.choice(names.LAST)}"
            _commune(found, ids, FIRST + rank % len(figures.ACADEMIES), f"{rank + 1000:05d}", title, size)
    _stretch(found, scale)
    return found


def _sizes(rng: random.Random, schools: int) -> Iterator[int]:
    """How many schools each commune has, cities first, until they are all placed."""
    for size in figures.CITY_SCHOOLS:
        yield size
        schools -= size
    while schools > 0:
        chance = rng.random()
        low, high = next((low, high) for share, low, high in figures.SCHOOLS_PER_COMMUNE if chance <= share)
        size = min(rng.randint(low, high), schools)
        yield size
        schools -= size


def _commune(found: Draw, ids: Iterator[int], academy: int, insee: str, name: str, size: int) -> None:
    commune = next(ids)
    found.communes.append((commune, academy, insee, name, sort_key(name), "", "[]"))
    for _ in range(size):
        found.schools.append(_school(found, academy, commune))
        found.pupils.append(_pupils(found.rng))


def _school(found: Draw, academy: int, commune: int) -> Row:
    rank, rng = len(found.schools), found.rng
    kind = rng.choices([SchoolKind.NURSERY, SchoolKind.ELEMENTARY, SchoolKind.PRIMARY], (24, 28, 48))[0]
    name = f"{rng.choice(names.FIRST)} {rng.choice(names.LAST)}"
    uai = complete(f"{1_000_000 + rank:07d}")
    return (
        FIRST + rank, commune, _district(found, academy), uai, name, sort_key(name), str(kind), "",
        f"{rng.randint(1, 120)}, {rng.choice(names.STREETS)}", "", "", f"ce.{uai.lower()}@ecoles.example.org",
        round(rng.uniform(42.5, 51), 5), round(rng.uniform(-4, 8), 5), dt.date(rng.randint(1958, 2012), 9, 1), None,
    )  # fmt: skip


def _district(found: Draw, academy: int) -> int:
    """The last circonscription of the académie while it has room, a new one otherwise."""
    district, room = found.filling.get(academy, (0, 0))
    if room == 0:
        number = len(found.districts)
        district, room = FIRST + number, figures.DISTRICT_SCHOOLS
        found.districts.append(
            (district, academy, complete(f"{2_000_000 + number:07d}"), f"Circonscription {number + 1}")
        )
    found.filling[academy] = (district, room - 1)
    return district


def _pupils(rng: random.Random) -> int:
    """A head-count drawn between the quantiles of the table."""
    chance, (low_share, low) = rng.random(), figures.PUPILS_PER_SCHOOL[0]
    for share, high in figures.PUPILS_PER_SCHOOL[1:]:
        if chance <= share:
            return round(low + (high - low) * (chance - low_share) / (share - low_share))
        low_share, low = share, high
    return low


def _stretch(found: Draw, scale: str) -> None:
    """France counts 6.5 million pupils: the published table is of smaller schools than the country’s."""
    wanted = figures.PUPILS if scale == "france" else figures.PUPILS * len(found.schools) / figures.SCHOOLS
    ratio = wanted / max(1, sum(found.pupils))
    found.pupils = [max(6, round(pupils * ratio)) for pupils in found.pupils]


def _copy(cursor: CursorWrapper, table: str, columns: str, rows: Iterable[Row]) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _copy_places(cursor: CursorWrapper, drawn: Draw) -> None:
    _copy(cursor, "directory_academy", "id, code, name, year_start_month, year_start_day", drawn.academies)
    _copy(cursor, "directory_district", "id, academy_id, code, name", drawn.districts)
    _copy(cursor, "directory_commune", "id, academy_id, insee, name, sort_key, siren, outline", drawn.communes)
    _copy(
        cursor,
        "directory_school",
        "id, commune_id, district_id, uai, name, sort_key, kind, priority_education, address, postal_code, phone, "
        "email, latitude, longitude, opened_on, closed_on",
        drawn.schools,
    )
    counts = (
        (school[0], pupils, max(1, round(pupils / figures.PUPILS_PER_CLASS)))
        for school, pupils in zip(drawn.schools, drawn.pupils, strict=True)
    )
    cursor.execute("CREATE TEMPORARY TABLE headcounts (school_id bigint, pupils int, classes int) ON COMMIT DROP")
    _copy(cursor, "headcounts", "school_id, pupils, classes", counts)


def _copy_people(cursor: CursorWrapper, drawn: Draw, day: dt.date) -> None:
    """A head for every school: search and lists of persons grow with the territory too."""
    people_rows, post_rows = [], []
    for rank, school in enumerate(drawn.schools):
        first, last = drawn.rng.choice(names.FIRST), drawn.rng.choice(names.LAST)
        ref = "".join(drawn.rng.choice(ALPHABET) for _ in range(4)) + f"{rank:04X}"[-4:].rjust(4, "2")
        people_rows.append((FIRST + rank, f"{ref}", first, last, sort_key(f"{last} {first}"), school[11], ""))
        post_rows.append((FIRST + rank, FIRST + rank, "directeur", school[0], f"[{day - dt.timedelta(days=800)},)"))
    _copy(cursor, "directory_person", "id, ref, first_name, last_name, sort_key, email, phone", people_rows)
    _copy(cursor, "directory_post", "id, person_id, role, school_id, valid", post_rows)


DRAW = "(({0}) * 48271 % 2147483647 / 7 % {1})"  # a whole number below {1}, always the same for the same row


def _statements(scale: str, day: dt.date, pupils: int) -> Iterator[tuple[str, str]]:
    """(what is being written, its SQL), in order: premises, network, estate, agreements."""
    today = f"DATE '{day}'"
    year = Academy.objects.order_by("pk")[0].school_year(day)
    yield (
        "Effectifs et codes",
        f"""
        INSERT INTO directory_headcount (school_id, school_year, pupils, classes)
        SELECT school_id, {year} - back, pupils, classes FROM headcounts, generate_series(0, 1) AS back;
        INSERT INTO directory_schoolcode (school_id, uai, valid)
        SELECT id, uai, daterange(opened_on, NULL) FROM directory_school WHERE id >= {FIRST}
    """,
    )
    yield (
        "Bâtiments et salles",
        f"""
        INSERT INTO directory_building (id, school_id, name)
        SELECT school_id, school_id, 'Bâtiment A' FROM headcounts;
        INSERT INTO directory_floor (id, building_id, level) SELECT school_id, school_id, 0 FROM headcounts;
        INSERT INTO directory_room (id, school_id, floor_id, name, sort_key, use)
        SELECT {FIRST} + row_number() OVER (ORDER BY school_id, rank), school_id, school_id,
            CASE WHEN rank = 0 THEN 'Direction' ELSE 'Classe ' || rank END,
            CASE WHEN rank = 0 THEN 'direction' ELSE 'classe ' || rank END || chr(31)
                || CASE WHEN rank = 0 THEN 'Direction' ELSE 'Classe ' || rank END,
            CASE WHEN rank = 0 THEN 'direction' ELSE 'classe' END
        FROM headcounts, generate_series(0, classes) AS rank
    """,
    )
    yield (
        "Prises et liaisons",
        f"""
        INSERT INTO network_outlet (id, school_id, room_id, label, category, tested_on, removed_on)
        SELECT id, school_id, id, '01', CASE WHEN {DRAW.format("id", 10)} < 6 THEN '6' ELSE '5e' END,
            {today} - {DRAW.format("id", 1500)}::int, NULL
        FROM directory_room WHERE id >= {FIRST} AND use = 'classe' AND {DRAW.format("id + 1", 10)} < 7;
        INSERT INTO network_link (id, school_id, technology, downstream_mbps, upstream_mbps, payer, valid)
        SELECT school_id, school_id, CASE WHEN {DRAW.format("school_id", 10)} < 6 THEN 'ftth' ELSE 'adsl' END,
            CASE WHEN {DRAW.format("school_id", 10)} < 6 THEN 300 ELSE 8 END, 1, 'ville',
            daterange({today} - 30 - {DRAW.format("school_id + 1", 1200)}::int, NULL)
        FROM headcounts WHERE {DRAW.format("school_id + 2", 20)} > 0;
        INSERT INTO network_eligibility (id, school_id, since, source)
        SELECT school_id, school_id, {today} - {DRAW.format("school_id + 3", 1500)}::int, 'tirage'
        FROM headcounts WHERE {DRAW.format("school_id + 4", 10)} < 8
    """,
    )
    share = (figures.DEVICES if scale == "france" else figures.DEVICES * pupils / figures.PUPILS) / pupils
    yield (
        "Matériels",
        f"""
        CREATE TEMPORARY TABLE kinds ON COMMIT DROP AS SELECT kind, min(id) AS id FROM equipment_devicemodel GROUP BY 1;
        CREATE TEMPORARY TABLE devices ON COMMIT DROP AS
        SELECT {FIRST} + row_number() OVER (ORDER BY school_id, rank) AS id, school_id, rank FROM (
            SELECT school_id, generate_series(1, greatest(5, round(pupils * {share})::int)) AS rank FROM headcounts
        ) AS each;
        INSERT INTO equipment_asset
            (id, commune_id, inventory_number, serial, ledger_number, name, note, store, extra, reused, status, kind,
            school_id, sort_key, serial_key, search, model_id, origin, acquired_on, networked_on)
        SELECT device.id, school.commune_id, 'B' || device.id, '', '', '', '', '', '{{}}', false, 'en_service',
            kinds.kind, school.id, 'b' || lpad(device.id::text, 10, '0'), '', ' b' || device.id || ' ', kinds.id,
            CASE WHEN {DRAW.format("device.id", 10)} < 8 THEN 'ville' ELSE 'etat' END, bought,
            CASE WHEN {DRAW.format("device.id + 1", 10)} < 8
                THEN least(bought + {DRAW.format("device.id + 2", 700)}::int, {today}) END
        FROM devices AS device
        JOIN directory_school AS school ON school.id = device.school_id
        CROSS JOIN LATERAL (SELECT {today} - 30 - {DRAW.format("device.id + 3", 2400)}::int AS bought) AS age
        JOIN kinds ON kinds.kind = CASE
            WHEN rank <= 2 THEN 'fixe' WHEN rank = 3 THEN 'telephone' WHEN rank = 4 THEN 'copieur'
            WHEN rank = 5 THEN 'mallette'
            ELSE (ARRAY['fixe', 'portable', 'tablette', 'tablette', 'fixe', 'videoprojecteur'])[1 + rank % 6] END;
    """,
    )
    yield (
        "Emplacements",
        """
        INSERT INTO equipment_placement (id, asset_id, school_id, valid)
        SELECT asset.id, asset.id, devices.school_id, daterange(asset.acquired_on, NULL)
        FROM devices JOIN equipment_asset AS asset USING (id)
    """,
    )
    yield (
        "Systèmes",
        f"""
        INSERT INTO equipment_installation (id, asset_id, system_id, valid)
        SELECT asset.id, asset.id, system.id, daterange(acquired_on, NULL)
        FROM equipment_asset AS asset JOIN equipment_devicemodel AS model ON model.id = asset.model_id
        JOIN equipment_operatingsystem AS system ON system.name = CASE
            WHEN model.kind = 'tablette' THEN 'Android 14'
            WHEN {DRAW.format("asset.id + 4", 10)} < 7 THEN 'Windows 11 24H2' ELSE 'Windows 10 22H2' END
        WHERE asset.id >= {FIRST} AND model.kind IN ('fixe', 'portable', 'tablette')
    """,
    )
    yield (
        "Équipements dus",
        f"""
        INSERT INTO equipment_slot (id, school_id, kind, rank, exclusive, wording, clause, required)
        SELECT id, school_id,
            (ARRAY['poste_direction', 'poste_secretariat', 'telephone', 'copieur', 'mallette'])[rank],
            1, rank <= 2, '', '3.14', daterange({today} - 900, NULL)
        FROM devices WHERE rank <= 5;
        INSERT INTO equipment_slotfilling (id, slot_id, asset_id, valid)
        SELECT device.id, device.id, device.id, daterange(acquired_on, NULL)
        FROM devices AS device JOIN equipment_asset AS asset USING (id)
        WHERE rank <= 5 AND {DRAW.format("device.id + 5", 10)} < 8
    """,
    )
    yield "Autres conventions", _agreements(scale)


CLONED = {  # table → columns that name another cloned row
    "agreement_agreement": ("id",),
    "agreement_party": ("id", "agreement_id"),
    "agreement_objective": ("id", "agreement_id"),
    "agreement_article": ("id", "agreement_id"),
    "agreement_commitment": ("id", "agreement_id", "article_id"),
    "agreement_stake": ("id", "commitment_id", "party_id"),
    "agreement_commitment_objectives": ("id", "commitment_id", "objective_id"),
}


def _agreements(scale: str) -> str:
    """The convention in force, copied for the communes with most schools; its rows keep their order."""
    places = f"""
        CREATE TEMPORARY TABLE places ON COMMIT DROP AS
        SELECT row_number() OVER (ORDER BY schools DESC, insee) * {FIRST} AS shift, insee, commune_id, academy_id
        FROM (SELECT commune_id, count(*) AS schools FROM directory_school GROUP BY 1) AS sized
        JOIN directory_commune AS commune ON commune.id = commune_id WHERE commune_id >= {FIRST}
        ORDER BY shift LIMIT {figures.AGREEMENTS[scale]}
    """
    return ";".join([places, *(_clone(table, shifted) for table, shifted in CLONED.items())])


def _clone(table: str, shifted: tuple[str, ...]) -> str:
    own = {
        "slug": "'convention-' || insee", "short_title": "row.short_title || ' ' || insee", "scope_code": "insee",
        "demonstration": "row.demonstration", "predecessor_id": "NULL",
    } if table == "agreement_agreement" else {}  # fmt: skip
    if table == "agreement_party":
        own = {
            "commune_id": "CASE WHEN row.commune_id IS NOT NULL THEN places.commune_id END",
            "academy_id": "CASE WHEN row.academy_id IS NOT NULL THEN places.academy_id END",
        }
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    quoted = {name: connection.ops.quote_name(name) for name in columns}
    values = [own.get(name, f"row.{quoted[name]}{' + shift' if name in shifted else ''}") for name in columns]
    of_commitment = "(SELECT agreement_id FROM agreement_commitment WHERE id = row.commitment_id)"
    through = {
        "agreement_agreement": "row.id",
        "agreement_stake": of_commitment,
        "agreement_commitment_objectives": of_commitment,
    }.get(table, "row.agreement_id")
    return f"""
        INSERT INTO {table} ({", ".join(quoted.values())})
        SELECT {", ".join(values)} FROM {table} AS row CROSS JOIN places
        WHERE {through} = (SELECT id FROM agreement_agreement WHERE slug = 'saint-denis-2025') AND row.id < {FIRST}
    """


HEAVY = (
    "directory_room", "network_outlet", "equipment_asset", "equipment_placement", "equipment_installation",
    "equipment_slot", "equipment_slotfilling",
)  # fmt: skip


@contextmanager
def _aside(cursor: CursorWrapper) -> Iterator[None]:
    """Write the large tables bare, then put their constraints and indexes back: each is built, and checked, once."""
    cursor.execute(
        """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype IN ('u', 'x') AND conrelid = ANY(%s::regclass[])
        """,
        [list(HEAVY)],
    )
    constraints = cursor.fetchall()
    for table, name, _ in constraints:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    cursor.execute(
        """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        WHERE NOT indisprimary AND indrelid = ANY(%s::regclass[])
        """,
        [list(HEAVY)],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in constraints:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _restart_sequences(cursor: CursorWrapper) -> None:
    """What is written next takes the numbers that follow."""
    for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
        cursor.execute(statement)


def _vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
