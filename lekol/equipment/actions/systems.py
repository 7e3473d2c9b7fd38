"""The systems that a file says devices run: set by set, and given back."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Value

from lekol.equipment.models import Asset, Installation, OperatingSystem
from lekol.equipment.rules.systems import Release


def until(on: dt.date) -> Func:
    """A period cut on a day."""
    lower = Func(F("valid"), function="lower")
    return Func(lower, Value(on), function="daterange", output_field=DateRangeField())


def run_systems(told: Mapping[int, Release], on: dt.date) -> None:
    """From that day on, each device (by its key) runs this release; a constant number of statements."""
    if not told:
        return
    systems = _systems(set(told.values()))
    standing = Installation.objects.filter(asset__in=told, valid__contains=on)
    standing.filter(valid__startswith=on).delete()
    standing.update(valid=until(on))
    Installation.objects.bulk_create(
        Installation(asset_id=pk, system=systems[release.name[:60]], valid=DateRange(on, None))
        for pk, release in told.items()
    )


def _systems(releases: set[Release]) -> dict[str, OperatingSystem]:
    names = {release.name[:60]: release for release in releases}
    known = {row.name: row for row in OperatingSystem.objects.filter(name__in=names)}
    for name in sorted(set(names) - set(known)):
        known[name] = OperatingSystem.objects.create(name=name, supported_until=names[name].until)
    return known


def give_back_system(asset: Asset, name: str | None) -> None:
    """The system of before an import, open again; none when nobody knew it."""
    here = asset.installations.filter(valid__endswith=None).first()
    if here is None:
        return
    since = here.valid.lower
    here.delete()
    before = asset.installations.filter(valid__endswith=since).first()
    if before is not None:
        before.valid = DateRange(before.valid.lower, None)
        before.save(update_fields=["valid"])
    elif name and (system := OperatingSystem.objects.filter(name=name).first()):
        Installation.objects.create(asset=asset, system=system, valid=DateRange(since, None))


def open_systems(assets: Sequence[Asset]) -> dict[int, str]:
    """What each device runs, by its key; one query."""
    rows = Installation.objects.filter(asset__in=assets, valid__endswith=None)
    return dict(rows.values_list("asset", "system__name"))
