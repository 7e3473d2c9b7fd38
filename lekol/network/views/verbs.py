"""The verbs of the network on screen."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lekol.directory.models import School
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.network import access, actions
from lekol.network.forms import LinkForm, OutletForm, RateForm

verb = require_http_methods(["GET", "HEAD", "POST"])


def _kept(request: PersonRequest, uai: str) -> School:
    school = get_object_or_404(access.visible_to(request.person).select_related("commune"), uai=uai)
    if not access.may_keep(request.person, school):
        raise PermissionDenied
    return school


def _ask(
    request: PersonRequest, school: School, form: forms.Form, title: str, act: Callable[..., Any], done: str
) -> HttpResponseBase:
    question = Question(title, school.full_name, "Enregistrer", school.get_absolute_url(), done)
    return ask(request, question, form, lambda **data: act(by=request.person, **data))


@verb
def outlet(request: PersonRequest, uai: str) -> HttpResponseBase:
    """A drop passed its test."""
    school = _kept(request, uai)
    initial = {"tested_on": timezone.localdate(), "room": request.GET.get("salle")}
    form = OutletForm(school.rooms.all(), request.POST or None, initial=initial)
    return _ask(request, school, form, "Enregistrer une prise testée", actions.pass_outlet, "Prise enregistrée.")


@verb
def link(request: PersonRequest, uai: str) -> HttpResponseBase:
    """A link is put in service."""
    school = _kept(request, uai)
    form = LinkForm(request.POST or None, initial={"since": timezone.localdate()})

    def act(**data: Any) -> object:
        return actions.open_link(school=school, **data)

    return _ask(request, school, form, "Mettre une liaison en service", act, "Liaison enregistrée.")


@verb
def rate(request: PersonRequest, uai: str) -> HttpResponseBase:
    """A rate was measured."""
    school = _kept(request, uai)
    current = school.links.filter(valid__contains=timezone.localdate()).first()
    if current is None:
        raise Http404
    form = RateForm(request.POST or None)

    def act(**data: Any) -> object:
        return actions.measure_link(link=current, **data)

    return _ask(request, school, form, "Enregistrer un débit mesuré", act, "Débit enregistré.")
