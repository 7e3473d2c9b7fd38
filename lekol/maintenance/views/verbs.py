"""The verbs of a ticket on screen: one form, one verb, one page each."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.maintenance import access, actions
from lekol.maintenance.forms import (
    AttachForm,
    ConfirmForm,
    HandOffForm,
    ProposeForm,
    PutOffForm,
    ReasonForm,
    SayForm,
    SolveForm,
    TextForm,
    TransferForm,
)
from lekol.maintenance.models import HandOff, Ticket, Transfer
from lekol.maintenance.queries import outages, supplier_of
from lekol.maintenance.queries.habits import stores_of
from lekol.maintenance.views.tickets import ticket_or_404

verb = require_http_methods(["GET", "HEAD", "POST"])
Check = Callable[[Any, Ticket], bool]


def _found(request: PersonRequest, ref: str, may: Check) -> Ticket:
    found = ticket_or_404(request, ref)
    if not may(request.person, found):
        raise PermissionDenied
    return found


def _ask(
    request: PersonRequest, found: Ticket, form: forms.Form, words: tuple[str, str, str], act: Callable[..., Any]
) -> HttpResponseBase:
    """`words`: the title, the button, what was done. The verb receives the ticket and its author."""
    title, button, done = words
    question = Question(title, str(found), button, found.get_absolute_url(), done, above=found.ref)
    return ask(request, question, form, lambda **data: _done(act(ticket=found, by=request.person, **data)))


def _sent(request: PersonRequest) -> QueryDict | None:
    """What was sent, even when there was nothing to write: one button is enough."""
    return request.POST if request.method == "POST" else None


def _done(_: Any) -> None:
    """Verbs answer rows; the page goes back to the ticket."""


@verb
def take(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Taken in charge by the reader."""
    found = _found(request, ref, access.may_handle)
    words = ("Prendre en charge", "Je m’en occupe", "Vous vous occupez de cette panne.")
    return _ask(request, found, forms.Form(_sent(request)), words, actions.take)


@verb
def say(request: PersonRequest, ref: str) -> HttpResponseBase:
    """A message."""
    found = _found(request, ref, lambda person, row: access.may_report(person, row.school))
    readers = partial(access.readers_of, found)
    form = SayForm(access.sides_of(request.person, found.school), readers, _sent(request))
    return _ask(request, found, form, ("Écrire un message", "Ajouter au suivi", "Message ajouté."), actions.say)


@verb
def ask_school(request: PersonRequest, ref: str) -> HttpResponseBase:
    """A question to the school; the clock stands still."""
    found = _found(request, ref, access.may_handle)
    words = ("Poser une question à l’école", "Poser la question", "Question posée : le délai est suspendu.")
    return _ask(request, found, TextForm(_sent(request)), words, actions.ask_school)


