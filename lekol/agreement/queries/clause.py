"""One clause, school by school: what each one owes, has and lacks."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery

from lekol.agreement.models import SchoolFigure
from lekol.directory.models import School
from lekol.directory.models.territory import SchoolQuerySet

WORST_FIRST = ("gap", "sort_key", "id")


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school’s share of a figure."""

    school: School
    due: int
    met: int

    @property
    def ratio(self) -> float:
        return self.met / self.due

    @property
    def missing(self) -> int:
        return self.due - self.met


def school_figures(schools: SchoolQuerySet, indicator: str, on: dt.date) -> QuerySet[School, School]:
    """Schools where something is due on a day, with `due`, `met`, `missing`, and `gap` (its opposite).

    Worst first is (gap, sort_key, id), a plain ascending order that keyset pages can follow.
    """
    figures = SchoolFigure.objects.filter(school=OuterRef("pk"), indicator=indicator, since__lte=on).order_by("-since")
    found = schools.annotate(due=Subquery(figures.values("due")[:1]), met=Subquery(figures.values("met")[:1]))
    return found.filter(due__gt=0).annotate(missing=F("due") - F("met"), gap=F("met") - F("due"))


def school_lines(schools: SchoolQuerySet, indicator: str, on: dt.date, limit: int = 200) -> list[SchoolLine]:
    """The schools that lack most first, then by name; one query."""
    rows = school_figures(schools, indicator, on).order_by(*WORST_FIRST)[:limit]
    return [SchoolLine(row, row.due, row.met) for row in rows]  # type: ignore[attr-defined]
