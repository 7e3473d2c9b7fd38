"""One change on many devices: choose, say, see row by row, write. Four posts of one page, nothing kept between."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Room
from lekol.equipment import access, actions
from lekol.equipment.forms import DayForm, DutyForm, PlaceForm, PurchaseForm
from lekol.equipment.forms.bulk import VERBS, ManyCardsForm, ManyCoversForm, ManyStepsForm, VerbForm
from lekol.equipment.models import Asset, Purchase, Supplier
from lekol.equipment.views.estate import EstateList
from lekol.kit.http import PersonRequest
from lekol.pact.plurals import plural

SHOWN = 200
Change = Callable[[Asset], Any]


@dataclass
class Choice:
    """The devices chosen, in the order of their numbers; `too_many` when the list is longer than one change."""

    assets: list[Asset]
    too_many: bool = False


def chosen(request: PersonRequest) -> Choice:
    """The devices ticked, or all those of the list in the address; only those the reader sees."""
    if request.POST.get("choix") == "tous":
        rows = EstateList(request).rows
    else:
        keys = [int(key) for key in request.POST.getlist("pk")[: actions.MOST + 1] if key.isdecimal() and len(key) < 19]
        rows = access.visible_to(request.person).filter(pk__in=keys)
    found = list(rows.with_place().order_by("sort_key", "pk")[: actions.MOST + 1])
    return Choice(found[: actions.MOST], len(found) > actions.MOST)


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: PersonRequest) -> HttpResponseBase:
    """Change many devices at once."""
    if not access.communes_where(request.person, access.KEEP):
        raise PermissionDenied
    choice = chosen(request) if request.method == "POST" else Choice([])
    if not choice.assets:
        return _page(request, choice, None)
    asked = VerbForm(request.POST)
    if not asked.is_valid():
        return _page(request, choice, VerbForm())
    verb = asked.cleaned_data["faire"]
    said = "etape" in request.POST
    form, make = _form(request, verb, choice.assets, request.POST if said else None)
    if not said or not form.is_valid():
        return _page(request, choice, form, verb)
    return _tried(request, choice, verb, form, make(form))


def _tried(request: PersonRequest, choice: Choice, verb: str, form: forms.BaseForm, change: Change) -> HttpResponseBase:
    """The preview, or the writing of the very preview that was shown."""
    expected = request.POST.get("vu", "") if request.POST.get("etape") == "ecrire" else ""
    report = actions.change_many(assets=choice.assets, change=_allowed(request, change), expected=expected)
    if report.written:
        left = f" {plural(len(report.left), 'est resté tel quel', 'sont restés tels quels')}." if report.left else ""
        done = plural(len(report.changed), "matériel modifié", "matériels modifiés")
        messages.success(request, f"{done}.{left}")
        return redirect(_back(request))
    if expected:
        messages.warning(request, "Un matériel a changé entre-temps : rien n’est écrit, relisez ce qui serait fait.")
    return _page(request, choice, form, verb, report)


def _allowed(request: PersonRequest, change: Change) -> Change:
    """The change, on the devices the reader keeps."""

    def checked(asset: Asset) -> Any:
        if not access.may(request.person, access.KEEP, asset):
            raise ValidationError("Ce matériel n’est pas de ceux que vous tenez.")
        return change(asset)

    return checked


def _back(request: PersonRequest) -> str:
    words = request.GET.urlencode()
    return f"{reverse('equipment:devices')}?{words}" if words else reverse("equipment:devices")


def _page(
    request: PersonRequest,
    choice: Choice,
    form: forms.BaseForm | None,
    verb: str = "",
    report: actions.Report | None = None,
) -> HttpResponse:
    context = {
        "choice": choice,
        "form": form,
        "verb": verb,
        "label": dict(VERBS).get(verb, ""),
        "report": report,
        "shown": (report.left + report.changed)[:SHOWN] if report else [],
        "again": [(name, value) for name in request.POST for value in request.POST.getlist(name) if name not in _OURS],
        "back": _back(request),
        "most": actions.MOST,
        "kept": request.GET.urlencode(),
    }
    return render(request, "equipment/bulk.html", context)


_OURS = {"csrfmiddlewaretoken", "pk", "choix", "faire", "etape", "vu"}
Maker = Callable[[Any], Change]


def _form(request: PersonRequest, verb: str, assets: list[Asset], data: Any) -> tuple[forms.BaseForm, Maker]:
    """The form of a verb, and what makes a change of its words."""
    today = timezone.localdate()
    schools = schools_visible_to(request.person).order_by("sort_key", "pk")
    suppliers = Supplier.objects.filter(commune__in={asset.commune_id for asset in assets})
    by = request.person
    if verb.startswith("etat-"):
        after = verb.removeprefix("etat-")
        return ManyStepsForm(after, schools, data, initial={"on": today}), lambda form: _step(form, after, by)
    match verb:
        case "deplacer":
            rooms = Room.objects.filter(school__in=schools.values("pk"))
            place = PlaceForm(schools, rooms, data, initial={"on": today})
            return place, lambda form: lambda asset: actions.move(asset=asset, by=by, **form.cleaned_data)
        case "nommer":
            return DutyForm(suppliers, data, initial={"on": today}), lambda form: _entrust(form, by)
        case "achat":
            return PurchaseForm(suppliers, data, instance=Purchase()), lambda form: _buy(form, by)
        case "contrat":
            contracts = access.contracts_visible_to(by)
            return ManyCoversForm(contracts, data), lambda form: _cover(form, by)
        case "reseau":
            return DayForm(data, initial={"on": today}), lambda form: _connect(form, by)
        case _:
            asked = actions.schema_of(assets[0].commune_id, _common_kind(assets))
            return ManyCardsForm(asked, data), lambda form: _edit(form, by)


def _common_kind(assets: list[Asset]) -> str:
    """The type they share, so that its own fields are asked; none otherwise."""
    kinds = {asset.kind for asset in assets}
    return kinds.pop() if len(kinds) == 1 else ""


def _step(form: Any, after: str, by: Any) -> Change:
    words = dict(form.cleaned_data)
    named = {name: words.pop(name) for name in ("on", "reason", "school", "store") if name in words}
    return lambda asset: actions.advance(asset=asset, after=after, proofs=words, by=by, **named)


def _entrust(form: Any, by: Any) -> Change:
    words = dict(form.cleaned_data)
    on = words.pop("on")
    return lambda asset: actions.entrust(asset=asset, on=on, words=words, by=by)


def _buy(form: Any, by: Any) -> Change:
    words = form.cleaned_data
    return lambda asset: actions.bought(assets=[asset], commune=asset.commune, words=words, by=by)


def _cover(form: Any, by: Any) -> Change:
    return lambda asset: actions.cover(contract=form.cleaned_data["contract"], assets=[asset], by=by)


def _connect(form: Any, by: Any) -> Change:
    return lambda asset: actions.connect(asset=asset, on=form.cleaned_data["on"], by=by)


def _edit(form: Any, by: Any) -> Change:
    card, extra = form.card, form.extra

    def change(asset: Asset) -> None:
        kept = {**asset.extra, **extra} if extra else None
        actions.edit(asset=asset, words=card, extra=kept, by=by)

    return change
