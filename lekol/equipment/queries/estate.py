"""Read models of the estate: what is in use somewhere on a day, and what lacks."""

import datetime as dt
from collections.abc import Collection
from functools import reduce

from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Cast

from lekol.directory.models import School
from lekol.directory.queries import schools_in
from lekol.equipment.choices import CALLED, COMPUTERS, POSTS, Duty, Kind, Origin, SlotKind
from lekol.equipment.models import (
    Coverage,
    FormerSupport,
    Installation,
    OperatingSystem,
    Placement,
    Responsibility,
    Slot,
    SlotFilling,
)
from lekol.equipment.rules.estate import NATURE_OF, NATURES, Case, bound_cases, nature_of, telling
from lekol.pact.policies import Policy, owned, shipped
from lekol.pact.scopes import Scope
from lekol.pact.standards import held_elsewhere

NETWORKED_KINDS = (*COMPUTERS, Kind.COPIER, Kind.BOARD)


def in_use(scope: Scope, on: dt.date) -> QuerySet[Placement]:
    """Where devices of a scope stand on a day: open schools, not retired."""
    return Placement.objects.filter(
        Q(asset__retired_on=None) | Q(asset__retired_on__gt=on),
        school__in=schools_in(scope, on).values("pk"),
        valid__contains=on,
    )


def networked(scope: Scope, on: dt.date) -> tuple[QuerySet[Placement], Q]:
    """Computers, copiers and boards in use, and those on the network (report of 2017)."""
    return in_use(scope, on).filter(asset__kind__in=NETWORKED_KINDS), Q(asset__networked_on__lte=on)


def within_age(scope: Scope, on: dt.date) -> tuple[QuerySet[Placement], Q]:
    """The City’s devices in use, and those younger than the service life of their model."""
    kept = Func(
        Cast("asset__model__years_kept", IntegerField()),
        function="make_interval",
        template="%(function)s(years => %(expressions)s)",
    )
    # A date and an interval make a timestamp: said as a date again, which is what readers and files expect.
    end = Cast(ExpressionWrapper(F("asset__acquired_on") + kept, output_field=DateTimeField()), DateField())
    rows = in_use(scope, on).filter(asset__origin=Origin.CITY).annotate(renew_on=end)
    return rows, Q(renew_on__gt=on)


def os_supported(scope: Scope, on: dt.date) -> tuple[QuerySet[Placement], Q]:
    """Computers and tablets in use, and those whose system still received updates on that day.

    A past day is answered with the calendar believed that day, when the maker has moved its date since.
    """
    believed = FormerSupport.objects.filter(system=OuterRef("pk"), valid__contains=on)
    kept = OperatingSystem.objects.annotate(moved=Exists(believed)).filter(
        Q(moved=False, supported_until__gte=on) | Q(moved=True, former_supports__valid__contains=on,
                                                    former_supports__until__gte=on)
    )  # fmt: skip
    running = Installation.objects.filter(asset=OuterRef("asset"), valid__contains=on, system__in=kept.values("pk"))
    rows = in_use(scope, on).filter(asset__kind__in=POSTS).annotate(supported=Exists(running))
    return rows, Q(supported=True)


def warranty_known(scope: Scope, on: dt.date) -> tuple[QuerySet[Placement], Q]:
    """The City’s and the State’s devices in use, and those whose warranty is known, running or over."""
    rows = in_use(scope, on).filter(asset__origin__in=(Origin.CITY, Origin.STATE))
    return rows, Q(asset__warranty_until__isnull=False)


def maintained(scope: Scope, on: dt.date) -> tuple[QuerySet[Placement], Q]:
    """Devices in use, and those someone maintains under article 4: supplier, City, or whoever is named (M5)."""
    return in_use(scope, on), answered(on, "asset__", "asset")


def answered(on: dt.date, prefix: str = "", key: str = "pk") -> Q:
    """Someone answers for the device: the policy of its commune binds an administration, or a maintainer is named.

    The shipped policy answers for all communes at once; those whose own table differs are asked apart, as their
    devices’ pages and faults are. Of placements, `prefix` is the way to the device.
    """
    named = Responsibility.objects.filter(asset=OuterRef(key), duty=Duty.MAINTAINER, valid__contains=on)
    facts, usual = _facts(on, prefix, key), _cases(shipped("", on))
    others: dict[_Cases, list[str]] = {}
    for insee, policy in owned(on).items():
        if (cases := _cases(policy)) != usual:
            others.setdefault(cases, []).append(insee)
    found, elsewhere = Q(Exists(named)), Q(pk__in=[])
    for cases, communes in others.items():
        here = _stands_in(communes, prefix)
        found, elsewhere = found | (here & _bound(cases, facts, prefix)), elsewhere | here
    return found | (_bound(usual, facts, prefix) & ~elsewhere if others else _bound(usual, facts, prefix))


