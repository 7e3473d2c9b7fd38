"""A correction is asked of the base that is not presumed right; accepted or refused with a reason; followed (3.12)."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.choices import Side
from lekol.directory.models import Person
from lekol.journal.actions import Act, write, write_many
from lekol.pact import presumptions
from lekol.pact.schooldays import calendar_at, school_days_after
from lekol.pupils.actions.standing import CLAUSE
from lekol.pupils.choices import Answer, State
from lekol.pupils.models import Correction, Discrepancy

LIMIT = 500
"""Corrections asked at once, at most."""


@transaction.atomic
def ask(*, gap: Discrepancy, by: Person) -> Correction:
    """Ask the people of the base to correct; they have so many days of school (10 unless the convention says)."""
    gap = Discrepancy.objects.select_for_update().get(pk=gap.pk)
    if gap.state != State.OPEN:
        raise ValidationError("Une correction est déjà demandée, ou l’écart est clos.")
    made = _asked(gap, by, {})
    made.save()
    gap.save(update_fields=["state"])
    summary = f"Correction demandée ({gap.title}), réponse attendue le {made.due_on:%d/%m/%Y}."
    write(verb="pupils.correction_asked", thing=gap, by=by, clause=CLAUSE, summary=summary)
    return made


@transaction.atomic
def ask_all(*, gaps: Iterable[Discrepancy], by: Person, taken: bool = False) -> int:
    """Ask every open one of some, at once; answers how many. `taken` by who asks, whose own base corrects: accepted
    as they are asked.
    """
    pks = [gap.pk for gap in gaps]
    rows = list(
        Discrepancy.objects.select_for_update(of=("self",)).select_related("commune", "school")
        .filter(pk__in=pks, state=State.OPEN).order_by("pk")[:LIMIT]
    )  # fmt: skip
    calendars: dict[str, dt.date] = {}
    made = [_asked(gap, by, calendars) for gap in rows]
    if taken:
        for gap, row in zip(rows, made, strict=True):
            gap.state = State.ACCEPTED
            row.answer, row.answered_by, row.answered_at = Answer.ACCEPTED, by, row.asked_at
    Correction.objects.bulk_create(made)
    Discrepancy.objects.bulk_update(rows, ["state"])
    verb, word = ("pupils.correction_accepted", "acceptée") if taken else ("pupils.correction_asked", "demandée")
    acts = (Act(verb, str(gap.pk), str(gap), f"Correction {word} ({gap.title}).", CLAUSE) for gap in rows)
    write_many(model=Discrepancy, acts=acts, by=by)
    return len(rows)


def _asked(gap: Discrepancy, by: Person, calendars: dict[str, dt.date]) -> Correction:
    today = timezone.localdate()
    place = gap.school.uai if gap.school else gap.commune.insee
    if place not in calendars:
        days = presumptions.in_force(gap.commune.insee, today).answer_days
        calendars[place] = school_days_after(today, days, calendar_at(place))
    gap.state = State.ASKED
    return Correction(discrepancy=gap, asked_by=by, due_on=calendars[place])


def _waiting(gap: Discrepancy) -> tuple[Discrepancy, Correction]:
    gap = Discrepancy.objects.select_for_update().get(pk=gap.pk)
    found = gap.corrections.waiting().first()
    if gap.state != State.ASKED or found is None:
        raise ValidationError("Aucune demande n’attend de réponse sur cet écart.")
    return gap, found


def _answered(found: Correction, answer: str, by: Person, reason: str = "") -> None:
    found.answer, found.answered_by, found.answered_at, found.reason = answer, by, timezone.now(), reason
    found.save(update_fields=["answer", "answered_by", "answered_at", "reason"])


@transaction.atomic
def accept(*, gap: Discrepancy, by: Person) -> Discrepancy:
    """The owner of the base will correct."""
    gap, found = _waiting(gap)
    _answered(found, Answer.ACCEPTED, by)
    gap.state = State.ACCEPTED
    gap.save(update_fields=["state"])
    write(
        verb="pupils.correction_accepted",
        thing=gap,
        by=by,
        clause=CLAUSE,
        summary=f"Correction acceptée ({gap.title}).",
    )
    return gap


@transaction.atomic
def take(*, gap: Discrepancy, by: Person) -> Discrepancy:
    """One’s own base is to be corrected: nobody has to ask, the correction is accepted as it is asked."""
    ask(gap=gap, by=by)
    return accept(gap=gap, by=by)


@transaction.atomic
def refuse(*, gap: Discrepancy, by: Person, reason: str) -> Discrepancy:
    """The owner of the base will not, and says why; it does not come back while the two values stay."""
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi la correction est refusée."})
    gap, found = _waiting(gap)
    _answered(found, Answer.REFUSED, by, reason.strip()[:400])
    gap.state, gap.closed_on = State.REFUSED, timezone.localdate()
    gap.save(update_fields=["state", "closed_on"])
    summary = f"Correction refusée ({gap.title}). Motif sur la page de l’écart."
    write(verb="pupils.correction_refused", thing=gap, by=by, clause=CLAUSE, summary=summary)
    return gap


@transaction.atomic
def declare_done(*, gap: Discrepancy, by: Person) -> Discrepancy:
    """The owner says the correction made in the base; the next comparison sees it, or opens it again."""
    gap = Discrepancy.objects.select_for_update().get(pk=gap.pk)
    found = gap.corrections.filter(answer=Answer.ACCEPTED).first()
    if gap.state != State.ACCEPTED or found is None:
        raise ValidationError("Acceptez d’abord la correction.")
    found.done_at = timezone.now()
    found.save(update_fields=["done_at"])
    gap.state = State.DONE
    gap.save(update_fields=["state"])
    base = Side(gap.owner).label
    write(
        verb="pupils.correction_done",
        thing=gap,
        by=by,
        clause=CLAUSE,
        summary=f"Correction faite dans la base ({base}).",
    )
    return gap


@transaction.atomic
def reopen(*, gap: Discrepancy, by: Person) -> Discrepancy:
    """Its owner takes an answer back: the request waits for another one, from the day it was made."""
    gap = Discrepancy.objects.select_for_update().get(pk=gap.pk)
    last = gap.corrections.exclude(answer="").order_by("asked_at", "pk").last()
    if gap.state not in (State.REFUSED, State.ACCEPTED, State.DONE) or last is None:
        raise ValidationError("Il n’y a rien à reprendre sur cet écart.")
    before = gap.get_state_display()
    last.answer, last.answered_by, last.answered_at, last.reason, last.done_at = "", None, None, "", None
    last.save()
    gap.state, gap.closed_on = State.ASKED, None
    gap.save(update_fields=["state", "closed_on"])
    changes = {"situation": [before, gap.get_state_display()]}
    write(
        verb="pupils.correction_reopened", thing=gap, by=by, clause=CLAUSE, summary="Réponse reprise.", changes=changes
    )
    return gap


@transaction.atomic
def ask_again(*, gap: Discrepancy, by: Person) -> Correction:
    """Whoever asked does not agree with a refusal: the refusal stays in the file, and the correction is asked anew."""
    gap = Discrepancy.objects.select_for_update().get(pk=gap.pk)
    if gap.state != State.REFUSED:
        raise ValidationError("Cette correction n’est pas refusée : il n’y a rien à redemander.")
    gap.state, gap.closed_on = State.OPEN, None
    gap.save(update_fields=["state", "closed_on"])
    return ask(gap=gap, by=by)
