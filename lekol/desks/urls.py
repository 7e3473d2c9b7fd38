"""Addresses of the pages per reader."""

from django.urls import URLPattern, URLResolver, path

from lekol.desks.views.home import home
from lekol.desks.views.perimeter import choose, scope

app_name = "desks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("perimetre/", scope, name="scope"),
    path("perimetre/choisir/", choose, name="choose"),
]
