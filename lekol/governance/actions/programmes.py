"""Verbs of the annual programme: opened, written by several, consulted, put to both parties, carried out, revised."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.models import Person, School
from lekol.governance.actions.accords import Written, ask_parties, replace, write_draft
from lekol.governance.choices import Progress, Subject
from lekol.governance.models import (
    Accord,
    Draft,
    Operation,
    OperationBudget,
    OperationStep,
    OperationVersion,
    Opinion,
    Programme,
    ProgrammeRevision,
)
from lekol.governance.queries.duty import year_start
from lekol.governance.queries.programmes import LABELS, content_of, life_of, operations_of, words_of
from lekol.governance.rules.chain import canonical
from lekol.governance.rules.fields import merge
from lekol.governance.rules.seats import committees_of
from lekol.journal.actions import write
from lekol.pact.calendars import bounds, label
from lekol.pact.dates import long_date
from lekol.pact.measures import announced

MOST = 200
CLAUSE = "8.2"
LOCKED = "Ce programme est validé par les deux parties : rouvrez-le, avec un motif, pour le réviser."


@transaction.atomic
def open_programme(*, agreement: Agreement, school_year: int, by: Person | None = None) -> Programme:
    """Start the programme of a school year. Raises ValidationError out of the term, or when it is open already."""
    first, last = bounds(school_year, year_start(agreement))
    if agreement.starts_on is None or agreement.starts_on > last or (agreement.ends_on and agreement.ends_on < first):
        raise ValidationError(f"La convention ne couvre pas l’année {label(school_year)}.")
    made = Programme(agreement=agreement, school_year=school_year)
    made.validate_constraints()
    made.intro = Draft.objects.create()
    made.save()
    write(verb="programme.opened", thing=made, by=by, clause=CLAUSE, summary=f"{made} ouvert.")
    return made


def _writable(programme: Programme) -> Programme:
    row = Programme.objects.select_for_update(of=("self",)).select_related("agreement", "intro").get(pk=programme.pk)
    if life_of(row).locked:
        raise ValidationError(LOCKED)
    return row


def digest_of(programme: Programme) -> str:
    """The digest of everything both parties sign."""
    return hashlib.sha256(canonical(content_of(programme)).encode()).hexdigest()


def _changed(programme: Programme) -> None:
    """A programme put to the parties has changed: they are asked again."""
    last = life_of(programme).awaiting
    if last is not None and last.accord.digest != digest_of(programme):
        replace(last.accord)


@transaction.atomic
def write_intro(*, programme: Programme, base: int, text: str, by: Person | None) -> Written:
    """The orientations of the year, written by several at once."""
    row = _writable(programme)
    done = write_draft(draft=row.intro, base=base, text=text, by=by)
    row.intro.refresh_from_db()
    _changed(row)
    write(verb="programme.written", thing=row, by=by, clause="8.7", summary=f"{row} : orientations écrites.")
    return done


@transaction.atomic
def add_operation(*, programme: Programme, by: Person | None = None, **words: Any) -> Operation:
    """An operation joins the programme. `words`: the fields, `schools` (rows) and `budget` (party → euros)."""
    programme = _writable(programme)
    rows = programme.operations.filter(removed_at=None)
    if rows.count() >= MOST:
        raise ValidationError(f"Le programme compte déjà {MOST} opérations.")
    rank = (programme.operations.aggregate(last=Max("rank"))["last"] or 0) + 1
    made = Operation(programme=programme, rank=rank)
    _fill(made, words)
    _keep_version(made, by)
    _changed(programme)
    write(verb="operation.added", thing=made, by=by, clause=made.clause or CLAUSE, summary=f"Opération : {made.title}")
    return made


def _fill(row: Operation, words: Mapping[str, Any]) -> None:
    for name, value in words.items():
        if name not in ("schools", "budget"):
            setattr(row, name, value)
    _check(row)
    row.full_clean(exclude=["ref"])
    row.save()
    if "schools" in words:
        row.schools.set(words["schools"])
    if "budget" in words:
        _set_budget(row, words["budget"])


def _set_budget(row: Operation, budget: Mapping[str, Decimal]) -> None:
    for party, planned in budget.items():
        kept, _ = OperationBudget.objects.get_or_create(operation=row, party=party, defaults={"planned": planned})
        kept.planned = planned
        kept.clean_fields()
        kept.save(update_fields=["planned"])


def _check(row: Operation) -> None:
    """What no constraint tells: a clause, a party and a measure that exist, days within the school year."""
    agreement = row.programme.agreement
    if row.clause and not agreement.commitments.filter(clause=row.clause).exists():
        raise ValidationError({"clause": f"La convention n’a pas de clause {row.clause}."})
    if row.measure and row.measure not in announced():
        raise ValidationError({"measure": "Cette mesure n’est annoncée par aucune application."})
    if not agreement.parties.filter(key=row.party, signing=True).exists():
        raise ValidationError({"party": "Choisissez une partie signataire de la convention."})
    first, last = bounds(row.programme.school_year, year_start(agreement))
    if not first <= row.starts_on <= last:
        days = f"du {long_date(first)} au {long_date(last)}"
        raise ValidationError({"starts_on": f"Une opération du programme commence dans l’année, {days}."})


def _keep_version(row: Operation, by: Person | None) -> None:
    fresh = Operation.objects.select_related("owner").prefetch_related("schools", "budgets").get(pk=row.pk)
    OperationVersion.objects.create(operation=row, number=row.version, words=words_of(fresh), by=by)


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of an operation: `met` are the fields someone else changed meanwhile, left as they wrote them."""

    operation: Operation
    met: tuple[str, ...]
    others: bool