@verb
def answer(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The school answers; the clock goes on."""
    found = _found(request, ref, access.may_confirm)
    words = ("Répondre à la question", "Répondre", "Réponse envoyée : le délai reprend.")
    return _ask(request, found, TextForm(_sent(request)), words, actions.answer)


@verb
def solve(request: PersonRequest, ref: str) -> HttpResponseBase:
    """It works again."""
    found = _found(request, ref, access.may_handle)
    words = ("Déclarer résolue", "C’est réparé", "L’école va confirmer.")
    return _ask(request, found, SolveForm(stores_of(found), _sent(request)), words, actions.solve)


@verb
def put_off(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Another day: the school reads it."""
    found = _found(request, ref, access.may_handle)
    form = PutOffForm(_sent(request))
    words = ("Reporter", "Reporter la panne", "Panne reportée : l’école lit la date et la raison.")
    return _ask(request, found, form, words, actions.put_off)


@verb
def transfer(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Ask another party to take it."""
    found = _found(request, ref, access.may_handle)
    words = ("Demander un transfert", "Demander", "Transfert demandé : votre délai court jusqu’à l’acceptation.")
    return _ask(request, found, TransferForm(found.desk, _sent(request)), words, actions.ask_transfer)


def _transfer(request: PersonRequest, ref: str, pk: int) -> Transfer:
    found = ticket_or_404(request, ref)
    row = get_object_or_404(found.transfers, pk=pk)
    row.ticket = found
    if not access.may_answer_transfer(request.person, row):
        raise PermissionDenied
    return row


@verb
def accept_transfer(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """The party asked takes it."""
    row = _transfer(request, ref, pk)

    def act(ticket: Ticket, by: Any) -> Any:
        return actions.accept_transfer(transfer=row, by=by)

    words = ("Accepter le transfert", "Accepter", "Votre délai commence maintenant.")
    return _ask(request, row.ticket, forms.Form(_sent(request)), words, act)


@verb
def refuse_transfer(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """The party asked says why not."""
    row = _transfer(request, ref, pk)

    def act(ticket: Ticket, by: Any, reason: str) -> Any:
        return actions.refuse_transfer(transfer=row, by=by, reason=reason)

    words = ("Refuser le transfert", "Refuser", "Refus envoyé avec sa raison.")
    return _ask(request, row.ticket, ReasonForm(_sent(request)), words, act)


@verb
def hand_off(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The device goes to its supplier."""
    found = _found(request, ref, access.may_hand_off)
    words = ("Confier au fournisseur", "Confier", "Le lien de suivi du fournisseur est sur la page de la panne.")
    known = supplier_of(found.asset) if found.asset and request.method != "POST" else {}
    return _ask(request, found, HandOffForm(_sent(request), initial=known), words, actions.hand_off)


@verb
def revoke_link(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """The supplier’s link opens nothing any more."""
    found = _found(request, ref, access.may_handle)
    row: HandOff = get_object_or_404(found.handoffs, pk=pk)

    def act(ticket: Ticket, by: Any) -> Any:
        return actions.revoke_link(handoff=row, by=by)

    words = ("Retirer le lien du fournisseur", "Retirer le lien", "Lien retiré.")
    return _ask(request, found, forms.Form(_sent(request)), words, act)


@verb
def confirm(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The school confirms, and says how it went."""
    found = _found(request, ref, access.may_confirm)
    words = ("Confirmer que tout marche", "Confirmer", "Merci. La panne est close.")
    return _ask(request, found, ConfirmForm(_sent(request)), words, actions.confirm)


@verb
def reopen(request: PersonRequest, ref: str) -> HttpResponseBase:
    """It does not work."""
    found = _found(request, ref, access.may_confirm)
    words = ("Rouvrir la panne", "Rouvrir", "La panne est rouverte, avec un nouveau délai.")
    return _ask(request, found, ReasonForm(_sent(request)), words, actions.reopen)


@verb
def withdraw(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Sent by mistake."""
    found = _found(request, ref, access.may_confirm)
    words = ("Annuler ce signalement", "Annuler le signalement", "Signalement annulé.")
    return _ask(request, found, forms.Form(_sent(request)), words, actions.withdraw)


@verb
def keep_at_school(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Nobody is bound: the school files the report."""
    found = _found(request, ref, access.may_confirm)
    words = ("Classer ce signalement", "Classer", "Signalement classé : la raison et les conseils restent lisibles.")
    return _ask(request, found, forms.Form(_sent(request)), words, actions.keep_at_school)


@verb
def follow(request: PersonRequest, ref: str) -> HttpResponseBase:
    """« Déjà signalé, me tenir informé »."""
    found = _found(request, ref, lambda person, row: access.may_report(person, row.school))
    words = ("Suivre cette panne", "Me tenir informé", "Vous serez tenu informé.")
    return _ask(request, found, forms.Form(_sent(request)), words, actions.follow)


@verb
def attach(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The ticket belongs to a wider outage."""
    found = _found(request, ref, access.may_handle)

    def act(ticket: Ticket, by: Any, parent: str) -> Any:
        wider = access.visible_to(by).filter(ref=parent.strip().upper()).first()
        if wider is None:
            raise ValidationError({"parent": "Aucune panne de ce numéro n’est dans votre périmètre."})
        return actions.attach(parent=wider, ticket=ticket, by=by)

    words = ("Rattacher à une panne générale", "Rattacher", "Panne rattachée.")
    form = AttachForm(_sent(request))
    wide = [str(row) for row in outages(found)]
    form.fields["parent"].help_text = f"Ouvertes dans cette école : {' ; '.join(wide)}." if wide else ""
    return _ask(request, found, form, words, act)


@verb
def propose(request: PersonRequest, ref: str) -> HttpResponseBase:
    """What solved it may help others."""
    found = _found(request, ref, access.may_handle)
    form = ProposeForm(_sent(request), initial={"title": found.summary[:120], "answer": found.solution})
    words = ("Proposer une réponse connue", "Proposer", "Réponse proposée : elle sera relue avant publication.")
    return _ask(request, found, form, words, actions.propose_article)
