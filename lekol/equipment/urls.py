"""Addresses of the estate."""

from django.urls import URLPattern, path

from lekol.equipment import views

app_name = "equipment"
urlpatterns: list[URLPattern] = [
    path("parc/", views.devices, name="devices"),
    path("parc/hors-reseau/", views.not_networked, name="not_networked"),
    path("parc/a-renouveler/", views.past_age, name="past_age"),
    path("parc/sans-mises-a-jour/", views.os_unsupported, name="os_unsupported"),
    path("parc/directions/", views.direction_gaps, name="direction_gaps"),
    path("parc/mallettes-a-livrer/", views.trolleys_missing, name="trolleys_missing"),
    path("ecoles/<slug:uai>/materiel/nouveau/", views.add, name="add"),
    path("ecoles/<slug:uai>/equipement/<slug:kind>/<int:rank>/", views.fill, name="fill"),
    path("ecoles/<slug:uai>/etiquettes/", views.labels, name="labels"),
    path("ecoles/<slug:uai>/verifications/", views.checks, name="checks"),
    path("ecoles/<slug:uai>/salles/<int:pk>/verifier/", views.check_room, name="check_room"),
    path("verifications/<uuid:key>/", views.audit, name="audit"),
    path("verifications/<uuid:key>/<int:pk>/regler/", views.settle, name="settle"),
    path("hors-ligne.js", views.offline, name="offline"),
    path("equipements/<str:number>/", views.device, name="device"),
    path("equipements/<str:number>/placer/", views.move, name="move"),
    path("equipements/<str:number>/systeme/", views.install, name="install"),
    path("equipements/<str:number>/reseau/", views.connect, name="connect"),
    path("equipements/<str:number>/sortir/", views.retire, name="retire"),
]