@transaction.atomic
def edit_operation(*, operation: Operation, base: int, by: Person | None = None, **words: Any) -> Edited:
    """Keep what was changed from version `base`; what someone else changed meanwhile is kept too, field by field.

    A field both changed keeps the first one’s words, and `met` names it: the second decides, knowing.
    """
    programme = _writable(operation.programme)
    row = Operation.objects.select_for_update(of=("self",)).select_related("owner").get(pk=operation.pk)
    row.programme = programme
    if row.removed_at is not None:
        raise ValidationError("Cette opération vient d’être retirée du programme.")
    current, sent = words_of(row), _plain(words)
    version = row.versions.filter(number=base).first()
    kept, met = merge(version.words if version else current, current, {**current, **sent})
    others = base != row.version
    if kept != current:
        _fill(row, _rows(kept))
        row.version += 1
        row.save(update_fields=["version"])
        _keep_version(row, by)
        _changed(programme)
        changes = {LABELS[name]: [current[name], kept[name]] for name in kept if kept[name] != current[name]}
        summary = f"Opération modifiée : {row.title}"
        write(verb="operation.edited", thing=row, by=by, clause=row.clause or CLAUSE, summary=summary, changes=changes)
    return Edited(row, tuple(LABELS[name] for name in met), others)


def _plain(words: Mapping[str, Any]) -> dict[str, Any]:
    """Typed words as `words_of` writes them."""
    found = dict(words)
    for name in ("starts_on", "ends_on"):
        if name in found:
            found[name] = found[name].isoformat()
    if "owner" in found:
        found["owner"] = found["owner"].ref if found["owner"] else ""
    if "schools" in found:
        found["schools"] = sorted(school.uai for school in found["schools"])
    if "budget" in found:
        found["budget"] = {party: f"{amount:.2f}" for party, amount in found["budget"].items() if amount}
    return found


def _rows(words: Mapping[str, Any]) -> dict[str, Any]:
    """The way back: rows and values."""
    found = dict(words)
    for name in ("starts_on", "ends_on"):
        found[name] = dt.date.fromisoformat(found[name])
    found["owner"] = Person.objects.filter(ref=found["owner"]).first() if found["owner"] else None
    found["schools"] = School.objects.filter(uai__in=found["schools"])
    found["budget"] = {party: Decimal(amount) for party, amount in found["budget"].items()}
    return found


@transaction.atomic
def remove_operation(*, operation: Operation, by: Person | None = None) -> None:
    """An operation leaves the programme; its versions stay."""
    programme = _writable(operation.programme)
    row = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if row.removed_at is None:
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
        _changed(programme)
        write(verb="operation.removed", thing=row, by=by, clause=CLAUSE, summary=f"Opération retirée : {row.title}")


@transaction.atomic
def open_consultation(*, programme: Programme, until: dt.date, by: Person | None = None) -> Programme:
    """Ask everyone who reads the committees for an opinion, until a day included."""
    row = _writable(programme)
    if until < timezone.localdate():
        raise ValidationError({"until": "Ce jour est passé."})
    if not operations_of(row):
        raise ValidationError("Le programme est vide : ajoutez une opération avant de consulter.")
    row.consulted_at, row.consulted_until = timezone.now(), until
    row.save(update_fields=["consulted_at", "consulted_until"])
    summary = f"{row} : avis demandés jusqu’au {long_date(until)}."
    write(verb="programme.consulted", thing=row, by=by, clause=CLAUSE, summary=summary)
    return row


