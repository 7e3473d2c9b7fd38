"""The card of a device: what it is, what it cost, who answers for it."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lekol.equipment import actions
from lekol.equipment.forms import CardForm, DayForm, DutyForm, PurchaseForm
from lekol.equipment.models import Asset, Purchase, Supplier
from lekol.equipment.views.devices import held
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest

verb = require_http_methods(["GET", "HEAD", "POST"])


def about(asset: Asset, title: str, action: str, done: str, text: str = "") -> Question:
    """A question about a device, that goes back to its page."""
    words = text or f"{asset.model}."
    return Question(title, words, action, asset.get_absolute_url(), done, above=asset.inventory_number)


@verb
def edit(request: PersonRequest, number: str) -> HttpResponseBase:
    """Correct the card; the history keeps before and after."""
    asset = held(request, number)
    asked = actions.schema_of(asset.commune_id, asset.kind)
    form = CardForm(asked, request.POST or None, instance=asset)
    question = about(asset, f"Modifier {asset.inventory_number}", "Enregistrer", "Fiche enregistrée.")

    def save(**words: Any) -> None:
        actions.edit(asset=held(request, number), words=form.card, extra=form.extra, by=request.person)

    return ask(request, question, form, save)


@verb
def buy(request: PersonRequest, number: str) -> HttpResponseBase:
    """Say under which order it was bought."""
    asset = held(request, number)
    suppliers = Supplier.objects.filter(commune=asset.commune)
    form = PurchaseForm(suppliers, request.POST or None, instance=asset.purchase or Purchase())
    text = "Les mêmes références désignent la même commande, pour tous les matériels qu’elle a livrés."
    question = about(asset, f"Achat de {asset.inventory_number}", "Enregistrer", "Achat enregistré.", text)

    def save(**words: Any) -> None:
        actions.bought(assets=[asset], commune=asset.commune, words=words, by=request.person)

    return ask(request, question, form, save)


@verb
def entrust(request: PersonRequest, number: str) -> HttpResponseBase:
    """Name an owner, a funder, a maintainer, a warrantor or a custodian from a day on."""
    asset = held(request, number)
    suppliers = Supplier.objects.filter(commune=asset.commune)
    form = DutyForm(suppliers, request.POST or None, initial={"on": timezone.localdate()})
    text = "Qui tenait cette responsabilité ne la tient plus à compter de ce jour ; les financeurs s’ajoutent."
    question = about(asset, f"Responsable de {asset.inventory_number}", "Nommer", "Responsabilité inscrite.", text)

    def save(on: Any, **words: Any) -> None:
        actions.entrust(asset=asset, on=on, words=words, by=request.person)

    return ask(request, question, form, save)


@verb
def release(request: PersonRequest, number: str, pk: int) -> HttpResponseBase:
    """End a responsibility."""
    asset = held(request, number)
    duty = get_object_or_404(asset.responsibilities.select_related("asset__model"), pk=pk)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    question = about(asset, f"Clore : {duty}", "Clore", "Responsabilité close.")
    return ask(request, question, form, lambda on: actions.release(duty=duty, on=on, by=request.person))
