"""Verbs of the indicators: proposed, corrected, retained or given up by a decision, their figures frozen."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.models import Person
from lekol.governance.choices import Formula
from lekol.governance.models import Decision, Indicator, IndicatorPoint
from lekol.governance.queries.indicators import figure_on, to_freeze
from lekol.governance.rules.seats import committees_of
from lekol.journal.actions import write
from lekol.pact.dates import long_date
from lekol.pact.measures import announced

MOST = 60
NOT_KNOWN = "La mesure « {} » n’est annoncée par aucune application : choisissez-la dans la liste."


@transaction.atomic
def define(*, agreement: Agreement, by: Person | None = None, **words: Any) -> Indicator:
    """Propose an indicator; it counts for nothing until a decision of the steering committee retains it."""
    if Indicator.objects.filter(agreement=agreement, until=None).count() >= MOST:
        raise ValidationError(f"La convention suit déjà {MOST} indicateurs : abandonnez-en un d’abord.")
    row = Indicator(agreement=agreement, **words)
    _check(row)
    row.save()
    write(verb="indicator.defined", thing=row, by=by, clause="8.6", summary=f"Indicateur proposé : {row.title}")
    return row


@transaction.atomic
def redefine(*, indicator: Indicator, base: int, by: Person | None = None, **words: Any) -> Indicator:
    """Correct a proposed indicator. Raises ValidationError once it is retained, or when someone else just did."""
    row = Indicator.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=indicator.pk)
    if row.retained:
        raise ValidationError("Cet indicateur est retenu : sa définition ne change plus. Proposez-en un autre.")
    if row.version != base:
        raise ValidationError("Quelqu’un d’autre vient de modifier cet indicateur : rouvrez-le avant de le corriger.")
    changes = {}
    for name, value in words.items():
        if getattr(row, name) != value:
            changes[_label(name)] = [_plain(getattr(row, name)), _plain(value)]
            setattr(row, name, value)
    _check(row)
    row.version += 1
    row.save()
    summary = f"Indicateur modifié : {row.title}"
    write(verb="indicator.redefined", thing=row, by=by, clause="8.6", summary=summary, changes=changes)
    return row


def _label(name: str) -> str:
    return str(Indicator._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _plain(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, list) else str(value) if value is not None else ""


def _check(row: Indicator) -> None:
    """What no constraint tells: measures that exist, something to divide by, a clause and a party of the text."""
    unknown = next((key for key in (*row.measures, *row.base) if key not in announced()), None)
    if unknown is not None:
        raise ValidationError({"measures": NOT_KNOWN.format(unknown)})
    if (row.formula == Formula.RATIO) != bool(row.base):
        raise ValidationError({"base": "Un rapport se divise par au moins une mesure, et lui seul."})
    if row.clause and not row.agreement.commitments.filter(clause=row.clause).exists():
        raise ValidationError({"clause": f"La convention n’a pas de clause {row.clause}."})
    if row.party and not row.agreement.parties.filter(key=row.party).exists():
        raise ValidationError({"party": "Cette partie n’est pas de la convention."})
    row.full_clean()


@transaction.atomic
def retain(*, indicator: Indicator, decision: Decision, by: Person | None = None) -> Indicator:
    """The steering committee chooses an indicator: its definition is closed and its past periods are frozen.

    Raises ValidationError for a decision of another committee or convention, or once it is retained.
    """
    row = Indicator.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=indicator.pk)
    if row.retained:
        raise ValidationError("Cet indicateur est déjà retenu.")
    _of_steering(row, decision)
    row.decision, row.since = decision, decision.meeting.on
    row.save(update_fields=["decision", "since"])
    summary = f"« {row.title} » retenu par la décision {decision.number}."
    write(verb="indicator.retained", thing=row, by=by, clause="8.6", summary=summary)
    freeze_points(indicators=[row])
    return row


def _of_steering(row: Indicator, decision: Decision) -> None:
    steering = next(iter(committees_of(row.agreement.data)), None)
    if decision.agreement_id != row.agreement_id or steering is None or decision.committee != steering.key:
        name = steering.name if steering else "comité de pilotage"
        raise ValidationError({"decision": f"Choisissez une décision du {name[:1].lower()}{name[1:]}."})


@transaction.atomic
def give_up(*, indicator: Indicator, decision: Decision, last: dt.date, by: Person | None = None) -> Indicator:
    """The committee no longer follows an indicator after a day; what was frozen stays."""
    row = Indicator.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=indicator.pk)
    if row.since is None or row.until is not None:
        raise ValidationError("Seul un indicateur retenu s’abandonne, une fois.")
    _of_steering(row, decision)
    if last < row.since:
        raise ValidationError({"last": f"Il est retenu depuis le {long_date(row.since)} : sa fin vient après."})
    row.ended_by, row.until = decision, last
    row.save(update_fields=["ended_by", "until"])
    summary = f"« {row.title} » abandonné après le {long_date(last)}, décision {decision.number}."
    write(verb="indicator.ended", thing=row, by=by, clause="8.6", summary=summary)
    return row


@transaction.atomic
def withdraw(*, indicator: Indicator, by: Person | None = None) -> None:
    """A proposal nobody retained leaves the list; the journal keeps it."""
    row = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if row.retained:
        raise ValidationError("Cet indicateur est retenu : il s’abandonne par une décision.")
    write(verb="indicator.withdrawn", thing=row, by=by, clause="8.6", summary=f"Proposition retirée : {row.title}")
    row.delete()


@transaction.atomic
def freeze_points(*, indicators: Iterable[Indicator], today: dt.date | None = None) -> int:
    """Freeze the figure of every period that is over and not frozen yet; how many were. Two at once freeze once."""
    frozen = 0
    for row in Indicator.objects.select_for_update(of=("self",)).filter(pk__in=[found.pk for found in indicators]):
        made = [
            IndicatorPoint(indicator=row, on=day, numerator=value.numerator, denominator=value.denominator)
            for day in to_freeze(row, today or timezone.localdate())
            if (value := figure_on(row, day)) is not None
        ]
        IndicatorPoint.objects.bulk_create(made)
        frozen += len(made)
        if made:
            summary = f"{row.title} : {len(made)} périodes figées, jusqu’au {long_date(made[-1].on)}."
            write(verb="indicator.frozen", thing=row, clause="8.6", summary=summary)
    return frozen


def freeze_due(*, today: dt.date | None = None) -> int:
    """Every retained indicator’s periods that are over; called each morning, and by `lekol governance indicators`."""
    return freeze_points(indicators=Indicator.objects.exclude(decision=None), today=today)
