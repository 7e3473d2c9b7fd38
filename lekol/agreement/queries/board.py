"""The board: every commitment with who owes it, its live figure, its target, its trend, its state, its proof."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q

from lekol.agreement.choices import Part, State
from lekol.agreement.models import Agreement, Answer, Commitment, Declaration, MeasurePass, Party, Stake
from lekol.agreement.queries.figures import History, effective_scope, histories
from lekol.agreement.rules import trend
from lekol.agreement.rules.state import Facts, Standing, decide
from lekol.pact.measures import announced
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

    @cached_property
    def debtors(self) -> list[Party]:
        return [stake.party for stake in self.commitment.stakes.all() if stake.part == Part.DEBTOR]

    @property
    def bearer(self) -> dict[str, str]:
        """How the debtor is drawn: letter, name, tone; several debtors are « Conjoint »."""
        if len(self.debtors) == 1:
            party = self.debtors[0]
            return {"letter": party.letter, "name": party.short_name, "tone": party.tone, "key": party.key}
        return {"letter": "".join(p.letter for p in self.debtors)[:3], "name": "Conjoint", "tone": JOINT, "key": JOINT}

    @property
    def state(self) -> str:
        return self.standing.state

    @property
    def word(self) -> str:
        return str(State(self.state).label)

    @property
    def measured(self) -> bool:
        return bool(self.commitment.indicator)

    @property
    def due(self) -> int | None:
        return self._figure("due")

    @property
    def met(self) -> int | None:
        return self._figure("met")

    def _figure(self, name: str) -> int | None:
        source: Any = self.history.reading if self.measured else self.declaration
        value = getattr(source, name) if source is not None else None
        return None if value is None else int(value)

    @property
    def ratio(self) -> float | None:
        return self.met / self.due if self.due and self.met is not None else None

    @property
    def missing(self) -> int:
        return (self.due or 0) - (self.met or 0)

    @property
    def target(self) -> float:
        return target_ratio(self.commitment, self.due)

    @property
    def target_words(self) -> str:
        """« 858, 31 août 2027 », « 95 % », « à choisir »."""
        asked = self.commitment
        if asked.target_value is not None:
            return f"{asked.target_value} {asked.target_unit}".strip()
        if asked.target_ratio is None:
            return "à choisir"
        if asked.target_ratio == 1:
            return f"{self.due}" if self.due else "tous"
        return f"{float(asked.target_ratio) * 100:g} %".replace(".", ",")

    @property
    def units(self) -> str:
        """What is counted: the unit of the measure, or schools when several measures are combined."""
        keys = self.commitment.measure_keys
        if len(keys) == 1 and (found := announced().get(keys[0])):
            return found.units
        return "écoles" if keys else ""

    @property
    def tone(self) -> str:
        """The colour of its gauge."""
        return {State.KEPT: "ok", State.AT_RISK: "risque", State.BROKEN: "non", State.DECLARED: "nul"}.get(State(self.state), "")

    @property
    def ratios(self) -> list[float]:
        return [ratio for _, ratio in self.history.ratios]

    @property
    def trend_words(self) -> str:
        return trend.words(self.history.ratios) if self.measured else "pas de série"

    @property
    def contested(self) -> bool:
        return self.declaration is not None and any(not reply.agrees for reply in self.declaration.answers.all())

    @property
    def drills(self) -> list[tuple[str, str]]:
        """(label, URL name) of the lists of rows that lack."""
        return [(found.label, found.drill) for key in self.commitment.measure_keys if (found := announced().get(key))]


@dataclass(frozen=True)
class Board:
    """An agreement seen from a perimeter on a day."""

    agreement: Agreement
    scope: Scope
    on: dt.date
    lines: tuple[Line, ...]
    measured_on: dt.date | None

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(line.state for line in self.lines)

    @property
    def going_well(self) -> int:
        return self.counts[State.KEPT] + self.counts[State.ON_TRACK]

    @cached_property
    def to_decide(self) -> list[Line]:
        """What asks a decision: broken first, then at risk, then contested."""
        found = [line for line in self.lines if line.state in TO_DECIDE or line.contested]
        return sorted(found, key=lambda line: (line.state != State.BROKEN, line.state != State.AT_RISK, line.commitment.rank))

    @cached_property
    def by_bearer(self) -> list[tuple[dict[str, str], list[Line]]]:
        """Lines of each debtor, the joint ones last."""
        groups: dict[str, tuple[dict[str, str], list[Line]]] = {}
        for line in self.lines:
            groups.setdefault(line.bearer["key"], (line.bearer, []))[1].append(line)
        return sorted(groups.values(), key=lambda group: group[0]["key"] == JOINT)

    def line(self, clause: str) -> Line | None:
        return next((line for line in self.lines if line.commitment.clause == clause), None)


def in_force(scope_codes: Q, on: dt.date) -> Agreement | None:
    """The agreement of a territory: the one in force that day, else the last signed, else the last loaded."""
    found = Agreement.objects.filter(scope_codes)
    return found.in_force_on(on).first() or found.exclude(signed_on=None).first() or found.order_by("-loaded_at").first()


def target_ratio(commitment: Commitment, due: int | None) -> float:
    """The share to reach, from 0 to 1: a counted target is a share of what is due."""
    if commitment.target_value is not None:
        return min(1.0, commitment.target_value / due) if due else 1.0
    return float(commitment.target_ratio) if commitment.target_ratio is not None else 1.0


def board(agreement: Agreement, scope: Scope, on: dt.date, clause: str = "") -> Board:
    """Every commitment (or one) from a perimeter; a constant number of queries, whatever the territory."""
    seen = effective_scope(agreement, scope)
    commitments = list(_commitments(agreement, clause))
    found = histories((row.indicator for row in commitments if row.indicator), seen, agreement.scope, on)
    lines = tuple(_line(agreement, row, found.get(row.indicator, History(())), on) for row in commitments)
    last = MeasurePass.objects.filter(on__lte=on).first()
    return Board(agreement, seen, on, lines, last.on if last else None)


def _commitments(agreement: Agreement, clause: str) -> Any:
    latest = Declaration.objects.order_by("commitment_id", "-made_at", "-id").distinct("commitment_id")
    declarations = Declaration.objects.filter(pk__in=latest.values("pk")).select_related("party", "by")
    answers = Answer.objects.select_related("party", "by")
    rows = agreement.commitments.select_related("article").order_by("rank")
    if clause:
        rows = rows.filter(clause=clause)
    return rows.prefetch_related(
        Prefetch("stakes", Stake.objects.select_related("party").order_by("party__rank")),
        Prefetch("declarations", declarations.prefetch_related(Prefetch("answers", answers)), to_attr="last_declarations"),
    )


def _line(agreement: Agreement, commitment: Commitment, history: History, on: dt.date) -> Line:
    commitment.agreement = agreement
    declaration = next(iter(commitment.last_declarations), None)  # type: ignore[attr-defined]
    facts = _facts(agreement, commitment, history, declaration, on)
    return Line(commitment, history, decide(facts), declaration, on)


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
    """Where the march to the target is counted from: the first figure of the year at or after the start."""
    started = [point for point in ratios if agreement.starts_on is None or point[0] >= agreement.starts_on]
    return started[0] if started else None
