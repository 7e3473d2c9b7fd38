"""The register of acts: what is recorded, what each one lacks to be in force, its files."""

import csv
import io
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lekol.agreement import access, actions
from lekol.agreement.forms import ActFileForm, CorrectedActForm, NewActForm, ReceiptForm
from lekol.agreement.models import Act
from lekol.agreement.queries.acts import SCDL, scdl_rows
from lekol.agreement.rules.acts import appeal_until
from lekol.agreement.rules.receipt import Receipt
from lekol.directory.models import Commune
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond

FORM = ["GET", "HEAD", "POST"]
COLUMNS = (
    Column("Acte", str, lambda row: row.get_absolute_url(), lead=True),
    Column("Objet", lambda row: row.subject),
    Column("Registre", lambda row: row.commune or row.academy),
    Column("Décidé le", lambda row: row.decided_on),
    Column("En vigueur", lambda row: standing(row)),
)


def standing(act: Act) -> str:
    """« exécutoire », or what is lacking."""
    lacking = act.lacking
    return f"manque {', '.join(need.says for need in lacking)}" if lacking else "exécutoire"


@require_safe
def acts(request: PersonRequest) -> HttpResponseBase:
    """The register, by reference."""
    listing = Listing(
        "Registre des actes",
        "Délibérations, arrêtés, conventions, avenants : chaque date à part, et ce qui manque pour qu’un acte oblige.",
        access.acts_visible_to(request.person),
        ("id",),
        COLUMNS,
        "actes",
        "Aucun acte n’est inscrit pour votre territoire.",
        "acte,actes",
        "agreement/acts.html",
    )
    return respond(request, listing, may_add=bool(access.bodies_of(request.person)))


@require_safe
def act(request: PersonRequest, ref: str) -> HttpResponse:
    """One act: its dates, what it lacks, its text, its vote, its files."""
    found = _act(request, ref)
    context = {
        "act": found,
        "lacking": found.lacking,
        "appeal": appeal_until(found.facts),
        "files": found.files.all(),
        "clauses": found.clauses.select_related("agreement").order_by("rank"),
        "may_keep": access.may_keep_act(request.person, found),
    }
    return render(request, "agreement/act.html", context)


@require_http_methods(FORM)
def add_act(request: PersonRequest) -> HttpResponseBase:
    """Enter an act in the register of one’s administration."""
    bodies = access.bodies_of(request.person)
    if not bodies:
        raise PermissionDenied
    form = NewActForm(bodies, access.visible_to(request.person), request.POST or None)
    question = Question(
        "Inscrire un acte",
        "Laissez vide ce qui n’a pas encore eu lieu.",
        "Inscrire",
        "/convention/actes/",
        above="Registre des actes",
    )

    def act_on(body_of: Any, clauses: Any, **words: Any) -> HttpResponseBase:
        place = {"commune": body_of} if isinstance(body_of, Commune) else {"academy": body_of}
        return redirect(actions.record_act(act=Act(**words, **place), clauses=clauses, by=request.person))

    return ask(request, question, form, act_on)


@require_http_methods(FORM)
def edit_act(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Correct an act, with the reason."""
    found = _kept(request, ref)
    initial = {name: getattr(found, name) for name in CorrectedActForm.Meta.fields if name != "clauses"}
    initial["clauses"] = list(found.clauses.all())
    form = CorrectedActForm(access.visible_to(request.person), request.POST or None, initial=initial)
    question = _about(found, "Corriger l’acte", "Ce qui change est gardé au journal, avec le motif.", "Enregistrer")

    def act_on(reason: str, **words: Any) -> None:
        actions.correct_act(act=_kept(request, ref), words=words, reason=reason, by=request.person)

    return ask(request, question, form, act_on)


@require_http_methods(FORM)
def give_receipt(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Read the XML receipt of the operator; what disagrees with the register is said, and nothing is written."""
    found = _kept(request, ref)
    form = ReceiptForm(request.POST or None, request.FILES or None)
    question = _about(
        found, "Lire l’accusé de réception", "Ses dates et son identifiant complètent le registre.", "Lire"
    )

    def act_on(receipt: Receipt) -> None:
        actions.take_receipt(act=found, receipt=receipt, by=request.person)

    return ask(request, question, form, act_on)


@require_http_methods(FORM)
def add_act_file(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Attach the signed PDF."""
    found = _kept(request, ref)
    form = ActFileForm(request.POST or None, request.FILES or None)
    question = _about(found, "Joindre l’acte signé", "Une fois joint, il ne se remplace pas.", "Joindre")

    def act_on(file: Any) -> None:
        actions.attach(act=found, content=file.read(), name=file.name, by=request.person)

    return ask(request, question, form, act_on)


@require_safe
def act_file(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    """A file, as a download; one whose digest has changed is not given (409)."""
    kept = get_object_or_404(_act(request, ref).files, pk=pk)
    try:
        content = actions.content_of(kept)
    except ValidationError as fault:
        return render(
            request,
            "agreement/act_altered.html",
            {"act": kept.act, "kept": kept, "fault": fault.messages[0]},
            status=409,
        )
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{kept.act.ref}-{kept.pk}.pdf"'
    return response


@require_safe
def acts_scdl(request: PersonRequest) -> HttpResponse:
    """The deliberations one sees, in the columns of SCDL 2.1.2."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(SCDL)
    writer.writerows(scdl_rows(access.acts_visible_to(request.person).order_by("decided_on", "id")))
    response = HttpResponse(held.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="deliberations.csv"'
    return response


def _act(request: PersonRequest, ref: str) -> Act:
    return get_object_or_404(access.acts_visible_to(request.person), ref=ref)


def _kept(request: PersonRequest, ref: str) -> Act:
    found = _act(request, ref)
    if not access.may_keep_act(request.person, found):
        raise PermissionDenied
    return found


def _about(found: Act, title: str, text: str, action: str) -> Question:
    return Question(title, f"{found} : {found.subject}. {text}", action, found.get_absolute_url(), above=str(found))
