"""Faults, for machines: reported once by their key, read, listed newest first, talked about."""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.errors import HttpError

from lekol.api.caller import Bearer, Caller, Refused
from lekol.api.paging import page
from lekol.api.schemas import FINDING, SENDING, LineOut, Said, TicketIn, TicketOut, Tickets, TicketWhole, said
from lekol.api.words import After, Limit, OfSchool, TicketDesk, TicketNature, TicketNumber, TicketState, TicketWords
from lekol.directory.access import sees
from lekol.directory.models import School
from lekol.identity.choices import Reach
from lekol.kit.compiled import compiled
from lekol.maintenance import access, actions, queries
from lekol.maintenance.choices import Channel, Desk
from lekol.maintenance.models import Line, Ticket, TicketQuerySet
from lekol.maintenance.queries import around

READ, WRITE = Bearer(Reach.TICKETS), Bearer(Reach.REPORTS)
router = Router(tags=["Pannes"])
TERRITORY = ("commune__academy", "district")
FIELDS = (
    "id", "ref", "nature", "symptom", "impact", "summary", "detail", "status", "desk", "clause", "reason", "convention",
    "opened_at", "respond_by", "due_at", "taken_at", "solved_at", "closed_at", "school__uai",
    "asset__inventory_number", "room__name",
)  # fmt: skip
_READ: Callable[[Any], tuple[Any, ...]] = attrgetter(*(name.replace("__", ".") for name in FIELDS[:-2]))
"""The same of a ticket, but for its device and its room, which it may not have."""
Moment = dt.datetime | None


@router.get("/pannes", response={200: Tickets, **FINDING}, url_name="tickets", auth=READ, summary="Les pannes")
def tickets(
    request: HttpRequest,
    ecole: OfSchool = None,
    etat: TicketState = None,
    partie: TicketDesk = None,
    nature: TicketNature = None,
    q: TicketWords = None,
    limit: Limit = 50,
    after: After = None,
) -> HttpResponse:
    """Les pannes que voit la personne du jeton, les plus récentes d’abord ; toutes, sauf `etat`."""
    words = {"etat": etat or "toutes", "partie": partie, "nature": nature, "q": q, "ecole": ecole}
    rows: QuerySet[Any] = queries.narrowed(_seen(request), words).values_list(*FIELDS, named=True)
    found, mark = page(rows, ("-opened_at", "-id"), limit, after, queries.reading(words))
    return said({"items": [_words(*row) for row in found], "next": mark})


@router.post("/pannes", response={201: TicketOut, 200: TicketOut, **SENDING}, url_name="report_ticket", auth=WRITE,
             summary="Signaler une panne")  # fmt: skip
def report(request: HttpRequest, told: TicketIn) -> HttpResponse:
    """Signaler une panne. La même `key` envoyée deux fois ne fait qu’une panne : la seconde réponse est 200."""
    caller = _caller(request)
    made, new = _reported(told, caller, _school(caller, told.school))
    return said(_ticket(made), 201 if new else 200)


@router.get("/pannes/{numero}", response={200: TicketWhole, **FINDING}, url_name="ticket", auth=READ,
            summary="Une panne et son suivi")  # fmt: skip
def ticket(request: HttpRequest, numero: TicketNumber) -> HttpResponse:
    """Une panne, par son numéro, avec les lignes du suivi que voit la personne du jeton."""
    found = _found(request, numero)
    lines = access.first_lines_seen(_caller(request).person, found)
    return said({**_ticket(found), "lines": [{**_line(line), "at": _moment(line.at)} for line in lines]})


@router.post("/pannes/{numero}/messages", response={201: LineOut, 200: LineOut, **SENDING}, url_name="ticket_message",
             auth=WRITE, summary="Écrire dans le suivi")  # fmt: skip
def say(request: HttpRequest, numero: TicketNumber, said: Said) -> Status[dict[str, Any]]:
    """Ajouter un message au suivi d’une panne. La même `key` envoyée deux fois ne fait qu’un message."""
    found, person = _found(request, numero), _caller(request).person
    if not access.may_report(person, found.school):
        raise Refused("La personne de ce jeton ne peut pas écrire dans ce suivi.")
    mark = f"<api-{said.key}>" if said.key else ""
    if known := _known(found, mark):
        return Status(200, _line(known))
    answers = access.may_confirm(person, found) and not access.may_handle(person, found)
    verb = actions.answer if answers else actions.say
    try:
        return Status(201, _line(verb(ticket=found, text=said.text, by=person, message_id=mark)))
    except IntegrityError:
        # Two sendings of one message met: the first one won.
        if known := _known(found, mark):
            return Status(200, _line(known))
        raise HttpError(422, "Cette clé d’envoi est celle d’un autre message. Tirez-en une nouvelle.") from None


