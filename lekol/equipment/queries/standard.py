"""What each school has of the equipment its convention requires, place by place."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lekol.directory.models import School
from lekol.directory.models.territory import SchoolQuerySet
from lekol.equipment.choices import SLOT_ORDER, SlotKind
from lekol.equipment.models import Asset, Slot
from lekol.equipment.queries.estate import fillings_on
from lekol.equipment.rules.standard import is_shared
from lekol.pact.scopes import Scope
from lekol.pact.standards import held_elsewhere


@dataclass(frozen=True, slots=True)
class Filled:
    """One required place: the device that takes it, or True when another app knows that it is there."""

    slot: Slot
    asset: Asset | None
    elsewhere: bool = False

    @property
    def met(self) -> bool:
        return self.elsewhere or self.asset is not None

    @property
    def by_device(self) -> bool:
        """False for what no device gives, such as the access to the Internet."""
        return self.slot.kind != SlotKind.INTERNET

    @property
    def shared(self) -> bool:
        """True when a post for one person’s sole use stands where everybody comes."""
        room = self.asset.room if self.asset else None
        return room is not None and is_shared(self.slot.exclusive, room.use)


@dataclass(slots=True)
class SchoolPlaces:
    """The places of one school, by kind, and its planned trolleys."""

    school: School
    by_kind: dict[str, list[Filled]] = field(default_factory=lambda: defaultdict(list))

    @property
    def base(self) -> list[Filled]:
        return [row for kind, rows in self.by_kind.items() if kind != SlotKind.TROLLEY for row in rows]

    @property
    def lacking(self) -> list[Filled]:
        return [row for row in self.base if not row.met]

    @property
    def filled(self) -> list[Filled]:
        return [row for row in self.base if row.met]

    @property
    def trolleys(self) -> tuple[int, int]:
        """Delivered, planned."""
        rows = self.by_kind.get(SlotKind.TROLLEY, [])
        return sum(row.met for row in rows), len(rows)


def places_of(schools: Sequence[School], scope: Scope, on: dt.date) -> list[SchoolPlaces]:
    """The required places of some schools on a day; three queries, whatever their number."""
    found = {school.pk: SchoolPlaces(school) for school in schools}
    slots = sorted(
        Slot.objects.filter(school__in=list(found), required__contains=on),
        key=lambda slot: (rank_of(slot.kind), slot.kind, slot.rank),
    )
    takers = _takers(slots, on)
    held = {kind: _among(ids, found) for kind, ids in held_elsewhere(scope, on).items()}
    for slot in slots:
        known = slot.school_id in held.get(slot.kind, ())
        found[slot.school_id].by_kind[slot.kind].append(Filled(slot, takers.get(slot.pk), known))
    return list(found.values())


def _takers(slots: Iterable[Slot], on: dt.date) -> dict[int, Asset]:
    rows = fillings_on(on).filter(slot__in=[slot.pk for slot in slots])
    return {row.slot_id: row.asset for row in rows.select_related("asset__model", "asset__room")}


def _among(ids: Iterable[int], schools: Iterable[int]) -> set[int]:
    """Which of these schools a query, not run yet, holds."""
    if isinstance(ids, QuerySet):
        return set(School.objects.filter(pk__in=list(schools)).filter(pk__in=ids).values_list("pk", flat=True))
    return set(ids) & set(schools)


def rank_of(kind: str) -> int:
    """The order in which places are read; those the house does not know come last."""
    return SLOT_ORDER.index(kind) if kind in SLOT_ORDER else len(SLOT_ORDER)


@dataclass(frozen=True, slots=True)
class KindFigure:
    """How many places of a kind are required and filled in some schools."""

    kind: str
    label: str
    due: int
    met: int

    @property
    def ratio(self) -> float | None:
        """Nothing required gives no ratio."""
        return self.met / self.due if self.due else None


def figures(required: QuerySet[Slot], met: Q) -> list[KindFigure]:
    """By kind of place, what is due and what is there; one query."""
    rows = required.order_by().values("kind").annotate(due=Count("pk"), done=Count("pk", filter=met))
    known = sorted(rows, key=lambda row: (rank_of(row["kind"]), row["kind"]))
    return [KindFigure(row["kind"], Slot(kind=row["kind"]).label, row["due"], row["done"]) for row in known]


def incomplete(schools: SchoolQuerySet, required: QuerySet[Slot], met: Q) -> SchoolQuerySet:
    """The schools where something required is not there."""
    return schools.filter(Exists(required.filter(school=OuterRef("pk")).exclude(met)))


def without_places(schools: SchoolQuerySet, on: dt.date) -> SchoolQuerySet:
    """Schools that have no required place at all: new ones, or whose convention was not applied yet."""
    base = Slot.objects.filter(school=OuterRef("pk"), required__contains=on).exclude(kind=SlotKind.TROLLEY)
    return schools.filter(~Exists(base))
