"""The annual programme read: its content, its state, its money, the phase of its two projects, its revisions."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.agreement.queries import Ask, Extent, History, histories
from lekol.directory.models import School
from lekol.governance.choices import Progress, Strand
from lekol.governance.models import Operation, OperationStep, Programme, ProgrammeRevision
from lekol.governance.queries.accords import Standing, standings_of
from lekol.governance.rules import phase as rules
from lekol.pact.calendars import bounds, label, school_year_of

DRAFT, CONSULTED, SUBMITTED, REFUSED, VALID, REVISED = (
    "preparation", "consultation", "soumis", "desaccord", "valide", "revision",
)  # fmt: skip
WORDS = {
    DRAFT: "En préparation", CONSULTED: "En consultation", SUBMITTED: "Soumis aux deux parties",
    REFUSED: "En désaccord", VALID: "Validé", REVISED: "En révision",
}  # fmt: skip


def words_of(row: Operation) -> dict[str, Any]:
    """An operation in plain values: what is merged, versioned and put to the parties."""
    return {
        "title": row.title, "text": row.text, "strand": row.strand, "clause": row.clause, "objective": row.objective,
        "party": row.party, "owner": row.owner.ref if row.owner else "",
        "schools": sorted(school.uai for school in row.schools.all()),
        "starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat(),
        "measure": row.measure, "expected": row.expected,
        "budget": {budget.party: str(budget.planned) for budget in row.budgets.all() if budget.planned},
    }  # fmt: skip


def operations_of(programme: Programme) -> list[Operation]:
    """Its operations, with their schools and their money; three queries."""
    rows = programme.operations.filter(removed_at=None).select_related("owner")
    return list(rows.prefetch_related("schools", "budgets").order_by("rank", "id"))


def content_of(programme: Programme) -> dict[str, Any]:
    """Everything both parties sign."""
    return {
        "annee": label(programme.school_year),
        "orientations": programme.intro.text,
        "operations": [{"reference": row.ref, **words_of(row)} for row in operations_of(programme)],
    }


@dataclass(frozen=True)
class Life:
    """Where a programme stands: its revisions, last one first, and what the parties said of each."""

    programme: Programme
    revisions: list[tuple[ProgrammeRevision, Standing]]

    @property
    def last(self) -> tuple[ProgrammeRevision, Standing] | None:
        return self.revisions[0] if self.revisions else None

    @cached_property
    def in_force(self) -> ProgrammeRevision | None:
        """The last revision that bears both signatures."""
        return next((row for row, standing in self.revisions if standing.agreed), None)

    @property
    def awaiting(self) -> Standing | None:
        """What is put to the parties now."""
        if self.last is None:
            return None
        _, standing = self.last
        return standing if standing.accord.replaced_at is None and not standing.agreed else None

    @property
    def state(self) -> str:
        if self.awaiting is not None:
            return REFUSED if self.awaiting.refused else SUBMITTED
        if self.in_force is not None:
            return VALID if self.locked else REVISED
        return CONSULTED if self.programme.consulted_at else DRAFT

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def locked(self) -> bool:
        """Signed by both and not reopened since: nothing in it changes but its execution."""
        if self.last is None or not self.last[1].agreed:
            return False
        reopened = self.programme.reopened_at
        return reopened is None or reopened < self.last[0].at

    @property
    def executed(self) -> bool:
        """A revision is in force: its operations are followed."""
        return self.in_force is not None


def life_of(programme: Programme) -> Life:
    """Three queries, whatever the number of revisions."""
    return lives([programme])[programme.pk]


def lives(programmes: Iterable[Programme]) -> dict[int, Life]:
    """Programme → its life; three queries for any number of them."""
    kept = list(programmes)
    rows = ProgrammeRevision.objects.filter(programme__in=kept).select_related("accord", "by").order_by("-number")
    revisions = list(rows)
    said = standings_of([row.accord for row in revisions])
    found: dict[int, list[tuple[ProgrammeRevision, Standing]]] = {row.pk: [] for row in kept}
    for row in revisions:
        found[row.programme_id].append((row, said[row.accord_id]))
    return {row.pk: Life(row, found[row.pk]) for row in kept}


def validated_on(life: Life) -> dt.date | None:
    """The day the second signature came, of the first revision that bore both."""
    for _, standing in reversed(life.revisions):
        if standing.agreed:
            return max(timezone.localdate(row.voice.at) for row in standing.positions if row.voice)
    return None


@dataclass(frozen=True, slots=True)
class Purse:
    """What a party puts in a programme and has spent, in euros."""

    party: str
    planned: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.planned - self.spent


def purses(rows: Iterable[Operation], parties: Sequence[str]) -> list[Purse]:
    """Each party’s money, in the order of the text."""
    budgets = [budget for row in rows for budget in row.budgets.all()]
    return [
        Purse(
            party,
            sum((row.planned for row in budgets if row.party == party), Decimal(0)),
            sum((row.spent for row in budgets if row.party == party), Decimal(0)),
        )
        for party in parties
    ]


def phase_of(agreement: Agreement, rows: Iterable[Operation]) -> rules.Phase:
    """The phase of the two projects, school by school; one query beside the operations."""
    works = [
        rules.Work(row.ref, row.strand, row.starts_on, row.ends_on, frozenset(uais) if (uais := _uais(row)) else None)
        for row in rows
        if row.state != Progress.DROPPED
    ]
    return rules.phase(works, schools_of(agreement))


def _uais(row: Operation) -> list[str]:
    return [school.uai for school in row.schools.all()]


def schools_of(agreement: Agreement) -> list[str]:
    """Codes of the schools of an agreement open today."""
    found = Extent.of(agreement, agreement.scope).schools.open_on(timezone.localdate())
    return list(found.order_by("uai").values_list("uai", flat=True))


def phase_of_revision(content: Mapping[str, Any], schools: Sequence[str]) -> rules.Phase:
    """The same, of a signed revision."""
    day = dt.date.fromisoformat
    works = [
        rules.Work(row["reference"], row["strand"], day(row["starts_on"]), day(row["ends_on"]),
                   frozenset(row["schools"]) or None)
        for row in content["operations"]
    ]  # fmt: skip
    return rules.phase(works, schools)


def figures(agreement: Agreement, rows: Iterable[Operation], on: dt.date) -> dict[str, History]:
    """Measure → its figure today over the agreement, for what the operations expect; two queries at most."""
    asks = {Ask(row.measure) for row in rows if row.measure}
    read = histories(asks, Extent.of(agreement, agreement.scope), on, months=0) if asks else {}
    return {ask.indicator: history for ask, history in read.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision changed in an operation."""

    title: str
    kind: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


