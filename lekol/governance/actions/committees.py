"""Verbs of the committees: seats are filled, left, represented."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.agreement.models import Agreement
from lekol.directory.models import Person, Post
from lekol.governance.models import Appointment, Decision, Delegation
from lekol.governance.queries.seats import candidates, proposed, sittings
from lekol.governance.rules.seats import Committee, Seat
from lekol.journal.actions import write
from lekol.pact.dates import long_date


@transaction.atomic
def appoint(
    *,
    agreement: Agreement,
    committee: Committee,
    seat: Seat,
    post: Post,
    since: dt.date,
    until: dt.date | None = None,
    decision: Decision | None = None,
    by: Person | None = None,
) -> Appointment:
    """A post of the directory takes a seat, both days inclusive; whoever held it leaves the day before.

    Raises ValidationError when the post is not of that party, when the days do not hold, or when the text has
    the members named by another committee and no decision of it is given (8.5).
    """
    party = agreement.parties.get(key=seat.party)
    if not candidates(party, since).filter(pk=post.pk).exists():
        day = long_date(since)
        raise ValidationError({"post": f"Le {day}, ce poste n’est pas tenu pour {party.short_name}."})
    if until is not None and until < since:
        raise ValidationError({"until": "Le dernier jour vient avant le premier."})
    if committee.named_by and (decision is None or decision.committee != committee.named_by):
        raise ValidationError({"decision": "Ce siège se pourvoit par une décision du comité qui désigne ses membres."})
    _leave(agreement, committee, seat, since)
    found = Appointment(
        agreement=agreement, committee=committee.key, seat=seat.key, post=post, decision=decision,
        valid=DateRange(since, until + dt.timedelta(days=1) if until else None),
    )  # fmt: skip
    found.full_clean()
    found.save()
    summary = f"{committee.name} : {post.person} siège comme « {seat.function} » à compter du {long_date(since)}."
    write(verb="seat.filled", thing=agreement, by=by, clause=committee.clause, summary=summary)
    return found


def _leave(agreement: Agreement, committee: Committee, seat: Seat, since: dt.date) -> None:
    held = Appointment.objects.filter(agreement=agreement, committee=committee.key, seat=seat.key)
    before = held.filter(valid__contains=since).first()
    if before is not None and before.valid.lower < since:
        _end(before, since)


def _end(held: Appointment, on: dt.date) -> None:
    """Until the day before; delegations that reach beyond end with it."""
    held.valid = DateRange(held.valid.lower, on)
    held.save(update_fields=["valid"])
    for row in held.delegations.all():
        if row.valid.lower >= on:
            row.delete()
        elif row.valid.upper is None or row.valid.upper > on:
            row.valid = DateRange(row.valid.lower, on)
            row.save(update_fields=["valid"])


@transaction.atomic
def vacate(*, appointment: Appointment, last: dt.date, by: Person | None = None) -> Appointment:
    """The holder sits until that day included."""
    first = appointment.valid.lower
    if last < first:
        raise ValidationError({"last": f"Le siège est tenu depuis le {long_date(first)} : sa fin vient après."})
    _end(appointment, last + dt.timedelta(days=1))
    summary = f"{appointment.post.person} quitte le siège {appointment.seat} après le {long_date(last)}."
    write(verb="seat.left", thing=appointment.agreement, by=by, clause="8.1", summary=summary)
    return appointment


@transaction.atomic
def delegate(
    *, appointment: Appointment, seat: Seat, person: Person, since: dt.date, until: dt.date, by: Person | None = None
) -> Delegation:
    """« ou son représentant »: someone sits in place of the holder, both days inclusive.

    Raises ValidationError where the text allows no representative, or when the days do not hold.
    """
    if not seat.substitute:
        raise ValidationError(f"Le texte ne prévoit pas de représentant pour « {seat.function} ».")
    if person == appointment.post.person:
        raise ValidationError({"person": "Le titulaire ne se représente pas lui-même."})
    if until < since:
        raise ValidationError({"until": "Le dernier jour vient avant le premier."})
    end = until + dt.timedelta(days=1)
    held = appointment.valid
    if since < held.lower or (held.upper is not None and end > held.upper):
        raise ValidationError({"since": "La délégation sort de la période où le siège est tenu."})
    found = Delegation(appointment=appointment, person=person, valid=DateRange(since, end))
    found.full_clean()
    found.save()
    days = f"du {long_date(since)} au {long_date(until)}"
    summary = f"{person} représente {appointment.post.person} ({seat.function}) {days}."
    write(verb="seat.delegated", thing=appointment.agreement, by=by, clause="8.1", summary=summary)
    return found


@transaction.atomic
def fill_from_directory(
    *,
    agreement: Agreement,
    committee: Committee,
    on: dt.date,
    decision: Decision | None = None,
    by: Person | None = None,
) -> list[Appointment]:
    """Every vacant seat that only one post of the directory can mean is filled; the others stay vacant."""
    posts = {party.key: list(candidates(party, on)) for party in agreement.parties.all()}
    filled = []
    for row in sittings(agreement, [committee], on)[committee.key]:
        post = proposed(row.seat, row.party, posts[row.party.key]) if row.party and row.holder is None else None
        if post is not None:
            words = {"agreement": agreement, "committee": committee, "seat": row.seat, "decision": decision}
            filled.append(appoint(**words, post=post, since=on, by=by))  # type: ignore[arg-type]
    return filled
