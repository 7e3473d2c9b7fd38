"""Addresses of the network."""

from django.urls import URLPattern, path

from lekol.network import views

app_name = "network"
urlpatterns: list[URLPattern] = [
    path("reseau/salles/", views.rooms, name="rooms"),
    path("reseau/salles/tres-haut-debit/", views.rooms_very_high_speed, name="rooms_very_high_speed"),
    path("reseau/liaisons/", views.links_short, name="links_short"),
    path("reseau/a-raccorder/", views.not_very_high_speed, name="not_very_high_speed"),
    path("reseau/sans-internet/", views.offline, name="offline"),
    path("ecoles/<slug:uai>/reseau/prise/", views.outlet, name="outlet"),
    path("ecoles/<slug:uai>/reseau/liaison/", views.link, name="link"),
    path("ecoles/<slug:uai>/reseau/debit/", views.rate, name="rate"),
]
