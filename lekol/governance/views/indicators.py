"""Indicators on screen: those the steering committee follows, one with its series and its schools, as open data."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.agreement.models import Agreement
from lekol.governance import access, actions
from lekol.governance.choices import Formula, GroupBy
from lekol.governance.forms import GiveUpForm, IndicatorForm, RetainForm
from lekol.governance.models import Decision, Indicator
from lekol.governance.queries import opendata
from lekol.governance.queries.indicators import Seen, compared, measures_of, seen
from lekol.governance.rules import indicators as rules
from lekol.governance.rules.groups import LEAST_PUPILS, LEAST_SCHOOLS
from lekol.governance.rules.seats import committees_of
from lekol.governance.views.committees import people_of
from lekol.governance.views.index import agreement_or_404, kept_or_403
from lekol.kit import charts
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest

FORM = ["GET", "HEAD", "POST"]
FIELDS = Indicator.DEFINITION


@require_safe
def indicators(request: PersonRequest, agreement: str) -> HttpResponse:
    """Indicators followed, those proposed, those given up."""
    found = agreement_or_404(request, agreement)
    today = timezone.localdate()
    rows = Indicator.objects.filter(agreement=found).select_related("decision__meeting", "owner")
    read = seen(found, rows, today)
    context = {
        "agreement": found,
        "followed": [row for row in read if row.indicator.retained and not row.indicator.ended],
        "proposed": [row for row in read if not row.indicator.retained],
        "ended": [row for row in read if row.indicator.ended],
        "steering": next(iter(committees_of(found.data)), None),
        "may_keep": access.may_keep(request.person, found),
        "parties": {party.key: party for party in found.parties.all()},
    }
    return render(request, "governance/indicators.html", context)


def indicator_or_404(request: PersonRequest, ref: str) -> Indicator:
    """An indicator of an agreement the reader may see."""
    return get_object_or_404(access.indicators_visible_to(request.person), ref=ref)


def _kept(request: PersonRequest, ref: str) -> Indicator:
    found = indicator_or_404(request, ref)
    kept_or_403(request, found.agreement)
    return found


@require_safe
def indicator(request: PersonRequest, ref: str) -> HttpResponse:
    """One indicator: its figure, its series as a chart and as a table, schools compared by groups."""
    found = indicator_or_404(request, ref)
    today = timezone.localdate()
    read = seen(found.agreement, [found], today)[0]
    by = request.GET.get("par", GroupBy.KIND)
    if by not in GroupBy.values:
        raise Http404
    context = {
        "indicator": found,
        "read": read,
        "measures": measures_of(found),
        "chart": _chart(read),
        "points": [(day, _words(read, value), value) for day, value in reversed(read.points)],
        "frozen": [(point, _words(read, point.value)) for point in found.points.order_by("-on")],
        "compared": compared(found, by, today),
        "by": by,
        "ways": GroupBy.choices,
        "floors": (LEAST_SCHOOLS, LEAST_PUPILS),
        "party": next((row for row in found.agreement.parties.all() if row.key == found.party), None),
        "may_keep": access.may_keep(request.person, found.agreement),
    }
    return render(request, "governance/indicator.html", context)


def _words(read: Seen, value: rules.Value) -> str:
    return rules.shown(value, read.indicator.formula, read.indicator.unit)


def _chart(read: Seen) -> str:
    """The year of an indicator; the table beside it says the same."""
    points = [(day, number) for day, value in read.points if (number := value.number) is not None]
    top = None if read.indicator.formula == Formula.SHARE else rules.top_of([n for _, n in points], read.target)
    label = f"{read.indicator.title} sur douze mois, {read.words} aujourd’hui, cible {read.target_words}."
    return charts.series(points, label, read.target, top)


@require_http_methods(FORM)
def add_indicator(request: PersonRequest, agreement: str) -> HttpResponseBase:
    """Propose an indicator."""
    found = kept_or_403(request, agreement_or_404(request, agreement))
    initial = {"formula": Formula.SHARE, "direction": "hausse", "frequency": "mois"}
    form = IndicatorForm(found, people_of(found), request.POST or None, initial=initial)
    question = Question(
        "Proposer un indicateur",
        "Il combine des mesures relevées chaque jour. Le comité de pilotage le retient ensuite par une décision.",
        "Proposer", reverse("governance:indicators", args=[found.slug]), "Indicateur proposé.", above="Indicateurs",
    )  # fmt: skip

    def act(**words: Any) -> HttpResponseBase:
        made = actions.define(agreement=found, by=request.person, **_definition(words))
        return redirect(made)

    return ask(request, question, form, act)


def _definition(words: dict[str, Any]) -> dict[str, Any]:
    return {name: words[name] for name in FIELDS}


@require_http_methods(FORM)
def edit_indicator(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Correct a proposal."""
    found = _kept(request, ref)
    initial = {name: getattr(found, name) for name in FIELDS} | {"base_version": found.version}
    form = IndicatorForm(found.agreement, people_of(found.agreement), request.POST or None, initial=initial)
    question = _about(
        found, "Corriger l’indicateur", "Sa définition se ferme quand le comité le retient.", "Enregistrer"
    )

    def act(base_version: int | None, **words: Any) -> None:
        actions.redefine(indicator=found, base=base_version or 0, by=request.person, **_definition(words))

    return ask(request, question, form, act)


