"""The daily look at every measure: one query each, one transaction in all, only what moved is written."""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from lekol.agreement.models import Commitment, Figure, MeasurePass, SchoolFigure
from lekol.agreement.rules.composition import compose
from lekol.directory.models import School
from lekol.journal.actions import write
from lekol.pact import measures
from lekol.pact.dates import long_date
from lekol.pact.measures import Measure, SchoolReading
from lekol.pact.scopes import FRANCE, Level

Readings = dict[str, dict[int, SchoolReading]]
Place = tuple[str, str]  # level, code


class MeasureFailed(Exception):
    """A measure could not be read; the sentence names it, and nothing of the pass is kept."""


@dataclass(frozen=True, slots=True)
class Passed:
    """What a pass did."""

    on: dt.date
    measures: int
    changes: int
    milliseconds: int


@transaction.atomic
def take_pass(*, on: dt.date) -> Passed:
    """Read every announced measure for France on a day and keep what changed since the pass before.

    The same day again replaces its own rows. A day before the last pass is refused: a figure stands until
    the next one, so the past cannot be slipped in under it, nor the future be taken early. A measure that
    fails fails the whole pass (MeasureFailed names it): half a day of figures would read as a day.
    """
    begun = time.perf_counter()
    with connection.cursor() as cursor:  # two passes at once would write each other’s changes
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('lekol.take_pass'))")
    _refuse_other_days(on)
    SchoolFigure.objects.filter(since=on).delete()
    Figure.objects.filter(since=on).delete()
    readings = _read(on)
    changes = _keep_schools(readings, on) + _keep_places(_roll_up(readings), on)
    spent = round((time.perf_counter() - begun) * 1000)
    count = len(measures.announced())
    done, _ = MeasurePass.objects.update_or_create(
        on=on, defaults={"milliseconds": spent, "measures": count, "changes": changes}
    )
    write(verb="measures.taken", thing=done, summary=f"{count} mesures relevées, {changes} chiffres changés.")
    return Passed(on, count, changes, spent)


def _refuse_other_days(on: dt.date) -> None:
    if on > timezone.localdate():
        raise ValidationError(f"Le {long_date(on)} est à venir : il ne peut pas encore être relevé.")
    last = MeasurePass.objects.first()
    if last is not None and on < last.on:
        raise ValidationError(
            f"Les mesures ont déjà été relevées le {long_date(last.on)} : le {long_date(on)} ne peut plus être relevé."
        )


def _read(on: dt.date) -> Readings:
    """Every measure, then every combination that a commitment asks for; one that lacks a part says nothing."""
    readings: Readings = {key: _schools(found, on) for key, found in measures.announced().items()}
    asked = Commitment.objects.filter(indicator__contains="+").values_list("indicator", flat=True).distinct()
    for indicator in asked.order_by("indicator"):
        keys = indicator.split("+")
        if readings.keys() >= set(keys):
            readings[indicator] = compose([readings[key] for key in keys])
    return readings


def _schools(found: Measure, on: dt.date) -> dict[int, SchoolReading]:
    """One measure by school; whatever goes wrong names it."""
    try:
        rows = found.read(FRANCE, on)
    except Exception as fault:
        raise MeasureFailed(f"La mesure « {found.key} » n’a pas pu être lue : {fault}. Rien n’a été relevé.") from fault
    readings = {row.school_id: row for row in rows}
    wrong = next((row for row in rows if not 0 <= row.met <= row.due), None)
    if wrong is not None or len(readings) != len(rows):
        what = f"compte {wrong.met} sur {wrong.due}" if wrong else "donne deux chiffres"
        raise MeasureFailed(f"La mesure « {found.key} » {what} pour une même école. Rien n’a été relevé.")
    return readings


def _keep_schools(readings: Readings, on: dt.date) -> int:
    """Write the figure of each school that moved; a school where nothing is due any more goes to 0 out of 0."""
    latest = SchoolFigure.objects.order_by("indicator", "school_id", "-since").distinct("indicator", "school_id")
    before = {(row[0], row[1]): (row[2], row[3]) for row in latest.values_list("indicator", "school_id", "due", "met")}
    now = {(key, row.school_id): (row.due, row.met) for key, rows in readings.items() for row in rows.values()}
    moved = _moved(before, now)
    SchoolFigure.objects.bulk_create(
        (SchoolFigure(indicator=key[0], school_id=key[1], since=on, due=due, met=met) for key, (due, met) in moved),
        batch_size=5000,
    )
    return len(moved)


def _moved(
    before: Mapping[tuple[str, int], tuple[int, int]], now: Mapping[tuple[str, int], tuple[int, int]]
) -> list[tuple[tuple[str, int], tuple[int, int]]]:
    gone = [(key, (0, 0)) for key, value in before.items() if key not in now and value != (0, 0)]
    return gone + [(key, value) for key, value in now.items() if before.get(key) != value]


def _roll_up(readings: Readings) -> dict[tuple[str, Place], list[int]]:
    """due, met, schools concerned, schools in order: for each circonscription, commune, académie and France."""
    places = _places()
    sums: dict[tuple[str, Place], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for key, rows in readings.items():
        for row in rows.values():
            for place in places[row.school_id]:
                total = sums[key, place]
                total[0] += row.due
                total[1] += row.met
                total[2] += row.due > 0
                total[3] += row.due > 0 and row.met == row.due
    return sums


def _places() -> dict[int, list[Place]]:
    found = School.objects.values_list("pk", "district__code", "commune__insee", "commune__academy__code").order_by()
    return {
        pk: [
            (str(level), code)
            for level, code in (
                (Level.DISTRICT, district), (Level.COMMUNE, commune), (Level.ACADEMY, academy), (Level.COUNTRY, ""),
            )
            if code is not None
        ]
        for pk, district, commune, academy in found.iterator()
    }  # fmt: skip


def _keep_places(sums: Mapping[tuple[str, Place], list[int]], on: dt.date) -> int:
    fields = ("due", "met", "schools_due", "schools_met")
    latest = Figure.objects.order_by("indicator", "level", "code", "-since").distinct("indicator", "level", "code")
    before = {
        (row[0], (row[1], row[2])): list(row[3:]) for row in latest.values_list("indicator", "level", "code", *fields)
    }
    gone = {key: [0, 0, 0, 0] for key, value in before.items() if key not in sums and any(value)}
    moved = {key: value for key, value in {**sums, **gone}.items() if before.get(key) != value}
    Figure.objects.bulk_create(_figures(moved.items(), on), batch_size=5000)
    return len(moved)


def _figures(moved: Iterable[tuple[tuple[str, Place], list[int]]], on: dt.date) -> Iterable[Figure]:
    for (indicator, (level, code)), (due, met, schools_due, schools_met) in moved:
        yield Figure(
            indicator=indicator, level=level, code=code, since=on,
            due=due, met=met, schools_due=schools_due, schools_met=schools_met,
        )  # fmt: skip
