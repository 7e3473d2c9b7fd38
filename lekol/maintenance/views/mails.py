"""Messages that became nothing: who wrote them, why they were refused, and what someone decides of them."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import visible_to as schools_visible_to
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.maintenance import access, actions
from lekol.maintenance.choices import MailOutcome
from lekol.maintenance.forms.mails import AttachMailForm, OpenMailForm
from lekol.maintenance.models import Mail, MailFile
from lekol.maintenance.rules.mail import nature_of

COLUMNS = (
    Column("Objet", lambda row: str(row), lambda row: reverse("maintenance:mail", args=[row.pk]), lead=True),
    Column("De", lambda row: str(row.person or row.sender or "inconnu")),
    Column("Reçu", lambda row: row.at),
    Column("Pourquoi", lambda row: row.reason),
)
verb = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def mails(request: PersonRequest) -> HttpResponseBase:
    """The messages that wait for a decision, newest first; `?etat=ecarte` shows those put aside."""
    if not access.may_sort_mail(request.person):
        raise PermissionDenied
    aside = request.GET.get("etat") == "ecarte"
    outcome = MailOutcome.IGNORED if aside else MailOutcome.REFUSED
    rows = access.mails_visible_to(request.person).filter(outcome=outcome).select_related("person")
    title, intro = (
        ("Courriels écartés", "Réponses automatiques, listes, avis de non-remise : Lékol n’en fait rien.")
        if aside
        else ("Courriels à trier", "Lékol n’a pas su quoi en faire. Rattachez-les, ouvrez une panne, ou écartez-les.")
    )
    nothing = "Aucun courriel n’attend de décision."
    listing = Listing(title, intro, rows, ("-at", "-id"), COLUMNS, "courriels", nothing, "courriel,courriels")
    here = reverse("maintenance:mails")
    other = ("À trier", here, "courriel") if aside else ("Écartés", f"{here}?etat=ecarte", "courriel")
    return respond(request, listing, actions=[other])


def _found(request: PersonRequest, pk: int) -> Mail:
    if not access.may_sort_mail(request.person):
        raise PermissionDenied
    return get_object_or_404(access.mails_visible_to(request.person).select_related("person", "ticket"), pk=pk)


@require_safe
def mail(request: PersonRequest, pk: int) -> HttpResponse:
    """One message: who, when, why, its words as plain text, its files to download."""
    found = _found(request, pk)
    return render(request, "maintenance/mail.html", {"mail": found, "files": found.files.all()})


@require_safe
def mail_file(request: PersonRequest, pk: int, file: int) -> FileResponse:
    """A file of a message: downloaded, never shown as a page of ours."""
    row = get_object_or_404(MailFile, pk=file, mail=_found(request, pk))
    try:
        response = FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name)
    except FileNotFoundError:
        raise Http404 from None
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _question(found: Mail, title: str, action: str, done: str) -> Question:
    return Question(title, found.subject or "Sans objet", action, reverse("maintenance:mails"), done)


@verb
def attach_mail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """It joins the timeline of a ticket the reader sees."""
    found = _found(request, pk)

    def act(ref: str) -> None:
        ticket = access.visible_to(request.person).filter(ref=ref.strip().upper()).select_related("school").first()
        if ticket is None:
            raise ValidationError({"ref": "Aucune panne de ce numéro n’est dans votre périmètre."})
        actions.attach_mail(mail=found, ticket=ticket, by=request.person)

    asked = _question(found, "Rattacher à une panne", "Rattacher", "Le courriel est dans le suivi de la panne.")
    return ask(request, asked, AttachMailForm(request.POST or None), act)


@verb
def open_mail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """It opens a ticket in a school the reader sees."""
    found = _found(request, pk)
    schools = schools_visible_to(request.person).open_on(timezone.localdate()).select_related("commune__academy")
    likely = {"nature": nature_of(f"{found.subject} {found.text}")}
    form = OpenMailForm(schools, request.POST or None, initial=likely)
    asked = _question(found, "Ouvrir une panne", "Ouvrir la panne", "La panne est ouverte.")
    return ask(request, asked, form, lambda **words: _done(actions.open_mail(mail=found, by=request.person, **words)))


@verb
def drop_mail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Nothing to do with it."""
    found = _found(request, pk)
    asked = _question(found, "Écarter ce courriel", "Écarter", "Courriel écarté : son texte est effacé.")
    form = forms.Form(request.POST if request.method == "POST" else None)
    return ask(request, asked, form, lambda: actions.drop_mail(mail=found, by=request.person))


def _done(_: Any) -> None:
    """Verbs answer rows; the page goes back to the list."""
