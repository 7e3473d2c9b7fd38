"""What the agreement shows on pages of the directory."""

from typing import Any

from django.utils import timezone

from lekol.agreement import access, queries
from lekol.agreement.models import SchoolFigure
from lekol.kit.panels import Panel, panel
from lekol.pact.scopes import Level, Scope


@panel("school", order=90)
def commitments_of_school(person: Any, school: Any) -> Panel | None:
    """What is promised to this school and where each promise stands there."""
    today = timezone.localdate()
    agreement = access.visible_to(person).in_force_on(today).first()  # type: ignore[attr-defined]
    if agreement is None or not SchoolFigure.objects.filter(school=school).exists():
        return None
    seen = queries.board(agreement, Scope(Level.SCHOOL, school.uai), today)
    lines = [line for line in seen.lines if line.measured and line.due]
    return Panel("agreement/panel_school.html", {"lines": lines, "agreement": agreement})