def _known(found: Ticket, mark: str) -> Line | None:
    return found.lines.filter(message_id=mark).first() if mark else None


def _caller(request: HttpRequest) -> Caller:
    return request.auth  # type: ignore[attr-defined,no-any-return]


def _seen(request: HttpRequest) -> TicketQuerySet:
    caller = _caller(request)
    return access.visible_to(caller.person, caller.token.scope)


def _found(request: HttpRequest, number: str) -> Ticket:
    found, caller = around.told_of_ref.first(number.upper()), _caller(request)
    if found is None or not _within(caller, found.school):
        raise HttpError(404, f"La panne « {number} » n’existe pas, ou n’est pas dans votre périmètre.")
    return found


def _within(caller: Caller, school: School) -> bool:
    """Does the person see that school, within the token’s own perimeter? No query for a token that has none."""
    inside = caller.token.scope is None or caller.schools.filter(pk=school.pk).exists()
    return inside and sees(caller.person, school)


def _school(caller: Caller, uai: str) -> School:
    found = _by_code.first(uai)
    if found is None or not _within(caller, found):
        raise HttpError(404, f"L’école « {uai} » n’existe pas, ou n’est pas dans votre périmètre.")
    if not access.may_report(caller.person, found):
        raise Refused("La personne de ce jeton ne peut pas signaler dans cette école.")
    return found


@compiled(str)
def _by_code(uai: str) -> QuerySet[School]:
    return School.objects.select_related(*TERRITORY).filter(uai=uai)


def _reported(told: TicketIn, caller: Caller, school: School) -> tuple[Ticket, bool]:
    """The ticket, and whether this very call made it. A key that another school’s ticket bears is refused."""
    asset = queries.asset_at(school, told.device) if told.device else None
    room = school.rooms.filter(name=told.room).order_by("pk").first() if told.room else None
    if (told.device and asset is None) or (told.room and room is None):
        raise HttpError(404, "Ce matériel ou cette salle n’est pas dans cette école aujourd’hui.")
    words = actions.Report(
        school=school, nature=told.nature, symptom=told.symptom, impact=told.impact, summary=told.summary,
        detail=told.detail, expert=told.expert, asset=asset, room=room, channel=Channel.API, by=caller.person,
        name=told.reporter, key=told.key, at=_aware(told.at),
    )  # fmt: skip
    try:
        made, new = actions.report_once(words)
    except ValidationError as fault:
        raise HttpError(422, " ".join(fault.messages)) from None
    if made.school_id != school.pk:
        raise HttpError(404, "Cette clé d’envoi est celle d’une autre panne. Tirez-en une nouvelle.")
    return made, new


def _aware(at: dt.datetime | None) -> dt.datetime | None:
    return at.replace(tzinfo=dt.UTC) if at is not None and at.tzinfo is None else at


def _ticket(row: Ticket) -> dict[str, Any]:
    words: list[Any] = [*_READ(row), row.asset.inventory_number if row.asset else "", row.room.name if row.room else ""]
    return _words(*words)


def _words(
    key: int, ref: str, nature: str, symptom: str, impact: str, summary: str, detail: str, status: str, desk: str,
    clause: str, reason: str, convention: str, opened_at: Moment, respond_by: Moment, due_at: Moment, taken_at: Moment,
    solved_at: Moment, closed_at: Moment, school: str, device: str | None, room: str | None,
) -> dict[str, Any]:  # fmt: skip
    """A ticket as `TicketOut` describes it, from the values of FIELDS."""
    return {
        "number": ref, "school": school, "device": device or None, "room": room or None, "nature": nature,
        "symptom": symptom, "impact": impact, "summary": summary, "detail": detail, "status": status, "desk": desk,
        "bound": desk != Desk.SCHOOL, "clause": clause, "reason": reason, "convention": convention,
        "opened_at": _moment(opened_at), "respond_by": _moment(respond_by), "due_at": _moment(due_at),
        "taken_at": _moment(taken_at), "solved_at": _moment(solved_at), "closed_at": _moment(closed_at),
    }  # fmt: skip


def _moment(at: Moment) -> str | None:
    """As pydantic writes it: « Z » for the hour of Greenwich, which is that of the base."""
    if at is None:
        return None
    return f"{(at if at.tzinfo is dt.UTC else at.astimezone(dt.UTC)).isoformat()[:-6]}Z"


def _line(row: Line) -> dict[str, Any]:
    return {"at": row.at, "kind": row.kind, "side": row.side or None, "author": row.author, "text": row.text}
