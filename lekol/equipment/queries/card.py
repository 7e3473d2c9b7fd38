"""Everything the page of a device shows, read in a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst

from lekol.equipment.choices import CALLED, IN_SCHOOL, OUT, POSTS, PRINTING, RUNNING, ContractKind, Duty
from lekol.equipment.models import (
    Asset,
    Contract,
    CounterReading,
    Coverage,
    CustomField,
    Document,
    HandOverLine,
    Installation,
    Photo,
    Placement,
    Responsibility,
    SlotFilling,
    Transition,
)
from lekol.equipment.rules import alerts, counters, keys, life
from lekol.equipment.rules.estate import Maintainer, decide, nature_of
from lekol.kit.compiled import compiled
from lekol.pact.policies import in_force

READINGS = 24
FEW = 4
"""Communes that share a number, beyond which those of the reader are asked for."""


def holds(row: Any, day: dt.date) -> bool:
    """True when a dated row holds on a day."""
    lower, upper = row.valid.lower, row.valid.upper
    return (lower is None or lower <= day) and (upper is None or day < upper)


@compiled(int)
def _places(asset: int) -> QuerySet[Placement]:
    around = ("school__commune__academy", "school__district", "room", "container")
    return Placement.objects.filter(asset=asset).select_related(*around)


@compiled(int)
def _duties(asset: int) -> QuerySet[Responsibility]:
    return Responsibility.objects.filter(asset=asset).select_related("supplier", "person")


@compiled(int)
def _systems(asset: int) -> QuerySet[Installation]:
    return Installation.objects.filter(asset=asset).select_related("system")


@compiled(int)
def _coverages(asset: int) -> QuerySet[Coverage]:
    rows = Coverage.objects.filter(asset=asset).select_related("contract__supplier")
    return rows.order_by("-contract__valid", "pk")


@compiled(int)
def _documents(asset: int) -> QuerySet[Document]:
    return Document.objects.filter(asset=asset, removed=False)


@compiled(int)
def _photos(asset: int) -> QuerySet[Photo]:
    return Photo.objects.filter(asset=asset)


@compiled(int)
def _transitions(asset: int) -> QuerySet[Transition]:
    return Transition.objects.filter(asset=asset)[:12]


@compiled(int, dt.date)
def _lent(asset: int, day: dt.date) -> QuerySet[HandOverLine]:
    return HandOverLine.objects.filter(asset=asset, valid__contains=day).select_related("hand_over")[:1]


@compiled(int, dt.date)
def _fillings(asset: int, day: dt.date) -> QuerySet[SlotFilling]:
    return SlotFilling.objects.filter(asset=asset, valid__contains=day).select_related("slot").order_by("pk")[:1]


@compiled(str, str)
def _numbered(key: str, number: str) -> QuerySet[Asset]:
    rows = Asset.objects.filter(sort_key=key, inventory_number=number).with_place()
    return rows.order_by("pk")[: FEW + 1]


def numbered(number: str) -> list[Asset] | None:
    """The devices of that number, whoever sees them, or None when so many communes have one that they must be asked."""
    found = _numbered(keys.natural(number), number)
    return found if len(found) <= FEW else None


def places_of(asset: Asset) -> list[Placement]:
    """Where a device stood and stands, read once per device object; schools with their commune and académie."""
    known: list[Placement] | None = asset.__dict__.get("_places")
    if known is None:
        known = asset.__dict__["_places"] = _places(asset.pk)
    return known


@dataclass(frozen=True, slots=True)
class Pages:
    """The use of a copier contract this year, in black or in colour."""

    label: str
    use: counters.Use
    year: tuple[dt.date, dt.date]

    @property
    def last_day(self) -> dt.date:
        """The last day of the year: the next one begins on the day after."""
        return self.year[1] - dt.timedelta(days=1)

    @property
    def share(self) -> float | None:
        included = self.use.included
        return min(1.0, self.use.pages / included) if included else None


@dataclass
class Card:
    """A device today. Lists are read once each; what follows from them is computed."""

    asset: Asset
    today: dt.date
    near: bool = True
    places: list[Placement] = field(init=False)
    duties: list[Responsibility] = field(init=False)
    systems: list[Installation] = field(init=False)

    def __post_init__(self) -> None:
        self.places = list(places_of(self.asset))
        self.duties = _duties(self.asset.pk)
        self.systems = _systems(self.asset.pk)

    @cached_property
    def here(self) -> Placement | None:
        return next((place for place in self.places if holds(place, self.today)), None)

    @cached_property
    def contents(self) -> list[Placement]:
        """What a trolley holds today."""
        if self.asset.kind not in {"mallette", "chariot"}:
            return []
        rows = self.asset.contents.filter(valid__contains=self.today)
        return list(rows.select_related("asset__model").order_by("asset__sort_key", "pk"))

    @cached_property
    def slot(self) -> SlotFilling | None:
        return _fillings.first(self.asset.pk, self.today)

    @cached_property
    def contracts(self) -> list[Coverage]:
        """The contracts that cover the device, the running ones first."""
        return sorted(_coverages(self.asset.pk), key=lambda row: not holds(row.contract, self.today))

    @cached_property
    def running(self) -> list[Contract]:
        return [row.contract for row in self.contracts if holds(row.contract, self.today)]

    @cached_property
    def documents(self) -> list[Any]:
        return _documents(self.asset.pk) if self.near else []

    @cached_property
    def photos(self) -> list[Any]:
        return _photos(self.asset.pk) if self.near else []

    @cached_property
    def transitions(self) -> list[Transition]:
        return _transitions(self.asset.pk)

    @cached_property
    def steps(self) -> list[life.Step]:
        return life.steps(self.asset.status)

    @property
    def gentle(self) -> list[life.Step]:
        return [step for step in self.steps if not step.danger]

    @property
    def grave(self) -> list[life.Step]:
        return [step for step in self.steps if step.danger]

    @cached_property
    def undoable(self) -> Transition | None:
        """The last step, while it may be taken back."""
        last = next((row for row in self.transitions if not row.undone), None)
        if last is None or last.after != self.asset.status:
            return None
        return last if life.may_undo(life.step(last.before, last.after), last.on, self.today) else None

    @cached_property
    def lent(self) -> HandOverLine | None:
        """In whose hands it is today."""
        return _lent.first(self.asset.pk, self.today) if self.near else None

    @property
    def is_printing(self) -> bool:
        return self.asset.kind in PRINTING

    @property
    def runs_system(self) -> bool:
        """A system is asked of what runs one, and shown of whatever said it does."""
        return self.asset.kind in RUNNING or bool(self.systems)

    @property
    def in_school(self) -> bool:
        return self.asset.status in IN_SCHOOL

    @property
    def is_out(self) -> bool:
        return self.asset.status in OUT

    @cached_property
    def readings(self) -> list[CounterReading]:
        """The last readings of a copier, in the order of days."""
        return list(self.asset.counters.order_by("-on")[:READINGS])[::-1] if self.is_printing else []

    @cached_property
    def pages(self) -> list[Pages]:
        """What the running contract counts, and where it goes."""
        contract = next((row for row in self.running if row.pages_mono or row.pages_colour), None)
        if contract is None or not self.readings:
            return []
        year = counters.contract_year(contract.valid.lower, self.today)
        known = [counters.Counter(row.on, row.mono, row.colour, row.restart) for row in self.readings]
        mono, colour = counters.printed(known, *year)
        last = known[-1].on
        found = ((mono, contract.pages_mono, "en noir"), (colour, contract.pages_colour, "en couleur"))
        return [Pages(label, counters.use(done, most, year, last), year) for done, most, label in found if most]

    @cached_property
    def system(self) -> Installation | None:
        return next((row for row in self.systems if holds(row, self.today)), None)

    @cached_property
    def duty_rows(self) -> list[tuple[str, Responsibility]]:
        """Who answers today, by duty in the order of the vocabulary."""
        held = [row for row in self.duties if holds(row, self.today)]
        return [(row.get_duty_display(), row) for duty in Duty for row in held if row.duty == duty]

    @property
    def past_duties(self) -> list[Responsibility]:
        return [row for row in self.duties if not holds(row, self.today)]

    @cached_property
    def under_warranty(self) -> bool:
        return self.asset.under_warranty(self.today)

    @cached_property
    def rule(self) -> Maintainer:
        """Who maintains it under article 4, by the very policy that routes its faults."""
        asset, accepted = self.asset, self.asset.accepted_by(self.today)
        commune = self.here.school.commune if self.here else asset.commune
        return decide(
            in_force(commune.insee, self.today), asset.origin, self.under_warranty, accepted,
            nature=nature_of(asset.kind), contract=self.call is not None,
        )  # fmt: skip

    @cached_property
    def named(self) -> Responsibility | None:
        """The maintainer someone named, who passes before the rule."""
        return next((row for _, row in self.duty_rows if row.duty == Duty.MAINTAINER), None)

    @property
    def who(self) -> str:
        return self.named.who if self.named else self.rule.who

    @cached_property
    def call(self) -> Contract | None:
        """The contract to call under: the warranty first, then the maintenance."""
        reachable = [row for row in self.running if row.kind in CALLED]
        return min(reachable, key=lambda row: CALLED.index(ContractKind(row.kind)), default=None)

    @property
    def is_maintained(self) -> bool:
        return bool(self.named) or self.rule.bound

    @property
    def extra(self) -> list[tuple[str, Any]]:
        """The commune’s own fields that are filled."""
        asset = self.asset
        if not asset.extra:
            return []
        rows = CustomField.objects.filter(commune=asset.commune_id, key__in=list(asset.extra))
        return [(row.label, asset.extra[row.key]) for row in rows.order_by("rank", "pk")]

    @property
    def renew_on(self) -> dt.date | None:
        bought, years = self.asset.acquired_on, self.asset.model.years_kept
        if bought is None:
            return None
        return bought.replace(year=bought.year + years, day=min(bought.day, 28 if bought.month == 2 else bought.day))

    @property
    def alerts(self) -> list[alerts.Alert]:
        asset, system, lent = self.asset, self.system, self.lent
        seen = alerts.Situation(
            today=self.today, status=asset.status, since=asset.status_since, placed=self.here is not None,
            is_post=asset.kind in POSTS, system=str(system.system) if system else "",
            supported_until=system.system.supported_until if system else None,
            maintained=self.is_maintained or self.is_out,
            endings=[(capfirst(str(row)), row.last_day) for row in self.running],
            renew_on=self.renew_on if self.in_school else None,
            lent_to=lent.hand_over.name if lent else "", due_on=lent.hand_over.due_on if lent else None,
            uses=[row.use for row in self.pages],
        )  # fmt: skip
        return alerts.alerts(seen)