@transaction.atomic
def give_opinion(*, programme: Programme, text: str, by: Person) -> Opinion:
    """An opinion, kept for good. Raises ValidationError when none is asked, or after the day."""
    last = programme.consulted_until
    if last is None or last < timezone.localdate():
        raise ValidationError("Aucun avis n’est demandé sur ce programme aujourd’hui.")
    made = Opinion(programme=programme, by=by, text=text.strip())
    made.full_clean()
    made.save()
    write(verb="programme.opinion", thing=programme, by=by, clause=CLAUSE, summary=f"Avis : {made.text[:300]}")
    return made


@transaction.atomic
def submit_programme(*, programme: Programme, by: Person | None = None) -> Accord:
    """Put the programme to both parties: a revision keeps what they sign.

    Raises ValidationError when it is empty, or when nothing changed since it was put to them or signed.
    """
    row = _writable(programme)
    if not operations_of(row):
        raise ValidationError("Le programme est vide : ajoutez une opération avant de le soumettre.")
    life, content, digest = life_of(row), content_of(row), digest_of(row)
    if life.awaiting is not None and life.awaiting.accord.digest == digest:
        raise ValidationError("Ce programme est déjà soumis aux deux parties.")
    if life.in_force is not None and life.in_force.digest == digest:
        raise ValidationError("Rien n’a changé depuis la révision en vigueur.")
    replace(life.awaiting.accord if life.awaiting else None)
    number = life.last[0].number + 1 if life.last else 1
    accord = ask_parties(
        agreement=row.agreement, subject=Subject.PROGRAMME, digest=digest, parties=_signing(row.agreement), by=by,
        title=f"{row}, révision {number} — {row.agreement.short_title}"[:200],
    )  # fmt: skip
    ProgrammeRevision.objects.create(
        programme=row, number=number, content=content, digest=digest, reason=row.reopened_for, accord=accord, by=by
    )
    summary = f"{row}, révision {number}, soumis aux deux parties."
    write(verb="programme.submitted", thing=row, by=by, clause=CLAUSE, summary=summary)
    return accord


def _signing(agreement: Agreement) -> Iterable[Any]:
    """The co-chairs’ parties of the first committee of the text, else every signing party."""
    keys = next((found.chair_parties for found in committees_of(agreement.data)), ())
    return agreement.parties.filter(key__in=keys) if keys else agreement.parties.filter(signing=True)


@transaction.atomic
def reopen(*, programme: Programme, reason: str, by: Person | None = None) -> Programme:
    """Revise a programme in force: it stays in force as signed until a new revision bears both signatures."""
    row = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if not life_of(row).locked:
        raise ValidationError("Ce programme n’est pas validé : il se modifie sans être rouvert.")
    row.reopened_at, row.reopened_for = timezone.now(), reason.strip()
    row.save(update_fields=["reopened_at", "reopened_for"])
    summary = f"{row} rouvert : {row.reopened_for}"
    write(verb="programme.reopened", thing=row, by=by, clause=CLAUSE, summary=summary)
    return row


@transaction.atomic
def advance(
    *, operation: Operation, text: str, state: str, percent: int, spent: Mapping[str, Decimal] | None = None,
    by: Person | None = None,
) -> OperationStep:  # fmt: skip
    """Say where an operation stands and what it has cost so far.

    Raises ValidationError before the programme is signed, or once the operation is removed.
    """
    row = Operation.objects.select_for_update(of=("self",)).select_related("programme").get(pk=operation.pk)
    if row.removed_at is not None or not life_of(row.programme).executed:
        raise ValidationError("L’exécution se suit une fois le programme validé par les deux parties.")
    row.state, row.percent = state, 100 if state == Progress.DONE else percent
    row.full_clean(exclude=["ref"])
    row.save(update_fields=["state", "percent"])
    amounts = {party: f"{amount:.2f}" for party, amount in (spent or {}).items()}
    for party, amount in amounts.items():
        OperationBudget.objects.update_or_create(
            operation=row, party=party, defaults={"spent": Decimal(amount)},
            create_defaults={"spent": Decimal(amount), "planned": Decimal(0)},
        )  # fmt: skip
    step = OperationStep.objects.create(
        operation=row, by=by, text=text.strip(), state=row.state, percent=row.percent, spent=amounts
    )
    summary = f"{row.title} : {row.get_state_display()}, {row.percent} %. {step.text}"
    write(verb="operation.advanced", thing=row, by=by, clause=row.clause or CLAUSE, summary=summary[:400])
    return step
