"""What a yearly report freezes: the whole content of a school year, in plain values, no key and no name of a person."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from lekol.agreement.models import Agreement, SchoolFigure
from lekol.agreement.queries import Board, Line, board
from lekol.governance.choices import MeetingState, Presence, RowKind
from lekol.governance.models import Action, Decision, FrozenRow, Meeting
from lekol.governance.queries import indicators, programmes
from lekol.governance.queries.duty import year_start
from lekol.pact.calendars import bounds, label, school_year_of

VERSION = 1


@dataclass(frozen=True, slots=True)
class Content:
    """A line to freeze."""

    kind: str
    words: dict[str, Any]
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A school year as far as an agreement covers it; both days inclusive."""

    year: int
    first: dt.date
    last: dt.date


def year_of(agreement: Agreement, year: int) -> Year | None:
    """None when the agreement does not cover any day of it, or its term is unknown."""
    if agreement.starts_on is None:
        return None
    first, last = bounds(year, year_start(agreement))
    first, last = max(first, agreement.starts_on), min(last, agreement.ends_on or last)
    return Year(year, first, last) if first <= last else None


def years_over(agreement: Agreement, today: dt.date) -> list[Year]:
    """The school years of an agreement that are over, the last one first."""
    if agreement.starts_on is None:
        return []
    start = year_start(agreement)
    years = range(school_year_of(today, start), school_year_of(agreement.starts_on, start) - 1, -1)
    return [found for year in years if (found := year_of(agreement, year)) and found.last < today]


def contents(agreement: Agreement, year: Year) -> Iterator[Content]:
    """Every line of the report of a year, in the order of the text; a constant number of queries."""
    seen = board(agreement, agreement.scope, year.last)
    yield Content(RowKind.AGREEMENT, _agreement(agreement, seen, year))
    before = _before(agreement, year)
    for line in seen.lines:
        yield Content(RowKind.COMMITMENT, _line(line, before.get(line.commitment.clause)), line.commitment.clause)
    for words in _schools(seen):
        yield Content(RowKind.SCHOOL, words)
    yield from _work(agreement, year)
    for words in indicators.frozen_words(agreement, year.last):
        yield Content(RowKind.INDICATOR, words, words["clause"])
    yield from _programme(agreement, year)


def _programme(agreement: Agreement, year: Year) -> Iterator[Content]:
    """The programme in force on the last day, and each of its operations as it stood then."""
    words = programmes.frozen_words(agreement, year.year, year.last)
    if words is not None:
        operations = words.pop("operations")
        yield Content(RowKind.PROGRAMME, words, "8.2")
        for row in operations:
            yield Content(RowKind.OPERATION, row, row["clause"])


def _agreement(agreement: Agreement, seen: Board, year: Year) -> dict[str, Any]:
    return {
        "version": VERSION,
        "identifiant": agreement.slug,
        "titre": agreement.title,
        "titre_court": agreement.short_title,
        "demonstration": agreement.demonstration,
        "perimetre": str(agreement.scope),
        "signee_le": _iso(agreement.signed_on),
        "debut": _iso(agreement.starts_on),
        "fin": _iso(agreement.ends_on),
        "annee": label(year.year),
        "du": year.first.isoformat(),
        "au": year.last.isoformat(),
        "releve_le": _iso(seen.measured_on),
        "parties": [
            {"cle": party.key, "nom": party.name, "court": party.short_name, "lettre": party.letter, "ton": party.tone}
            for party in agreement.parties.all()
            if party.signing
        ],
        "articles": [{"numero": row.number, "titre": str(row)} for row in agreement.articles.on(year.last)],
        "objectifs": [{"cle": row.key, "enonce": row.wording} for row in agreement.objectives.all()],
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _line(line: Line, before: dict[str, Any] | None) -> dict[str, Any]:
    asked = line.commitment
    return {
        "clause": asked.clause,
        "article": asked.article.number,
        "intitule": asked.title,
        "enonce": asked.wording,
        "porteur": line.bearer,
        "debiteurs": [party.key for party in line.debtors],
        "mesures": asked.measure_keys,
        "mesure": line.measured,
        "du": line.due,
        "fait": line.met,
        "unites": line.units,
        "cible": round(line.target, 4),
        "cible_en_mots": line.target_words,
        "cible_le": _iso(asked.target_on),
        "etat": str(line.state),
        "etat_en_mots": line.word,
        "motif": line.standing.reason,
        "tendance": line.trend_words,
        "serie": [[day.isoformat(), reading.due, reading.met] for day, reading in line.history.points],
        "avant": before,
        "declaration": _declaration(line),
    }


def _declaration(line: Line) -> dict[str, Any] | None:
    """What the debtor said and what the others answered: parties speak, persons are not named."""
    said = line.declaration
    if said is None:
        return None
    return {
        "partie": said.party.key,
        "dit": said.statement,
        "observe_le": said.observed_on.isoformat(),
        "valable_jusqu_au": said.valid_until.isoformat(),
        "perimee": line.expired,
        "preuve": said.evidence_digest,
        "reponses": [
            {"partie": reply.party.key, "accord": reply.agrees, "motif": reply.reason}
            for reply in said.answers.select_related("party").all()
        ],
    }


def _before(agreement: Agreement, year: Year) -> dict[str, dict[str, Any]]:
    """Clause → its figure and state a year before: as frozen then, else measured again on that day."""
    frozen = FrozenRow.objects.filter(
        review__agreement=agreement, review__school_year=year.year - 1, kind=RowKind.COMMITMENT
    )
    if rows := [row.words for row in frozen]:
        return {row["clause"]: _figure(row) for row in rows}
    last = year.first - dt.timedelta(days=1)
    if agreement.starts_on is None or last < agreement.starts_on:
        return {}
    seen = board(agreement, agreement.scope, last)
    return {
        line.commitment.clause: _figure(
            {"du": line.due, "fait": line.met, "etat": str(line.state), "etat_en_mots": line.word}
        )
        for line in seen.lines
    }


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("du", "fait", "etat", "etat_en_mots")}


