"""Dated duties of the committees: meetings, actions entrusted, the meeting of the year, operations (8.1 to 8.4)."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from lekol.directory.models import Person
from lekol.governance import access
from lekol.governance.choices import MeetingState, Progress
from lekol.governance.models import Programme
from lekol.governance.queries import duty
from lekol.governance.rules import clock
from lekol.governance.rules.seats import committees_of
from lekol.pact.deadlines import LIMIT, Deadline, deadline

COMING = (MeetingState.PLANNED, MeetingState.CONVENED)


@deadline("governance.meetings", label="Réunions des comités", icon="gens")
def meetings(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """Meetings planned or convened that the reader may read about."""
    rows = access.meetings_visible_to(person).filter(state__in=COMING, starts_at__date__range=(since, until))
    for row in rows.order_by("starts_at", "id")[:LIMIT]:
        at = timezone.localtime(row.starts_at)
        yield Deadline(row.on, str(row), f"à {at:%H h %M}, {row.place}", row.get_absolute_url(), row.ref, "8.1")


@deadline("governance.actions", label="Actions décidées par les comités", icon="coche")
def actions(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """Open actions the reader follows or carries out."""
    rows = access.actions_visible_to(person).open().filter(due_on__range=(since, until))  # type: ignore[attr-defined]
    for row in rows.order_by("due_on", "id")[:LIMIT]:
        detail = f"Décision {row.decision.number}, confiée à {row.owner}"
        yield Deadline(row.due_on, row.title, detail, row.get_absolute_url(), row.ref, row.clause)


@deadline("governance.duties", label="Réunions dues dans l’année", icon="balance")
def duties(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The last day of the school year, for each committee whose yearly meeting is neither held nor planned."""
    rows = access.visible_to(person).in_force_on(timezone.localdate())
    for agreement in rows.prefetch_related("parties__commune__academy", "parties__academy")[:LIMIT]:
        for committee in committees_of(agreement.data):
            found = duty.standing(agreement, committee, timezone.localdate())
            if found and found.state in (clock.TO_CONVENE, clock.URGENT) and since <= found.period.last <= until:
                url = reverse("governance:committee", args=[agreement.slug, committee.key])
                ref = f"{agreement.pk}-{committee.key}-{found.period.year}"
                yield Deadline(
                    found.period.last, f"{committee.name} à réunir", found.sentence, url, ref, committee.clause
                )


@deadline("governance.operations", label="Opérations du programme annuel", icon="drapeau")
def operations(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """Operations of a programme put to the parties that are to be finished."""
    put = Programme.objects.filter(revisions__isnull=False).values("pk")
    rows = access.operations_visible_to(person).filter(
        programme__in=put, removed_at=None, ends_on__range=(since, until)
    )
    rows = rows.exclude(state__in=[Progress.DONE, Progress.DROPPED])
    for row in rows.order_by("ends_on", "id")[:LIMIT]:
        detail = f"{row.programme}, {row.get_state_display()}, {row.percent} %"
        yield Deadline(row.ends_on, row.title, detail, row.get_absolute_url(), row.ref, row.clause)


@deadline("governance.opinions", label="Avis attendus sur un programme annuel", icon="crayon")
def opinions(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The last day on which opinions are waited for."""
    rows = access.programmes_visible_to(person).filter(consulted_until__range=(since, until))
    for row in rows.order_by("consulted_until", "id")[:LIMIT]:
        if row.consulted_until:
            detail = f"Dernier jour pour donner un avis, {row.agreement.short_title}"
            yield Deadline(row.consulted_until, str(row), detail, row.get_absolute_url(), row.ref, "8.2")
