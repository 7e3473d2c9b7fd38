"""What a renewal plan is made of: the facts of each device, pupils and posts of each school, re-use so far."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from lekol.directory.models import Headcount, School
from lekol.equipment.choices import IN_SCHOOL, POSTS, Origin, Status
from lekol.equipment.models import Asset, Installation, Transition
from lekol.equipment.rules.renewal import RECENT, Facts

COLUMNS = (
    "inventory_number", "kind", "acquired_on", "model__years_kept", "supported_until", "model__end_of_life",
    "warranty_until", "repairs", "school__name", "school__uai", "model__make", "model__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """A device to plan, and the words that name it."""

    facts: Facts
    school: str
    uai: str
    model: str


def devices(schools: QuerySet[School], on: dt.date) -> list[Planned]:
    """The City’s devices in service in these schools, with what decides of their renewal; one query."""
    running = Installation.objects.filter(asset=OuterRef("pk"), valid__contains=on)
    since = on - dt.timedelta(days=round(RECENT * 30.4))
    repairs = Transition.objects.filter(asset=OuterRef("pk"), after=Status.IN_REPAIR, on__gte=since, undone=False)
    counted = repairs.order_by().values("asset").annotate(times=Count("pk")).values("times")
    rows = Asset.objects.filter(school__in=schools.values("pk"), status__in=IN_SCHOOL, origin=Origin.CITY).annotate(
        supported_until=Subquery(running.values("system__supported_until")[:1]),
        repairs=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
    )
    return [
        Planned(Facts(*row[:8]), row[8], row[9], f"{row[10]} {row[11]}".strip())
        for row in rows.order_by("sort_key", "pk").values_list(*COLUMNS).iterator(chunk_size=5000)
    ]


@dataclass(frozen=True, slots=True)
class Equity:
    """One school: pupils, posts, posts for a hundred pupils; nothing when its pupils are not known."""

    name: str
    uai: str
    priority: str
    pupils: int | None
    posts: int

    @property
    def rate(self) -> float | None:
        return round(100 * self.posts / self.pupils, 1) if self.pupils else None


def equity(schools: QuerySet[School]) -> list[Equity]:
    """Posts for a hundred pupils in each open school, the least equipped first; one query."""
    pupils = Headcount.objects.filter(school=OuterRef("pk")).order_by("-school_year").values("pupils")[:1]
    posts = Count("assets", filter=Q(assets__kind__in=POSTS, assets__status__in=IN_SCHOOL))
    rows = schools.open_on(timezone.localdate()).annotate(pupils=Subquery(pupils), stations=posts)  # type: ignore[attr-defined]
    names = ("name", "uai", "priority_education", "pupils", "stations")
    found = [Equity(*row) for row in rows.order_by("sort_key", "pk").values_list(*names)]
    return sorted(found, key=lambda row: (row.rate is None, row.rate or 0))


def reuse(schools: QuerySet[School], on: dt.date) -> tuple[int, int]:
    """(bought, of which re-used) over the calendar year of a day; one query."""
    bought = Asset.objects.filter(school__in=schools.values("pk"), origin=Origin.CITY, acquired_on__year=on.year)
    told = bought.aggregate(all=Count("pk"), reused=Count("pk", filter=Q(reused=True)))
    return told["all"], told["reused"]
