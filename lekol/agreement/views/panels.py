"""What the agreement shows on pages of the directory."""

from typing import Any

from django.utils import timezone

from lekol.agreement import access, queries
from lekol.kit.panels import Panel, panel
from lekol.pact.scopes import Level, Scope


@panel("school", order=90)
def commitments_of_school(person: Any, school: Any) -> Panel | None:
    """What is promised to this school and where each promise stands there; nothing without a convention in force."""
    today, scope = timezone.localdate(), Scope(Level.SCHOOL, school.uai)
    found = queries.current(access.visible_to(person), scope, today)
    if not found or found[0].signed_on is None:
        return None
    seen = queries.board(found[0], scope, today)
    lines = [line for line in seen.lines if line.measured and line.due]
    return Panel("agreement/panel_school.html", {"lines": lines, "agreement": found[0], "scope": scope})
