"""Labels to print, and what a QR code shows to whoever scans it."""

import hashlib
import time
from itertools import groupby
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import School
from lekol.equipment import access
from lekol.equipment.forms.labels import LabelsForm
from lekol.equipment.models import Asset
from lekol.equipment.queries import labels as queries
from lekol.equipment.rules.labels import FORMATS, READ_A_MINUTE, Format, places
from lekol.identity.actions import count_request
from lekol.kit.http import PersonRequest, address_of
from lekol.kit.printing import code128, qr, typeset

SOURCE = Path(__file__).parents[1] / "templates" / "equipment" / "labels.typ"


@require_safe
def labels(request: PersonRequest, uai: str) -> HttpResponseBase:
    """Choose what to print and on what; the same address with `format` answers the PDF."""
    school = get_object_or_404(schools_visible_to(request.person).select_related("commune"), uai=uai)
    if not access.may_keep(request.person, school):
        raise PermissionDenied
    form = LabelsForm(school, request.GET if "format" in request.GET else None, initial=request.GET.dict())
    if form.is_valid():
        found = list(_wanted(school, form.cleaned_data))
        if found:
            return _pdf(found, FORMATS[form.cleaned_data["format"]], form.cleaned_data["start"] or 1)
        form.add_error(
            None, forms.ValidationError("Rien à imprimer : aucun matériel ni aucune salle ne répond à ce choix.")
        )
    return render(request, "equipment/labels.html", {"school": school, "form": form})


def _wanted(school: School, words: dict[str, Any]) -> Any:
    match words["what"]:
        case "salles":
            return queries.rooms(school, words["room"])
        case "mallettes":
            return queries.trolleys(school)
        case _:
            return queries.devices(school, words["room"], numbers=words["numbers"])


def _pdf(found: list[queries.Label], form: Format, start: int) -> HttpResponse:
    placed = zip(found, places(form, len(found), start), strict=True)
    sheets = [
        [
            {
                "number": label.number,
                "words": label.words,
                "qr": qr(label.url),
                "bars": code128(label.number),
                "x": x,
                "y": y,
            }
            for label, (_, x, y) in group
        ]
        for _, group in groupby(placed, key=lambda pair: pair[1][0])
    ]
    data = {"title": "Étiquettes", "page": form.page, "width": form.width, "height": form.height, "sheets": sheets}
    response = HttpResponse(typeset(SOURCE, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="etiquettes-{form.key}.pdf"'
    return response


def scanned(request: HttpRequest, number: str) -> HttpResponse:
    """What a stranger sees of a QR code: the school’s name and how to report; nothing of the device."""
    if too_many(request):
        return slow_down(request)
    rows = Asset.objects.filter(inventory_number=number).select_related("school")
    if insee := request.GET.get("c", "")[:5]:
        rows = rows.filter(commune__insee=insee)
    found = list(rows[:2])
    if not found:
        raise Http404
    school = found[0].school if len(found) == 1 else None
    return stranger(request, school, reverse("maintenance:report_scanned", args=[number]))


def too_many(request: HttpRequest) -> bool:
    """Does this address, without an account, read more labels a minute than a person with a phone?

    Numbers follow each other: without this, a script would draw the list of a whole estate from them.
    """
    minute = int(time.time()) // 60
    caller = f"etiquettes:{address_of(request)}"
    return count_request(hashlib.sha256(caller.encode()).hexdigest(), minute) > READ_A_MINUTE


def slow_down(request: HttpRequest) -> HttpResponse:
    words = {
        "title": "Trop d’étiquettes lues en une minute",
        "text": "Attendez une minute, puis scannez de nouveau. Si vous travaillez dans cette école, connectez-vous : "
        "la limite ne vaut que sans compte.",
    }
    response = render(request, "kit/erreur.html", words, status=429)
    response["Retry-After"] = "60"
    return response


def stranger(request: HttpRequest, school: School | None, report: str = "") -> HttpResponse:
    """The page of whoever scans without an account."""
    return render(request, "equipment/scanned.html", {"school": school, "report": report})
