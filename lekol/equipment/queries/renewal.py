"""What a renewal plan is made of: the facts of each device, pupils and posts of each school, re-use so far."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from lekol.directory.models import Commune, Headcount, School
from lekol.equipment.choices import IN_SCHOOL, POSTS, Origin, Status
from lekol.equipment.models import Asset, Installation, KindPrice, Transition
from lekol.equipment.rules.renewal import RECENT, Facts
from lekol.pact.failures import failures

COLUMNS = (
    "inventory_number", "kind", "acquired_on", "model__years_kept", "supported_until", "model__end_of_life",
    "warranty_until", "repairs", "pk", "new_price", "school__name", "school__uai", "model__make", "model__name",
    "purchase__programme",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """A device to plan, the words that name it, and on what funding it was bought."""

    facts: Facts
    school: str
    uai: str
    model: str
    funding: str = ""


def devices(schools: QuerySet[School], on: dt.date) -> list[Planned]:
    """The City’s devices in service in these schools, with what decides of their renewal; two queries.

    A device’s failures are its incidents over two years, or its repairs when these are more: an incident that
    ends in a repair is counted once.
    """
    running = Installation.objects.filter(asset=OuterRef("pk"), valid__contains=on)
    since = on - dt.timedelta(days=round(RECENT * 30.4))
    repairs = Transition.objects.filter(asset=OuterRef("pk"), after=Status.IN_REPAIR, on__gte=since, undone=False)
    counted = repairs.order_by().values("asset").annotate(times=Count("pk")).values("times")
    priced = KindPrice.objects.filter(commune=OuterRef("commune"), kind=OuterRef("kind")).values("price")
    ours = Asset.objects.filter(school__in=schools.values("pk"), status__in=IN_SCHOOL, origin=Origin.CITY)
    told = failures(cast("Collection[int]", ours.order_by().values("pk")), since, on)
    rows = ours.annotate(
        new_price=Subquery(priced),
        supported_until=Subquery(running.values("system__supported_until")[:1]),
        repairs=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
    )
    found = rows.order_by("sort_key", "pk").values_list(*COLUMNS).iterator(chunk_size=5000)
    return [_planned(row, told) for row in found]


def _planned(row: Any, told: Mapping[int, int]) -> Planned:
    number, kind, bought, years, system, maker, warranty, repairs, pk, price, school, uai, make, model, funding = row
    failed = max(repairs, told.get(pk, 0))
    known = Facts(number, kind, bought, years, system, maker, warranty, failed, pk, price)
    return Planned(known, school, uai, f"{make} {model}".strip(), funding or "")


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


@dataclass(frozen=True, slots=True)
class PriorityGap:
    """Posts for a hundred pupils in priority education and elsewhere; None where no pupil is known."""

    priority: float | None
    elsewhere: float | None


def gap(rows: Iterable[Equity]) -> PriorityGap:
    """The two rates side by side, each over all its pupils."""
    known = [row for row in rows if row.pupils]
    return PriorityGap(_rate([row for row in known if row.priority]), _rate([row for row in known if not row.priority]))


def _rate(rows: list[Equity]) -> float | None:
    pupils = sum(row.pupils or 0 for row in rows)
    return round(100 * sum(row.posts for row in rows) / pupils, 1) if pupils else None


@dataclass(frozen=True, slots=True)
class Reuse:
    """What the City bought over a year, how many of them re-used, and the same in euros where costs are known."""

    bought: int
    reused: int
    spent: Decimal
    spent_reused: Decimal

    @property
    def share(self) -> float | None:
        return self.reused / self.bought if self.bought else None

    @property
    def spent_share(self) -> float | None:
        """The law counts money: of what was spent, what went to re-use."""
        return float(self.spent_reused / self.spent) if self.spent else None


def reuse(schools: QuerySet[School], on: dt.date) -> Reuse:
    """Purchases of the calendar year of a day; one query."""
    bought = Asset.objects.filter(school__in=schools.values("pk"), origin=Origin.CITY, acquired_on__year=on.year)
    again = Q(reused=True)
    told = bought.aggregate(
        all=Count("pk"), again=Count("pk", filter=again),
        spent=Coalesce(Sum("cost"), Decimal(0)), spent_again=Coalesce(Sum("cost", filter=again), Decimal(0)),
    )  # fmt: skip
    return Reuse(told["all"], told["again"], told["spent"], told["spent_again"])


def prices(commune: Commune) -> dict[str, Decimal]:
    """The prices a commune gave, by type."""
    return dict(KindPrice.objects.filter(commune=commune).order_by("kind").values_list("kind", "price"))


def kinds_in_use(commune: Commune) -> set[str]:
    """The types the commune has in service and renews."""
    rows = Asset.objects.filter(commune=commune, status__in=IN_SCHOOL, origin=Origin.CITY).order_by()
    return set(rows.values_list("kind", flat=True).distinct())
