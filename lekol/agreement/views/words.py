"""Declarations: a debtor states, the other party answers, the evidence is given to whoever may see it."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.agreement import access, actions
from lekol.agreement.forms import AnswerForm, DeclarationForm
from lekol.agreement.models import Commitment, Declaration
from lekol.agreement.views.clause import clause_or_404
from lekol.kit.asking import Question, ask
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
    question = _about(
        commitment, f"Déclarer l’engagement {clause}", commitment.wording, "Déclarer",
        "Déclaration enregistrée. L’autre partie peut y répondre.",
    )  # fmt: skip
    return ask(
        request, question, form, lambda **words: actions.declare(commitment=commitment, by=request.person, **words)
    )


def _proposed(commitment: Commitment) -> dict[str, Any]:
    """What is most often declared: today, for half a year, out of the same number as the time before."""
    today, last = timezone.localdate(), commitment.declarations.first()
    return {
        "observed_on": today,
        "valid_until": today + HALF_A_YEAR,
        "due": last.due if last else None,
    }


def _about(commitment: Commitment, title: str, text: str, action: str, done: str) -> Question:
    back, above = commitment.get_absolute_url(), f"Clause {commitment.clause}"
    return Question(title, text, action, back, done, above=above)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PersonRequest, slug: str, clause: str, pk: int) -> HttpResponseBase:
    """The other party agrees or contests."""
    commitment = clause_or_404(request, slug, clause)
    declaration = get_object_or_404(commitment.declarations.select_related("party"), pk=pk)
    declaration.commitment = commitment
    parties = access.parties_to_answer(request.person, declaration)
    if not parties:
        raise PermissionDenied
    question = _about(
        commitment,
        f"Répondre à la déclaration de {declaration.party.short_name}",
        f"« {declaration.statement} »",
        "Répondre",
        "Réponse enregistrée : elle reste visible à côté de la déclaration.",
    )

    def act(agrees: bool, reason: str) -> None:
        actions.answer(declaration=declaration, party=parties[0], by=request.person, agrees=agrees, reason=reason)

    return ask(request, question, AnswerForm(request.POST or None), act)


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
