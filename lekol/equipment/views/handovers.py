"""Loans and hand-overs: written, signed on screen, given back, printed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.equipment import access, actions
from lekol.equipment.forms import HandOverForm, NumbersForm, ReturnForm, SignForm
from lekol.equipment.models import Asset, HandOver
from lekol.equipment.rules import signatures
from lekol.equipment.views.cards import about
from lekol.equipment.views.devices import held
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.pact.plurals import plural

verb = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = (
    Column("Bon", lambda row: row.ref, lambda row: row.get_absolute_url(), lead=True),
    Column("Nature", lambda row: row.get_kind_display()),
    Column("À qui", lambda row: row.name, sort="name"),
    Column("École", lambda row: row.school.name if row.school else ""),
    Column("Remis le", lambda row: row.on, sort="on"),
    Column("À rendre le", lambda row: row.due_on),
    Column("Rendu le", lambda row: row.returned_on),
    Column("État", lambda row: state_of(row)),
)


def state_of(row: HandOver) -> str:
    """Where a hand-over stands, in two words."""
    if row.returned_on is not None:
        return "rendu"
    if row.signed_at is None:
        return "à signer"
    late = row.due_on is not None and row.due_on < timezone.localdate()
    return "en retard" if late else "en cours"


@require_safe
def hand_overs(request: PersonRequest) -> HttpResponseBase:
    """The loans and hand-overs one follows, the last first."""
    rows = access.hand_overs_visible_to(request.person).select_related("school")
    late = request.GET.get("retard") == "1"
    if late:
        rows = rows.filter(due_on__lt=timezone.localdate(), returned_on=None)
    listing = Listing(
        "Prêts et remises",
        "Qui a quoi entre les mains, et jusqu’à quand.",
        rows,
        ("-on", "-id"),
        COLUMNS,
        "prets",
        "Aucun prêt n’est en retard." if late else "Aucun prêt ni aucune remise n’est inscrit.",
        "bon,bons",
    )
    url = reverse("equipment:hand_overs")
    links = [("Tous", url, "lignes")] if late else [("En retard", f"{url}?retard=1", "alerte")]
    if access.lends(request.person):
        links.append(("Prêter ou remettre", reverse("equipment:add_hand_over"), "main"))
    return respond(request, listing, actions=links, trail=[("Parc", reverse("equipment:devices"))])


class SlipForm(HandOverForm, NumbersForm):
    """Several devices at once, by their labels."""


@verb
def add_hand_over(request: PersonRequest) -> HttpResponseBase:
    """Lend or hand over several devices."""
    if not access.lends(request.person):
        raise PermissionDenied
    seen = access.visible_to(request.person).with_place()
    form = SlipForm(seen, request.POST or None, initial={"on": timezone.localdate()})
    text = "Le bon s’ouvre ensuite : la personne y signe à l’écran, et il s’imprime."
    back = reverse("equipment:hand_overs")
    question = Question("Prêter ou remettre des matériels", text, "Écrire le bon", back, above="Prêts et remises")

    def write(numbers: list[Asset], **words: Any) -> HttpResponseBase:
        if not all(access.may(request.person, access.LEND, asset) for asset in numbers):
            raise PermissionDenied
        return _written(request, numbers, words)

    return ask(request, question, form, write)


@verb
def hand_over_device(request: PersonRequest, number: str) -> HttpResponseBase:
    """Lend or hand over one device."""
    asset = held(request, number, access.LEND)
    form = HandOverForm(request.POST or None, initial={"on": timezone.localdate()})
    text = "Le bon s’ouvre ensuite : la personne y signe à l’écran, et il s’imprime."
    question = about(asset, f"Prêter ou remettre {asset.inventory_number}", "Écrire le bon", "", text)
    return ask(request, question, form, lambda **words: _written(request, [asset], words))


def _written(request: PersonRequest, assets: list[Asset], words: dict[str, Any]) -> HttpResponseBase:
    words |= {"school": assets[0].school}
    return redirect(actions.hand_over(commune=assets[0].commune, assets=assets, words=words, by=request.person))


def _seen(request: PersonRequest, ref: str) -> HandOver:
    rows = access.hand_overs_visible_to(request.person).select_related(
        "school__commune__academy", "school__district", "commune__academy"
    )
    return get_object_or_404(rows, ref=ref)


def _lent(request: PersonRequest, ref: str) -> HandOver:
    """A hand-over the reader may write on; whoever receives signs on the reader’s screen."""
    found = _seen(request, ref)
    if not access.may_hand_over(request.person, found):
        raise PermissionDenied
    return found


@require_safe
def hand_over(request: PersonRequest, ref: str) -> HttpResponse:
    """The slip: its devices, its signatures; it prints on one sheet."""
    found = _seen(request, ref)
    context = {
        "slip": found,
        "state": state_of(found),
        "lines": list(found.lines.select_related("asset__model").order_by("asset__sort_key", "pk")),
        "drawn": signatures.path(found.signature),
        "drawn_back": signatures.path(found.return_signature),
        "box": f"0 0 {signatures.WIDTH} {signatures.HEIGHT}",
        "may": access.may_hand_over(request.person, found),
    }
    return render(request, "equipment/hand_over.html", context)


@verb
def sign(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Sign on screen: a name, and a drawing when the screen allows."""
    found = _lent(request, ref)
    form = SignForm(request.POST or None, initial={"name": found.name})
    question = Question(
        f"Signer le bon {found.ref}", f"{found.name} reçoit {plural(found.lines.count(), 'matériel')}.", "Signer",
        found.get_absolute_url(), "Bon signé.", above=str(found),
    )  # fmt: skip

    def keep(name: str, strokes: Any, agreed: bool) -> HttpResponseBase:
        return redirect(actions.sign(row=found, name=name, strokes=strokes, by=request.person))

    return ask(request, question, form, keep, template="equipment/sign.html")


@verb
def give_back(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Record the return."""
    found = _lent(request, ref)
    form = ReturnForm(request.POST or None, initial={"on": timezone.localdate(), "name": str(request.person)})
    question = Question(
        f"Retour du bon {found.ref}", f"Rendu par {found.name}.", "Inscrire le retour", found.get_absolute_url(),
        "Retour inscrit.", above=str(found),
    )  # fmt: skip

    def keep(agreed: bool, **words: Any) -> HttpResponseBase:
        return redirect(actions.give_back(row=found, by=request.person, **words))

    return ask(request, question, form, keep, template="equipment/sign.html")
