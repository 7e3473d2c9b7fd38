"""Objections of families to the comparison (GDPR, article 21): kept and answered by the delegates."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.choices import Side
from lekol.directory.models import Commune
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.pupils import access, actions, queries
from lekol.pupils.forms import ObjectionForm, SettleForm
from lekol.pupils.models import Objection

TITLE = "Oppositions à la comparaison"


UNKNOWN = (
    "Aucune fiche de la dernière comparaison ne porte cette référence : vérifiez-la auprès de qui tient la base, sans "
    "quoi l’opposition serait sans effet."
)


def _answer_of(row: Objection) -> str:
    return {None: "À répondre", True: "Accueillie", False: "Rejetée"}[row.upheld]


ROWS = (
    Column("Opposition", lambda row: row.ref, lambda row: _link(row), lead=True, sort="ref"),
    Column("Base", lambda row: queries.NAMES[Side(row.side)], sort="side"),
    Column("Reçue le", lambda row: row.received_on, sort="received_on"),
    Column("Réponse", _answer_of),
    Column("Répondue le", lambda row: row.settled_on),
)


def _link(row: Objection) -> str:
    return reverse("pupils:settle_objection", args=[row.ref]) if row.upheld is None else ""


@require_safe
def objections(request: PersonRequest) -> HttpResponseBase:
    """Every objection of the territory, the last first."""
    if not access.may_object(request.person):
        raise PermissionDenied
    listing = Listing(
        TITLE,
        "La comparaison repose sur une mission d’intérêt public : une famille peut s’y opposer pour des raisons "
        "tenant à sa situation (RGPD, art. 21). Accueillie, l’élève n’est plus comparé : la liste du maire (L131-6) ne "
        "le dira pas non plus, l’école et la Ville s’en assurent autrement.",
        access.objections(request.person), ("-received_on", "id"), ROWS, "oppositions", "Aucune opposition reçue.",
        "opposition,oppositions",
    )  # fmt: skip
    actions_ = [("Enregistrer une opposition", reverse("pupils:add_objection"), "plus")]
    return respond(request, listing, trail=[("Bases élèves", reverse("pupils:index"))], actions=actions_)


@require_http_methods(["GET", "HEAD", "POST"])
def add_objection(request: PersonRequest) -> HttpResponseBase:
    """Keep an objection as it was received."""
    if not access.may_object(request.person):
        raise PermissionDenied
    begun = {"received_on": timezone.localdate(), "side": access.side_of(request.person, access.OBJECT)}
    form = ObjectionForm(access.communes(request.person, access.OBJECT), request.POST or None, initial=begun)
    question = Question(
        "Enregistrer une opposition", "Rien ne change avant la réponse.", "Enregistrer", reverse("pupils:objections"),
        "Opposition enregistrée.", above=TITLE,
    )  # fmt: skip

    def act(commune: Commune, reference: str, side: str, **words: Any) -> None:
        found = queries.reference_for(commune, side, reference)
        actions.object_to(commune=commune, reference=found, side=side, by=request.person, **words)
        if not queries.is_known(commune, side, found):
            messages.warning(request, UNKNOWN)

    return ask(request, question, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
def settle_objection(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Answer an objection; upheld, what is kept of the child is erased at once."""
    found = get_object_or_404(access.objections_seen(request.person), ref=ref)
    if not access.objections(request.person).filter(pk=found.pk).exists():
        raise PermissionDenied
    question = Question(
        f"Répondre à l’opposition {found.ref}",
        f"Reçue le {found.received_on:%d/%m/%Y}, base « {queries.NAMES[Side(found.side)]} » : « {found.grounds} »",
        "Répondre", reverse("pupils:objections"), "Réponse enregistrée.", above=TITLE,
    )  # fmt: skip

    def act(upheld: bool, answer: str) -> None:
        actions.settle_objection(objection=found, upheld=upheld, answer=answer, by=request.person)

    return ask(request, question, SettleForm(request.POST or None), act)
