"""The board: every commitment with who owes it, its live figure, its target, its trend, its state, its proof."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from lekol.agreement.choices import Part, State
from lekol.agreement.models import Agreement, Commitment, Declaration, MeasurePass, Party, Stake
from lekol.agreement.queries.figures import Ask, Extent, History, histories
from lekol.agreement.rules import trend
from lekol.agreement.rules.consolidation import on_day
from lekol.agreement.rules.state import Facts, Standing, decide
from lekol.kit.templatetags.kit import number
from lekol.pact.dates import long_date
from lekol.pact.measures import ConventionMeasure, Measure, known
from lekol.pact.scopes import Scope

JOINT = "conjoint"
TO_DECIDE = (State.BROKEN, State.AT_RISK)


@dataclass(frozen=True)
class Line:
    """One commitment as a row of the board."""

    commitment: Commitment
    history: History
    standing: Standing
    declaration: Declaration | None
    on: dt.date
    narrower: bool = False

    @cached_property
    def url(self) -> str:
        """The page of the commitment."""
        return _url(self.commitment.agreement.slug, self.commitment.clause)

    @cached_property
    def debtors(self) -> list[Party]:
        return [stake.party for stake in self.commitment.stakes.all() if stake.part == Part.DEBTOR]

    @cached_property
    def bearer(self) -> dict[str, str]:
        """How the debtor is drawn: letter, name, tone; several debtors are « Conjoint »."""
        if len(self.debtors) == 1:
            party = self.debtors[0]
            return {"letter": party.letter, "name": party.short_name, "tone": party.tone, "key": party.key}
        return {"letter": "".join(p.letter for p in self.debtors)[:3], "name": "Conjoint", "tone": JOINT, "key": JOINT}

    @cached_property
    def state(self) -> str:
        return self.standing.state

    @cached_property
    def word(self) -> str:
        return str(State(self.state).label)

    @property
    def measured(self) -> bool:
        return bool(self.commitment.indicator)

    @cached_property
    def due(self) -> int | None:
        return self._figure("due")

    @cached_property
    def met(self) -> int | None:
        return self._figure("met")

    def _figure(self, name: str) -> int | None:
        source: Any = self.history.reading if self.measured else self.declaration
        value = getattr(source, name) if source is not None else None
        return None if value is None else int(value)

    @cached_property
    def ratio(self) -> float | None:
        return self.met / self.due if self.due and self.met is not None else None

    @cached_property
    def missing(self) -> int:
        """Rows that lack, in the unit of the figure."""
        return (self.due or 0) - (self.met or 0)

    @property
    def lacking_to_target(self) -> int:
        """How many more would reach the target."""
        return max(0, math.ceil(self.target * (self.due or 0) - 1e-9) - (self.met or 0))

    @cached_property
    def target(self) -> float:
        return target_ratio(self.commitment, self.due)

    @cached_property
    def target_words(self) -> str:
        """« 858 », « 95 % », « 120 mallettes », « à choisir »; here and now, in the perimeter on screen."""
        asked = self.commitment
        if asked.target_value is not None and not (self.narrower and self.measured):
            return f"{number(asked.target_value)}\u00a0{asked.target_unit}".strip()
        if asked.target_ratio is None and asked.target_value is None:
            return "à choisir"
        if self.target == 1:
            return number(self.due) if self.due else "tous"
        return f"{self.target * 100:g}\u00a0%".replace(".", ",")

    @cached_property
    def units(self) -> str:
        """What is counted: the unit of the measure, or schools when several measures are combined."""
        return self._unit("units", "écoles")

    @cached_property
    def unit(self) -> str:
        return self._unit("unit", "école")

    def _unit(self, form: str, combined: str) -> str:
        keys, found = self.commitment.measure_keys, self.measures
        if len(keys) == 1 and found:
            return str(getattr(found[0], form))
        return combined if keys else ""

    @cached_property
    def tone(self) -> str:
        """The colour of its gauge."""
        return {State.KEPT: "ok", State.AT_RISK: "risque", State.BROKEN: "non", State.DECLARED: "nul"}.get(
            State(self.state), ""
        )

    @cached_property
    def ratios(self) -> list[float]:
        return [ratio for _, ratio in self.history.ratios]

    @cached_property
    def trend_words(self) -> str:
        return trend.words(self.history.ratios) if self.measured else "pas de série"

    @cached_property
    def contested(self) -> bool:
        return self.declaration is not None and any(not reply.agrees for reply in self.declaration.answers.all())

    @property
    def observed_on(self) -> dt.date | None:
        """The day its declaration speaks of."""
        return self.declaration.observed_on if self.declaration else None

    @property
    def expired(self) -> bool:
        """Declared once, and no longer valid."""
        return self.declaration is not None and self.declaration.valid_until < self.on

    @cached_property
    def asks_decision(self) -> bool:
        return self.state in TO_DECIDE or self.contested or self.expired

    @cached_property
    def matter(self) -> str:
        """In one sentence, what there is to decide."""
        if self.contested:
            return "Déclaration contestée par une autre partie."
        if self.expired or not self.measured:
            return self.standing.reason
        lacks = self.lacking_to_target
        by = f" avant le {long_date(self.commitment.target_on)}" if self.commitment.target_on else ""
        return (
            f"Encore {number(lacks)} {self.units if lacks > 1 else self.unit} à gagner{by}."
            if lacks
            else self.standing.reason
        )

    @cached_property
    def measures(self) -> list[Measure | ConventionMeasure]:
        """The announced measures that count it."""
        return [found for key in self.commitment.measure_keys if (found := known().get(key))]

    @property
    def by_school(self) -> bool:
        """Its figure is that of its schools; otherwise it is counted once for the whole agreement."""
        return self.measured and all(row.by_school for row in self.measures)

    @property
    def drill(self) -> str:
        """The list of the very rows counted, when one measure counts them; combined measures list schools."""
        return self.measures[0].drill if len(self.commitment.measure_keys) == 1 and self.measures else ""

    @property
    def drills(self) -> list[tuple[str, str]]:
        """(label, URL name) of the lists of rows that lack."""
        return [(found.label, found.drill) for found in self.measures]


@dataclass(frozen=True)
class Board:
    """An agreement seen from a perimeter on a day."""

    agreement: Agreement
    extent: Extent
    on: dt.date
    lines: tuple[Line, ...]
    measured_on: dt.date | None

    @property
    def scope(self) -> Scope:
        """The part of the territory the figures are about."""
        return self.extent.scope

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(line.state for line in self.lines)

    @property
    def going_well(self) -> int:
        return self.counts[State.KEPT] + self.counts[State.ON_TRACK]

    @cached_property
    def to_decide(self) -> list[Line]:
        """What asks a decision: broken first, then at risk, then contested or out of date."""
        found = [line for line in self.lines if line.asks_decision]
        return sorted(
            found, key=lambda line: (line.state != State.BROKEN, line.state != State.AT_RISK, line.commitment.rank)
        )

    @property
    def counted(self) -> list[Line]:
        """What a measure tells here: something is due, and its figure is known."""
        here = (line for line in self.lines if line.by_school or not self.extent.narrower)
        return [line for line in here if line.measured and line.due]

    @property
    def waiting(self) -> list[Line]:
        """What neither a measure nor a valid declaration tells."""
        return [line for line in self.lines if line.state == State.UNMEASURED]

    @cached_property
    def by_bearer(self) -> list[tuple[dict[str, str], list[Line]]]:
        """Lines of each debtor, the joint ones last."""
        groups: dict[str, tuple[dict[str, str], list[Line]]] = {}
        for line in self.lines:
            groups.setdefault(line.bearer["key"], (line.bearer, []))[1].append(line)
        return sorted(groups.values(), key=lambda group: group[0]["key"] == JOINT)

    def line(self, clause: str) -> Line | None:
        return next((line for line in self.lines if line.commitment.clause == clause), None)


@lru_cache(maxsize=4096)
def _url(slug: str, clause: str) -> str:
    """Found once: a board writes dozens of them."""
    return reverse("agreement:clause", args=[slug, clause])


def target_ratio(commitment: Commitment, due: int | None) -> float:
    """The share to reach, from 0 to 1: a counted target is a share of what is due.

    A number declared by hand is in its own unit (« 5 jours »), which no share can tell: all is to be met.
    """
    if commitment.target_value is not None and commitment.indicator:
        return min(1.0, commitment.target_value / due) if due else 1.0
    return float(commitment.target_ratio) if commitment.target_ratio is not None else 1.0


def board(agreement: Agreement, scope: Scope, on: dt.date, clause: str = "") -> Board:
    """Every commitment (or one) from a perimeter; a constant number of queries, whatever the territory."""
    extent = Extent.of(agreement, scope)
    prefetch_related_objects([agreement], "parties")
    commitments = _commitments(agreement, on, clause)
    found = histories((Ask.of(row) for row in commitments if row.indicator), extent, on)
    lines = tuple(_line(agreement, row, found.get(Ask.of(row), History()), extent, on) for row in commitments)
    last = MeasurePass.objects.filter(on__lte=on).first()
    return Board(agreement, extent, on, lines, last.on if last else None)


def _commitments(agreement: Agreement, on: dt.date, clause: str) -> list[Commitment]:
    """With their parties, and for each the last declaration observed by that day with its answers.

    A party is one object for the whole board, whatever the number of rows that name it.
    """
    observed = Declaration.objects.filter(commitment__agreement=agreement, observed_on__lte=on)
    latest = observed.order_by("commitment_id", "-made_at", "-id").distinct("commitment_id")
    declarations = Declaration.objects.filter(pk__in=latest.values("pk")).prefetch_related("answers")
    rows = agreement.commitments.select_related("article").order_by("rank", "id")
    rows = rows.filter(clause=clause) if clause else rows.owed_on(on)
    found: list[Commitment] = list(
        rows.prefetch_related(
            Prefetch("stakes", Stake.objects.order_by("party__rank", "since")),
            Prefetch("declarations", declarations, to_attr="last_declarations"),
        )
    )
    _name_parties(agreement, found)
    for row in found:
        _as_amended(row, on)
        row.every_stake = list(row.stakes.all())  # type: ignore[attr-defined]
        # Whoever reads `stakes` afterwards sees those of the day, at no query more.
        row._prefetched_objects_cache["stakes"] = [stake for stake in row.every_stake if stake.holds(on)]  # type: ignore[attr-defined]
    return found


def _as_amended(row: Commitment, on: dt.date) -> None:
    """The words of the promise as avenants make them on a day."""
    for name, value in on_day({}, row.revisions, on).items():
        setattr(row, name, dt.date.fromisoformat(value) if name == "target_on" and value else value)


def _name_parties(agreement: Agreement, rows: Iterable[Commitment]) -> None:
    parties = {party.pk: party for party in agreement.parties.all()}
    for row in rows:
        for spoken in (*row.stakes.all(), *row.last_declarations):  # type: ignore[attr-defined]
            spoken.party = parties[spoken.party_id]


def _line(agreement: Agreement, commitment: Commitment, history: History, extent: Extent, on: dt.date) -> Line:
    commitment.agreement = agreement
    declaration = next(iter(commitment.last_declarations), None)  # type: ignore[attr-defined]
    facts = _facts(agreement, commitment, history, declaration, on)
    return Line(commitment, history, decide(facts), declaration, on, extent.narrower)


def _facts(
    agreement: Agreement, commitment: Commitment, history: History, declaration: Declaration | None, on: dt.date
) -> Facts:
    reading, ratios = history.reading, history.ratios
    return Facts(
        measured=bool(commitment.indicator),
        today=on,
        due=reading.due if reading else None,
        met=reading.met if reading else None,
        target=target_ratio(commitment, reading.due if reading else None),
        target_on=commitment.target_on,
        baseline=_baseline(agreement, ratios),
        slope=trend.slope(ratios),
        declared_until=declaration.valid_until if declaration else None,
        contested=declaration is not None and any(not reply.agrees for reply in declaration.answers.all()),
    )


def _baseline(agreement: Agreement, ratios: list[tuple[dt.date, float]]) -> tuple[dt.date, float] | None:
    """Where the march to the target is counted from: the first figure of the year at or after the start.

    None when today’s figure is the only one: it says nothing of a march.
    """
    started = [point for point in ratios if agreement.starts_on is None or point[0] >= agreement.starts_on]
    return started[0] if len(started) > 1 else None
