"""What a meeting could talk about: everything open that asks for a decision, each with its reason."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from lekol.agreement.choices import NoticeState
from lekol.agreement.models import Agreement
from lekol.agreement.queries import Board, Line, board
from lekol.governance.choices import Source
from lekol.governance.models import Action, Programme, Review
from lekol.governance.queries.accords import standing_of
from lekol.governance.queries.duty import year_start
from lekol.governance.queries.programmes import lives
from lekol.governance.queries.seats import sittings
from lekol.governance.rules.agreeing import AGREED
from lekol.governance.rules.seats import Committee
from lekol.pact.calendars import bounds, label, school_year_of
from lekol.pact.dates import long_date

AHEAD = 120  # days: a target that falls due within them is looked at now
RENEWAL = 365  # days before the term at which what follows is put on the agenda
ORDER = {source: rank for rank, source in enumerate(Source)}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A point that could be put on the agenda. `key` names what it is about, so that it is proposed once."""

    key: str
    source: Source
    title: str
    text: str
    clause: str = ""
    url: str = ""


def proposals(agreement: Agreement, committee: Committee, on: dt.date) -> list[Proposal]:
    """Every open matter on a day, the gravest first; a constant number of queries."""
    seen = board(agreement, agreement.scope, on)
    found = [*_year(agreement, on), *_lines(seen, on), *_actions(agreement, on), *_seats(agreement, committee, on)]
    found += [*_notices(agreement), *_programmes(agreement, on), *_term(agreement, on)]
    return sorted(found, key=lambda row: ORDER[row.source])


def _lines(seen: Board, on: dt.date) -> Iterator[Proposal]:
    for line in seen.lines:
        source = _source(line, on)
        if source is not None:
            asked = line.commitment
            title = f"{asked.clause} {asked.title}"
            yield Proposal(f"clause:{asked.clause}", source, title, _text(line, source), asked.clause, line.url)


def _source(line: Line, on: dt.date) -> Source | None:
    if line.contested:
        return Source.CONTESTED
    if line.state == "non_tenu":
        return Source.BROKEN
    if line.state == "risque":
        return Source.AT_RISK
    if line.expired:
        return Source.EXPIRED
    target = line.commitment.target_on
    if target and on <= target <= on + dt.timedelta(days=AHEAD) and line.state != "tenu":
        return Source.TARGET
    return None


def _text(line: Line, source: Source) -> str:
    figure = f"{line.met} sur {line.due} {line.units}. ".replace(" . ", ". ") if line.due is not None else ""
    if source is Source.TARGET and line.commitment.target_on:
        return f"{figure}La cible est fixée au {long_date(line.commitment.target_on)}."
    return f"{figure}{line.matter}"


def _actions(agreement: Agreement, on: dt.date) -> Iterator[Proposal]:
    late = Action.objects.late_on(on).filter(decision__agreement=agreement)
    for row in late.select_related("decision__meeting", "owner").order_by("due_on", "id"):
        text = f"Décision {row.decision.number}, due le {long_date(row.due_on)}, confiée à {row.owner}."
        yield Proposal(f"action:{row.ref}", Source.ACTION, row.title[:200], text, row.clause, row.get_absolute_url())


def _notices(agreement: Agreement) -> Iterator[Proposal]:
    """Formal notices that were sent and are not closed; one still being prepared is its sender’s alone."""
    rows = agreement.notices.filter(state=NoticeState.SENT).select_related("sender", "recipient")
    for row in rows.order_by("sent_on", "id"):
        until = f" Le délai court jusqu’au {long_date(row.ends_on)}." if row.ends_on else ""
        text = f"De {row.sender.short_name} à {row.recipient.short_name}, clauses {', '.join(row.clauses)}.{until}"
        yield Proposal(f"notice:{row.ref}", Source.NOTICE, str(row), text, row.clauses[0], row.get_absolute_url())


def _programmes(agreement: Agreement, on: dt.date) -> Iterator[Proposal]:
    """Programmes of this school year and the next that both parties have not signed."""
    this = school_year_of(on, year_start(agreement))
    rows = Programme.objects.filter(agreement=agreement, school_year__in=(this, this + 1)).order_by("school_year")
    for life in lives(rows).values():
        if not life.locked:
            row = life.programme
            key = f"programme:{row.school_year}:{len(life.revisions)}"
            yield Proposal(key, Source.PROGRAMME, str(row), f"{life.word}.", "8.2", row.get_absolute_url())


def _year(agreement: Agreement, on: dt.date) -> Iterator[Proposal]:
    """The report of the school year that is over, until both parties have agreed it."""
    start = year_start(agreement)
    year = school_year_of(on, start) - 1
    if agreement.starts_on is None or bounds(year, start)[1] < agreement.starts_on:
        return
    found = Review.objects.filter(agreement=agreement, school_year=year).select_related("accord").first()
    if found is None:
        text = "Les chiffres de l’année ne sont pas encore figés."
    elif found.accord is None or standing_of(found.accord).state != AGREED:
        text = "Le bilan est figé ; il attend l’accord des deux parties."
    else:
        return
    yield Proposal(f"bilan:{year}", Source.REVIEW, f"Bilan de l’année {label(year)}", text)


def _seats(agreement: Agreement, committee: Committee, on: dt.date) -> Iterator[Proposal]:
    vacant = [row.seat.function for row in sittings(agreement, [committee], on)[committee.key] if row.acting is None]
    if vacant:
        shown = ", ".join(vacant[:4]) + (f" et {len(vacant) - 4} autres" if len(vacant) > 4 else "")
        yield Proposal(f"sieges:{committee.key}", Source.SEATS, "Sièges à pourvoir", f"Sans titulaire : {shown}.")


def _term(agreement: Agreement, on: dt.date) -> Iterator[Proposal]:
    last = agreement.ends_on
    if last is not None and on <= last <= on + dt.timedelta(days=RENEWAL):
        text = f"La convention s’achève le {long_date(last)} : que lui fait-on succéder ?"
        yield Proposal("terme", Source.TERM, "Suite de la convention", text, "10.1")
