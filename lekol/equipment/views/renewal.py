"""The renewal plan: five school years, each device with its reasons, scenarios side by side, files for the budget."""

import dataclasses
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import asked_scope
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Commune, Person, School
from lekol.equipment import access
from lekol.equipment.actions import renewal as actions
from lekol.equipment.choices import Kind
from lekol.equipment.forms import SureForm
from lekol.equipment.models.renewal import Scenario
from lekol.equipment.queries import renewal as queries
from lekol.equipment.rules import renewal as rules
from lekol.equipment.templatetags.equipment import price
from lekol.kit.asking import Question, ask
from lekol.kit.exports import export, export_book
from lekol.kit.forms import Form
from lekol.kit.http import PersonRequest
from lekol.kit.printing import typeset
from lekol.pact.calendars import REUNION, label, school_year_of
from lekol.pact.names import sort_key
from lekol.pact.scopes import Level, Scope

SOURCE = Path(__file__).parents[1] / "templates" / "equipment" / "renewal.typ"
HEADS = ("Année scolaire", "École", "Code UAI", "Numéro", "Type", "Modèle", "Score", "Prix (€)", "Pourquoi")
SHARES = (
    "Année scolaire", "École", "Code UAI", "Financement d’origine", "Matériels", "Coût (€ TTC)",
    "Part subventionnée (€)", "Part de la Ville (€)",
)  # fmt: skip
NO_FUNDING = "sans financement connu"
SHOWN = 50


class ScenarioForm(Form):
    """What a scenario decides."""

    NAMES = ("name", "extension", "failures", "cap", "reused", "subsidy")

    name = forms.CharField(label="Nom du scénario", max_length=60)
    extension = forms.IntegerField(label="Années ajoutées à la durée prévue", min_value=0, max_value=5, initial=0)
    failures = forms.IntegerField(label="Pannes qui avancent d’un an", min_value=1, max_value=20, initial=2)
    cap = forms.DecimalField(
        label="Budget d’une année (€ TTC)", min_value=1, max_digits=10, decimal_places=2, required=False,
        help_text="Vide : sans plafond. Ce qui ne peut être payé attend l’année suivante.",
    )  # fmt: skip
    reused = forms.IntegerField(label="Part de réemploi (%)", min_value=0, max_value=100, initial=rules.AGEC)
    subsidy = forms.IntegerField(label="Part subventionnée (%)", min_value=0, max_value=100, initial=0)


class Plan:
    """A plan of some schools under some choices, on a day."""

    def __init__(self, schools: QuerySet[School], choices: rules.Choices, planned: list[queries.Planned]) -> None:
        self.choices, self.on = choices, timezone.localdate()
        self.names = {one.facts.ref: one for one in planned}
        academy = Commune.objects.filter(schools__in=schools.values("pk")).select_related("academy").first()
        start = academy.academy.year_start if academy else REUNION
        self.first = school_year_of(self.on, start)
        self.rows = rules.plan([one.facts for one in planned], self.on, choices, start)
        self.years = rules.budget(self.rows, self.first, choices)

    @property
    def total(self) -> Any:
        return sum(line.cost for line in self.years)

    @property
    def net(self) -> Any:
        return sum(line.net for line in self.years)

    @property
    def count(self) -> int:
        return sum(line.count for line in self.years)

    @property
    def reused(self) -> int:
        return sum(line.reused for line in self.years)

    def cells(self, row: rules.Due) -> list[Any]:
        """A device as a line of the file."""
        named, later = self.names[row.facts.ref], row.year >= self.first + rules.YEARS
        year = "au-delà" if later else label(row.year)
        device = [row.facts.number, Kind(row.facts.kind).label, named.model, row.score]
        return [year, named.school, named.uai, *device, self.choices.price(row.facts), " ; ".join(row.reasons)]

    def by_school(self) -> list[tuple[str, str, list[int]]]:
        """(school, UAI, devices in each year), by name."""
        counts: dict[tuple[str, str], list[int]] = {}
        for row in self.rows:
            if row.year < self.first + rules.YEARS:
                named = self.names[row.facts.ref]
                counts.setdefault((named.school, named.uai), [0] * rules.YEARS)[row.year - self.first] += 1
        return [
            (name, uai, years) for (name, uai), years in sorted(counts.items(), key=lambda row: sort_key(row[0][0]))
        ]

    def shares(self) -> list[list[Any]]:
        """The budget by year, school and funding, each year ended by its total."""
        told = [(row, named.school, named.uai, named.funding) for row, named in self._named()]
        found = rules.shares(told, self.first, self.choices)
        lines = []
        for year in range(self.first, self.first + rules.YEARS):
            mine = [row for row in found if row.year == year]
            mine.sort(key=lambda row: (sort_key(row.school), row.uai, not row.funding, row.funding))
            lines += [
                [label(year), row.school, row.uai, row.funding or NO_FUNDING, row.count, row.cost, row.subsidy, row.net]
                for row in mine
            ]
            sums = [sum(row.count for row in mine)]
            money = [sum((value(row) for row in mine), Decimal(0)) for value in _MONEY]
            lines.append([label(year), "Toutes les écoles", "", "tous", *sums, *money])
        return lines

    def _named(self) -> Iterator[tuple[rules.Due, queries.Planned]]:
        return ((row, self.names[row.facts.ref]) for row in self.rows)


