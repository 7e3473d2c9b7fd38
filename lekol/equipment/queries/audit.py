"""What other checks say of the same place and the same devices: conflicts are shown, never settled in silence."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from lekol.equipment.choices.audit import Finding
from lekol.equipment.models import Audit, AuditLine


def same_day(audit: Audit, seen: QuerySet[Audit]) -> list[Audit]:
    """The other checks of the same room or trolley that day, sent by whoever: two phones may have gone round."""
    day = timezone.localtime(audit.taken_at).date()
    place = Q(room=audit.room_id, trolley=None) if audit.trolley_id is None else Q(trolley=audit.trolley_id)
    if audit.trolley_id is None and audit.room_id is None:
        return []
    rows = seen.filter(place, taken_at__date=day).exclude(pk=audit.pk)
    return list(rows.select_related("room", "school", "trolley").order_by("taken_at", "pk"))


def seen_since(audit: Audit, seen: QuerySet[Audit]) -> dict[str, AuditLine]:
    """By number, where a device missing from this check was seen by another one, the same day or later."""
    missing = audit.lines.filter(finding=Finding.MISSING).values("asset")
    day = timezone.localtime(audit.taken_at).date()
    rows = AuditLine.objects.filter(
        asset__in=missing,
        finding__in=(Finding.FOUND, Finding.UNEXPECTED),
        audit__in=seen,
        audit__taken_at__date__gte=day,
    ).exclude(audit=audit)
    found = rows.select_related("audit__room", "audit__school", "audit__trolley").order_by("audit__taken_at", "pk")
    return {line.number: line for line in found}
