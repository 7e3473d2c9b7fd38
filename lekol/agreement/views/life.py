"""The life of an agreement: its pack is loaded, its signature date entered."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lekol.agreement import access, actions
from lekol.agreement.forms import PackForm, SignatureForm
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
            actions.sign(agreement=agreement, on=form.cleaned_data["on"], by=request.person)
        except ValidationError as fault:
            form.add_error("on", fault.messages)  # type: ignore[arg-type]
        else:
            messages.success(request, "Date de signature enregistrée : la durée de la convention est connue.")
            return redirect(agreement)
    words = {
        "title": "Saisir la date de signature",
        "text": f"« {agreement.short_title} » dure {agreement.data['term']['years']} ans à compter du jour de sa signature.",
        "action": "Enregistrer la date",
        "back": agreement.get_absolute_url(),
    }
    return render(request, "kit/saisir.html", {**words, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: PersonRequest) -> HttpResponseBase:
    """Send a pack: checked first, every fault with its line, written only when it has none."""
    if not access.may_load(request.person):
        raise PermissionDenied
    form = PackForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            agreement, written = actions.load(text=form.cleaned_data["pack"], by=request.person)
        except ValidationError as fault:
            form.add_error("pack", fault.messages)  # type: ignore[arg-type]
        else:
            done = "chargée" if written else "déjà à jour : rien n’a été écrit"
            messages.success(request, f"Convention « {agreement} » {done}.")
            seen = access.visible_to(request.person).filter(pk=agreement.pk).exists()
            return redirect(agreement.get_absolute_url() if seen else reverse("agreement:board"))
    words = {
        "title": "Charger une convention",
        "text": "Un paquet décrit la convention : parties, articles, engagements, comités. Le même paquet envoyé deux fois n’écrit rien.",
        "action": "Vérifier et charger",
        "back": reverse("agreement:board"),
    }
    return render(request, "kit/saisir.html", {**words, "form": form})
