"""Sign-in pages’ own words, the demonstration’s one-click sign-in, and what is done to an account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from lekol.directory.access import people_visible_to
from lekol.directory.models import Person
from lekol.identity import actions
from lekol.identity.access import may_manage_account
from lekol.identity.models import User
from lekol.identity.queries import account_of
from lekol.kit.http import PersonRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: an account is opened for a person. Messages say nothing of who has an account."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ce compte est fermé."),
        "email_password_mismatch": _(
            "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les, ou demandez un nouveau mot de passe."
        ),
        "incorrect_password": _("Ce mot de passe n’est pas le vôtre."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
        "too_many_login_attempts": _(
            "Trop d’essais manqués. Attendez cinq minutes avant de recommencer, ou demandez un nouveau mot de passe."
        ),
        "invalid_password_reset": _("Ce lien n’est plus valable. Demandez un nouveau mot de passe."),
        "rate_limited": _("Trop de demandes en peu de temps. Attendez quelques minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Any, password: str) -> None:
        actions.set_password(account=user, password=password)


@require_POST
def demonstration(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration’s people, chosen by reference; does not exist anywhere else."""
    if not settings.DEMO:
        raise Http404
    account = get_object_or_404(User, person__ref=request.POST.get("ref", ""), is_active=True)
    response: HttpResponse = perform_login(request, Login(user=account))
    return response


@require_POST
def invite(request: PersonRequest, ref: str) -> HttpResponse:
    """Open the person’s account if there is none, and send the link by which they choose a password."""
    person = _managed(request, ref)
    if not person.email:
        messages.error(
            request, "Cette personne n’a pas d’adresse de courriel. Ajoutez-la sur sa fiche, puis recommencez."
        )
        return redirect("desks:rights", ref)
    try:
        account = account_of(person) or actions.open_account(person=person, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("desks:rights", ref)
    if not account.is_active:
        messages.error(request, "Ce compte est fermé. Rouvrez-le avant d’envoyer une invitation.")
        return redirect("desks:rights", ref)
    actions.invite(account=account, by=request.person)
    messages.success(request, f"Invitation envoyée à {account.email}.")
    return redirect("desks:rights", ref)


@require_POST
def close(request: PersonRequest, ref: str) -> HttpResponse:
    """Close an account; one cannot close one’s own."""
    person = _managed(request, ref)
    if person == request.person:
        raise PermissionDenied
    actions.close_account(account=get_object_or_404(User, person=person), by=request.person)
    messages.success(request, f"Le compte de {person} est fermé.")
    return redirect("desks:rights", ref)


@require_POST
def reopen(request: PersonRequest, ref: str) -> HttpResponse:
    """Open a closed account again."""
    person = _managed(request, ref)
    actions.reopen_account(account=get_object_or_404(User, person=person), by=request.person)
    messages.success(request, f"Le compte de {person} est rouvert.")
    return redirect("desks:rights", ref)


@require_POST
def follow_address(request: PersonRequest, ref: str) -> HttpResponse:
    """Make the account follow the address of the person’s card."""
    person = _managed(request, ref)
    account = get_object_or_404(User, person=person)
    try:
        actions.follow_address(account=account, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, f"{person} se connecte maintenant avec {account.email}.")
    return redirect("desks:rights", ref)


def _managed(request: PersonRequest, ref: str) -> Person:
    """The person of that reference, if seen (404) and managed (403) by the reader."""
    person = get_object_or_404(people_visible_to(request.person), ref=ref)
    if not may_manage_account(request.person, person):
        raise PermissionDenied
    return person
