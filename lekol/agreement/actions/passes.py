"""The daily look at every measure: one query each, one transaction in all, only what moved is written.

Measures are read one at a time into a temporary table; what moved is then found, summed and written by
the base itself. The memory of a pass is that of its largest measure, not that of the territory.
"""

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from lekol.agreement.models import Agreement, AgreementFigure, Commitment, Figure, MeasurePass, SchoolFigure
from lekol.agreement.rules.composition import compose
from lekol.journal.actions import write
from lekol.pact import measures
from lekol.pact.dates import long_date
from lekol.pact.measures import ConventionMeasure, Measure, Reading, SchoolReading
from lekol.pact.scopes import FRANCE, Level

_TABLE = """\
DROP TABLE IF EXISTS lekol_reading;
CREATE TEMPORARY TABLE lekol_reading (indicator text, school_id bigint, due integer, met integer) ON COMMIT DROP
"""
# A school where nothing is due any more goes to 0 out of 0, once.
_SCHOOLS = """\
INSERT INTO "agreement_schoolfigure" (indicator, school_id, since, due, met)
SELECT indicator, school_id, %(on)s, coalesce(now.due, 0), coalesce(now.met, 0)
FROM lekol_reading AS now
FULL JOIN (
    SELECT DISTINCT ON (indicator, school_id) indicator, school_id, due, met
    FROM "agreement_schoolfigure" ORDER BY indicator, school_id, since DESC
) AS before USING (indicator, school_id)
WHERE CASE
    WHEN now.due IS NULL THEN (before.due, before.met) <> (0, 0)
    ELSE (now.due, now.met) IS DISTINCT FROM (before.due, before.met)
END
"""
_PLACES = """\
INSERT INTO "agreement_figure" (indicator, level, code, since, due, met, schools_due, schools_met)
SELECT indicator, level, code, %(on)s,
    coalesce(now.due, 0), coalesce(now.met, 0), coalesce(now.schools_due, 0), coalesce(now.schools_met, 0)
FROM (
    SELECT row.indicator::varchar, place.level, place.code, sum(row.due) AS due, sum(row.met) AS met,
        count(*) FILTER (WHERE row.due > 0) AS schools_due,
        count(*) FILTER (WHERE row.due > 0 AND row.met = row.due) AS schools_met
    FROM lekol_reading AS row
    JOIN directory_school AS school ON school.id = row.school_id
    JOIN directory_commune AS commune ON commune.id = school.commune_id
    JOIN directory_academy AS academy ON academy.id = commune.academy_id
    LEFT JOIN directory_district AS district ON district.id = school.district_id
    CROSS JOIN LATERAL (
        VALUES
            (%(district)s, district.code), (%(commune)s, commune.insee),
            (%(academy)s, academy.code), (%(country)s, '')
    ) AS place (level, code)
    WHERE place.code IS NOT NULL
    GROUP BY row.indicator, place.level, place.code
) AS now
FULL JOIN (
    SELECT DISTINCT ON (indicator, level, code) indicator, level, code, due, met, schools_due, schools_met
    FROM "agreement_figure" ORDER BY indicator, level, code, since DESC
) AS before USING (indicator, level, code)
WHERE CASE
    WHEN now.due IS NULL THEN (before.due, before.met, before.schools_due, before.schools_met) <> (0, 0, 0, 0)
    ELSE (now.due, now.met, now.schools_due, now.schools_met)
        IS DISTINCT FROM (before.due, before.met, before.schools_due, before.schools_met)
END
"""


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
        AgreementFigure.objects.filter(since=on).delete()
        _read(cursor, on)
        changes = _keep(cursor, on) + _conventions(on)
    spent = round((time.perf_counter() - begun) * 1000)
    count = len(measures.known())
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


