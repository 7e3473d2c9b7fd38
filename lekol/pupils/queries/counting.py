"""The counts behind the measures and the lists: pupils, disagreements by age, corrections."""

import datetime as dt

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lekol.directory.choices import Side
from lekol.directory.models import School
from lekol.directory.queries import schools_in
from lekol.pact.scopes import Scope
from lekol.pupils.choices import OPEN_STATES, Answer, Standing, State
from lekol.pupils.models import Correction, Discrepancy, Entry
from lekol.pupils.rules.discrepancies import AGE_CLASSES, AGES, SOON


def matched(scope: Scope, on: dt.date) -> tuple[QuerySet[Entry], Q]:
    """Pupils of the State’s base in open schools, and those found in the City’s base (3.12)."""
    rows = Entry.objects.of_state().filter(school__in=schools_in(scope, on).values("pk"), comparison__at__date__lte=on)
    return rows, Q(standing=Standing.LINKED)


def unsettled(scope: Scope, on: dt.date) -> tuple[QuerySet[Discrepancy], Q]:
    """Disagreements open on a day in open schools, and those seen for less than thirty days (3.12)."""
    still = Q(closed_on=None) | Q(closed_on__gt=on)
    rows = Discrepancy.objects.filter(still, school__in=schools_in(scope, on).values("pk"), first_seen_on__lte=on)
    return rows, Q(first_seen_on__gt=on - dt.timedelta(days=SOON))


def executed(scope: Scope, on: dt.date) -> tuple[QuerySet[Correction], Q]:
    """Corrections accepted by that day in open schools, and those done, or seen corrected (3.12). Of a disagreement
    that is gone, as that of a child who left, nothing is to be done any more."""
    rows = Correction.objects.filter(
        discrepancy__school__in=schools_in(scope, on).values("pk"), answer=Answer.ACCEPTED, answered_at__date__lte=on
    )
    rows = rows.exclude(done_at=None, discrepancy__state=State.GONE, discrepancy__closed_on__lte=on)
    seen = Q(discrepancy__state=State.CORRECTED, discrepancy__closed_on__lte=on)
    return rows, Q(done_at__date__lte=on) | seen


def by_school(schools: QuerySet[School]) -> QuerySet[School]:
    """Schools with the counts of their pupils in the State’s base, and of their open disagreements; a pupil entered
    twice counts once."""
    mine = Q(pupil_entries__side=Side.STATE)
    gaps = Discrepancy.objects.open().filter(school=OuterRef("pk")).order_by().values("school")
    return schools.annotate(
        open_gaps=Coalesce(Subquery(gaps.annotate(count=Count("pk")).values("count")), 0),
        pupils=Count("pupil_entries", filter=mine & ~Q(pupil_entries__standing=Standing.DOUBLE)),
        linked=Count("pupil_entries", filter=mine & Q(pupil_entries__standing=Standing.LINKED)),
        doubtful=Count("pupil_entries", filter=mine & Q(pupil_entries__standing=Standing.REVIEW)),
        alone=Count("pupil_entries", filter=mine & Q(pupil_entries__standing=Standing.ALONE)),
    )


def ages_by_school(schools: QuerySet[School], on: dt.date) -> QuerySet[School]:
    """Schools with their open disagreements by class of age (`age_0` the youngest), and all of them (`open_gaps`)."""
    still = Q(pupil_gaps__state__in=OPEN_STATES)
    limits = [0, *(limit for limit, _ in AGES), None]
    counts = {}
    for rank in range(len(AGE_CLASSES)):
        young, old = limits[rank], limits[rank + 1]
        span = Q(pupil_gaps__first_seen_on__lte=on - dt.timedelta(days=young or 0))
        if old is not None:
            span &= Q(pupil_gaps__first_seen_on__gt=on - dt.timedelta(days=old))
        counts[f"age_{rank}"] = Count("pupil_gaps", filter=still & span)
    return schools.annotate(open_gaps=Count("pupil_gaps", filter=still), **counts)


def tallies(entries: QuerySet[Entry]) -> dict[str, dict[str, int]]:
    """Per school, pupils of each base and where they stand; one entered twice counts once."""
    pupils = entries.filter(school__isnull=False).exclude(standing=Standing.DOUBLE)
    rows = pupils.values("school", "side", "standing").annotate(count=Count("pk")).order_by()
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        own = counts.setdefault(str(row["school"]), {})
        for name in _names(row["side"], row["standing"]):
            own[name] = own.get(name, 0) + row["count"]
    return counts


def _names(side: str, standing: str) -> list[str]:
    """The lines of a tally in which an entry counts: links and doubts are counted in the State’s base."""
    if standing == Standing.ALONE:
        return [side, f"seul_{side}"]
    return [side, standing] if side == Side.STATE else [side]
