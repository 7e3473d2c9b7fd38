"""In which school year each device is renewed, and why: age × support × failures × warranty, as sentences.

Pure: facts in, a year, a score and its reasons out. The sixth year stands for « later ».
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lekol.pact.calendars import REUNION, YearStart, label, school_year_of

YEARS = 5
AGEC = 20
"""Share of re-used or recycled equipment a public buyer must reach (loi AGEC, art. 58; décret 2021-254), in %."""

RECENT = 24
"""Months over which failures are counted."""

PRICES = {
    "fixe": 650, "portable": 700, "client_leger": 350, "tablette": 400, "mallette": 9000, "chariot": 1200, "ecran": 180,
    "videoprojecteur": 650, "tableau": 2500, "ecran_tactile": 2200, "visualiseur": 250, "copieur": 3500,
    "imprimante": 250, "numeriseur": 200, "telephone": 90, "smartphone": 300, "borne": 350, "commutateur": 700,
    "routeur": 300, "parefeu": 900, "serveur": 3000, "stockage": 900, "onduleur": 200, "camera": 200, "enceinte": 80,
    "robot": 120, "station": 150, "autre": 300,
}  # fmt: skip
"""Indicative prices with tax of one device of each kind, in euros, where the commune says no other."""

REUSED_PRICE = Decimal("0.55")
"""What a re-used device costs, as a share of a new one."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a device when the plan is made; `ref` names it for sure, two communes may share a number."""

    number: str
    kind: str
    acquired_on: dt.date | None
    years_kept: int
    supported_until: dt.date | None = None
    maker_until: dt.date | None = None
    warranty_until: dt.date | None = None
    failures: int = 0
    ref: int = 0
    new_price: Decimal | None = None

    @property
    def price(self) -> Decimal:
        """What a new one costs: in the commune when it says so, else as a rule of thumb."""
        return Decimal(PRICES.get(self.kind, PRICES["autre"])) if self.new_price is None else self.new_price


@dataclass(frozen=True, slots=True)
class Choices:
    """A scenario: years added to the planned life, failures that bring renewal forward, money, re-use, subsidy."""

    extension: int = 0
    failures: int = 2
    cap: Decimal | None = None
    reused: int = AGEC
    subsidy: int = 0

    def price(self, facts: Facts) -> Decimal:
        """What renewing one device costs, part of them being re-used."""
        new = facts.price
        share = Decimal(self.reused) / 100
        return (new * (1 - share) + new * REUSED_PRICE * share).quantize(Decimal("0.01"))


@dataclass(slots=True)
class Due:
    """A device in its year. `year` is the one in which the school year begins; `score` orders those of one year."""

    facts: Facts
    year: int
    score: int
    reasons: list[str]


def due(facts: Facts, on: dt.date, choices: Choices, start: YearStart = REUNION) -> Due:
    """The year in which one device is renewed, its score of 100, and each reason."""
    now = school_year_of(on, start)
    last, reasons = _end_of_life(facts, on, choices)
    year = school_year_of(last, start)
    for stop, what in ((facts.supported_until, "le système"), (facts.maker_until, "le modèle")):
        if stop and school_year_of(stop, start) < year:
            year = school_year_of(stop, start)
            reasons.append(f"{what} n’est plus suivi après le {stop:%d/%m/%Y}")
    if facts.failures >= choices.failures > 0:
        year -= 1
        reasons.append(f"{facts.failures} pannes en {RECENT} mois : avancé d’un an")
    covered = facts.warranty_until
    if covered and school_year_of(covered, start) > year and covered > on:
        year = school_year_of(covered, start)
        reasons.append(f"garanti jusqu’au {covered:%d/%m/%Y} : pas avant")
    if year < now:
        reasons.append(f"déjà dû en {label(year)} : première année du plan")
    return Due(facts, min(max(year, now), now + YEARS), _score(facts, on), reasons)


