"""The devices of a size, pure functions of a number: the same types, weights and states as the peers were given."""

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.choices import Role
from lekol.directory.models import Academy, Commune, Person, Post, School
from lekol.equipment.models import DeviceModel
from lekol.equipment.rules import keys
from lekol.identity.models import User
from lekol.pact.names import sort_key
from lekol.pact.uai import complete

SIZES = {"S": (1_300, 80), "M": (100_000, 4_000), "L": (1_000_000, 48_000)}
SCHOOLS_OF_A_COMMUNE = 80
SINCE = dt.date(2012, 1, 1)
TYPES = (
    ("Dell", "OptiPlex 3050", "fixe", 18), ("HP", "ProDesk 400", "fixe", 18),
    ("Lenovo", "ThinkCentre M710", "fixe", 14),
    ("Dell", "Latitude 3580", "portable", 10), ("HP", "ProBook 450", "portable", 8),
    ("Canon", "iR-ADV C3325", "copieur", 4), ("SMART", "Board 885ix", "tableau", 1),
    ("Samsung", "Galaxy Tab A", "tablette", 10), ("Apple", "iPad 2017", "tablette", 8), ("Aruba", "AP-303", "borne", 4),
    ("Dell", "S518WL", "videoprojecteur", 3), ("HP", "1820-24G", "commutateur", 2),
)  # fmt: skip
DRAW = [rank for rank, row in enumerate(TYPES) for _ in range(row[3])]
STATES = ["en_service"] * 93 + ["en_reparation"] * 3 + ["en_reserve"] * 2 + ["reforme"] * 2
READERS = {"academie": Role.DIGITAL_ADVISER, "ville": Role.CITY_IT_HEAD, "ecole": Role.SCHOOL_HEAD}
COLUMNS = (
    "id, commune_id, inventory_number, ledger_number, serial, name, model_id, status, store, origin, reused, "
    "acquired_on, warranty_until, networked_on, retired_on, note, extra, kind, school_id, sort_key, serial_key, search"
)


def number_of(rank: int) -> int:
    return int.from_bytes(hashlib.blake2b(b"%d" % rank, digest_size=8).digest(), "big")


def uai_of(rank: int) -> str:
    return complete(f"{rank + 1_000_000:07d}")


def device(rank: int, schools: int) -> dict[str, Any]:
    """A device, from its rank alone."""
    drawn = number_of(rank)
    bought = SINCE + dt.timedelta(days=(drawn >> 40) % 5_000)
    return {
        "number": f"VSD{rank:08d}", "serial": f"SN{drawn & 0xFFFFFFFFFFFFFF:014X}", "school": drawn % schools + 1,
        "name": f"PC-{drawn % schools:05d}-{rank:07d}", "type": DRAW[(drawn >> 20) % 100],
        "status": STATES[(drawn >> 32) % 100], "bought": bought,
    }  # fmt: skip


def build(size: str, say: Any) -> None:
    """Everything in one transaction, by COPY; then the base counts its rows."""
    devices, schools = SIZES[size]
    with transaction.atomic(), connection.cursor() as cursor:
        models = _territory(schools)
        say("Le territoire est écrit.")
        with _bare(cursor, "equipment_asset"):
            _copy(cursor, "equipment_asset", COLUMNS, _assets(devices, schools, models))
            say("Les matériels sont écrits.")
        with _bare(cursor, "equipment_placement"):
            _copy(cursor, "equipment_placement", "id, asset_id, school_id, valid", _placements(devices, schools))
            say("Les emplacements sont écrits.")
        for table in ("directory_school", "directory_commune", "equipment_asset", "equipment_placement"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    say("La base a compté ses lignes.")


def _territory(schools: int) -> list[DeviceModel]:
    academy = Academy.objects.create(code="28", name="Académie de La Réunion")
    communes = Commune.objects.bulk_create(
        Commune(id=rank + 1, academy=academy, insee=f"{rank + 10_000}", name=f"Commune {rank:05d}",
                sort_key=sort_key(f"Commune {rank:05d}"))
        for rank in range(-(-schools // SCHOOLS_OF_A_COMMUNE))
    )  # fmt: skip
    School.objects.bulk_create(
        (
            School(id=rank + 1, commune=communes[rank // SCHOOLS_OF_A_COMMUNE], uai=uai_of(rank), kind="elementaire",
                   name=f"Ecole elementaire {rank:05d}", sort_key=sort_key(f"Ecole elementaire {rank:05d}"))
            for rank in range(schools)
        ),
        batch_size=5_000,
    )  # fmt: skip
    places = {"academy": academy, "commune": communes[0], "school": School.objects.get(pk=1)}
    for (name, role), (field, place) in zip(READERS.items(), places.items(), strict=True):
        person = Person.objects.create(first_name="Anne", last_name=name)
        User.objects.create(email=f"{name}@banc.example", person=person)
        Post.objects.create(person=person, role=role, valid=DateRange(SINCE, None), **{field: place})
    return DeviceModel.objects.bulk_create(
        DeviceModel(make=make, name=name, kind=kind, years_kept=6) for make, name, kind, _ in TYPES
    )


def _assets(devices: int, schools: int, models: list[DeviceModel]) -> Iterator[tuple[Any, ...]]:
    for rank in range(devices):
        row = device(rank, schools)
        model, out = models[row["type"]], row["status"] == "reforme"
        placed = row["status"] in ("en_service", "en_reparation")
        bought = row["bought"]
        yield (
            rank + 1, (row["school"] - 1) // SCHOOLS_OF_A_COMMUNE + 1, row["number"], "", row["serial"], row["name"],
            model.pk, row["status"], "", "ville", False, bought, bought + dt.timedelta(days=1_095),
            bought + dt.timedelta(days=20), bought + dt.timedelta(days=2_500) if out else None, "", "{}", model.kind,
            row["school"] if placed else None, keys.natural(row["number"]), keys.compact(row["serial"]),
            keys.search_text(row["number"], row["serial"], row["name"]),
        )  # fmt: skip


def _placements(devices: int, schools: int) -> Iterator[tuple[Any, ...]]:
    for rank in range(devices):
        row = device(rank, schools)
        if row["status"] in ("en_service", "en_reparation"):
            yield (rank + 1, rank + 1, row["school"], f"[{row['bought']},)")


@contextlib.contextmanager
def _bare(cursor: Any, table: str) -> Iterator[None]:
    """A table without its indexes and exclusions for as long as it is filled; they are built again at once."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'x'",
        [table],
    )
    exclusions = cursor.fetchall()
    for name, _ in exclusions:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = %s::regclass AND NOT indisunique",
        [table],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # an index is not built on a table whose keys are still to check
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for _, definition in indexes:
        cursor.execute(definition)
    for name, definition in exclusions:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _copy(cursor: Any, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
