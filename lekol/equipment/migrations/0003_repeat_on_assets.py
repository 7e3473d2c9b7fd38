"""Devices already known say their kind, their state, where they stand and what they are found by."""

import re
import unicodedata
from itertools import islice

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils import timezone

SIZE = 2_000


def natural(number):
    return re.sub(r"\d+", lambda digits: digits[0].lstrip("0").rjust(10, "0"), number.strip().casefold())[:200]


def compact(text):
    bare = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]+", "", "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold())


def repeat(apps, schema_editor):
    Asset = apps.get_model("equipment", "Asset")
    Placement = apps.get_model("equipment", "Placement")
    DeviceModel = apps.get_model("equipment", "DeviceModel")
    walk = Asset.objects.order_by("pk").iterator(chunk_size=SIZE)
    while rows := list(islice(walk, SIZE)):
        for row in rows:
            row.sort_key, row.serial_key = natural(row.inventory_number), compact(row.serial)
            found = dict.fromkeys(filter(None, (compact(row.inventory_number), row.serial_key)))
            row.search = f" {' '.join(found)} "[:300] if found else ""
        Asset.objects.bulk_update(rows, ["sort_key", "serial_key", "search"])
    kind = DeviceModel.objects.filter(pk=OuterRef("model")).values("kind")
    standing = Placement.objects.filter(asset=OuterRef("pk"), valid__contains=timezone.localdate())
    Asset.objects.update(
        kind=Subquery(kind),
        school=Subquery(standing.values("school")[:1]),
        room=Subquery(standing.values("room")[:1]),
    )
    Asset.objects.exclude(retired_on=None).update(status="reforme")


class Migration(migrations.Migration):
    dependencies = [("equipment", "0002_extend_register")]

    operations = [migrations.RunPython(repeat, migrations.RunPython.noop, elidable=True)]
