"""« Santé du parc »: each figure, and the list of the posts behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.directory.access import asked_scope, visible_to
from lekol.equipment import access, queries
from lekol.equipment.forms.inventory import DaysForm
from lekol.equipment.rules import offices
from lekol.equipment.rules.health import SEEN_WITHIN
from lekol.equipment.rules.offices import SUPPORT_WORDS, suite_of, support_of
from lekol.equipment.rules.software import PROTECTION_WORDS
from lekol.equipment.rules.systems import calendar
from lekol.equipment.views.missing import BY_SCHOOL, DEVICE, MODEL, PARC, ROOM, SCHOOL
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond

Counted = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the page: what it counts, in the posts the reader sees, and the list of the others."""

    title: str
    text: str
    due: int
    met: int
    url_name: str
    clause: str = ""

    @property
    def lacking(self) -> int:
        return self.due - self.met

    @property
    def ratio(self) -> float | None:
        return self.met / self.due if self.due else None


FIGURES: tuple[tuple[str, str, Counted, str, str], ...] = (
    ("Système suivi par son éditeur", "Ordinateurs et tablettes dont le système reçoit encore des corrections.",
     queries.os_supported, "equipment:os_unsupported", "3.13"),
    ("Mises à jour récentes", "Ordinateurs corrigés dans les soixante jours, parmi ceux dont on le sait.",
     queries.updated_recently, "equipment:late_updates", "3.13"),
    ("Antivirus actif et à jour", "Ordinateurs où l’inventaire l’a constaté.",
     queries.antivirus_protected, "equipment:unprotected", "6.3"),
    ("Suite bureautique", "Ordinateurs où l’inventaire en a vu une.",
     queries.office_present, "equipment:without_office", "6.2"),
    ("Suite bureautique à jour", "Ordinateurs dont la suite reçoit encore des corrections, parmi ceux qui en ont une.",
     queries.office_supported, "equipment:office_ended", "6.2"),
    ("Vus récemment", "Ordinateurs et tablettes dont un inventaire est venu dans les soixante jours.",
     queries.seen_recently, "equipment:unseen", ""),
    ("Disques", "Postes avec un dixième d’espace libre et sans défaut annoncé.",
     queries.disks_well, "equipment:disks", ""),
    ("Batteries", "Postes dont la batterie garde 60 % de sa capacité d’origine.",
     queries.batteries_well, "equipment:batteries", ""),
    ("Âge", "Matériels de la Ville dans leur durée de service.",
     queries.within_age, "equipment:past_age", ""),
)  # fmt: skip


@require_safe
def health(request: PersonRequest) -> HttpResponse:
    """The health of the estate in the reader’s perimeter, one query a figure whatever its size."""
    figures = [_figure(request, *words) for words in FIGURES]
    waiting = access.machines_visible_to(request.person, asked_scope(request)).waiting()  # type: ignore[attr-defined]
    context = {
        "figures": figures,
        "calendar": calendar(),
        "offices": offices.calendar(),
        "waiting": waiting.count(),
        "scope": asked_scope(request),
    }
    context["may_hand_keys"] = access.may_hand_keys(request.person)
    return render(request, "equipment/health.html", context)


def _figure(request: PersonRequest, title: str, text: str, count: Counted, url_name: str, clause: str) -> Figure:
    rows, met = count(asked_scope(request), timezone.localdate())
    seen = visible_to(request.person, asked_scope(request)).values("pk")
    counts = rows.filter(school__in=seen).aggregate(due=Count("pk"), met=Count("pk", filter=met))
    return Figure(title, text, counts["due"], counts["met"], url_name, clause)


def _lacking(request: PersonRequest, count: Counted) -> Any:
    rows, met = count(asked_scope(request), timezone.localdate())
    seen = visible_to(request.person, asked_scope(request)).values("pk")
    return rows.filter(school__in=seen).exclude(met).select_related("school", "asset__model", "room", "asset__machine")


def _machine(row: Any) -> Any:
    return getattr(row.asset, "machine", None)


def _list(
    request: PersonRequest, words: tuple[str, str, str, str], count: Counted, *columns: Column, **context: Any
) -> HttpResponseBase:
    title, intro, name, empty = words
    listing = Listing(
        title, intro, _lacking(request, count), BY_SCHOOL, (DEVICE, MODEL, SCHOOL, ROOM, *columns), name, empty,
        "poste,postes",
    )  # fmt: skip
    return respond(request, listing, trail=[*PARC, ("Santé du parc", "/parc/sante/")], **context)


