"""What the two bases disagree on: lists that name nobody, and one disagreement, with its child, for who must act."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import asked_scope
from lekol.directory.choices import Side
from lekol.directory.models import Person
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.pact import presumptions
from lekol.pact.scopes import Level
from lekol.pupils import access, actions, queries
from lekol.pupils.choices import Kind, Reading, State, Verdict
from lekol.pupils.forms import GapFilters, RefusalForm
from lekol.pupils.models import Discrepancy, DiscrepancyQuerySet, Pair
from lekol.pupils.queries.exporting import told as told_in_file
from lekol.pupils.rules.deciding import masked_ine
from lekol.pupils.rules.discrepancies import COMPARED, TITLES
from lekol.pupils.rules.marking import Parts, marked
from lekol.pupils.rules.telling import told
from lekol.pupils.views import reading

TRAIL = [("Bases élèves", "pupils:index")]
ORDER = ("first_seen_on", "id")
TOLD = (("Nom", "name"), ("Nom d’usage", "usage"), ("Prénom", "first"), ("Naissance", "born"), ("Sexe", "sex"),
        ("Lieu de naissance", "birthplace"), ("École", "school"), ("Niveau", "grade"))  # fmt: skip


def trail() -> list[tuple[str, str]]:
    return [(label, reverse(name)) for label, name in TRAIL]


def columns(person: Person, today: dt.date) -> tuple[Column, ...]:
    """What a list says of a disagreement: never the child; the link only for who may read it."""
    link: Callable[[Any], str] = (
        (lambda gap: gap.get_absolute_url()) if access.may_correct(person) else (lambda gap: "")
    )
    return (
        Column("Écart", lambda gap: gap.title, link, lead=True, sort="field"),
        Column("École", lambda gap: gap.school.name if gap.school else "—", sort="school__sort_key"),
        Column("Base à corriger", lambda gap: f"{queries.NAMES[Side(gap.owner)]}", sort="owner"),
        Column("Sans doute", lambda gap: gap.get_cause_display().capitalize() if gap.cause else ""),
        Column("Situation", lambda gap: gap.get_state_display().capitalize(), sort="state"),
        Column("Âge (jours)", lambda gap: gap.days_open(today), numeric=True, sort="first_seen_on"),
    )


def _listing(
    request: PersonRequest, title: str, intro: str, rows: QuerySet[Discrepancy], name: str, empty: str
) -> Listing:
    cells = columns(request.person, timezone.localdate())
    return Listing(
        title, intro, rows.select_related("school"), ORDER, cells, name, empty, "écart,écarts", "pupils/ecarts.html"
    )


def seen_in_scope(request: PersonRequest) -> DiscrepancyQuerySet:
    """Within the perimeter on screen."""
    scope = asked_scope(request)
    here = Q(school__in=access.visible_to(request.person, scope).values("pk"))
    if scope.level is not Level.SCHOOL:
        here |= Q(school=None)  # a school that no code of the file names: whoever corrects for the commune sees it
    return access.gaps_seen(request.person).filter(here)


@require_safe
def discrepancies(request: PersonRequest) -> HttpResponseBase:
    """Every disagreement of the perimeter, the oldest first."""
    form = GapFilters(request.GET or None)
    words = form.cleaned_data if form.is_valid() else {}
    rows = _narrowed(seen_in_scope(request), words)
    listing = _listing(
        request, "Écarts entre les bases", "Ce que les deux bases disent autrement, et qui doit corriger.", rows,
        "ecarts-bases-eleves", "Aucun écart dans ce périmètre.",
    )  # fmt: skip
    return respond(
        request, listing, form=form, trail=trail(), exports=_exports(request.person),
        to_ask=to_ask(request.person, listing.rows) if access.may_correct(request.person) else [],
        ask_at=f"{reverse('pupils:ask_listed')}?{request.GET.urlencode()}",
    )  # fmt: skip


def listed(request: PersonRequest) -> DiscrepancyQuerySet:
    """The disagreements of the list, as its filters narrow them."""
    form = GapFilters(request.GET or None)
    return _narrowed(seen_in_scope(request), form.cleaned_data if form.is_valid() else {})


def to_ask(person: Person, rows: QuerySet[Discrepancy]) -> list[tuple[str, int, bool]]:
    """Of some, those nobody has asked yet: (base to correct, how many, is it the person’s own), the own first."""
    unasked = rows.filter(state=State.OPEN, pk__in=access.gaps_readable(person).values("pk"))
    mine, counts = access.sides(person), unasked.order_by("owner").values_list("owner").annotate(count=Count("pk"))
    return sorted(((side, count, side in mine) for side, count in counts), key=lambda row: not row[2])


def _narrowed(rows: DiscrepancyQuerySet, words: dict[str, Any]) -> DiscrepancyQuerySet:
    state = words.get("situation", "")
    if state == "retard":
        rows = rows.filter(corrections__answer="", corrections__due_on__lt=timezone.localdate())
    elif state != "tous":
        rows = rows.filter(state=state) if state else rows.open()
    if words.get("nature"):
        rows = rows.filter(kind=words["nature"])
    return rows.filter(owner=words["base"]) if words.get("base") else rows


def _exports(person: Person) -> list[tuple[str, str]]:
    """The files of corrections a person may take: those of the bases they answer for."""
    words = {Side.STATE: "Corrections au format ONDE", Side.CITY: "Corrections au format du logiciel"}
    mine = access.sides(person)
    return [(label, reverse("pupils:corrections_file", args=[side])) for side, label in words.items() if side in mine]


@require_safe
def old_discrepancies(request: PersonRequest) -> HttpResponseBase:
    """Disagreements open for thirty days and more: the rows behind the measure (3.12)."""
    rows, recent = queries.unsettled(asked_scope(request), timezone.localdate())
    seen = access.visible_to(request.person, asked_scope(request)).values("pk")
    listing = _listing(
        request, "Écarts de plus de trente jours", "Écarts ouverts que personne n’a réglés en trente jours.",
        rows.filter(school__in=seen).exclude(recent), "ecarts-anciens", "Aucun écart n’est aussi ancien.",
    )  # fmt: skip
    return respond(request, listing, trail=trail())


@require_safe
def not_executed(request: PersonRequest) -> HttpResponseBase:
    """Accepted corrections that nobody has made yet: the rows behind the measure (3.12)."""
    rows, done = queries.executed(asked_scope(request), timezone.localdate())
    seen = access.visible_to(request.person, asked_scope(request)).values("pk")
    waiting = rows.filter(discrepancy__school__in=seen).exclude(done).values("discrepancy")
    listing = _listing(
        request, "Corrections à exécuter", "Corrections acceptées, pas encore faites dans la base.",
        Discrepancy.objects.filter(pk__in=waiting), "corrections-a-executer",
        "Toutes les corrections acceptées sont faites.",
    )  # fmt: skip
    return respond(request, listing, trail=trail())


def gap_or_refused(request: PersonRequest, ref: str) -> Discrepancy:
    """One disagreement: of a school one does not see, it is not there; else it asks for the right."""
    rows = access.gaps_seen(request.person).select_related("school__commune__academy", "commune")
    found: Discrepancy = get_object_or_404(rows, ref=ref)
    if not access.may_read_gap(request.person, found):
        raise PermissionDenied
    return found


@require_safe
def discrepancy(request: PersonRequest, ref: str) -> HttpResponse:
    """One disagreement and its child; the reading is journaled with its reason."""
    return page_of(request, gap_or_refused(request, ref))


def page_of(
    request: PersonRequest, gap: Discrepancy, shown: str = "", refusal: RefusalForm | None = None
) -> HttpResponse:
    """The page of a disagreement; `shown` is a masked number asked in full."""
    why = reading.chosen(request, Reading.GAPS)
    if why is None:
        return reading.asked(request, Reading.GAPS, gap.title, gap.get_absolute_url())
    person, today = request.person, timezone.localdate()
    actions.look(thing=gap, by=person, reason=why)
    rule = presumptions.in_force(gap.commune.insee, today)
    corrections = list(gap.corrections.select_related("asked_by", "answered_by"))
    context = {
        "gap": gap, "reason": why, "cells": _cells(gap), "shared": _shared(gap),
        "may": access.verbs(person, gap), "rule": rule,
        "presumed": rule.of(gap.field), "corrections": corrections, "age": gap.days_open(today),
        "late": any(row.is_late(today) for row in corrections), "title": TITLES.get(gap.field, gap.title),
        "task": told_in_file(gap) if gap.identity and gap.is_open else "", "following": _following(gap, person),
        "ine": _ine(gap, person, shown), "only": _only(gap), "refusal": refusal or RefusalForm(), "linked": _pair(gap),
    }  # fmt: skip
    return render(request, "pupils/ecart.html", context)


def _following(gap: Discrepancy, person: Person) -> Discrepancy | None:
    """The next correction that waits for this person’s answer: the one after, else the oldest."""
    rows = access.to_answer(person).exclude(pk=gap.pk)
    after = Q(first_seen_on__gt=gap.first_seen_on) | Q(first_seen_on=gap.first_seen_on, pk__gt=gap.pk)
    return rows.filter(after).first() or rows.first()


def _cells(gap: Discrepancy) -> list[tuple[str, Parts, Parts]]:
    """(what, in the State’s base, in the City’s) of what differs or one base only says, the disagreement first."""
    state, city = gap.known(Side.STATE), gap.known(Side.CITY)
    wrong = COMPARED.get(gap.field, "")
    first = [(title, *marked(gap.state_value, gap.city_value)) for title, name in TOLD if name == wrong]
    rest = [(title, state.get(name, ""), city.get(name, "")) for title, name in TOLD if name != wrong]
    return first + [(title, *marked(one, two)) for title, one, two in rest if one != two]


def _only(gap: Discrepancy) -> str:
    """The only base that says anything of the child; empty when both do."""
    said = [side for side in (Side.STATE, Side.CITY) if gap.known(side)]
    return str(said[0]) if len(said) == 1 else ""


def _shared(gap: Discrepancy) -> list[tuple[str, str]]:
    """(what, what both bases say): shown once."""
    state, city = gap.known(Side.STATE), gap.known(Side.CITY)
    own = [(title, name) for title, name in TOLD if name != COMPARED.get(gap.field)]
    alike = [(title, name) for title, name in own if state.get(name) and state[name] == city.get(name)]
    return told([{"titre": title, "champ": name, "etat": state[name]} for title, name in alike])


def _ine(gap: Discrepancy, person: Person, shown: str) -> dict[str, Any]:
    """The national number: nothing for the City, masked for the State until asked."""
    number = gap.known(Side.STATE).get("ine", "")
    if not number or not access.reads_ine(person):
        return {}
    return {"text": number if shown == "ine" else masked_ine(number), "masked": shown != "ine"}


def _pair(gap: Discrepancy) -> Pair | None:
    """The calculated link a disagreement comes from, which may be denied."""
    if gap.kind not in (Kind.FIELD, Kind.SCHOOL):
        return None
    return Pair.objects.filter(
        commune=gap.commune_id, state_reference=gap.state_reference, city_reference=gap.city_reference
    ).first()


def may_part(gap: Discrepancy) -> Pair:
    """The pair to deny; 404 when a disagreement comes from none the calculation made."""
    found = _pair(gap)
    if found is None or found.verdict != Verdict.ENGINE or gap.state not in State.values:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def reveal_gap(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The national number in full, for this page only; each time in the journal. Its address alone shows nothing."""
    gap = gap_or_refused(request, ref)
    if not access.reads_ine(request.person):
        raise PermissionDenied
    if request.method != "POST":
        return redirect(gap)
    why = reading.chosen(request, Reading.GAPS)
    if why is None:
        return reading.asked(request, Reading.GAPS, gap.title, gap.get_absolute_url())
    actions.reveal(thing=gap, field="ine", by=request.person, reason=why)
    return page_of(request, gap, "ine")
