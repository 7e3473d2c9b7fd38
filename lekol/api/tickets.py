"""Faults, for machines: reported once by their key, read, listed newest first, talked about."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Status
from ninja.errors import HttpError

from lekol.api.caller import Bearer, Caller, Refused
from lekol.api.paging import page
from lekol.api.schemas import FINDING, SENDING, LineOut, Said, TicketIn, TicketOut, Tickets, TicketWhole
from lekol.api.words import After, Limit, OfSchool, TicketDesk, TicketNature, TicketNumber, TicketState, TicketWords
from lekol.directory.access import sees
from lekol.directory.models import School
from lekol.identity.choices import Reach
from lekol.kit.compiled import compiled
from lekol.maintenance import access, actions, queries
from lekol.maintenance.choices import Channel
from lekol.maintenance.models import Line, Ticket, TicketQuerySet

READ, WRITE = Bearer(Reach.TICKETS), Bearer(Reach.REPORTS)
router = Router(tags=["Pannes"])
TERRITORY = ("commune__academy", "district")
LINES = 300
"""Lines told of one ticket; a longer story is in the export of its page."""


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
) -> dict[str, Any]:
    """Les pannes que voit la personne du jeton, les plus récentes d’abord ; toutes, sauf `etat`."""
    words = {"etat": etat or "toutes", "partie": partie, "nature": nature, "q": q}
    rows = queries.narrowed(_seen(request), words)
    if ecole is not None:
        rows = rows.filter(school__uai=ecole)
    found, mark = page(rows.select_related("school", "asset", "room"), ("-opened_at", "-id"), limit, after)
    return {"items": [_ticket(row) for row in found], "next": mark}


@router.post("/pannes", response={201: TicketOut, 200: TicketOut, **SENDING}, url_name="report_ticket", auth=WRITE,
             summary="Signaler une panne")  # fmt: skip
def report(request: HttpRequest, told: TicketIn) -> Status[dict[str, Any]]:
    """Signaler une panne. La même `key` envoyée deux fois ne fait qu’une panne : la seconde réponse est 200."""
    caller = _caller(request)
    made, new = _reported(told, caller, _school(caller, told.school))
    return Status(201 if new else 200, _ticket(made))


@router.get("/pannes/{numero}", response={200: TicketWhole, **FINDING}, url_name="ticket", auth=READ,
            summary="Une panne et son suivi")  # fmt: skip
def ticket(request: HttpRequest, numero: TicketNumber) -> dict[str, Any]:
    """Une panne, par son numéro, avec les lignes du suivi que voit la personne du jeton."""
    found = _found(request, numero)
    lines = access.lines_seen(_caller(request).person, found)[:LINES]
    return {**_ticket(found), "lines": [_line(line) for line in lines]}


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
    near = ("asset", "room", *(f"school__{name}" for name in TERRITORY))
    found = _seen(request).select_related(*near).filter(ref=number.upper()).first()
    if found is None:
        raise HttpError(404, f"La panne « {number} » n’existe pas, ou n’est pas dans votre périmètre.")
    return found


def _school(caller: Caller, uai: str) -> School:
    found = _by_code.first(uai)
    scope = caller.token.scope
    within = found is not None and (scope is None or caller.schools.filter(pk=found.pk).exists())
    if found is None or not within or not sees(caller.person, found):
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
    return {
        "number": row.ref, "school": row.school.uai, "device": row.asset.inventory_number if row.asset else None,
        "room": row.room.name if row.room else None, "nature": row.nature, "symptom": row.symptom,
        "impact": row.impact, "summary": row.summary, "detail": row.detail, "status": row.status, "desk": row.desk,
        "bound": row.bound, "clause": row.clause, "reason": row.reason, "convention": row.convention,
        "opened_at": row.opened_at, "respond_by": row.respond_by, "due_at": row.due_at, "taken_at": row.taken_at,
        "solved_at": row.solved_at, "closed_at": row.closed_at,
    }  # fmt: skip


def _line(row: Line) -> dict[str, Any]:
    return {"at": row.at, "kind": row.kind, "side": row.side or None, "author": row.author, "text": row.text}
