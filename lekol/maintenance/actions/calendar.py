"""Closures and holidays: one act moves every clock it covers."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from lekol.directory.models import Academy, Commune, Person, School
from lekol.journal.actions import write
from lekol.maintenance.actions.clocks import set_dates
from lekol.maintenance.choices import OPEN, BreakKind
from lekol.maintenance.models import Break, Leg, Ticket
from lekol.maintenance.queries import calendar_of, local, policy_of
from lekol.maintenance.rules.holidays import Holiday
from lekol.pact.opening import DAY, Calendar
from lekol.pact.policies import Policy

BATCH = 500
LONGEST = 60
"""Days: a longer closure is holidays, or a mistake."""
Place = Academy | Commune | School


@transaction.atomic
def declare_closure(
    *, place: Place, first: dt.date, last: dt.date, reason: str, by: Person | None = None
) -> tuple[Break, int]:
    """Nobody can work there on those days: every clock of the place stands still. Answers how many moved (4.4)."""
    if last < first:
        raise ValidationError({"last": "Le dernier jour vient avant le premier."})
    if (last - first).days >= LONGEST:
        raise ValidationError({"last": f"Une fermeture dure {LONGEST} jours au plus."})
    made = Break(kind=BreakKind.CLOSURE, name=reason.strip(), valid=DateRange(first, last + DAY), declared_by=by)
    made.academy = _academy(place)
    made.commune = place if isinstance(place, Commune) else None
    made.school = place if isinstance(place, School) else None
    made.full_clean()
    made.save()
    moved = move_clocks(place, since=first)
    said = f"Fermeture du {first:%d/%m/%Y} au {last:%d/%m/%Y}, {made.name} : {moved} délais déplacés."
    write(verb="closure.declared", thing=place, by=by, clause="4.4", summary=said)
    return made, moved


@transaction.atomic
def lift_closure(*, found: Break, by: Person | None = None) -> int:
    """A closure was declared by mistake: its clocks run again as if it had not been."""
    place, first, name = found.place, found.span.first, found.name
    found.delete()
    moved = move_clocks(place, since=first)
    write(
        verb="closure.lifted", thing=place, by=by, clause="4.4", summary=f"Fermeture retirée, {name} : {moved} délais."
    )
    return moved


@transaction.atomic
def bring_holidays(*, academy: Academy, holidays: Sequence[Holiday], by: Person | None = None) -> int:
    """The school holidays of an académie, those already known left as they are; answers how many are new."""
    known = {row.span for row in Break.objects.filter(academy=academy, kind=BreakKind.HOLIDAYS)}
    new = [row for row in holidays if row.span not in known]
    Break.objects.bulk_create(
        Break(
            academy=academy,
            kind=BreakKind.HOLIDAYS,
            name=row.name[:120],
            valid=DateRange(row.span.first, row.span.last + DAY),
        )
        for row in new
    )
    if new:
        moved = move_clocks(academy, since=min(row.span.first for row in new))
        said = f"{len(new)} périodes de vacances ajoutées : {moved} délais déplacés."
        write(verb="holidays.brought", thing=academy, by=by, clause="4.4", summary=said)
    return len(new)


def _academy(place: Place) -> Academy:
    match place:
        case School():
            return place.commune.academy
        case Commune():
            return place.academy
        case _:
            return place


def _inside(place: Place) -> Q:
    match place:
        case School():
            return Q(ticket__school=place)
        case Commune():
            return Q(ticket__school__commune=place)
        case _:
            return Q(ticket__school__commune__academy=place)


def move_clocks(place: Place, since: dt.date) -> int:
    """Give their new date to the running clocks of a place that a changed day may touch; answers how many moved."""
    rows = Leg.objects.filter(_inside(place), ended_at=None, ticket__status__in=OPEN, due_at__date__gte=since)
    rows = rows.select_related("ticket__school__commune__academy").select_for_update(of=("self",)).order_by("pk")
    known: dict[int, tuple[Policy, Calendar]] = {}
    moved = 0
    batch: list[Leg] = []
    for leg in rows.iterator(chunk_size=BATCH):
        before = leg.due_at
        _set(leg, known)
        if leg.due_at != before:
            moved += 1
            batch.append(leg)
        if len(batch) == BATCH:
            _save(batch)
            batch = []
    _save(batch)
    return moved


def _set(leg: Leg, known: dict[int, tuple[Policy, Calendar]]) -> None:
    school = leg.ticket.school
    if school.pk not in known:
        policy = policy_of(school, local(leg.ticket.opened_at).date())
        known[school.pk] = policy, calendar_of(school, policy.protocol)
    policy, calendar = known[school.pk]
    set_dates(leg.ticket, leg, calendar, policy.protocol.warn_percent)


def _save(legs: list[Leg]) -> None:
    Leg.objects.bulk_update(legs, ["due_at"])
    Ticket.objects.bulk_update([leg.ticket for leg in legs], ["due_at", "respond_by", "warn_at"])
