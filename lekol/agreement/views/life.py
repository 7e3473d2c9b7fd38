"""The life of an agreement: its pack is loaded, its signature date entered."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lekol.agreement import access, actions, queries
from lekol.agreement.forms import PackForm, SignatureForm
from lekol.agreement.models import Agreement
from lekol.agreement.rules.pack import Pack
from lekol.agreement.views.board import duration
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: PersonRequest, slug: str) -> HttpResponseBase:
    """Enter the signature date: the term, unknown until then, starts."""
    agreement = get_object_or_404(access.visible_to(request.person), slug=slug)
    if not access.may_sign(request.person, agreement):
        raise PermissionDenied
    text = f"« {agreement.short_title} » : {duration(agreement)}. La date ne se change plus ensuite."
    above, back = agreement.short_title, agreement.get_absolute_url()
    question = Question("Saisir la date de signature", text, "Enregistrer la date", back, above=above)

    def act(on: dt.date) -> None:
        _say_signed(request, actions.sign(agreement=agreement, on=on, by=request.person))

    return ask(request, question, SignatureForm(request.POST or None), act)


def _say_signed(request: PersonRequest, signed: Agreement) -> None:
    messages.success(request, f"Date de signature enregistrée. La convention court {signed.in_words}.")
    for other in queries.beside(signed):
        messages.warning(request, f"Sur le même territoire, « {other} » court {other.in_words}.")


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: PersonRequest) -> HttpResponseBase:
    """Send a pack: checked first, every fault with its line, written only when it has none."""
    if not access.may_load(request.person):
        raise PermissionDenied
    form = PackForm(request.POST or None, request.FILES or None)
    text = (
        "Un paquet décrit la convention : parties, articles, engagements, comités. "
        "Le même paquet envoyé deux fois n’écrit rien."
    )
    question = Question("Charger une convention", text, "Vérifier et charger", reverse("agreement:board"))
    return ask(request, question, form, lambda pack: _load(request, pack, form.text))


def _load(request: PersonRequest, pack: Pack, text: str) -> HttpResponseBase:
    """Write a checked pack, within the reader’s territory only."""
    if not access.may_load_pack(request.person, pack.slug, pack.scope):
        fault = f"Ce paquet concerne {pack.scope}, qui n’est pas dans le territoire de votre fonction."
        raise ValidationError({"pack": fault})
    agreement, written = actions.load(text=text, by=request.person)
    done = "chargée" if written else "déjà à jour : rien n’a été écrit"
    messages.success(request, f"Convention « {agreement} » {done}.")
    if queries.untaken(agreement):
        messages.info(request, "Certains chiffres n’ont pas encore été relevés : ils paraîtront au prochain.")
    seen = access.visible_to(request.person).filter(pk=agreement.pk).exists()
    return redirect(agreement.get_absolute_url() if seen else reverse("agreement:board"))