LAST_SEEN = Column("Dernier inventaire", lambda row: _machine(row).last_seen_at if _machine(row) else None)


@require_safe
def unprotected(request: PersonRequest) -> HttpResponseBase:
    """Computers without an antivirus that is on and up to date (6.3)."""
    words = (
        "Postes sans antivirus actif et à jour",
        "Ce que dit leur dernier inventaire. Un poste jamais inventorié est compté : on ne sait pas s’il est protégé.",
        "postes-sans-antivirus",
        "Tous les ordinateurs de ce périmètre sont protégés.",
    )
    state = Column("Antivirus", lambda row: PROTECTION_WORDS[row.protection])
    name = Column("Nom", lambda row: row.antivirus)
    return _list(request, words, queries.antivirus_protected, state, name, LAST_SEEN)


@require_safe
def without_office(request: PersonRequest) -> HttpResponseBase:
    """Computers where no office suite was seen (6.2)."""
    words = (
        "Postes sans suite bureautique",
        "Ordinateurs où aucun inventaire n’a vu de suite bureautique, ou qui n’ont jamais été inventoriés.",
        "postes-sans-bureautique",
        "Tous les ordinateurs de ce périmètre ont une suite bureautique.",
    )
    return _list(request, words, queries.office_present, LAST_SEEN)


@require_safe
def office_ended(request: PersonRequest) -> HttpResponseBase:
    """Computers whose office suite is no longer corrected, or whose support nobody tells (6.2)."""
    words = (
        "Suites bureautiques à remplacer",
        "Ordinateurs dont la suite n’est plus corrigée par son éditeur, ou dont on ignore si elle l’est : une suite "
        "livrée par une distribution Linux est corrigée par elle.",
        "suites-a-remplacer",
        "Toutes les suites de ce périmètre sont suivies par leur éditeur.",
    )
    today = timezone.localdate()
    suite = Column("Suite", lambda row: row.office)
    support = Column("Suivi", lambda row: SUPPORT_WORDS[support_of(row.office, today)])
    until = Column("Jusqu’au", lambda row: found.until if (found := suite_of(row.office)) else None)
    return _list(request, words, queries.office_supported, suite, support, until, LAST_SEEN)


@require_safe
def unseen(request: PersonRequest) -> HttpResponseBase:
    """Posts that no inventory told of for some days: sixty, or as many as asked."""
    form = DaysForm(request.GET or None)
    days = form.cleaned_data["jours"] if form.is_valid() and form.cleaned_data["jours"] else SEEN_WITHIN
    words = (
        f"Postes non vus depuis {days} jours",
        "Éteints, égarés, ou sans agent : ordinateurs et tablettes dont aucun inventaire n’est venu.",
        "postes-non-vus",
        "Tous les postes de ce périmètre ont donné de leurs nouvelles.",
    )
    count = partial(queries.seen_within, days=days)
    return _list(request, words, count, LAST_SEEN, form=DaysForm(request.GET or None))


@require_safe
def late_updates(request: PersonRequest) -> HttpResponseBase:
    """Computers whose last known update is old (I13)."""
    words = (
        "Postes en retard de mises à jour",
        "Ordinateurs dont la dernière mise à jour connue a plus de soixante jours.",
        "postes-en-retard",
        "Tous les ordinateurs dont on connaît les mises à jour sont à jour.",
    )
    last = Column("Dernière mise à jour", lambda row: _machine(row).updated_on)
    return _list(request, words, queries.updated_recently, last, LAST_SEEN)


@require_safe
def disks(request: PersonRequest) -> HttpResponseBase:
    """Posts short of room or whose disk announces a fault."""
    words = (
        "Disques pleins ou en défaut",
        "Postes qui ont moins d’un dixième d’espace libre, ou dont le disque annonce une panne.",
        "disques",
        "Tous les disques connus vont bien.",
    )
    free = Column("Espace libre (%)", lambda row: _machine(row).free_percent, numeric=True)
    fault = Column("Panne annoncée", lambda row: _machine(row).failing_disk)
    return _list(request, words, queries.disks_well, free, fault, LAST_SEEN)


@require_safe
def batteries(request: PersonRequest) -> HttpResponseBase:
    """Posts whose battery no longer holds."""
    words = (
        "Batteries à remplacer",
        "Postes dont la batterie garde moins de 60 % de sa capacité d’origine.",
        "batteries",
        "Toutes les batteries connues tiennent.",
    )
    left = Column("Capacité restante (%)", lambda row: _machine(row).battery_percent, numeric=True)
    return _list(request, words, queries.batteries_well, left, LAST_SEEN)
