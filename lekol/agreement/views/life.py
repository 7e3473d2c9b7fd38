"""The life of an agreement: its pack is loaded, its signature date entered."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lekol.agreement import access, actions, queries
from lekol.agreement.forms import PackForm, SignatureForm
from lekol.agreement.models import Agreement
from lekol.agreement.views.board import duration
from lekol.kit.http import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: PersonRequest, slug: str) -> HttpResponseBase:
    """Enter the signature date: the term, unknown until then, starts."""
    agreement = get_object_or_404(access.visible_to(request.person), slug=slug)
    if not access.may_sign(request.person, agreement):
        raise PermissionDenied
    form = SignatureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signed = actions.sign(agreement=agreement, on=form.cleaned_data["on"], by=request.person)
        except ValidationError as fault:
            form.add_error("on", fault.messages)
        else:
            _say_signed(request, signed)
            return redirect(signed)
    words = {
        "title": "Saisir la date de signature",
        "text": f"« {agreement.short_title} » : {duration(agreement)}. La date ne se change plus ensuite.",
        "action": "Enregistrer la date",
        "above": agreement.short_title,
        "back": agreement.get_absolute_url(),
    }
    return render(request, "agreement/form.html", {**words, "form": form})


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
    if request.method == "POST" and form.is_valid() and (done := _load(request, form)):
        return done
    words = {
        "title": "Charger une convention",
        "text": "Un paquet décrit la convention : parties, articles, engagements, comités. "
        "Le même paquet envoyé deux fois n’écrit rien.",
        "action": "Vérifier et charger",
        "back": reverse("agreement:board"),
    }
    return render(request, "kit/saisir.html", {**words, "form": form})


def _load(request: PersonRequest, form: PackForm) -> HttpResponseBase | None:
    """Write a checked pack; None, and the reason in the form, when it cannot be."""
    pack = form.cleaned_data["pack"]
    if not access.may_load_pack(request.person, pack.slug, pack.scope):
        form.add_error("pack", f"Ce paquet concerne {pack.scope}, qui n’est pas dans le territoire de votre fonction.")
        return None
    try:
        agreement, written = actions.load(text=form.text, by=request.person)
    except ValidationError as fault:
        form.add_error("pack", fault.messages)
        return None
    done = "chargée" if written else "déjà à jour : rien n’a été écrit"
    messages.success(request, f"Convention « {agreement} » {done}.")
    if queries.untaken(agreement):
        messages.info(request, "Certains chiffres n’ont pas encore été relevés : ils paraîtront au prochain.")
    seen = access.visible_to(request.person).filter(pk=agreement.pk).exists()
    return redirect(agreement.get_absolute_url() if seen else reverse("agreement:board"))
