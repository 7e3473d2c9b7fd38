"""The verbs of the estate on screen: one form each, then back to where it came from."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Room
from lekol.equipment import access, actions
from lekol.equipment.forms import AssetForm, DayForm, PlaceForm, SystemForm
from lekol.equipment.views.devices import held
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest

verb = require_http_methods(["GET", "HEAD", "POST"])


@verb
def add(request: PersonRequest, uai: str) -> HttpResponseBase:
    """Enter a device in the estate of a school."""
    school = get_object_or_404(schools_visible_to(request.person).select_related("commune"), uai=uai)
    if not access.may_keep(request.person, school):
        raise PermissionDenied
    initial = {"inventory_number": request.GET.get("inventory_number", "")[:40]}
    form = AssetForm(school.rooms.all(), request.POST or None, initial=initial)
    words = ("Inscrire un matériel", f"{school.full_name}.", "Inscrire", school.get_absolute_url())
    return ask(
        request,
        Question(*words, "Matériel inscrit."),
        form,
        lambda **data: actions.register(school=school, by=request.person, **data),
    )


@verb
def move(request: PersonRequest, number: str) -> HttpResponseBase:
    """Place a device elsewhere."""
    asset = held(request, number)
    here = asset.school
    schools = schools_visible_to(request.person).filter(commune=asset.commune).order_by("sort_key", "pk")
    rooms = Room.objects.filter(school__in=schools.values("pk"))
    initial = {"school": here.pk if here else None, "on": timezone.localdate()}
    form = PlaceForm(schools, rooms, request.POST or None, initial=initial)
    words = (f"Placer {asset.inventory_number}", str(asset.model), "Placer", asset.get_absolute_url())
    return ask(
        request,
        Question(*words, "Matériel placé."),
        form,
        lambda **data: actions.move(asset=asset, by=request.person, **data),
    )


@verb
def install(request: PersonRequest, number: str) -> HttpResponseBase:
    """Record the system a device runs."""
    asset = held(request, number)
    form = SystemForm(request.POST or None, initial={"on": timezone.localdate()})
    words = (f"Système de {asset.inventory_number}", str(asset.model), "Enregistrer", asset.get_absolute_url())
    return ask(
        request,
        Question(*words, "Système enregistré."),
        form,
        lambda **data: actions.install(asset=asset, by=request.person, **data),
    )


@verb
def connect(request: PersonRequest, number: str) -> HttpResponseBase:
    """Record that a device is on the network."""
    asset = held(request, number)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    words = (f"Mettre {asset.inventory_number} en réseau", str(asset.model), "Enregistrer", asset.get_absolute_url())
    return ask(
        request,
        Question(*words, "Mise en réseau enregistrée."),
        form,
        lambda on: actions.connect(asset=asset, on=on, by=request.person),
    )