def _about(found: Indicator, title: str, text: str, action: str, done: str = "", danger: bool = False) -> Question:
    return Question(title, text, action, found.get_absolute_url(), done, danger, above=found.title)


def steering_decisions(agreement: Agreement) -> QuerySet[Decision]:
    """Decisions of the first committee of the text, the last one first."""
    steering = next(iter(committees_of(agreement.data)), None)
    rows = Decision.objects.filter(agreement=agreement, committee=steering.key if steering else "")
    return rows.select_related("meeting").order_by("-year", "-rank")


@require_http_methods(FORM)
def retain_indicator(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The decision of the committee that chooses it."""
    found = _kept(request, ref)
    text = "Sa définition ne changera plus, et ses périodes achevées seront figées."
    question = _about(found, "Retenir l’indicateur", text, "Retenir", "Indicateur retenu.")
    form = RetainForm(steering_decisions(found.agreement), request.POST or None)
    return _decided(request, question, form, found, actions.retain)


@require_http_methods(FORM)
def give_up_indicator(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The decision that gives it up."""
    found = _kept(request, ref)
    text = "Ce qui est figé reste ; plus aucune période ne le sera après ce jour."
    question = _about(found, "Abandonner l’indicateur", text, "Abandonner", "Indicateur abandonné.", danger=True)
    initial = {"last": timezone.localdate()}
    form = GiveUpForm(steering_decisions(found.agreement), request.POST or None, initial=initial)
    return _decided(request, question, form, found, actions.give_up)


def _decided(
    request: PersonRequest, question: Question, form: RetainForm, found: Indicator, verb: Callable[..., Any]
) -> HttpResponseBase:
    def act(**words: Any) -> None:
        verb(indicator=found, by=request.person, **words)

    return ask(request, question, form, act)


@require_POST
def withdraw_indicator(request: PersonRequest, ref: str) -> HttpResponseBase:
    """A proposal leaves the list."""
    found = _kept(request, ref)
    try:
        actions.withdraw(indicator=found, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect(found)
    messages.success(request, "Proposition retirée.")
    return redirect("governance:indicators", found.agreement.slug)


@require_safe
def indicators_data(request: PersonRequest, agreement: str) -> HttpResponse:
    """The open data of an agreement: a data package with its schemas."""
    found = agreement_or_404(request, agreement)
    response = HttpResponse(opendata.package(found, timezone.localdate()), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="indicateurs-{found.slug}.zip"'
    return response


@require_safe
def indicators_schema(request: PersonRequest, table: str) -> HttpResponse:
    """The Table Schema of one of its tables."""
    if table not in opendata.TABLES:
        raise Http404
    words = json.dumps(opendata.table_schema(table), ensure_ascii=False, indent=2)
    return HttpResponse(words, content_type="application/schema+json")
