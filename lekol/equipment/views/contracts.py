"""Warranties and contracts: what ends soon first, the page of each, the devices it covers."""

from typing import Any

from django.contrib.postgres.fields.ranges import RangeEndsWith as EndsWith
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import holds
from lekol.directory.models import Commune
from lekol.equipment import access, actions
from lekol.equipment.forms import ContractForm, DocumentForm, NumbersForm, SureForm
from lekol.equipment.models import Contract, Supplier
from lekol.equipment.rules.endings import nearness
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond

verb = require_http_methods(["GET", "HEAD", "POST"])
NEAR = {
    "fini": "fini", "30": "dans moins de 30 jours", "60": "dans moins de 60 jours", "90": "dans moins de 90 jours",
    "180": "dans moins de 180 jours", "": "",
}  # fmt: skip
SHOWN = 60
COLUMNS = (
    Column("Contrat", lambda row: capfirst(str(row)), lambda row: _url(row), lead=True, sort="reference"),
    Column("Fournisseur", lambda row: row.supplier.name, sort="supplier__name"),
    Column("Dernier jour", lambda row: row.last_day, sort="ends"),
    Column("Fin", lambda row: NEAR[nearness(row.last_day, timezone.localdate())]),
    Column("Coût annuel (€)", lambda row: row.yearly_cost, numeric=True),
    Column("Appeler", lambda row: row.phone or row.supplier.phone),
)


def own_commune(request: PersonRequest) -> Commune:
    """The commune whose contracts, catalogue and fields the reader keeps, or 403."""
    found = access.communes_where(request.person, access.CONTRACT)
    if not found:
        raise PermissionDenied
    return found[0]


def _url(row: Contract) -> str:
    return row.get_absolute_url()


@require_safe
def contracts(request: PersonRequest) -> HttpResponseBase:
    """The contracts of the commune, those that end first at the top."""
    listing = Listing(
        "Garanties et contrats",
        "Ce que doivent les fournisseurs, jusqu’à quand. Chaque fin est rappelée par courriel 180, 90, 60 et 30 jours "
        "avant, et le jour du préavis.",
        access.contracts_visible_to(request.person).select_related("supplier").annotate(ends=EndsWith("valid")),
        ("ends", "id"),
        COLUMNS,
        "contrats",
        "Aucun contrat n’est inscrit dans votre commune.",
        "contrat,contrats",
    )
    may = bool(access.communes_where(request.person, access.CONTRACT))
    links = [("Inscrire un contrat", reverse("equipment:add_contract"), "plus")] if may else []
    return respond(request, listing, actions=links, trail=[("Parc", reverse("equipment:devices"))])


@verb
def add_contract(request: PersonRequest) -> HttpResponseBase:
    """Enter a contract."""
    commune = own_commune(request)
    form = ContractForm(Supplier.objects.filter(commune=commune), request.POST or None)
    text = f"Pour la commune de {commune}. Le fournisseur manque dans la liste ? Inscrivez-le d’abord."
    question = Question(
        "Inscrire un contrat", text, "Inscrire", reverse("equipment:contracts"), "Contrat inscrit.",
        above="Garanties et contrats", other=("Inscrire un fournisseur", reverse("equipment:add_supplier")),
    )  # fmt: skip

    def sign(since: Any, until: Any, **words: Any) -> HttpResponseBase:
        made = actions.sign_contract(commune=commune, since=since, until=until, words=words, by=request.person)
        return redirect(made)

    return ask(request, question, form, sign)


def _seen(request: PersonRequest, pk: int) -> Contract:
    return get_object_or_404(access.contracts_visible_to(request.person).select_related("supplier", "commune"), pk=pk)


def _kept(request: PersonRequest, pk: int) -> Contract:
    found = _seen(request, pk)
    if not holds(request.person, access.CONTRACT, found.commune):
        raise PermissionDenied
    return found


@require_safe
def contract(request: PersonRequest, pk: int) -> HttpResponse:
    """One contract: whom to call, what is covered, which devices."""
    found = _seen(request, pk)
    covered = found.coverages.select_related("asset__model", "asset__school").order_by("asset__sort_key", "pk")
    context = {
        "contract": found,
        "near": NEAR[nearness(found.last_day, timezone.localdate())],
        "covered": list(covered[:SHOWN]),
        "count": found.coverages.count(),
        "documents": list(found.documents.filter(removed=False)),
        "may": holds(request.person, access.CONTRACT, found.commune),
    }
    return render(request, "equipment/contract.html", context)


def _about(found: Contract, title: str, action: str, done: str, text: str = "") -> Question:
    return Question(title, text or f"{found.supplier}.", action, found.get_absolute_url(), done, above=str(found))


@verb
def edit_contract(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct a contract."""
    found = _kept(request, pk)
    initial = {"since": found.valid.lower, "until": found.last_day}
    suppliers = Supplier.objects.filter(commune=found.commune)
    form = ContractForm(suppliers, request.POST or None, instance=found, initial=initial)

    def sign(since: Any, until: Any, **words: Any) -> None:
        actions.sign_contract(
            commune=found.commune, contract=_kept(request, pk), since=since, until=until, words=words, by=request.person
        )

    return ask(request, _about(found, f"Corriger : {found}", "Enregistrer", "Contrat corrigé."), form, sign)


@verb
def cover(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Put devices under a contract, by their labels."""
    found = _kept(request, pk)
    seen = access.visible_to(request.person).filter(commune=found.commune)
    form = NumbersForm(seen, request.POST or None)
    question = _about(found, f"Couvrir des matériels : {found}", "Couvrir", "Matériels couverts.")
    return ask(
        request, question, form, lambda numbers: actions.cover(contract=found, assets=numbers, by=request.person)
    )


@verb
def uncover(request: PersonRequest, pk: int, line: int) -> HttpResponseBase:
    """Take a device out of a contract."""
    found = _kept(request, pk)
    row = get_object_or_404(found.coverages.select_related("asset__model", "contract"), pk=line)
    question = _about(found, f"Sortir {row.asset.inventory_number} de {found}", "Sortir", "Matériel sorti du contrat.")
    form = SureForm(request.POST if request.method == "POST" else None)
    return ask(request, question, form, lambda sure: actions.uncover(coverage=row, by=request.person))


@verb
def add_contract_document(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Join the signed contract."""
    found = _kept(request, pk)
    form = DocumentForm(request.POST or None, request.FILES or None)

    def keep(file: Any, **words: Any) -> None:
        actions.keep_document(thing=found, content=file.read(), name=file.name, words=words, by=request.person)

    return ask(request, _about(found, f"Joindre un document : {found}", "Joindre", "Document joint."), form, keep)


@require_safe
def contract_document(request: PersonRequest, pk: int, line: int) -> FileResponse:
    """A paper of a contract, as a download."""
    row = get_object_or_404(_seen(request, pk).documents.filter(removed=False), pk=line)
    return FileResponse(row.file.open(), as_attachment=True, filename=row.name, content_type=row.media_type)