_Cases = tuple[tuple[str, tuple[tuple[str, frozenset[Case]], ...]], ...]
"""By nature then origin, the cases where an administration has to act."""


def _cases(policy: Policy | None) -> _Cases:
    return tuple((nature, tuple(bound_cases(policy, nature).items())) for nature in NATURES)


def _facts(on: dt.date, prefix: str, key: str) -> tuple[Q, ...]:
    """Under warranty, accepted by the City, under a contract: in the order of a case."""
    return (
        Q(**{f"{prefix}warranty_until__gte": on}),
        Q(**{f"{prefix}accepted_on__lte": on}),
        Q(Exists(calling(on).filter(asset=OuterRef(key)))),
    )


def calling(on: dt.date) -> QuerySet[Coverage]:
    """The devices covered that day by a contract under which a supplier is called."""
    return Coverage.objects.filter(contract__kind__in=CALLED, contract__valid__contains=on)


def _stands_in(communes: Collection[str], prefix: str) -> Q:
    """The device stands in one of these communes, or in the store of one."""
    stands = Q(school__in=School.objects.filter(commune__insee__in=communes).values("pk"))
    return stands if prefix else stands | Q(school=None, commune__insee__in=communes)


def _bound(cases: _Cases, facts: tuple[Q, ...], prefix: str) -> Q:
    """An administration has to act: by the nature of its faults, who acquired the device, then its facts."""
    found = Q(pk__in=[])
    for nature, origins in cases:
        of = [kind for kind in NATURE_OF if nature_of(kind) == nature]
        kinds = Q(**{f"{prefix}kind__in": of}) if of else ~Q(**{f"{prefix}kind__in": list(NATURE_OF)})
        for origin, among in origins:
            if among:
                found |= kinds & Q(**{f"{prefix}origin": origin}) & _among(among, facts)
    return found


def _among(cases: frozenset[Case], facts: tuple[Q, ...]) -> Q:
    """Is the device in one of these cases? What changes nothing is not asked."""
    told = telling(cases)
    if not told:
        return Q()
    found = Q(pk__in=[])
    for case in sorted({tuple(case[rank] for rank in told) for case in cases}):
        asked = [facts[rank] if yes else ~facts[rank] for rank, yes in zip(told, case, strict=True)]
        found |= reduce(lambda one, other: one & other, asked)
    return found


def directions_complete(scope: Scope, on: dt.date) -> tuple[QuerySet[School], Q]:
    """Schools owed base equipment, and those whose every place is filled that day (clause 3.14)."""
    required, filled = direction_slots(scope, on)
    of_school = required.filter(school=OuterRef("pk"))
    rows = schools_in(scope, on).annotate(owed=Exists(of_school), lacking=Exists(of_school.exclude(filled)))
    return rows.filter(owed=True), Q(lacking=False)


def fillings_on(on: dt.date) -> QuerySet[SlotFilling]:
    """What takes the required places on a day: devices in use."""
    return SlotFilling.objects.filter(Q(asset__retired_on=None) | Q(asset__retired_on__gt=on), valid__contains=on)


def slots(scope: Scope, on: dt.date, of: Q) -> tuple[QuerySet[Slot], Q]:
    """The places a standard requires on a day, and those filled by a device in use, or by what another app knows."""
    filling = fillings_on(on).filter(slot=OuterRef("pk"))
    rows = Slot.objects.filter(of, required__contains=on, school__in=schools_in(scope, on).values("pk"))
    met = Q(filled=True)
    for kind, schools in held_elsewhere(scope, on).items():
        met |= Q(kind=kind, school__in=schools)
    return rows.annotate(filled=Exists(filling)), met


def direction_slots(scope: Scope, on: dt.date) -> tuple[QuerySet[Slot], Q]:
    """The base equipment of the directions (clause 3.14)."""
    return slots(scope, on, ~Q(kind=SlotKind.TROLLEY))


def trolley_slots(scope: Scope, on: dt.date) -> tuple[QuerySet[Slot], Q]:
    """The planned trolleys (report of 2017: 120 in 44 schools)."""
    return slots(scope, on, Q(kind=SlotKind.TROLLEY))
