"""Dated duties of the estate: contracts to renew or end, warranties, loans due back, systems left by their maker."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Person
from lekol.equipment import access
from lekol.equipment.choices import IN_SCHOOL
from lekol.equipment.models import Asset, Installation
from lekol.pact.deadlines import LIMIT, Deadline, deadline

DAY = dt.timedelta(days=1)


@deadline("equipment.contracts", label="Fins de contrat et de garantie étendue", icon="agenda")
def contracts(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The last day of each contract of one’s commune; its notice is said, for it comes first. One query."""
    found = (
        access.contracts_visible_to(person)
        .filter(valid__endswith__range=(since + DAY, until + DAY))
        .select_related("supplier")
        .order_by("valid__endswith", "pk")[:LIMIT]
    )
    for row in found:
        notice = f", à dénoncer avant le {row.last_day - dt.timedelta(days=row.notice_days):%d/%m/%Y}"
        detail = f"{row.supplier}{notice if row.notice_days else ''}"
        yield Deadline(row.last_day, f"Fin de {row}", detail, row.get_absolute_url(), str(row.pk), "4.1")


@deadline("equipment.warranties", label="Fins de garantie de matériels", icon="parc")
def warranties(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """How many devices leave their warranty each day, in the schools one sees. One query."""
    rows = Asset.objects.filter(
        school__in=schools_visible_to(person).values("pk"), status__in=IN_SCHOOL, warranty_until__range=(since, until)
    )
    counted = rows.order_by().values("warranty_until").annotate(times=Count("pk")).order_by("warranty_until")[:LIMIT]
    for row in counted:
        day, many = row["warranty_until"] or until, row["times"] > 1
        title = f"{row['times']} {'matériels sortent' if many else 'matériel sort'} de garantie"
        detail = "Après ce jour, la Ville les répare." if many else "Après ce jour, la Ville le répare."
        yield Deadline(day, title, detail, reverse("equipment:devices"), f"{day:%Y%m%d}", "4.1")


@deadline("equipment.loans", label="Prêts à rendre", icon="main")
def loans(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """Loans due back, among those one sees; one query."""
    found = access.hand_overs_visible_to(person).filter(returned_on=None, due_on__range=(since, until))
    for row in found.order_by("due_on", "pk")[:LIMIT]:
        yield Deadline(row.due_on or until, f"Prêt à rendre : {row.name}", str(row), row.get_absolute_url(), row.ref)


@deadline("equipment.systems", label="Fins de support de systèmes", icon="cadenas")
def systems(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The last day of updates of each system that still runs in the schools one sees; one query."""
    running = Installation.objects.filter(
        valid__endswith=None, asset__school__in=schools_visible_to(person).values("pk"),
        asset__status__in=IN_SCHOOL, system__supported_until__range=(since, until),
    )  # fmt: skip
    counted = running.order_by().values("system", "system__name", "system__supported_until").annotate(times=Count("pk"))
    for row in counted.order_by("system__supported_until", "system")[:LIMIT]:
        detail = f"{row['times']} {'postes le font tourner' if row['times'] > 1 else 'poste le fait tourner'}."
        title = f"{row['system__name']} ne reçoit plus de mises à jour"
        day = row["system__supported_until"] or until
        yield Deadline(day, title, detail, reverse("equipment:os_unsupported"), str(row["system"]), "3.13")