def _end_of_life(facts: Facts, on: dt.date, choices: Choices) -> tuple[dt.date, list[str]]:
    kept = facts.years_kept + choices.extension
    if facts.acquired_on is None:
        return on, ["date d’achat inconnue : à vérifier, compté en première année"]
    added = f", prolongés de {choices.extension}" if choices.extension else ""
    return _years_after(facts.acquired_on, kept), [
        f"acheté le {facts.acquired_on:%d/%m/%Y}, prévu pour {facts.years_kept} ans{added}"
    ]


def _years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def _score(facts: Facts, on: dt.date) -> int:
    """Of 100: 40 for age, 30 for support, 20 for failures, 10 for warranty."""
    age = (on - facts.acquired_on).days / 365.25 / max(facts.years_kept, 1) if facts.acquired_on else 1
    stops = [stop for stop in (facts.supported_until, facts.maker_until) if stop]
    unsupported = any(stop < on for stop in stops)
    covered = facts.warranty_until is not None and facts.warranty_until >= on
    return round(
        40 * min(max(age, 0), 1.5) / 1.5 + 30 * unsupported + min(10 * facts.failures, 20) + 10 * (not covered)
    )


def plan(facts: Iterable[Facts], on: dt.date, choices: Choices, start: YearStart = REUNION) -> list[Due]:
    """Every device in its year, the most worn first; what a yearly cap cannot pay waits a year, and says so.

    The cap follows scores, never the order of the file.
    """
    found = [due(one, on, choices, start) for one in facts]
    if choices.cap is not None:
        _within(found, choices, school_year_of(on, start))
    return sorted(found, key=lambda row: (row.year, *_worn(row)))


def _worn(row: Due) -> tuple[int, str]:
    """The order of renewal within a year: the highest score, then the number."""
    return -row.score, row.facts.number


def _within(found: Sequence[Due], choices: Choices, first: int) -> None:
    for year in range(first, first + YEARS):
        spent = Decimal(0)
        for row in sorted((row for row in found if row.year == year), key=_worn):
            price = choices.price(row.facts)
            if choices.cap is not None and spent + price > choices.cap:
                row.year += 1
                row.reasons.append(f"reporté de {label(year)} : budget de l’année atteint")
            else:
                spent += price


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the plan: devices, their cost, what the City pays once subsidised, how many are re-used."""

    year: int
    count: int
    cost: Decimal
    net: Decimal
    reused: int


@dataclass(slots=True)
class Share:
    """What a school costs in a year on one funding: devices, the whole cost, then who pays."""

    year: int
    school: str
    uai: str
    funding: str
    count: int = 0
    cost: Decimal = Decimal(0)
    subsidy: Decimal = Decimal(0)

    @property
    def net(self) -> Decimal:
        """What the City pays."""
        return self.cost - self.subsidy


def shares(rows: Iterable[tuple[Due, str, str, str]], first: int, choices: Choices) -> list[Share]:
    """The five years by school and by funding, from (device, school, UAI, funding); the subsidy is the scenario’s.

    A subsidy is rounded once a line: the lines of a year add up to the year within a cent a line.
    """
    found: dict[tuple[int, str, str, str], Share] = {}
    for row, school, uai, funding in rows:
        if row.year < first + YEARS:
            share = found.setdefault((row.year, school, uai, funding), Share(row.year, school, uai, funding))
            share.count += 1
            share.cost += choices.price(row.facts)
    for share in found.values():
        share.subsidy = (share.cost * choices.subsidy / 100).quantize(Decimal("0.01"))
    return list(found.values())


def budget(rows: Iterable[Due], first: int, choices: Choices) -> list[YearLine]:
    """The five years, each with its cost; what comes later is not counted."""
    by_year: dict[int, list[Due]] = defaultdict(list)
    for row in rows:
        by_year[row.year].append(row)
    lines = []
    for year in range(first, first + YEARS):
        cost = sum((choices.price(row.facts) for row in by_year[year]), Decimal(0))
        net = (cost * (100 - choices.subsidy) / 100).quantize(Decimal("0.01"))
        lines.append(YearLine(year, len(by_year[year]), cost, net, len(by_year[year]) * choices.reused // 100))
    return lines
