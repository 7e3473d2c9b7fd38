"""The verbs of the network; nothing else writes its rows."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.directory.models import Person, Room, School
from lekol.journal.actions import write
from lekol.network.models import Eligibility, Link, Outlet


@transaction.atomic
def pass_outlet(*, room: Room, label: str, category: str, tested_on: dt.date, by: Person | None = None) -> Outlet:
    """A drop of a room passed its test: the room counts as cabled from that day (3.1)."""
    outlet = Outlet.objects.filter(room=room, label=label.strip()).first() or Outlet(room=room, label=label.strip())
    outlet.school, outlet.category, outlet.tested_on, outlet.removed_on = room.school, category, tested_on, None
    outlet.full_clean()
    outlet.save()
    summary = f"Salle {room} : prise {outlet.label} testée le {tested_on:%d/%m/%Y}, {outlet.get_category_display()}."
    write(verb="outlet.tested", thing=room.school, by=by, clause="3.1", summary=summary)
    return outlet


@transaction.atomic
def remove_outlet(*, outlet: Outlet, on: dt.date, by: Person | None = None) -> Outlet:
    """A drop is taken away; it no longer counts from that day."""
    outlet.removed_on = on
    outlet.full_clean()
    outlet.save(update_fields=["removed_on"])
    write(
        verb="outlet.removed",
        thing=outlet.school,
        by=by,
        clause="3.1",
        summary=f"Salle {outlet.room} : {outlet} déposée.",
    )
    return outlet


@transaction.atomic
def open_link(
    *,
    school: School,
    technology: str,
    downstream_mbps: Decimal,
    upstream_mbps: Decimal,
    payer: str,
    monthly_cost: Decimal | None,
    since: dt.date,
    by: Person | None = None,
) -> Link:
    """A link is in service from a day on; the one before ends that day (3.4, 3.5)."""
    before = school.links.filter(valid__contains=since).first()
    if before is not None:
        if before.valid.lower == since:
            raise ValidationError("Une liaison commence déjà ce jour-là dans cette école : choisissez un autre jour.")
        before.valid = DateRange(before.valid.lower, since)
        before.save(update_fields=["valid"])
    link = Link(
        school=school, technology=technology, downstream_mbps=downstream_mbps, upstream_mbps=upstream_mbps,
        payer=payer, monthly_cost=monthly_cost, valid=DateRange(since, None),
    )  # fmt: skip
    link.full_clean()
    link.save()
    changes = {"liaison": [str(before) if before else None, str(link)]}
    write(verb="link.opened", thing=school, by=by, clause="3.4", summary=f"Liaison {link} en service.", changes=changes)
    return link


@transaction.atomic
def measure_link(*, link: Link, mbps: Decimal, by: Person | None = None) -> Link:
    """A rate was measured on the link of a school."""
    changes = {"débit mesuré": [link.measured_mbps, mbps]}
    link.measured_mbps, link.measured_at = mbps, timezone.now()
    link.full_clean()
    link.save(update_fields=["measured_mbps", "measured_at"])
    summary = f"Débit mesuré : {mbps} Mbit/s."
    write(verb="link.measured", thing=link.school, by=by, clause="3.4", summary=summary, changes=changes)
    return link


@transaction.atomic
def declare_eligible(*, school: School, since: dt.date, source: str, by: Person | None = None) -> Eligibility:
    """An operator can bring very high speed to a school from a day on (3.5)."""
    row, _ = Eligibility.objects.update_or_create(school=school, defaults={"since": since, "source": source.strip()})
    summary = f"Éligible au très haut débit depuis le {since:%d/%m/%Y}."
    write(verb="school.eligible", thing=school, by=by, clause="3.5", summary=summary)
    return row
