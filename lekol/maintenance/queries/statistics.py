"""What the faults of a period tell: by month, school, nature, party, model. One query for each table, any perimeter."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, ExpressionWrapper, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Extract, TruncMonth

from lekol.directory.models import School
from lekol.equipment.models import Asset
from lekol.maintenance.choices import OPEN, Desk, Nature
from lekol.maintenance.models import Ticket, TicketQuerySet
from lekol.maintenance.queries.figures import REAL, end_of
from lekol.pact.dates import short_month

DAY = 86_400
YEAR = 365.25
FEW = 10
"""Below that many devices, a rate says little: the page says so."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is about, its address in the list, its figures."""

    name: str
    key: str
    count: int
    open: int
    solved: int
    in_time: int
    days: float | None
    reopened: int
    overridden: int

    @property
    def share(self) -> float | None:
        """Solved in time, of what was solved with a delay."""
        return self.in_time / self.solved if self.solved else None

    @property
    def late(self) -> int:
        return self.solved - self.in_time


@dataclass(frozen=True, slots=True)
class Model:
    """How often a model fails: `rate` for a hundred devices and a year; None when none is left."""

    name: str
    key: str
    failures: int
    devices: int
    years: float

    @property
    def rate(self) -> float | None:
        return round(100 * self.failures / self.devices / self.years, 1) if self.devices else None

    @property
    def is_sure(self) -> bool:
        return self.devices >= FEW


def period(rows: TicketQuerySet, first: dt.date, last: dt.date) -> TicketQuerySet:
    """What truly broke between two days, both counted."""
    began = end_of(first - dt.timedelta(days=1))
    return rows.filter(REAL, opened_at__gte=began, opened_at__lt=end_of(last))


def _figures() -> dict[str, Any]:
    """The columns every table shares."""
    bound = Q(solved_at__isnull=False, due_at__isnull=False)
    spent = ExpressionWrapper(Extract(F("solved_at") - F("opened_at"), "epoch") / DAY, output_field=FloatField())
    return {
        "n": Count("pk"),
        "still": Count("pk", filter=Q(status__in=OPEN)),
        "solved": Count("pk", filter=bound),
        "met": Count("pk", filter=bound & Q(solved_at__lte=F("due_at"))),
        "days": Avg(spent),
        "again": Sum("reopened"),
        "over": Count("pk", filter=~Q(override_reason="")),
    }


def _grouped(rows: QuerySet[Ticket], *keys: str) -> list[dict[str, Any]]:
    return list(rows.order_by().values(*keys).annotate(**_figures()))


def _row(name: str, key: str, found: dict[str, Any]) -> Row:
    days = None if found["days"] is None else round(found["days"], 1)
    figures = (found["n"], found["still"], found["solved"], found["met"], days, found["again"] or 0, found["over"])
    return Row(name, key, *figures)


def by_month(rows: TicketQuerySet) -> list[Row]:
    """From the oldest month."""
    found = _grouped(rows.annotate(month=TruncMonth("opened_at")), "month")
    return [_row(short_month(one["month"].date()), "", one) for one in sorted(found, key=lambda one: one["month"])]


def by_school(rows: TicketQuerySet) -> list[Row]:
    """The school with most faults first."""
    found = _grouped(rows, "school__name", "school__uai")
    return _most([_row(one["school__name"], one["school__uai"], one) for one in found])


def by_nature(rows: TicketQuerySet) -> list[Row]:
    """What breaks most first."""
    return _most([_row(str(Nature(one["nature"]).label), one["nature"], one) for one in _grouped(rows, "nature")])


def by_desk(rows: TicketQuerySet) -> list[Row]:
    """The party that has most to do first."""
    return _most([_row(str(Desk(one["desk"]).label), one["desk"], one) for one in _grouped(rows, "desk")])


def _most(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.count, row.name))


def by_model(rows: TicketQuerySet, schools: QuerySet[School], first: dt.date, last: dt.date) -> list[Model]:
    """The models that fail most for a hundred devices and a year; two queries. Devices are those of today."""
    names = ("asset__model__pk", "asset__model__make", "asset__model__name")
    found = rows.filter(asset__isnull=False).order_by().values_list(*names).annotate(n=Count("pk"))
    here = Asset.objects.filter(school__in=schools.values("pk"), retired_on=None)
    known = dict(here.order_by().values_list("model").annotate(n=Count("pk")))
    years = max((last - first).days + 1, 1) / YEAR
    models = [Model(f"{make} {name}".strip(), str(pk), n, known.get(pk, 0), years) for pk, make, name, n in found]
    return sorted(models, key=lambda row: (not row.is_sure, -(row.rate or 0), row.name))


def judged(rows: TicketQuerySet) -> dict[str, dict[int, int]]:
    """How schools answered the two questions: « speed » and « result », answers from 4 to 1; two queries."""
    counted = {}
    for name in ("speed", "result"):
        answers = rows.filter(satisfaction__isnull=False).order_by().values_list(f"satisfaction__{name}")
        counted[name] = dict(answers.annotate(n=Count("pk")))
    return counted
