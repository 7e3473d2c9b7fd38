"""What the measures count: tickets and legs judged on a day, over the ninety days before it."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from lekol.directory.queries import schools_in
from lekol.maintenance.choices import Channel, Desk, Ending, Nature
from lekol.maintenance.models import Leg, Ticket, Wish
from lekol.pact.scopes import Scope

NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
WINDOW = dt.timedelta(days=90)
NETWORK = (Nature.OUTLET, Nature.CABLE, Nature.SWITCH)
REAL = ~Q(ending__in=(Ending.WITHDRAWN, Ending.DUPLICATE)) & ~Q(channel=Channel.PLANNED)
"""What truly broke: neither sent by mistake, nor sent twice, nor a visit that was planned."""


def end_of(day: dt.date) -> dt.datetime:
    """The instant a day ends, by the clock of the territory."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def _tickets(scope: Scope, on: dt.date) -> QuerySet[Ticket]:
    """Tickets reported in the window, in open schools."""
    end = end_of(on)
    return Ticket.objects.filter(
        school__in=schools_in(scope, on).values("pk"), opened_at__lt=end, opened_at__gte=end - WINDOW
    )


def judged(scope: Scope, on: dt.date, desk: str, natures: tuple[str, ...]) -> tuple[QuerySet[Leg], Q]:
    """What one party held, solved or past its delay in the window; met: solved by it before the delay ran out.

    A ticket given to another party in time is not judged on the first one; a paused clock is never late.
    """
    end = end_of(on)
    rows = (
        Leg.objects.filter(ticket__school__in=schools_in(scope, on).values("pk"), desk=desk, ticket__nature__in=natures)
        .exclude(Q(ended_at__isnull=False, solved=False) & Q(ended_at__lte=F("due_at")))
        .exclude(paused_at__isnull=False)
        .annotate(judged_at=Least(Coalesce("ended_at", "due_at"), "due_at"))
        .filter(judged_at__lt=end, judged_at__gte=end - WINDOW)
    )
    return rows, Q(solved=True, ended_at__lte=F("due_at"))


def devices(scope: Scope, on: dt.date) -> tuple[QuerySet[Leg], Q]:
    """Clause 4.1: the City’s repairs of its devices."""
    return judged(scope, on, Desk.CITY, (Nature.DEVICE,))


def network(scope: Scope, on: dt.date) -> tuple[QuerySet[Leg], Q]:
    """Clause 4.2: sockets, cables, switches."""
    return judged(scope, on, Desk.CITY, NETWORK)


def routers(scope: Scope, on: dt.date) -> tuple[QuerySet[Leg], Q]:
    """Clause 4.6: routers, and the link behind them."""
    return judged(scope, on, Desk.CITY, (Nature.ROUTER, Nature.LINK))


def experts(scope: Scope, on: dt.date) -> tuple[QuerySet[Leg], Q]:
    """Clause 3.9: the expert level of the filter."""
    return judged(scope, on, Desk.STATE, (Nature.FILTER,))


def suppliers(scope: Scope, on: dt.date) -> tuple[QuerySet[Leg], Q]:
    """Clause 4.1: what suppliers repair under warranty or contract."""
    return judged(scope, on, Desk.SUPPLIER, (Nature.DEVICE,))


def followed(scope: Scope, on: dt.date) -> tuple[QuerySet[Ticket], Q]:
    """Clause 4.4: tickets somebody is bound to handle, whose time to answer has passed; met: taken in that time."""
    rows = _tickets(scope, on).filter(respond_by__lt=end_of(on))
    first = Coalesce(Least("taken_at", "solved_at"), Value(NEVER))
    return rows.annotate(first=first), Q(first__lte=F("respond_by"))


def gifts(scope: Scope, on: dt.date) -> tuple[QuerySet[Ticket], Q]:
    """Clause 4.3: what nobody is bound to repair; met: filed by its school, or what it asked for is answered."""
    end = end_of(on)
    answered = Wish.objects.filter(ticket=OuterRef("pk"), answered_at__lt=end)
    unanswered = Q(answered_at=None) | Q(answered_at__gte=end)
    waiting = Wish.objects.filter(unanswered, ticket=OuterRef("pk"), asked_at__lt=end)
    met = Q(closed_at__lt=end) | (Q(Exists(answered)) & ~Q(Exists(waiting)))
    return _tickets(scope, on).filter(routed_desk=Desk.SCHOOL), met


def routed(scope: Scope, on: dt.date) -> tuple[QuerySet[Ticket], Q]:
    """Clause 4.4: every ticket; met: sent where the convention says, not against it."""
    return _tickets(scope, on), Q(override_reason="")


def backlog(scope: Scope, on: dt.date) -> tuple[QuerySet[Ticket], Q]:
    """Tickets somebody had to solve on that day; met: still within their delay."""
    end = end_of(on)
    still = Q(solved_at=None) | Q(solved_at__gte=end)
    rows = Ticket.objects.filter(
        still, Q(closed_at=None) | Q(closed_at__gte=end), school__in=schools_in(scope, on).values("pk"),
        opened_at__lt=end, due_at__isnull=False,
    )  # fmt: skip
    return rows, Q(due_at__gte=end)


def failures_of(devices: Collection[int], first: dt.date, last: dt.date) -> dict[int, int]:
    """How many times each device truly broke between two days, both counted; one query."""
    began = end_of(first - dt.timedelta(days=1))
    rows = Ticket.objects.filter(REAL, asset__in=devices, opened_at__gte=began, opened_at__lt=end_of(last))
    return dict(rows.order_by().values_list("asset").annotate(times=Count("pk")))
