"""The catalogue of models, the suppliers, and the fields a commune adds."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import visible_to as schools_visible_to
from lekol.equipment import access, actions
from lekol.equipment.forms import FieldForm, ModelCard, SupplierForm
from lekol.equipment.models import CustomField, DeviceModel, Supplier
from lekol.equipment.views.contracts import own_commune
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond

verb = require_http_methods(["GET", "HEAD", "POST"])


def _parc(*links: tuple[str, str, str], may: bool) -> dict[str, Any]:
    return {"actions": list(links) if may else [], "trail": [("Parc", reverse("equipment:devices"))]}


def _keeps(request: PersonRequest) -> bool:
    return bool(access.communes_where(request.person, access.CONTRACT))


@require_safe
def device_models(request: PersonRequest) -> HttpResponseBase:
    """The models known, and how many devices of each stand in the schools one sees."""
    keeps = _keeps(request)
    seen = Q(assets__school__in=schools_visible_to(request.person).values("pk"))
    rows = DeviceModel.objects.annotate(seen=Count("assets", filter=seen))
    columns = (
        Column("Modèle", str, _edit_model if keeps else None, lead=True, sort="make"),
        Column("Type", lambda row: row.get_kind_display(), sort="kind"),
        Column("Référence", lambda row: row.reference),
        Column("Durée de service (ans)", lambda row: row.years_kept, numeric=True, sort="years_kept"),
        Column("Suivi jusqu’au", lambda row: row.end_of_life),
        Column("Matériels", lambda row: row.seen, _of_model, numeric=True),
    )
    listing = Listing(
        "Modèles", "Ce que vendent les fabricants, et combien d’années chaque modèle est gardé.",
        rows if keeps else rows.filter(seen__gt=0), ("make", "name", "id"), columns, "modeles",
        "Aucun modèle n’est inscrit.", "modèle,modèles",
    )  # fmt: skip
    return respond(request, listing, **_parc(("Inscrire un modèle", reverse("equipment:add_model"), "plus"), may=keeps))


def _edit_model(row: DeviceModel) -> str:
    return reverse("equipment:edit_model", args=[row.pk])


def _of_model(row: DeviceModel) -> str:
    return f"{reverse('equipment:devices')}?modele={row.pk}"


@verb
def add_model(request: PersonRequest) -> HttpResponseBase:
    """Enter a model."""
    own_commune(request)
    return _model(request, DeviceModel(), "Inscrire un modèle", "Modèle inscrit.")


@verb
def edit_model(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct a model; its devices follow."""
    own_commune(request)
    return _model(request, get_object_or_404(DeviceModel, pk=pk), "Corriger un modèle", "Modèle corrigé.")


def _model(request: PersonRequest, model: DeviceModel, title: str, done: str) -> HttpResponseBase:
    form = ModelCard(request.POST or None, request.FILES or None, instance=model)
    text = "Le catalogue est commun à toutes les communes de ce Lékol."
    question = Question(title, text, "Enregistrer", reverse("equipment:models"), done, above="Modèles")

    def describe(image: Any, **words: Any) -> None:
        row = actions.describe_model(model=_again(model), words=words, by=request.person)
        if image:
            actions.show_model(model=row, content=image.read(), by=request.person)

    return ask(request, question, form, describe)


def _again(model: DeviceModel) -> DeviceModel:
    """The model as it is kept: the form has put its own words on the one it was given."""
    return DeviceModel.objects.get(pk=model.pk) if model.pk else DeviceModel()


@require_safe
def suppliers(request: PersonRequest) -> HttpResponseBase:
    """The companies the commune deals with."""
    commune = own_commune(request)
    columns = (
        Column(
            "Fournisseur", str, lambda row: reverse("equipment:edit_supplier", args=[row.pk]), lead=True, sort="name"
        ),
        Column("Client", lambda row: row.customer_number),
        Column("Téléphone", lambda row: row.phone),
        Column("Courriel", lambda row: row.email),
        Column("Contrats", lambda row: row.running, numeric=True),
    )
    listing = Listing(
        "Fournisseurs", f"Ceux de la commune de {commune}.",
        Supplier.objects.filter(commune=commune).annotate(running=Count("contracts")), ("name", "id"), columns,
        "fournisseurs", "Aucun fournisseur n’est inscrit.", "fournisseur,fournisseurs",
    )  # fmt: skip
    return respond(
        request, listing, **_parc(("Inscrire un fournisseur", reverse("equipment:add_supplier"), "plus"), may=True)
    )


@verb
def add_supplier(request: PersonRequest) -> HttpResponseBase:
    """Enter a supplier."""
    return _supplier(request, Supplier(), "Inscrire un fournisseur")


@verb
def edit_supplier(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Complete a supplier."""
    row = get_object_or_404(Supplier.objects.filter(commune=own_commune(request)), pk=pk)
    return _supplier(request, row, f"Compléter : {row}")


def _supplier(request: PersonRequest, row: Supplier, title: str) -> HttpResponseBase:
    commune = own_commune(request)
    form = SupplierForm(request.POST or None, instance=row)
    back = reverse("equipment:suppliers")
    question = Question(title, "", "Enregistrer", back, "Fournisseur enregistré.", above="Fournisseurs")
    known = Supplier.objects.filter(pk=row.pk).first()

    def know(**words: Any) -> None:
        actions.know_supplier(commune=commune, supplier=known, words=words, by=request.person)

    return ask(request, question, form, know)


@require_safe
def fields(request: PersonRequest) -> HttpResponseBase:
    """What the commune records besides."""
    commune = own_commune(request)
    columns = (
        Column("Champ", str, lambda row: reverse("equipment:edit_field", args=[row.key]), lead=True, sort="label"),
        Column("Pour", lambda row: row.get_kind_display() or "tous les types"),
        Column("Nature", lambda row: row.get_type_display()),
        Column("Choix", lambda row: ", ".join(row.options)),
        Column("Obligatoire", lambda row: row.required),
        Column("Demandé", lambda row: not row.retired),
    )
    listing = Listing(
        "Champs propres à la commune",
        "Ils s’ajoutent à la fiche des matériels, se filtrent, s’affichent en colonne et s’exportent.",
        CustomField.objects.filter(commune=commune), ("rank", "id"), columns, "champs",
        "Aucun champ n’est déclaré : la fiche de base suffit peut-être.", "champ,champs",
    )  # fmt: skip
    return respond(request, listing, **_parc(("Déclarer un champ", reverse("equipment:add_field"), "plus"), may=True))


@verb
def add_field(request: PersonRequest) -> HttpResponseBase:
    """Declare a field."""
    return _field(request, None)


@verb
def edit_field(request: PersonRequest, key: str) -> HttpResponseBase:
    """Correct a field; its nature and its type of device stay."""
    return _field(request, get_object_or_404(CustomField, commune=own_commune(request), key=key))


def _field(request: PersonRequest, row: CustomField | None) -> HttpResponseBase:
    commune = own_commune(request)
    names = ("label", "kind", "type", "required", "help", "rank", "retired")
    initial = {name: getattr(row, name) for name in names} | {"options": "\n".join(row.options)} if row else None
    form = FieldForm(request.POST or None, initial=initial)
    title = f"Corriger : {row}" if row else "Déclarer un champ"
    text = "La nature et le type de matériel ne changent plus une fois le champ déclaré." if row else ""
    back = reverse("equipment:fields")
    question = Question(title, text, "Enregistrer", back, "Champ enregistré.", above="Champs propres à la commune")

    def declare(**words: Any) -> None:
        actions.declare_field(commune=commune, words=words, field=row, by=request.person)

    return ask(request, question, form, declare)
