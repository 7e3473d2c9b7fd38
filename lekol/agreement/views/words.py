"""Declarations: a debtor states, the other party answers, the evidence is given to whoever may see it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.agreement import access, actions
from lekol.agreement.forms import AnswerForm, DeclarationForm
from lekol.agreement.models import Commitment, Declaration
from lekol.agreement.views.clause import clause_or_404
from lekol.kit.forms import Form
from lekol.kit.http import PersonRequest

HALF_A_YEAR = dt.timedelta(days=182)


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: PersonRequest, slug: str, clause: str) -> HttpResponseBase:
    """A debtor declares by hand what no measure counts."""
    commitment = clause_or_404(request, slug, clause)
    parties = access.debtors_spoken_for(request.person, commitment)
    if commitment.indicator or not parties:
        raise PermissionDenied
    form = DeclarationForm(parties, request.POST or None, request.FILES or None, initial=_proposed(commitment))
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare(commitment=commitment, by=request.person, **form.cleaned_data)
        except ValidationError as fault:
            add_faults(form, fault)
        else:
            messages.success(request, "Déclaration enregistrée. L’autre partie peut y répondre.")
            return redirect(commitment)
    words = {"title": f"Déclarer l’engagement {clause}", "text": commitment.wording, "action": "Déclarer"}
    return render(request, "agreement/form.html", {**words, "form": form, **_above(commitment)})


def _proposed(commitment: Commitment) -> dict[str, Any]:
    """What is most often declared: today, for half a year, out of the same number as the time before."""
    today, last = timezone.localdate(), commitment.declarations.first()
    return {
        "observed_on": today,
        "valid_until": today + HALF_A_YEAR,
        "due": last.due if last else None,
    }


def _above(commitment: Commitment) -> dict[str, str]:
    return {"above": f"Clause {commitment.clause}", "back": commitment.get_absolute_url()}


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PersonRequest, slug: str, clause: str, pk: int) -> HttpResponseBase:
    """The other party agrees or contests."""
    commitment = clause_or_404(request, slug, clause)
    declaration = get_object_or_404(commitment.declarations.select_related("party"), pk=pk)
    declaration.commitment = commitment
    parties = access.parties_to_answer(request.person, declaration)
    if not parties:
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(declaration=declaration, party=parties[0], by=request.person, **form.cleaned_data)
        except ValidationError as fault:
            add_faults(form, fault)
        else:
            messages.success(request, "Réponse enregistrée : elle reste visible à côté de la déclaration.")
            return redirect(commitment)
    words = {
        "title": f"Répondre à la déclaration de {declaration.party.short_name}",
        "text": f"« {declaration.statement} »",
        "action": "Répondre",
    }
    return render(request, "agreement/form.html", {**words, "form": form, **_above(commitment)})


def add_faults(form: Form, fault: ValidationError) -> None:
    """What a verb refused, beside its field when the form has it, above the form otherwise."""
    named = fault.error_dict if hasattr(fault, "error_dict") else {"": fault.error_list}
    for name, faults in named.items():
        form.add_error(name if name in form.fields else None, ValidationError(faults))


@require_safe
def evidence(request: PersonRequest, slug: str, clause: str, pk: int) -> HttpResponseBase:
    """The file of a declaration, always as a download, never run by the browser."""
    commitment = clause_or_404(request, slug, clause)
    declaration: Declaration = get_object_or_404(commitment.declarations, pk=pk)
    if not declaration.evidence:
        raise Http404
    response = FileResponse(declaration.evidence.open(), as_attachment=True, filename=declaration.evidence_name)
    response["Content-Type"] = "application/octet-stream"
    return response
