"""The life of a device on screen: one page for every step of the table, and one to take the last back."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lekol.directory.access import visible_to as schools_visible_to
from lekol.equipment import actions
from lekol.equipment.choices import MEMORIES
from lekol.equipment.forms import StepForm, SureForm
from lekol.equipment.models import Asset
from lekol.equipment.rules import life
from lekol.equipment.views.devices import held
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest

verb = require_http_methods(["GET", "HEAD", "POST"])


@verb
def step(request: PersonRequest, number: str, after: str) -> HttpResponseBase:
    """Take a device to its next state, with the proofs the rules ask."""
    asset = held(request, number)
    try:
        found = life.step(asset.status, after)
    except life.Refused:
        raise Http404 from None
    proofs = life.proofs_of(found, asset.kind in MEMORIES)
    schools = schools_visible_to(request.person).filter(commune=asset.commune).order_by("sort_key", "pk")
    form = StepForm(found, proofs, schools, request.POST or None, initial={"on": timezone.localdate()})
    question = Question(
        f"{found.verb} : {asset.inventory_number}", _text(asset, found), found.verb, asset.get_absolute_url(),
        found.done, danger=found.danger, above=asset.inventory_number,
    )  # fmt: skip
    return ask(request, question, form, lambda **words: _advance(request, asset, after, words))


def _text(asset: Asset, found: life.Step) -> str:
    """What the step does, said before."""
    stands = asset.school is not None
    leaves = "Il quitte sa salle et l’équipement qu’il pourvoit." if stands and found.place is life.Place.LEAVES else ""
    locks = "Sa fiche est verrouillée jusqu’à ce qu’il soit retrouvé ou sorti du parc." if found.after == "vole" else ""
    back = "Cela s’annule pendant un mois." if found.days > 1 else "Cela s’annule jusqu’au lendemain, pas plus tard."
    return " ".join(word for word in (f"{asset.model}, {asset.get_status_display()}.", leaves, locks, back) if word)


def _advance(request: PersonRequest, asset: Asset, after: str, words: dict[str, Any]) -> None:
    store = words.pop("store", "")
    named = {name: words.pop(name) for name in ("on", "reason", "school", "room") if name in words}
    actions.advance(asset=asset, after=after, proofs=words, store=store, by=request.person, **named)


@verb
def undo(request: PersonRequest, number: str, pk: int) -> HttpResponseBase:
    """Take back the last step."""
    asset = held(request, number)
    row = get_object_or_404(asset.transitions.filter(undone=False), pk=pk)
    question = Question(
        f"Annuler : {row}", f"Le {row.on:%d/%m/%Y}. Le matériel retrouve l’état, la place et l’équipement d’avant.",
        "Annuler ce changement", asset.get_absolute_url(), "Changement annulé.", above=asset.inventory_number,
    )  # fmt: skip

    def take_back(sure: str) -> None:
        actions.undo(step=row, by=request.person)

    return ask(request, question, SureForm(request.POST if request.method == "POST" else None), take_back)
