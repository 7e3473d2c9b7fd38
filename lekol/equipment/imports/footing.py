"""What the check of a new device leans on, beside the devices themselves: schools, their names and codes, models."""

import hashlib

from django.conf import settings
from django.db import connection
from django.utils import timezone

from lekol.directory.models import Academy, Commune, School, SchoolCode
from lekol.equipment.models import DeviceModel
from lekol.kit.imports.importer import Territory

READ = (Academy, Commune, School, SchoolCode, DeviceModel)
"""Tables read whole, or for a territory, to understand lines. A row written again, even the same, is another."""


def footing(territory: Territory) -> str:
    """A print of those tables, of the territory, of the day and of the rules of this version; one query."""
    said = " || '/' || ".join(map(_print, (model._meta.db_table for model in READ)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {said}")
        (tables,) = cursor.fetchone()
    places = (sorted(territory.communes or ()), sorted(territory.academies or ()), territory.communes is None)
    words = (tables, repr(places), territory.only, timezone.localdate().isoformat(), settings.VERSION)
    return hashlib.sha256("|".join(words).encode()).hexdigest()


def _print(table: str) -> str:
    """Which rows a table holds, each by the transaction that wrote it and where it stands."""
    return f"(SELECT md5(coalesce(string_agg(concat(ctid, xmin), ',' ORDER BY id), '')) FROM {table})"  # noqa: S608 — a name of table
