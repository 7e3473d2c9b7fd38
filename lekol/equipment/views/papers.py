"""Documents and photographs of a device: joined, given to whoever sees it, taken off."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import visible_to as schools_visible_to
from lekol.equipment import access, actions
from lekol.equipment.forms import DocumentForm, PhotoForm, SureForm
from lekol.equipment.models import Asset, DeviceModel
from lekol.equipment.views.cards import about
from lekol.equipment.views.devices import close, held
from lekol.kit.asking import ask
from lekol.kit.http import PersonRequest

verb = require_http_methods(["GET", "HEAD", "POST"])


@verb
def add_document(request: PersonRequest, number: str) -> HttpResponseBase:
    """Join a paper."""
    asset = held(request, number)
    form = DocumentForm(request.POST or None, request.FILES or None)
    question = about(asset, f"Joindre un document à {asset.inventory_number}", "Joindre", "Document joint.")

    def keep(file: Any, **words: Any) -> None:
        actions.keep_document(thing=asset, content=file.read(), name=file.name, words=words, by=request.person)

    return ask(request, question, form, keep)


@verb
def add_photo(request: PersonRequest, number: str) -> HttpResponseBase:
    """Add a photograph, drawn again without its place nor its hour."""
    asset = held(request, number, access.COUNT)
    form = PhotoForm(request.POST or None, request.FILES or None)
    question = about(asset, f"Ajouter une photo de {asset.inventory_number}", "Ajouter", "Photo ajoutée.")

    def keep(file: Any, caption: str) -> None:
        actions.keep_photo(asset=asset, content=file.read(), caption=caption, by=request.person)

    return ask(request, question, form, keep)


@verb
def remove_document(request: PersonRequest, number: str, pk: int) -> HttpResponseBase:
    """Erase a paper."""
    asset = held(request, number)
    row = get_object_or_404(asset.documents.filter(removed=False), pk=pk)
    question = about(asset, f"Retirer : {row}", "Retirer", "Document retiré.", "Le fichier est effacé.")
    return ask(request, question, _sure(request), lambda sure: actions.remove_document(document=row, by=request.person))


@verb
def remove_photo(request: PersonRequest, number: str, pk: int) -> HttpResponseBase:
    """Erase a photograph."""
    asset = held(request, number)
    row = get_object_or_404(asset.photos, pk=pk)
    question = about(asset, f"Retirer : {row}", "Retirer", "Photo retirée.", "La photo est effacée.")
    return ask(request, question, _sure(request), lambda sure: actions.remove_photo(photo=row, by=request.person))


def _sure(request: PersonRequest) -> SureForm:
    return SureForm(request.POST if request.method == "POST" else None)


@require_safe
def document(request: PersonRequest, number: str, pk: int) -> FileResponse:
    """A paper, as a download."""
    row = get_object_or_404(close(request, number).documents.filter(removed=False), pk=pk)
    return FileResponse(row.file.open(), as_attachment=True, filename=row.name, content_type=row.media_type)


@require_safe
def photo(request: PersonRequest, number: str, pk: int) -> FileResponse:
    """A photograph, shown by the browser: its pixels were drawn by Lékol, nothing else is in it."""
    return _shown(get_object_or_404(close(request, number).photos, pk=pk).file)


@require_safe
def thumbnail(request: PersonRequest, number: str, pk: int) -> FileResponse:
    """A small photograph."""
    return _shown(get_object_or_404(close(request, number).photos, pk=pk).thumbnail)


@require_safe
def model_image(request: PersonRequest, pk: int) -> FileResponse:
    """The image of a model, for whoever sees a school: it says nothing of any device."""
    model: DeviceModel = get_object_or_404(DeviceModel.objects.exclude(image=""), pk=pk)
    seen = Asset.objects.filter(model=model, school__in=schools_visible_to(request.person).values("pk"))
    if not seen.exists() and not access.communes_where(request.person, access.CONTRACT):
        raise Http404
    return _shown(model.image)


def _shown(file: Any) -> FileResponse:
    response = FileResponse(file.open(), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