_MONEY = (attrgetter("cost"), attrgetter("subsidy"), attrgetter("net"))


def _scenarios(person: Person) -> QuerySet[Scenario]:
    return access.scenarios_visible_to(person)


def _choices(chosen: Scenario | None, scope: Scope) -> tuple[rules.Choices, bool]:
    """What a scenario decides in a perimeter; True when its cap, meant for the whole commune, is left out there."""
    choices = chosen.choices if chosen else rules.Choices()
    narrow = scope.level is not Level.COMMUNE and choices.cap is not None
    return (dataclasses.replace(choices, cap=None) if narrow else choices), narrow


@require_safe
def renewal(request: PersonRequest) -> HttpResponseBase:
    """The plan under the scenario asked for, or without any; `?format=` answers its file."""
    scope = asked_scope(request)
    schools = schools_visible_to(request.person, scope)
    scenarios = list(_scenarios(request.person))
    chosen = next((row for row in scenarios if str(row.pk) == request.GET.get("scenario", "")), None)
    choices, narrow = _choices(chosen, scope)
    made = Plan(schools, choices, queries.devices(schools, timezone.localdate()))
    if fmt := request.GET.get("format"):
        return _file(fmt, made, chosen)
    equity = queries.equity(schools)
    context = {
        "plan": made,
        "chosen": chosen,
        "scenarios": scenarios,
        "narrow": narrow,
        "rows": map(made.cells, made.rows[:SHOWN]),
        "more": max(0, len(made.rows) - SHOWN),
        "heads": HEADS,
        "by_school": made.by_school(),
        "labels": [label(line.year) for line in made.years],
        "equity": equity,
        "gap": queries.gap(equity),
        "reuse": queries.reuse(schools, timezone.localdate()),
        "agec": rules.AGEC,
        "may_plan": access.communes_planned(request.person).exists(),
    }
    return render(request, "equipment/renewal.html", context)


