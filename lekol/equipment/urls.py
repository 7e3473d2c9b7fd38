"""Addresses of the estate."""

from django.urls import URLPattern, path

from lekol.equipment import views

app_name = "equipment"

_LISTS: list[URLPattern] = [
    path("parc/", views.devices, name="devices"),
    path("parc/recensement/", views.census, name="census"),
    path("parc/colonnes/", views.choose_columns, name="columns"),
    path("parc/garder/", views.save_list, name="save_list"),
    path("parc/listes/<slug:ref>/", views.open_list, name="open_list"),
    path("parc/listes/<slug:ref>/oublier/", views.forget_list, name="forget_list"),
    path("parc/modifier/", views.bulk, name="bulk"),
    path("parc/hors-reseau/", views.not_networked, name="not_networked"),
    path("parc/a-renouveler/", views.past_age, name="past_age"),
    path("parc/sans-mises-a-jour/", views.os_unsupported, name="os_unsupported"),
    path("parc/sans-garantie-connue/", views.warranty_unknown, name="warranty_unknown"),
    path("parc/sans-mainteneur/", views.unmaintained, name="unmaintained"),
    path("parc/directions/", views.direction_gaps, name="direction_gaps"),
    path("parc/directions-incompletes/", views.directions_incomplete, name="directions_incomplete"),
    path("parc/mallettes-a-livrer/", views.trolleys_missing, name="trolleys_missing"),
]
_OFFICE: list[URLPattern] = [
    path("parc/contrats/", views.contracts, name="contracts"),
    path("parc/contrats/nouveau/", views.add_contract, name="add_contract"),
    path("parc/contrats/<int:pk>/", views.contract, name="contract"),
    path("parc/contrats/<int:pk>/corriger/", views.edit_contract, name="edit_contract"),
    path("parc/contrats/<int:pk>/couvrir/", views.cover, name="cover"),
    path("parc/contrats/<int:pk>/sortir/<int:line>/", views.uncover, name="uncover"),
    path("parc/contrats/<int:pk>/document/", views.add_contract_document, name="add_contract_document"),
    path("parc/contrats/<int:pk>/documents/<int:line>/", views.contract_document, name="contract_document"),
    path("parc/modeles/", views.device_models, name="models"),
    path("parc/modeles/nouveau/", views.add_model, name="add_model"),
    path("parc/modeles/<int:pk>/", views.edit_model, name="edit_model"),
    path("parc/modeles/<int:pk>/image/", views.model_image, name="model_image"),
    path("parc/fournisseurs/", views.suppliers, name="suppliers"),
    path("parc/fournisseurs/nouveau/", views.add_supplier, name="add_supplier"),
    path("parc/fournisseurs/<int:pk>/", views.edit_supplier, name="edit_supplier"),
    path("parc/champs/", views.fields, name="fields"),
    path("parc/champs/nouveau/", views.add_field, name="add_field"),
    path("parc/champs/<slug:key>/", views.edit_field, name="edit_field"),
    path("parc/reserve/", views.stock, name="stock"),
    path("parc/reserve/nouveau/", views.add_item, name="add_item"),
    path("parc/reserve/<int:pk>/", views.item, name="item"),
    path("parc/reserve/<int:pk>/corriger/", views.edit_item, name="edit_item"),
    path("parc/reserve/<int:pk>/mouvement/", views.move_item, name="move_item"),
    path("parc/prets/", views.hand_overs, name="hand_overs"),
    path("parc/prets/nouveau/", views.add_hand_over, name="add_hand_over"),
    path("parc/prets/<slug:ref>/", views.hand_over, name="hand_over"),
    path("parc/prets/<slug:ref>/signer/", views.sign, name="sign"),
    path("parc/prets/<slug:ref>/retour/", views.give_back, name="give_back"),
]
_DEVICE: list[URLPattern] = [
    path("ecoles/<slug:uai>/materiel/nouveau/", views.add, name="add"),
    path("ecoles/<slug:uai>/equipement/<slug:kind>/<int:rank>/", views.fill, name="fill"),
    path("equipements/<str:number>/", views.device, name="device"),
    path("equipements/<str:number>/modifier/", views.edit, name="edit"),
    path("equipements/<str:number>/placer/", views.move, name="move"),
    path("equipements/<str:number>/systeme/", views.install, name="install"),
    path("equipements/<str:number>/reseau/", views.connect, name="connect"),
    path("equipements/<str:number>/etat/<slug:after>/", views.step, name="step"),
    path("equipements/<str:number>/etats/<int:pk>/annuler/", views.undo, name="undo"),
    path("equipements/<str:number>/achat/", views.buy, name="buy"),
    path("equipements/<str:number>/responsable/", views.entrust, name="entrust"),
    path("equipements/<str:number>/responsables/<int:pk>/clore/", views.release, name="release"),
    path("equipements/<str:number>/document/", views.add_document, name="add_document"),
    path("equipements/<str:number>/documents/<int:pk>/", views.document, name="document"),
    path("equipements/<str:number>/documents/<int:pk>/retirer/", views.remove_document, name="remove_document"),
    path("equipements/<str:number>/photo/", views.add_photo, name="add_photo"),
    path("equipements/<str:number>/photos/<int:pk>/", views.photo, name="photo"),
    path("equipements/<str:number>/photos/<int:pk>/vignette/", views.thumbnail, name="thumbnail"),
    path("equipements/<str:number>/photos/<int:pk>/retirer/", views.remove_photo, name="remove_photo"),
    path("equipements/<str:number>/compteurs/", views.count, name="count"),
    path("equipements/<str:number>/remettre/", views.hand_over_device, name="hand_over_device"),
]
urlpatterns: list[URLPattern] = [*_LISTS, *_OFFICE, *_DEVICE]
