"""Addresses of the estate."""

from django.urls import URLPattern, path

from lekol.equipment import views
from lekol.equipment.views import health, inventory

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
    path("equipements/<str:number>/", views.device, name="device"),
    path("equipements/<str:number>/placer/", views.move, name="move"),
    path("equipements/<str:number>/systeme/", views.install, name="install"),
    path("equipements/<str:number>/reseau/", views.connect, name="connect"),
    path("equipements/<str:number>/sortir/", views.retire, name="retire"),
    path("equipements/<str:number>/champs/<slug:field>/verrou/", inventory.lock, name="lock"),
    path("equipements/<str:number>/champs/<slug:field>/reprendre/", inventory.accept, name="accept"),
    path("parc/sante/", health.health, name="health"),
    path("parc/sante/antivirus/", health.unprotected, name="unprotected"),
    path("parc/sante/bureautique/", health.without_office, name="without_office"),
    path("parc/sante/non-vus/", health.unseen, name="unseen"),
    path("parc/sante/mises-a-jour/", health.late_updates, name="late_updates"),
    path("parc/sante/disques/", health.disks, name="disks"),
    path("parc/sante/batteries/", health.batteries, name="batteries"),
    path("parc/machines/", inventory.quarantine, name="quarantine"),
    path("parc/machines/<int:pk>/", inventory.machine, name="machine"),
    path("parc/machines/<int:pk>/rattacher/", inventory.link, name="link"),
    path("parc/machines/<int:pk>/inscrire/", inventory.enter, name="enter"),
    path("parc/machines/<int:pk>/ignorer/", inventory.ignore, name="ignore"),
    path("parc/machines/<int:pk>/remettre/", inventory.reconsider, name="reconsider"),
    path("parc/agents/", inventory.keys, name="keys"),
    path("parc/agents/nouvelle/", inventory.create_key, name="create_key"),
    path("parc/agents/<int:pk>/revoquer/", inventory.revoke_key, name="revoke_key"),
]
