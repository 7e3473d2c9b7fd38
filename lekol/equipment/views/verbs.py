"""The verbs of the estate on screen: one form each, then back to where it came from."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Room, School
from lekol.equipment import access, actions
from lekol.equipment.forms import AssetForm, DayForm, FillForm, PlaceForm, SystemForm
from lekol.equipment.models import Asset, Placement, Slot
from lekol.equipment.views.devices import asset_or_404
from lekol.kit.http import PersonRequest

verb = require_http_methods(["GET", "HEAD", "POST"])


def _ask(request: PersonRequest, form: forms.Form, words: dict[str, str], act: Callable[..., Any], done: str) -> HttpResponseBase:
    """Show a form, or run its verb; what the rules refuse is said on the form, and nothing is written."""
    if request.method == "POST" and form.is_valid():
        try:
            act(**form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault.messages)  # type: ignore[arg-type]
        else:
            messages.success(request, done)
            return redirect(words["back"])
    return render(request, "kit/saisir.html", {"form": form, **words})


def _kept(request: PersonRequest, number: str) -> tuple[Asset, Placement | None]:
    """A device the reader may change, and where it stands."""
    asset = asset_or_404(request, number)
    here = asset.placements.filter(valid__contains=timezone.localdate()).select_related("school__commune").first()
    if here is None or not access.may_keep(request.person, here.school):
        raise PermissionDenied
    return asset, here


@verb
def add(request: PersonRequest, uai: str) -> HttpResponseBase:
    """Enter a device in the estate of a school."""
    school = get_object_or_404(schools_visible_to(request.person).select_related("commune"), uai=uai)
    if not access.may_keep(request.person, school):
        raise PermissionDenied
    form = AssetForm(school.rooms.all(), request.POST or None)
    words = {"title": "Inscrire un matériel", "text": f"À {school.full_name}.", "action": "Inscrire", "back": school.get_absolute_url()}
    return _ask(request, form, words, lambda **data: actions.register(school=school, by=request.person, **data), "Matériel inscrit.")


@verb
def move(request: PersonRequest, number: str) -> HttpResponseBase:
    """Place a device elsewhere."""
    asset, here = _kept(request, number)
    schools = schools_visible_to(request.person)
    rooms = Room.objects.filter(school__in=schools.values("pk")).select_related("school")
    if here is not None and request.method != "POST":
        rooms = rooms.filter(school=here.school)
    initial = {"school": here.school_id if here else None, "on": timezone.localdate()}
    form = PlaceForm(schools, rooms, request.POST or None, initial=initial)
    words = {"title": f"Placer {asset.inventory_number}", "text": str(asset.model), "action": "Placer", "back": asset.get_absolute_url()}
    return _ask(request, form, words, lambda **data: actions.move(asset=asset, by=request.person, **data), "Matériel placé.")


@verb
def retire(request: PersonRequest, number: str) -> HttpResponseBase:
    """Take a device out of the estate."""
    asset, _ = _kept(request, number)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    text = "Il quittera sa salle et l’équipement qu’il pourvoit. Son histoire reste consultable."
    words = {"title": f"Sortir {asset.inventory_number} du parc", "text": text, "action": "Sortir du parc", "back": asset.get_absolute_url()}
    return _ask(request, form, words, lambda on: actions.retire(asset=asset, on=on, by=request.person), "Matériel sorti du parc.")


@verb
def install(request: PersonRequest, number: str) -> HttpResponseBase:
    """Record the system a device runs."""
    asset, _ = _kept(request, number)
    form = SystemForm(request.POST or None, initial={"on": timezone.localdate()})
    words = {"title": f"Système de {asset.inventory_number}", "text": str(asset.model), "action": "Enregistrer", "back": asset.get_absolute_url()}
    return _ask(request, form, words, lambda **data: actions.install(asset=asset, by=request.person, **data), "Système enregistré.")


@verb
def connect(request: PersonRequest, number: str) -> HttpResponseBase:
    """Record that a device is on the network."""
    asset, _ = _kept(request, number)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    words = {"title": f"Mettre {asset.inventory_number} en réseau", "text": str(asset.model), "action": "Enregistrer", "back": asset.get_absolute_url()}
    return _ask(request, form, words, lambda on: actions.connect(asset=asset, on=on, by=request.person), "Mise en réseau enregistrée.")


@verb
def fill(request: PersonRequest, uai: str, kind: str, rank: int) -> HttpResponseBase:
    """Say which device takes a required place of a school."""
    school: School = get_object_or_404(schools_visible_to(request.person).select_related("commune"), uai=uai)
    slot = get_object_or_404(Slot.objects.select_related("school"), school=school, kind=kind, rank=rank)
    if not access.may_fill(request.person, school):
        raise PermissionDenied
    today = timezone.localdate()
    here = Asset.objects.filter(placements__school=school, placements__valid__contains=today, retired_on=None)
    form = FillForm(here.select_related("model").order_by("inventory_number"), request.POST or None, initial={"on": today})
    words = {"title": f"Pourvoir : {slot}", "text": school.full_name, "action": "Enregistrer", "back": school.get_absolute_url()}
    return _ask(request, form, words, lambda **data: actions.fill(slot=slot, by=request.person, **data), "Équipement pourvu.")
