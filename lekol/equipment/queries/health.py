"""Read models of health: for each figure, the posts due and the condition of those that are well."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate

from lekol.equipment.choices import COMPUTERS, POSTS
from lekol.equipment.models import Condition, Machine, Placement
from lekol.equipment.queries.estate import in_use
from lekol.equipment.rules.health import LOW_SPACE, SEEN_WITHIN, UPDATED_WITHIN, WORN_BATTERY
from lekol.equipment.rules.offices import kept_on
from lekol.equipment.rules.software import Protection
from lekol.pact.scopes import Scope

Counted = tuple[QuerySet[Placement], Q]


def _posts(scope: Scope, on: dt.date, kinds: tuple[str, ...] = COMPUTERS) -> QuerySet[Placement]:
    return in_use(scope, on).filter(asset__kind__in=kinds)


def _conditions(on: dt.date) -> QuerySet[Condition]:
    return Condition.objects.filter(machine__asset=OuterRef("asset"), valid__contains=on)


def _said(on: dt.date, name: str) -> Subquery:
    return Subquery(_conditions(on).values(name)[:1])


def antivirus_protected(scope: Scope, on: dt.date) -> Counted:
    """Computers in use, and those whose antivirus was on and up to date that day (clause 6.3)."""
    rows = _posts(scope, on).annotate(
        protection=Coalesce(_said(on, "protection"), Value(Protection.UNKNOWN.value)),
        antivirus=Coalesce(_said(on, "antivirus"), Value("")),
    )
    return rows, Q(protection=Protection.ON.value)


def office_present(scope: Scope, on: dt.date) -> Counted:
    """Computers in use, and those with an office suite that day (clause 6.2)."""
    rows = _posts(scope, on).annotate(has_office=Exists(_conditions(on).exclude(office="")))
    return rows, Q(has_office=True)


def office_supported(scope: Scope, on: dt.date) -> Counted:
    """Computers in use where a suite was seen that day, and those whose maker still corrected it (clause 6.2)."""
    rows = _posts(scope, on).annotate(office=_said(on, "office")).filter(office__gt="")
    return rows, office_kept(on)


def office_kept(on: dt.date) -> Q:
    """The suite named `office` was still corrected by its maker that day."""
    kept = Q(pk__in=[])
    for begins in kept_on(on):
        kept |= Q(office__startswith=begins)
    return kept


def seen_recently(scope: Scope, on: dt.date) -> Counted:
    """Computers and tablets in use, and those whose agent answered within two months of that day."""
    return seen_within(scope, on, SEEN_WITHIN)


def seen_within(scope: Scope, on: dt.date, days: int) -> Counted:
    """The same, within some days."""
    seen = Machine.objects.annotate(first=TruncDate("first_seen_at"), last=TruncDate("last_seen_at")).filter(
        asset=OuterRef("asset"), first__lte=on, last__gt=on - dt.timedelta(days=days)
    )
    return _posts(scope, on, POSTS).annotate(seen=Exists(seen)), Q(seen=True)


def updated_recently(scope: Scope, on: dt.date) -> Counted:
    """Computers in use whose updates are known, and those updated within two months of that day (I13)."""
    rows = _posts(scope, on).filter(asset__machine__updated_on__isnull=False)
    return rows, Q(asset__machine__updated_on__gt=on - dt.timedelta(days=UPDATED_WITHIN))


def disks_well(scope: Scope, on: dt.date) -> Counted:
    """Posts in use whose disk is known, and those with room left and no announced fault."""
    rows = _posts(scope, on, POSTS).filter(asset__machine__free_percent__isnull=False)
    return rows, Q(asset__machine__free_percent__gte=LOW_SPACE, asset__machine__failing_disk=False)


def batteries_well(scope: Scope, on: dt.date) -> Counted:
    """Posts in use whose battery is known, and those that keep enough of their first capacity."""
    rows = _posts(scope, on, POSTS).filter(asset__machine__battery_percent__isnull=False)
    return rows, Q(asset__machine__battery_percent__gte=WORN_BATTERY)
