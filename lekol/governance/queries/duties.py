"""What article 8 asks of a convention as a whole, counted on any day from dated facts: meetings, voices, decisions.

A yearly duty is owed on the last day of its year, or as soon as it is done: nobody is late before the year is over.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.agreement.queries import Extent
from lekol.governance.choices import MeetingState
from lekol.governance.models import Meeting, Programme, Review
from lekol.governance.queries.accords import Standing, standings_of
from lekol.governance.queries.duty import past, year_start
from lekol.governance.queries.freezing import years_over
from lekol.governance.queries.indicators import retained_on
from lekol.governance.queries.programmes import lives, phase_of_revision, validated_on
from lekol.governance.queries.seats import sittings
from lekol.governance.rules.seats import committees_of
from lekol.pact.calendars import bounds, label, school_year_of


@dataclass(frozen=True, slots=True)
class Row:
    """One thing owed: what it is, whether it is done, where to see to it."""

    words: str
    done: bool
    url: str = ""


@dataclass(frozen=True)
class Duty:
    """A duty with everything counted in it."""

    rows: list[Row] = field(default_factory=list)

    @property
    def due(self) -> int:
        return len(self.rows)

    @property
    def met(self) -> int:
        return sum(row.done for row in self.rows)

    @property
    def missing(self) -> list[Row]:
        return [row for row in self.rows if not row.done]


def agreed_on(standing: Standing) -> dt.date | None:
    """The day the last voice that was needed came; None when the parties do not agree."""
    if not standing.agreed:
        return None
    return max(timezone.localdate(row.voice.at) for row in standing.positions if row.voice)


def committees_met(agreement: Agreement, on: dt.date) -> Duty:
    """Each meeting that a school year owes, once it is over or as soon as it is held."""
    rows = []
    for committee in committees_of(agreement.data):
        url = reverse("governance:committee", args=[agreement.slug, committee.key])
        for year in past(agreement, committee, on) if committee.minimum else []:
            held = min(year.held, year.minimum)
            owed = year.minimum if on >= year.period.last else held
            for rank in range(owed):
                words = f"{committee.name}, {year.period.name}"
                rows.append(Row(words if owed == 1 else f"{words}, réunion {rank + 1}", rank < held, url))
    return Duty(rows)


def minutes_approved(agreement: Agreement, on: dt.date) -> Duty:
    """Each meeting held, its minutes approved by both co-chairs."""
    found = Meeting.objects.filter(agreement=agreement, state=MeetingState.HELD).select_related("accord")
    held = [row for row in found.order_by("starts_at") if row.on <= on]
    said = standings_of([row.accord for row in held if row.accord])
    return Duty([Row(str(row), _by(row.accord_id, said, on), row.get_absolute_url()) for row in held])


def _by(accord: int | None, said: dict[int, Standing], on: dt.date) -> bool:
    """Was an accord reached by that day, on a text that has not changed since?"""
    standing = said.get(accord) if accord else None
    day = agreed_on(standing) if standing and standing.accord.replaced_at is None else None
    return day is not None and day <= on


def reviews_delivered(agreement: Agreement, on: dt.date) -> Duty:
    """Each year that is over, its report agreed by both parties: within the following year, or as soon as it is."""
    start = year_start(agreement)
    found = {row.school_year: row for row in Review.objects.filter(agreement=agreement).select_related("accord")}
    said = standings_of([row.accord for row in found.values() if row.accord])
    rows = []
    for year in reversed(years_over(agreement, on)):
        review = found.get(year.year)
        done = review is not None and _by(review.accord_id, said, on)
        if done or on >= min(bounds(year.year + 1, start)[1], agreement.ends_on or dt.date.max):
            url = review.get_absolute_url() if review else reverse("governance:index")
            rows.append(Row(f"Bilan {label(year.year)}", done, url))
    return Duty(rows)


def programmes_validated(agreement: Agreement, on: dt.date) -> Duty:
    """Each school year begun, its programme signed by both parties: by its last day, or as soon as it is."""
    if agreement.starts_on is None:
        return Duty()
    start = year_start(agreement)
    opened = {row.school_year: row for row in Programme.objects.filter(agreement=agreement)}
    read = lives(opened.values())
    rows = []
    for year in range(school_year_of(agreement.starts_on, start), school_year_of(on, start) + 1):
        programme = opened.get(year)
        day = validated_on(read[programme.pk]) if programme else None
        done = day is not None and day <= on
        if done or on >= min(bounds(year, start)[1], agreement.ends_on or dt.date.max):
            url = programme.get_absolute_url() if programme else reverse("governance:programmes", args=[agreement.slug])
            rows.append(Row(f"Programme {label(year)}", done, url))
    return Duty(rows)


def referents_named(agreement: Agreement, on: dt.date) -> Duty:
    """Each seat of the committees whose members another committee names, held that day."""
    named = [row for row in committees_of(agreement.data) if row.named_by]
    seats = sittings(agreement, named, on)
    return Duty(
        [
            Row(f"{committee.name}, {row.seat.function}", row.acting is not None,
                reverse("governance:committee", args=[agreement.slug, committee.key]))
            for committee in named
            for row in seats[committee.key]
        ]
    )  # fmt: skip


def indicators_defined(agreement: Agreement, on: dt.date) -> Duty:
    """At least one indicator followed: from the end of the first school year, or as soon as there is one."""
    if agreement.starts_on is None or on < agreement.starts_on:
        return Duty()
    start = year_start(agreement)
    first = bounds(school_year_of(agreement.starts_on, start), start)[1]
    done = bool(retained_on(agreement, on))
    url = reverse("governance:indicators", args=[agreement.slug])
    return Duty([Row("Au moins un indicateur retenu par le comité", done, url)]) if done or on >= first else Duty()


def in_phase(agreement: Agreement, on: dt.date) -> Duty:
    """Each school that an equipment operation of the programme in force reaches, with its project at the right time."""
    year = school_year_of(on, year_start(agreement))
    programme = Programme.objects.filter(agreement=agreement, school_year=year).first()
    if programme is None:
        return Duty()
    life = lives([programme])[programme.pk]
    signed = next((row for row, said in life.revisions if (day := agreed_on(said)) and day <= on), None)
    if signed is None:
        return Duty()
    schools = Extent.of(agreement, agreement.scope).schools.open_on(on).order_by("uai")
    names = dict(schools.values_list("uai", "name"))
    found = phase_of_revision(signed.content, list(names))
    url = programme.get_absolute_url()
    late = [Row(f"{names[uai]} : {gap.words.lower()}", False, url) for gap in found.gaps for uai in gap.schools]
    return Duty([*(Row("École en phase", True, url) for _ in range(found.met)), *late])


DUTIES: dict[str, tuple[str, Callable[[Agreement, dt.date], Duty]]] = {
    "committees_met": ("Comités réunis chaque année", committees_met),
    "minutes_approved": ("Comptes rendus approuvés par les deux coprésidents", minutes_approved),
    "reviews_delivered": ("Bilans annuels approuvés par les deux parties", reviews_delivered),
    "programmes_validated": ("Programmes annuels validés par les deux parties", programmes_validated),
    "referents_named": ("Référents nommés au comité technique", referents_named),
    "indicators_defined": ("Indicateurs définis par le comité de pilotage", indicators_defined),
    "in_phase": ("Équipement et pédagogie en phase", in_phase),
}


def duties(agreement: Agreement, on: dt.date) -> Iterator[tuple[str, str, Duty]]:
    """(key, words, duty) of each; a constant number of queries."""
    for key, (words, count) in DUTIES.items():
        yield key, words, count(agreement, on)
