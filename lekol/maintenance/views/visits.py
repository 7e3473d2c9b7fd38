"""Regular visits: which schools, by whom, how often."""

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import visible_to as schools_visible_to
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.maintenance import access, actions
from lekol.maintenance.forms import PlanForm
from lekol.maintenance.models import VisitPlan
from lekol.maintenance.views.habits import desks

verb = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = (
    Column(
        "École", lambda row: row.school.name, lambda row: reverse("maintenance:edit_plan", args=[row.pk]), lead=True
    ),
    Column("Objet", lambda row: row.name),
    Column("Revient", lambda row: f"toutes les {row.every} {row.get_pace_display()}"),
    Column("Par", lambda row: str(row.person)),
    Column("Prochaine à prévoir", lambda row: row.next_on),
    Column("Liste de contrôle", lambda row: row.checklist.name if row.checklist else ""),
)


@require_safe
def plans(request: PersonRequest) -> HttpResponseBase:
    """The regular visits of the reader’s desk."""
    desks(request.person)
    rows = access.plans_of(request.person).select_related("school", "person", "checklist")
    listing = Listing(
        "Visites régulières",
        "Elles entrent seules dans les tournées, trois semaines à l’avance, un jour d’école.",
        rows,
        ("next_on", "id"),
        COLUMNS,
        "visites-regulieres",
        "Aucune visite régulière n’est prévue. Une visite préventive par trimestre évite bien des pannes.",
        "visite,visites",
    )
    add = [("Prévoir une visite", reverse("maintenance:add_plan"), "plus")]
    return respond(request, listing, actions=add, trail=[("Ma tournée", reverse("maintenance:round"))])


def _plan(request: PersonRequest, plan: VisitPlan, title: str) -> HttpResponseBase:
    desks(request.person)
    schools = schools_visible_to(request.person).open_on(timezone.localdate()).order_by("sort_key", "pk")
    people, lists = access.mates_of(request.person), access.checklists_of(request.person)
    initial = {"person": plan.person_id or request.person.pk, "school": plan.school_id or request.GET.get("ecole")}
    form = PlanForm(schools, people, lists, request.POST or None, instance=plan, initial=initial)
    other = ("Arrêter ces visites", reverse("maintenance:end_plan", args=[plan.pk])) if plan.pk else None
    back = reverse("maintenance:plans")
    question = Question(title, "", "Enregistrer", back, "Visite enregistrée.", above="Visites régulières", other=other)

    def act(**said: Any) -> None:
        actions.keep_plan(plan=plan, words=said, by=request.person)

    return ask(request, question, form, act)


@verb
def add_plan(request: PersonRequest) -> HttpResponseBase:
    """A new regular visit."""
    return _plan(request, VisitPlan(), "Prévoir une visite régulière")


@verb
def edit_plan(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct a regular visit; those already in a round stay there."""
    return _plan(request, get_object_or_404(access.plans_of(request.person), pk=pk), "Corriger la visite")


@verb
def end_plan(request: PersonRequest, pk: int) -> HttpResponseBase:
    """No further visit."""
    found = get_object_or_404(access.plans_of(request.person).select_related("school"), pk=pk)
    question = Question(
        "Arrêter ces visites", f"{found}. Celles déjà dans une tournée y restent.", "Arrêter",
        reverse("maintenance:plans"), "Visites arrêtées.", danger=True, above="Visites régulières",
    )  # fmt: skip
    form = forms.Form(request.POST if request.method == "POST" else None)
    return ask(request, question, form, lambda: actions.end_plan(plan=found, by=request.person))