def _file(fmt: str, made: Plan, chosen: Scenario | None) -> HttpResponseBase:
    if fmt == "xlsx":
        sheets = (("Matériels", HEADS, map(made.cells, made.rows)), ("Budget", SHARES, made.shares()))
        return export_book("renouvellement", sheets)
    if fmt != "pdf":
        return export(fmt, "renouvellement", HEADS, map(made.cells, made.rows))
    data = {
        "title": "Plan de renouvellement des matériels",
        "scenario": str(chosen) if chosen else "sans scénario",
        "on": f"{made.on:%d/%m/%Y}",
        "years": [
            [label(line.year), line.count, price(line.cost), price(line.net), line.reused] for line in made.years
        ],
        "schools": [[name, uai, *years] for name, uai, years in made.by_school()],
        "shares": [[*row[:5], *map(price, row[5:])] for row in made.shares()],
    }
    response = HttpResponse(typeset(SOURCE, data, accessible=True), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="renouvellement.pdf"'
    return response


@require_safe
def scenarios(request: PersonRequest) -> HttpResponse:
    """Saved scenarios side by side, year by year."""
    scope = asked_scope(request)
    schools = schools_visible_to(request.person, scope)
    planned = queries.devices(schools, timezone.localdate())
    compared: list[Scenario | None] = [None, *_scenarios(request.person)[:8]]
    plans = [(row, Plan(schools, _choices(row, scope)[0], planned)) for row in compared]
    least = min(plan.total for _, plan in plans)
    heads = [label(line.year) for line in plans[0][1].years]
    planning = access.communes_planned(request.person).exists()
    return render(
        request, "equipment/scenarios.html", {"plans": plans, "heads": heads, "may_plan": planning, "least": least}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_scenario(request: PersonRequest) -> HttpResponseBase:
    """Save a scenario for the commune of the reader."""
    commune = access.communes_planned(request.person).first()
    if commune is None:
        raise PermissionDenied
    form = ScenarioForm(request.POST or None)
    back = reverse("equipment:scenarios")
    words = ("Nouveau scénario", f"Pour {commune}. Il se compare aux autres, année par année.", "Enregistrer", back)
    return ask(
        request, Question(*words, "Scénario enregistré."), form,
        lambda **data: actions.save_scenario(commune=commune, by=request.person, **data),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def edit_scenario(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change what a scenario decides."""
    scenario = get_object_or_404(_scenarios(request.person), pk=pk)
    if not access.communes_planned(request.person).filter(pk=scenario.commune_id).exists():
        raise PermissionDenied
    form = ScenarioForm(request.POST or None, initial={name: getattr(scenario, name) for name in ScenarioForm.NAMES})
    back = reverse("equipment:scenarios")
    question = Question(
        f"Modifier « {scenario} »", f"Pour {scenario.commune}.", "Enregistrer", back, "Scénario modifié."
    )
    return ask(
        request, question, form,
        lambda **data: actions.change_scenario(scenario=scenario, by=request.person, **data) and None,
    )  # fmt: skip


class PricesForm(Form):
    """The price of a new device of each type the commune renews; empty takes the house’s indicative one."""

    def __init__(self, kinds: Sequence[Kind], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.value] = forms.DecimalField(
                label=f"{str(kind.label).capitalize()} (€ TTC)", min_value=Decimal(1), max_digits=8, decimal_places=2,
                required=False, localize=True, help_text=f"Vide : {rules.PRICES[kind]} €, prix indicatif.",
            )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def edit_prices(request: PersonRequest) -> HttpResponseBase:
    """What the plan counts for each type: the commune’s own prices, from its last market."""
    commune = access.communes_planned(request.person).first()
    if commune is None:
        raise PermissionDenied
    held = queries.prices(commune)
    shown = queries.kinds_in_use(commune) | set(held)
    form = PricesForm([kind for kind in Kind if kind in shown], request.POST or None, initial=held)
    back = reverse("equipment:renewal")
    text = (
        f"Prix d’un matériel neuf pour {commune}, ceux de votre dernier marché. Tous les scénarios comptent avec eux."
    )
    return ask(
        request, Question("Prix par type", text, "Enregistrer", back, "Prix enregistrés."), form,
        lambda **data: actions.price_kinds(commune=commune, prices=data, by=request.person) and None,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def remove_scenario(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take a scenario away, once it is said what is lost."""
    scenario = get_object_or_404(_scenarios(request.person), pk=pk)
    if not access.communes_planned(request.person).filter(pk=scenario.commune_id).exists():
        raise PermissionDenied
    question = Question(
        f"Retirer « {scenario} »", "Ses réglages se perdent ; les matériels et le plan sans scénario ne changent pas.",
        "Retirer", reverse("equipment:scenarios"), "Scénario retiré.", danger=True, above="Scénarios",
    )  # fmt: skip
    form = SureForm(request.POST if request.method == "POST" else None)
    return ask(request, question, form, lambda sure: actions.remove_scenario(scenario=scenario, by=request.person))
