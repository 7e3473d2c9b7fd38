"""Nobody is bound: advice, a quotation, a gift to the City. Each leads to someone who answers, or to a paper."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import asked_scope
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.maintenance import access, actions
from lekol.maintenance.choices import WishKind
from lekol.maintenance.forms import QuoteForm, TextForm
from lekol.maintenance.models import Wish
from lekol.maintenance.views.tickets import ticket_or_404

verb = require_http_methods(["GET", "HEAD", "POST"])
ASKED = {
    WishKind.ADVICE: ("Demander un conseil", "L’enseignant référent et la Ville lisent cette demande et y répondent.",
                      "Demander", "Demande envoyée : la réponse viendra dans le suivi."),
    WishKind.QUOTE: ("Demander un devis", "Le réparateur que vous choisissez lit l’appareil et la panne par un lien, "
                     "sans compte, et y écrit son prix. La dépense revient à l’école ou à sa coopérative.",
                     "Créer le lien", "Le lien à envoyer au réparateur est sur la page de la panne."),
    WishKind.GIFT: ("Proposer le don à la Ville", "Si la Ville accepte, l’appareil entre dans le parc. Écrivez d’où il "
                    "vient et son état ; la fiche à joindre au dossier est prête à imprimer.",
                    "Proposer", "Proposition envoyée. La fiche à imprimer est sur la page de la panne."),
}  # fmt: skip
COLUMNS = (
    Column(
        "Demande", lambda row: row.get_kind_display().capitalize(), lambda row: row.ticket.get_absolute_url(), lead=True
    ),
    Column("Panne", lambda row: row.ticket.summary),
    Column("École", lambda row: row.ticket.school.name, lambda row: row.ticket.school.get_absolute_url()),
    Column("Demandée", lambda row: row.asked_at),
    Column("Répondue", lambda row: row.answered_at),
)


@require_safe
def wishes(request: PersonRequest) -> HttpResponseBase:
    """What the schools of the perimeter asked; those without an answer, unless asked otherwise."""
    seen = access.visible_to(request.person, asked_scope(request)).values("pk")
    rows = Wish.objects.filter(ticket__in=seen).select_related("ticket__school")
    every = request.GET.get("etat") == "toutes"
    listing = Listing(
        "Demandes des écoles",
        "Pour les appareils que personne n’est tenu de réparer : conseils, devis, dons proposés.",
        rows if every else rows.filter(answered_at=None),
        ("asked_at", "id"),
        COLUMNS,
        "demandes-des-ecoles",
        "Aucune demande n’attend de réponse.",
        "demande,demandes",
    )
    here = reverse("maintenance:wishes")
    links = [("Sans réponse", here, "horloge") if every else ("Toutes", f"{here}?etat=toutes", "lignes")]
    return respond(request, listing, actions=links, trail=[("Pannes", reverse("maintenance:tickets"))])


@verb
def wish(request: PersonRequest, ref: str, kind: str) -> HttpResponseBase:
    """The school asks."""
    if kind not in WishKind.values:
        raise Http404
    found = ticket_or_404(request, ref)
    if not access.may_wish(request.person, found):
        raise PermissionDenied
    title, text, button, done = ASKED[WishKind(kind)]
    question = Question(title, text, button, found.get_absolute_url(), done, above=found.ref)
    if kind == WishKind.QUOTE:
        return ask(request, question, QuoteForm(request.POST or None), _quoting(request, found))
    return ask(request, question, TextForm(request.POST or None), _wishing(request, found, kind))


def _quoting(request: PersonRequest, found: Any) -> Any:
    def act(**words: Any) -> None:
        actions.ask_quote(ticket=found, by=request.person, **words)

    return act


def _wishing(request: PersonRequest, found: Any, kind: str) -> Any:
    def act(text: str) -> None:
        actions.ask_wish(ticket=found, kind=kind, text=text, by=request.person)

    return act


@verb
def answer_wish(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """Someone answers the school."""
    found = ticket_or_404(request, ref)
    row = get_object_or_404(found.wishes, pk=pk)
    row.ticket = found
    if not access.may_answer_wish(request.person, row):
        raise PermissionDenied
    title = f"Répondre : {row.get_kind_display()}"
    question = Question(title, str(found), "Répondre", found.get_absolute_url(), "Réponse envoyée.", above=found.ref)

    def act(text: str) -> None:
        actions.answer_wish(wish=row, text=text, by=request.person)

    return ask(request, question, TextForm(request.POST or None), act)


@require_safe
def gift_file(request: PersonRequest, ref: str) -> HttpResponse:
    """The paper that goes with a gift: the device as the register knows it, its fault, who signs. Printed as it is."""
    found = ticket_or_404(request, ref)
    context = {"ticket": found, "asset": found.asset, "day": timezone.localdate()}
    return render(request, "maintenance/gift_file.html", context)
