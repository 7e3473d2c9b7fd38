"""Counters of copiers, and what the stores keep: the low articles first."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import asked_scope
from lekol.directory.access import visible_to as schools_visible_to
from lekol.equipment import access, actions
from lekol.equipment.forms import CounterForm, ItemForm, MovementForm
from lekol.equipment.models import StockItem
from lekol.equipment.views.cards import about
from lekol.equipment.views.devices import held
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond

verb = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = (
    Column("Article", lambda row: row.name, lambda row: row.get_absolute_url(), lead=True, sort="name"),
    Column("Nature", lambda row: row.get_kind_display(), sort="kind"),
    Column("Référence", lambda row: row.reference),
    Column("Réserve", lambda row: row.school.name if row.school else f"Ville, {row.commune}"),
    Column("En stock", lambda row: row.quantity, numeric=True, sort="quantity"),
    Column("Seuil", lambda row: row.threshold, numeric=True, sort="threshold"),
    Column("À commander", lambda row: "oui" if row.is_low else ""),
)


@verb
def count(request: PersonRequest, number: str) -> HttpResponseBase:
    """Read the counters of a copier."""
    asset = held(request, number, access.COUNT)
    last = asset.counters.order_by("-on").first()
    form = CounterForm(request.POST or None, initial={"on": timezone.localdate()})
    text = f"Dernier relevé le {last.on:%d/%m/%Y} : {last}." if last else "Premier relevé de ce copieur."
    question = about(asset, f"Compteurs de {asset.inventory_number}", "Enregistrer", "Compteurs relevés.", text)
    return ask(request, question, form, lambda **words: actions.read_counters(asset=asset, by=request.person, **words))


@require_safe
def stock(request: PersonRequest) -> HttpResponseBase:
    """The articles of the stores one sees; those to order first."""
    rows = access.stock_visible_to(request.person, asked_scope(request)).select_related("school", "commune")
    low = request.GET.get("bas") == "1"
    listing = Listing(
        "Réserve",
        "Consommables et pièces. Un article au seuil, ou au-dessous, est à commander.",
        (rows.filter(quantity__lte=F("threshold")) if low else rows).annotate(left=F("quantity") - F("threshold")),
        ("left", "name", "id"),
        COLUMNS,
        "reserve",
        "Aucun article n’est à commander." if low else "Aucun article n’est inscrit dans vos réserves.",
        "article,articles",
    )
    links = [("Tous les articles", reverse("equipment:stock"), "lignes")] if low else [
        ("À commander", f"{reverse('equipment:stock')}?bas=1", "alerte")
    ]  # fmt: skip
    if access.communes_where(request.person, access.KEEP):
        links.append(("Inscrire un article", reverse("equipment:add_item"), "plus"))
    return respond(request, listing, actions=links, trail=[("Parc", reverse("equipment:devices"))])


@verb
def add_item(request: PersonRequest) -> HttpResponseBase:
    """Enter an article."""
    communes = access.communes_where(request.person, access.KEEP)
    if not communes:
        raise PermissionDenied
    form = ItemForm(schools_visible_to(request.person).order_by("sort_key", "pk"), request.POST or None)
    back = reverse("equipment:stock")
    question = Question("Inscrire un article", "", "Inscrire", back, "Article inscrit.", above="Réserve")

    def keep(**words: Any) -> HttpResponseBase:
        return redirect(actions.keep_item(commune=communes[0], words=words, by=request.person))

    return ask(request, question, form, keep)


def _item(request: PersonRequest, pk: int) -> StockItem:
    rows = access.stock_visible_to(request.person).select_related(
        "school__commune__academy", "school__district", "commune__academy"
    )
    return get_object_or_404(rows, pk=pk)


def _stored(request: PersonRequest, pk: int) -> StockItem:
    found = _item(request, pk)
    if not access.may_store(request.person, found):
        raise PermissionDenied
    return found


@require_safe
def item(request: PersonRequest, pk: int) -> HttpResponse:
    """One article: what is left, what moved."""
    found = _item(request, pk)
    context = {
        "item": found,
        "served": list(found.models_served.all()),
        "movements": list(found.movements.select_related("asset__model")[:50]),
        "may_move": access.may_store(request.person, found),
        "may_keep": found.commune in access.communes_where(request.person, access.KEEP),
    }
    return render(request, "equipment/item.html", context)


@verb
def edit_item(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct an article."""
    found = _item(request, pk)
    if found.commune not in access.communes_where(request.person, access.KEEP):
        raise PermissionDenied
    schools = schools_visible_to(request.person).order_by("sort_key", "pk")
    form = ItemForm(schools, request.POST or None, instance=found)
    question = Question(
        f"Corriger : {found}", "", "Enregistrer", found.get_absolute_url(), "Article corrigé.", above=str(found)
    )

    def keep(**words: Any) -> None:
        actions.keep_item(commune=found.commune, item=_item(request, pk), words=words, by=request.person)

    return ask(request, question, form, keep)


@verb
def move_item(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take out, or bring in."""
    found = _stored(request, pk)
    form = MovementForm(access.visible_to(request.person), request.POST or None)
    text = f"En stock : {found.quantity}. Seuil de réassort : {found.threshold}."
    question = Question(
        f"Mouvement : {found}", text, "Enregistrer", found.get_absolute_url(), "Mouvement inscrit.", above=str(found)
    )

    def move(sense: str, quantity: int, number: Any, reason: str) -> None:
        change = quantity if sense == "entree" else -quantity
        actions.move_stock(item=found, change=change, reason=reason, asset=number, by=request.person)

    return ask(request, question, form, move)
