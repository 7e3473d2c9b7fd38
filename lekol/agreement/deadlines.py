"""Dated duties of the agreement: targets, declarations to renew, the end of the term, notices that run (10.1, 10.3)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from lekol.agreement import access
from lekol.agreement.choices import NoticeState
from lekol.agreement.models import Commitment, Declaration, Notice
from lekol.directory.models import Person
from lekol.pact.dates import long_date
from lekol.pact.deadlines import LIMIT, Deadline, deadline


@deadline("agreement.targets", label="Cibles de la convention", icon="drapeau")
def targets(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The day a target falls due, for promises in force that day."""
    rows = Commitment.objects.filter(agreement__in=_in_force(person, since, until), target_on__range=(since, until))
    rows = rows.filter(retained=True).select_related("agreement").order_by("target_on", "rank", "id")
    for row in rows[:LIMIT]:
        if row.target_on and row.is_owed_on(row.target_on):
            title = f"Cible de {row.clause} {row.title}"
            yield Deadline(
                row.target_on, title, row.agreement.short_title, row.get_absolute_url(), f"{row.pk}", row.clause
            )


def _in_force(person: Person, since: dt.date, until: dt.date) -> Any:
    """Signed agreements the reader sees whose term meets the span."""
    seen = access.visible_to(person).exclude(signed_on=None).filter(starts_on__lte=until)
    return seen.exclude(ends_on__lt=since).values("pk")


@deadline("agreement.declarations", label="Déclarations à renouveler", icon="crayon")
def declarations(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The last day of the last declaration of each promise no measure counts."""
    rows = Declaration.objects.filter(commitment__agreement__in=_in_force(person, since, until))
    last = rows.order_by("commitment_id", "-made_at", "-id").distinct("commitment_id").values("pk")
    found = Declaration.objects.filter(pk__in=last, valid_until__range=(since, until), commitment__indicator="")
    for row in found.select_related("commitment__agreement", "party").order_by("valid_until", "id")[:LIMIT]:
        asked = row.commitment
        detail = f"Déclarée par {row.party.short_name}, valable jusqu’au {long_date(row.valid_until)} inclus"
        title = f"Déclaration à renouveler : {asked.clause} {asked.title}"
        yield Deadline(row.valid_until, title, detail, asked.get_absolute_url(), f"{row.pk}", asked.clause)


@deadline("agreement.terms", label="Termes des conventions", icon="convention")
def terms(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The last day of each agreement."""
    rows = access.visible_to(person).exclude(signed_on=None).filter(ends_on__range=(since, until))
    for row in rows.order_by("ends_on", "slug")[:LIMIT]:
        if row.ends_on:
            url = reverse("agreement:agreement", args=[row.slug])
            yield Deadline(row.ends_on, f"Fin de {row.short_title}", "Dernier jour, inclus.", url, row.slug, "10.1")


@deadline("agreement.notices", label="Mises en demeure en cours", icon="courriel")
def notices(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The last day of a notice that runs, for whoever may read it."""
    running = Notice.objects.filter(state=NoticeState.SENT, ends_on__range=(since, until))
    rows = running.filter(agreement__in=access.visible_to(person).values("pk")).select_related("agreement", "recipient")
    for row in rows.order_by("ends_on", "id")[:LIMIT]:
        if row.ends_on and access.notices_visible_to(person, row.agreement).exists():
            detail = f"Adressée à {row.recipient.short_name}, clauses {', '.join(row.clauses)}"
            title = f"Fin du délai de la mise en demeure {row.ref}"
            yield Deadline(row.ends_on, title, detail, row.get_absolute_url(), row.ref, "10.3")
