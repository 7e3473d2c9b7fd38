"""Reporting with an account: what and where, then who will act and by when, then send."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Person, School
from lekol.directory.models.territory import SchoolQuerySet
from lekol.equipment.models import Asset
from lekol.kit.http import PersonRequest
from lekol.maintenance import access, actions, queries
from lekol.maintenance.choices import NATURE_ICONS, SYMPTOM_ICONS, Channel, Impact, Nature, Symptom
from lekol.maintenance.forms import AgentForm, SendForm, WhatForm
from lekol.maintenance.models import Article, Ticket
from lekol.pact.scopes import Level

SUGGESTED = 120
WORDS = ("nature", "panne", "arret", "appareil", "salle", "expert", "phrase")


def symptoms() -> list[tuple[str, str, str]]:
    """The tiles « que se passe-t-il »: value, words, icon."""
    return [(row.value, str(row.label), SYMPTOM_ICONS[row]) for row in Symptom]


def natures() -> list[tuple[str, str, str]]:
    """The tiles « qu’est-ce qui est en panne »."""
    return [(row.value, str(row.label), NATURE_ICONS[row]) for row in Nature]


def _schools(request: PersonRequest) -> SchoolQuerySet:
    open_ones = schools_visible_to(request.person).open_on(timezone.localdate())
    return open_ones.select_related("commune__academy").order_by("sort_key", "pk")


def _own(request: PersonRequest) -> str:
    """The reader’s own school, when the perimeter is one."""
    return request.scope.code if request.scope.level is Level.SCHOOL else ""


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: PersonRequest) -> HttpResponseBase:
    """The address says what is broken; the form, once sent, adds the words. Nothing is asked twice."""
    asked = "nature" in request.GET and "corriger" not in request.GET
    known = {"ecole": _own(request), **request.GET.dict()}
    what = WhatForm(_schools(request), request.GET if asked else None, initial=known)
    if not asked or not what.is_valid():
        return _describe(request, what)
    facts = what.cleaned_data
    asset = queries.asset_at(facts["ecole"], facts["appareil"].strip()) if facts["appareil"] else None
    if facts["appareil"] and asset is None:
        what.add_error("appareil", "Aucun matériel de ce numéro n’est dans cette école aujourd’hui.")
        return _describe(request, what)
    return _send(request, facts, asset)


def _describe(request: PersonRequest, what: WhatForm) -> HttpResponse:
    shown = what.data if what.is_bound else what.initial
    own = next((row for row in _schools(request).filter(uai=shown.get("ecole", ""))), None)
    context = {
        "form": what,
        "natures": natures(),
        "symptoms": symptoms(),
        "impacts": Impact.choices,
        "chosen": {name: shown.get(name, "") for name in WORDS},
        "answers": queries.suggestions(shown.get("phrase", "")[:SUGGESTED], shown.get("nature", "")[:12]),
        "school": own,
        "uai": own.uai if own else "",
        "schools": [] if _own(request) else _schools(request)[:2_000],
        "rooms": own.rooms.order_by("sort_key", "pk") if own else [],
    }
    return render(request, "maintenance/report.html", context)


def _send(request: PersonRequest, facts: dict[str, Any], asset: Asset | None) -> HttpResponseBase:
    """Who will act, why, by when; then the words, and send."""
    school: School = facts["ecole"]
    decision = queries.decision_for(school, facts["nature"], facts["arret"], expert=facts["expert"], asset=asset)
    agent = access.may_override(request.person, school)
    maker: type[SendForm] = AgentForm if agent else SendForm
    form = maker(request.POST or None, request.FILES or None, initial={"cle": uuid.uuid4(), "phrase": facts["phrase"]})
    if request.method == "POST" and form.is_valid():
        try:
            made = _report(request.person, facts, asset, form.cleaned_data)
        except ValidationError as fault:
            _tell(form, fault)
        else:
            return redirect("maintenance:reported", made.ref)
    seen = access.visible_to(request.person)
    known = [row.pk for row in queries.alike(school, facts["nature"], asset=asset, room=facts["salle"])]
    context = {
        "form": form, "facts": facts, "asset": asset, "decision": decision,
        "due": queries.due_words(school, decision), "alike": seen.filter(pk__in=known),
        "what": title_of(facts, asset),
        "answers": queries.suggestions(f"{facts['phrase']} {title_of(facts, asset)}", facts["nature"]),
    }  # fmt: skip
    return render(request, "maintenance/send.html", context)


def _tell(form: SendForm, fault: ValidationError) -> None:
    named = fault.error_dict if hasattr(fault, "error_dict") else {"": fault.error_list}
    for field, faults in named.items():
        form.add_error(field if field in form.fields else None, ValidationError(faults))


def title_of(facts: dict[str, Any], asset: Asset | None) -> str:
    """« Écran cassé, VSD-00412, CP A »: the sentence of a ticket when nobody writes one."""
    what = asset.inventory_number if asset else str(Nature(facts["nature"]).label)
    return ", ".join(filter(None, (str(Symptom(facts["panne"]).label), what, str(facts.get("salle") or ""))))[:200]


def _report(by: Person, facts: dict[str, Any], asset: Asset | None, words: dict[str, Any]) -> Ticket:
    caller = words.get("appelant", "").strip()
    told = actions.Report(
        school=facts["ecole"], nature=facts["nature"], symptom=facts["panne"], impact=facts["arret"],
        expert=facts["expert"], room=facts["salle"], asset=asset, by=by, key=words["cle"], at=words["moment"],
        summary=words["phrase"] or title_of(facts, asset), detail=words["mot"], name=caller,
        channel=Channel.PHONE if caller else Channel.WEB, desk=words.get("desk", ""),
        desk_reason=words.get("desk_reason", ""), photo=actions.read_photo(words["photo"]),
    )  # fmt: skip
    return actions.report(told)


@require_safe
def reported(request: PersonRequest, ref: str) -> HttpResponse:
    """« C’est signalé »: what happens next."""
    rows = access.visible_to(request.person).select_related("school", "asset")
    found = get_object_or_404(rows, ref=ref)
    return render(request, "maintenance/reported.html", {"ticket": found, "again": reverse("maintenance:report")})


@require_safe
def suggest(request: PersonRequest) -> HttpResponse:
    """Known answers for what is being typed: the piece of page that the script puts under the words."""
    found = queries.suggestions(request.GET.get("q", "")[:SUGGESTED], request.GET.get("nature", "")[:12])
    return render(request, "maintenance/suggestions.html", {"answers": found})


@require_POST
def was_helped(request: HttpRequest, pk: int) -> HttpResponseBase:
    """« Ça marche, rien à signaler »: the answer was enough."""
    found = get_object_or_404(Article, pk=pk, published_at__isnull=False)
    actions.helped(article=found)
    return redirect("maintenance:answers")