def _schools(seen: Board) -> Iterator[dict[str, Any]]:
    """One line a school open that day, with what it is due and has under each measured clause; two queries."""
    wanted = {line.commitment.indicator for line in seen.lines if line.measured}
    schools = seen.extent.schools.open_on(seen.on).select_related("district", "commune").order_by("sort_key", "id")
    figures = _school_figures(wanted, schools, seen.on)
    for school in schools:
        yield {
            "uai": school.uai,
            "nom": school.name,
            "type": school.kind,
            "education_prioritaire": school.priority_education,
            "commune": school.commune.name,
            "circonscription": school.district.name if school.district else "",
            "latitude": school.latitude,
            "longitude": school.longitude,
            "chiffres": {
                line.commitment.clause: list(figure)
                for line in seen.lines
                if (figure := _of(line, school.pk, school.kind, figures)) is not None
            },
        }


def _of(line: Line, pk: int, kind: str, figures: dict[tuple[str, int], tuple[int, int]]) -> tuple[int, int] | None:
    asked = line.commitment
    if asked.school_kinds and kind not in asked.school_kinds:
        return None
    found = figures.get((asked.indicator, pk))
    return found if found and found[0] else None


def _school_figures(wanted: Iterable[str], schools: Any, on: dt.date) -> dict[tuple[str, int], tuple[int, int]]:
    inside = schools.order_by().values("pk")
    rows = SchoolFigure.objects.filter(indicator__in=sorted(wanted), school__in=inside, since__lte=on)
    last = rows.order_by("indicator", "school_id", "-since").distinct("indicator", "school_id")
    return {(row[0], row[1]): (row[2], row[3]) for row in last.values_list("indicator", "school_id", "due", "met")}


def _work(agreement: Agreement, year: Year) -> Iterator[Content]:
    """What the committees did within the year, and where their decisions stood on its last day."""
    rows = Meeting.objects.filter(agreement=agreement).exclude(state=MeetingState.CANCELLED).order_by("starts_at", "id")
    present = Count("attendances", filter=Q(attendances__presence=Presence.PRESENT))
    for row in rows.annotate(present=present, seats=Count("attendances", filter=Q(attendances__counted=True))):
        if year.first <= row.on <= year.last and row.state == MeetingState.HELD:
            yield Content(RowKind.MEETING, _meeting(row))
    for made in Decision.objects.filter(agreement=agreement).select_related("meeting").order_by("year", "rank", "id"):
        if year.first <= made.meeting.on <= year.last:
            yield Content(RowKind.DECISION, _decision(made), made.clause)
    tasks = Action.objects.filter(decision__agreement=agreement).select_related("decision__meeting")
    for task in tasks.order_by("due_on", "id"):
        if task.decision.meeting.on <= year.last and (task.due_on >= year.first or _open_on(task, year.first)):
            yield Content(RowKind.ACTION, _action(task, year.last), task.clause)


def _meeting(row: Any) -> dict[str, Any]:
    return {
        "reference": row.ref, "comite": row.committee, "nom": row.name, "le": row.on.isoformat(),
        "extraordinaire": row.extraordinary, "presents": row.present, "sieges": row.seats,
    }  # fmt: skip


def _decision(row: Decision) -> dict[str, Any]:
    return {
        "numero": row.number, "objet": row.title, "texte": row.text, "clause": row.clause,
        "objectif": row.objective, "le": row.meeting.on.isoformat(),
    }  # fmt: skip


def _open_on(row: Action, day: dt.date) -> bool:
    closed = row.done_on or row.dropped_on
    return closed is None or closed >= day


def _action(row: Action, on: dt.date) -> dict[str, Any]:
    done = row.done_on if row.done_on and row.done_on <= on else None
    dropped = row.dropped_on if row.dropped_on and row.dropped_on <= on else None
    late = "en retard" if row.due_on < on else "en cours"
    return {
        "reference": row.ref, "decision": row.decision.number, "action": row.title, "partie": row.party,
        "clause": row.clause, "echeance": row.due_on.isoformat(), "faite_le": _iso(done),
        "abandonnee_le": _iso(dropped), "etat": "faite" if done else "abandonnée" if dropped else late,
    }  # fmt: skip
