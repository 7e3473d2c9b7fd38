"""The systems that a file says devices run, set by set, and given back; until when each is corrected."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.contrib.postgres.fields import DateRangeField
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Value

from lekol.equipment.actions.reopening import reopen
from lekol.equipment.models import Asset, FormerSupport, Installation, OperatingSystem
from lekol.equipment.rules.systems import Release, dates
from lekol.journal.actions import write


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


@transaction.atomic
def follow_calendar(on: dt.date) -> int:
    """Bring the systems in use to the dates of the calendar; what was believed before is kept. How many moved."""
    said = {name[:60]: until for name, until in dates().items()}
    moved = [
        row for row in OperatingSystem.objects.filter(name__in=said).select_for_update().order_by("pk")
        if row.supported_until != said[row.name]
    ]  # fmt: skip
    for system in moved:
        before, after = system.supported_until, said[system.name]
        last = system.former_supports.order_by("valid").last()
        since = last.valid.upper if last else None
        if since is None or since < on:
            FormerSupport.objects.create(system=system, until=before, valid=DateRange(since, on))
        system.supported_until = after
        system.save(update_fields=["supported_until"])
        changes = {"mises à jour jusqu’au": [before and before.isoformat(), after and after.isoformat()]}
        write(verb="system.support_moved", thing=system, summary=f"{system} : calendrier de suivi.", changes=changes)
    return len(moved)


def give_back_systems(told: Mapping[int, str | None]) -> None:
    """The system each device (by its key) ran before an import, open again; none when nobody knew it."""
    if not told:
        return
    since, open_again = reopen(Installation, told)
    names = {pk: name for pk, name in told.items() if name and pk in since and pk not in open_again}
    systems = {row.name: row for row in OperatingSystem.objects.filter(name__in=set(names.values()))}
    Installation.objects.bulk_create(
        Installation(asset_id=pk, system=systems[name], valid=DateRange(since[pk], None))
        for pk, name in names.items() if name in systems
    )  # fmt: skip


def open_systems(assets: Sequence[Asset]) -> dict[int, str]:
    """What each device runs, by its key; one query."""
    rows = Installation.objects.filter(asset__in=assets, valid__endswith=None)
    return dict(rows.values_list("asset", "system__name"))
