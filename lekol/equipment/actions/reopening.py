"""What ended the day something else began is open again, when that something never was."""

import datetime as dt
from collections.abc import Collection

from django.db import connection

from lekol.equipment.models import Installation, Placement


def reopen(
    model: type[Installation] | type[Placement], devices: Collection[int], otherwise: dt.date | None = None
) -> tuple[dict[int, dt.date], set[int]]:
    """Erase the row that is open for each device, and open again the one that ended that day.

    Answers the day each erased row began (`otherwise`, if given, for a device that had none), and the devices of which
    a row is open again.
    """
    standing = model.objects.filter(asset__in=devices, valid__endswith=None)
    days = dict.fromkeys(devices, otherwise) if otherwise else {}
    days |= {pk: valid.lower for pk, valid in standing.order_by("pk").values_list("asset", "valid")}
    standing.delete()
    with connection.cursor() as cursor:
        cursor.execute(_REOPEN.format(model._meta.db_table), {"ids": list(days), "days": list(days.values())})
        return days, {row[0] for row in cursor.fetchall()}


_REOPEN = """
    UPDATE {} ended SET valid = daterange(lower(ended.valid), NULL)
    FROM unnest(%(ids)s::bigint[], %(days)s::date[]) AS left_on (id, day)
    WHERE ended.asset_id = left_on.id AND upper(ended.valid) = left_on.day
    RETURNING ended.asset_id
"""
