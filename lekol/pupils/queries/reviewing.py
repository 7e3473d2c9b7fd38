"""How far a person has gone with the pairs that wait, and what they answered last."""

import datetime as dt
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from lekol.directory.models import Person
from lekol.pupils.choices import Verdict
from lekol.pupils.models import Opinion, Pair, PairQuerySet

LAST = 5
"""Answers shown, to be taken back."""
BREAK, ENOUGH = 300, 3
"""Seconds: a longer silence between two answers is a break. Answers it takes to know a person’s pace."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What waits for this person, what is settled, what they answered today, and the minutes that remain, if known."""

    waiting: int
    linked: int
    today: int
    minutes: int | None

    @property
    def ratio(self) -> float:
        """The share of the day’s pairs that is answered."""
        return self.today / max(1, self.today + self.waiting)


@dataclass(frozen=True, slots=True)
class Answered:
    """A decision, or this person’s own opinion that waits for another’s."""

    pair: Pair
    at: dt.datetime
    same: bool
    mine: bool
    settled: bool
    key: bool = False
    """Does one key take it back? This person’s last answer, and no other."""


def progress(rows: PairQuerySet, person: Person) -> Progress:
    """Of the pairs a person may read. Two queries."""
    answered = Exists(Opinion.objects.filter(pair=OuterRef("pk"), by=person))
    counts = rows.aggregate(
        waiting=Count("pk", filter=Q(verdict=Verdict.REVIEW) & ~Q(cells=[], reasons=[]) & Q(~answered)),
        linked=Count("pk", filter=Q(verdict__in=(Verdict.ENGINE, Verdict.SAME))),
    )
    mine = Opinion.objects.filter(by=person, at__date=timezone.localdate()).order_by("at")
    days = list(mine.values_list("at", flat=True))
    return Progress(counts["waiting"], counts["linked"], len(days), _minutes(days, counts["waiting"]))


def _minutes(answers: list[dt.datetime], waiting: int) -> int | None:
    """Minutes that remain at the pace of the day; None when it is not known, or when nothing remains."""
    gaps = [(two - one).total_seconds() for one, two in pairwise(answers)]
    paces = [gap for gap in gaps if gap <= BREAK]
    return max(1, round(statistics.median(paces) * waiting / 60)) if waiting and len(paces) >= ENOUGH else None


def last_answers(rows: PairQuerySet, person: Person) -> list[Answered]:
    """The last decisions among the pairs a person may read, and this person’s opinions that wait for another’s. Two
    queries."""
    found = [*_decisions(rows, person), *_opinions(rows, person)]
    shown = sorted(found, key=attrgetter("at"), reverse=True)[:LAST]
    own = next((row for row in shown if row.mine), None)
    return [replace(row, key=row is own) for row in shown]


def _decisions(rows: PairQuerySet, person: Person) -> Iterator[Answered]:
    mine = Exists(Opinion.objects.filter(pair=OuterRef("pk"), by=person))
    for pair in rows.decided().annotate(mine=mine).order_by("-decided_at", "-pk")[:LAST]:
        if pair.decided_at:
            yield Answered(pair, pair.decided_at, pair.verdict == Verdict.SAME, pair.mine, True)  # type: ignore[attr-defined]


def _opinions(rows: PairQuerySet, person: Person) -> Iterator[Answered]:
    own = Opinion.objects.filter(by=person, pair__in=rows.to_review().values("pk"))
    for row in own.select_related("pair").order_by("-at", "-pk")[:LAST]:
        yield Answered(row.pair, row.at, row.same, True, False)