def _read(cursor: CursorWrapper, on: dt.date) -> None:
    """Every measure, then every combination that a commitment asks for; one that lacks a part says nothing."""
    cursor.execute(_TABLE)
    for key, found in measures.announced().items():
        _note(cursor, key, _schools(found, on))
    asked = Commitment.objects.filter(indicator__contains="+").values_list("indicator", flat=True).distinct()
    for indicator in asked.order_by("indicator"):
        keys = indicator.split("+")
        if measures.announced().keys() >= set(keys):
            _note(cursor, indicator, compose(_noted(cursor, key) for key in keys).values())
    cursor.execute("ANALYZE lekol_reading")


def _schools(found: Measure, on: dt.date) -> list[SchoolReading]:
    """One measure by school; whatever goes wrong names it."""
    try:
        rows = found.read(FRANCE, on)
    except Exception as fault:
        raise MeasureFailed(f"La mesure « {found.key} » n’a pas pu être lue : {fault}. Rien n’a été relevé.") from fault
    wrong = next((row for row in rows if not 0 <= row.met <= row.due), None)
    if wrong is not None or len({row.school_id for row in rows}) != len(rows):
        what = f"compte {wrong.met} sur {wrong.due}" if wrong else "donne deux chiffres"
        raise MeasureFailed(f"La mesure « {found.key} » {what} pour une même école. Rien n’a été relevé.")
    return rows


def _note(cursor: CursorWrapper, indicator: str, rows: Iterable[SchoolReading]) -> None:
    with cursor.copy("COPY lekol_reading (indicator, school_id, due, met) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((indicator, *row))


def _noted(cursor: CursorWrapper, indicator: str) -> dict[int, SchoolReading]:
    cursor.execute("SELECT school_id, due, met FROM lekol_reading WHERE indicator = %s", [indicator])
    return {row[0]: SchoolReading(*row) for row in cursor}


def _keep(cursor: CursorWrapper, on: dt.date) -> int:
    """Write the figures that moved, of schools then of places; how many did."""
    levels = {"district": Level.DISTRICT, "commune": Level.COMMUNE, "academy": Level.ACADEMY, "country": Level.COUNTRY}
    cursor.execute(_SCHOOLS, {"on": on})
    moved = cursor.rowcount
    cursor.execute(_PLACES, {"on": on, **{name: str(level) for name, level in levels.items()}})
    return int(moved + cursor.rowcount)


def _conventions(on: dt.date) -> int:
    """What is counted once per agreement, for those in force that ask for it; how many figures moved."""
    moved = []
    asked = Commitment.objects.filter(
        indicator__in=measures.of_conventions().keys(), agreement__in=Agreement.objects.in_force_on(on).values("pk")
    )
    rows = asked.values_list("agreement_id", "agreement__slug", "indicator").distinct()
    before = _stood(on)
    for pk, slug, key in rows.order_by("agreement_id", "indicator"):
        reading = _whole(measures.of_conventions()[key], slug, on)
        if reading is not None and before.get((pk, key)) != (reading.due, reading.met):
            moved.append(AgreementFigure(agreement_id=pk, indicator=key, since=on, due=reading.due, met=reading.met))
    AgreementFigure.objects.bulk_create(moved, batch_size=1_000)
    return len(moved)


def _stood(on: dt.date) -> dict[tuple[int, str], tuple[int, int]]:
    rows = AgreementFigure.objects.filter(since__lt=on).order_by("agreement_id", "indicator", "-since")
    last = rows.distinct("agreement_id", "indicator").values_list("agreement_id", "indicator", "due", "met")
    return {(pk, key): (due, met) for pk, key, due, met in last}


def _whole(found: ConventionMeasure, slug: str, on: dt.date) -> Reading | None:
    """One measure of one agreement; whatever goes wrong names it."""
    try:
        return found.read(slug, on)
    except Exception as fault:
        raise MeasureFailed(f"La mesure « {found.key} » n’a pas pu être lue : {fault}. Rien n’a été relevé.") from fault