LABELS = {
    "title": "intitulé", "text": "ce qui est fait", "strand": "projet", "clause": "clause", "objective": "objectif",
    "party": "partie", "owner": "responsable", "schools": "écoles", "starts_on": "début", "ends_on": "fin",
    "measure": "mesure attendue", "expected": "chiffre attendu", "budget": "budget",
}  # fmt: skip


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Change]:
    """From a revision to the next one; the first one adds everything."""
    old = {row["reference"]: row for row in before["operations"]} if before else {}
    new = {row["reference"]: row for row in after["operations"]}
    found = [Change(row["title"], "ajoutée") for ref, row in new.items() if ref not in old]
    found += [Change(row["title"], "retirée") for ref, row in old.items() if ref not in new]
    for ref, row in new.items():
        moved = tuple(
            (LABELS[name], _said(old[ref][name]), _said(row[name]))
            for name in LABELS
            if ref in old and old[ref][name] != row[name]
        )
        found += [Change(row["title"], "modifiée", moved)] if moved else []
    return found


def _said(value: Any) -> str:
    match value:
        case dict():
            return ", ".join(f"{party} {amount} €" for party, amount in value.items()) or "aucun"
        case list():
            return f"{len(value)} écoles" if value else "toutes"
        case None | "":
            return "—"
    return str(value)


def years_to_open(agreement: Agreement, today: dt.date, start: Any) -> list[int]:
    """School years a programme may be opened for: this one and the next, within the term."""
    if agreement.starts_on is None:
        return []
    this = school_year_of(today, start)
    opened = set(Programme.objects.filter(agreement=agreement).values_list("school_year", flat=True))
    return [year for year in (this, this + 1) if year not in opened and _covered(agreement, year, start)]


def _covered(agreement: Agreement, year: int, start: Any) -> bool:
    first, last = bounds(year, start)
    begun = agreement.starts_on is not None and agreement.starts_on <= last
    return begun and (agreement.ends_on is None or first <= agreement.ends_on)


def frozen_words(agreement: Agreement, school_year: int, on: dt.date) -> dict[str, Any] | None:
    """The programme of a year as its report keeps it: its signed revision, and where each operation stood that day."""
    programme = Programme.objects.filter(agreement=agreement, school_year=school_year).first()
    if programme is None:
        return None
    life = life_of(programme)
    signed = [row for row, standing in life.revisions if standing.agreed and _agreed_on(standing) <= on]
    if not signed:
        return {"annee": label(school_year), "revision": None, "orientations": "", "ecarts": [], "operations": []}
    content = signed[0].content
    found = phase_of_revision(content, schools_of(agreement))
    steps = _steps(programme, on)
    return {
        "annee": label(school_year), "revision": signed[0].number, "empreinte": signed[0].digest,
        "valide_le": str(_agreed_on(life_standing(life, signed[0]))), "orientations": content["orientations"],
        "en_phase": [found.due, found.met],
        "ecarts": [{"operation": gap.key, "pourquoi": gap.words, "ecoles": len(gap.schools)} for gap in found.gaps],
        "operations": [_executed(row, steps.get(row["reference"])) for row in content["operations"]],
    }  # fmt: skip


def life_standing(life: Life, revision: ProgrammeRevision) -> Standing:
    """What was said of one of its revisions."""
    return next(standing for row, standing in life.revisions if row.pk == revision.pk)


def _agreed_on(standing: Standing) -> dt.date:
    return max(timezone.localdate(row.voice.at) for row in standing.positions if row.voice)


def _steps(programme: Programme, on: dt.date) -> dict[str, OperationStep]:
    """Operation → its last word on a day."""
    rows = OperationStep.objects.filter(operation__programme=programme, at__date__lte=on).select_related("operation")
    return {row.operation.ref: row for row in rows.order_by("at", "id")}


def _executed(row: Mapping[str, Any], step: OperationStep | None) -> dict[str, Any]:
    return {
        "reference": row["reference"], "operation": row["title"], "projet": str(Strand(row["strand"]).label),
        "partie": row["party"], "clause": row["clause"], "du": row["starts_on"], "au": row["ends_on"],
        "ecoles": len(row["schools"]), "mesure": row["measure"], "attendu": row["expected"],
        "prevu": row["budget"], "depense": step.spent if step else {},
        "etat": str(Progress(step.state if step else Progress.TO_DO).label), "avancement": step.percent if step else 0,
        "dit": step.text if step else "",
    }  # fmt: skip


def names_of(uais: Iterable[str]) -> dict[str, str]:
    """School codes → names; one query."""
    return dict(School.objects.filter(uai__in=list(uais)).values_list("uai", "name"))
