"""Addresses of the pages per reader."""

from django.urls import URLPattern, URLResolver, path

from lekol.desks.views import imports
from lekol.desks.views.deadlines import deadlines, feed
from lekol.desks.views.guide import guide
from lekol.desks.views.home import home
from lekol.desks.views.journal import journal
from lekol.desks.views.kit import kit
from lekol.desks.views.perimeter import choose, scope
from lekol.desks.views.rights import account, my_rights, rights
from lekol.desks.views.search import search

app_name = "desks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("perimetre/", scope, name="scope"),
    path("perimetre/choisir/", choose, name="choose"),
    path("mon-compte/", account, name="account"),
    path("mes-droits/", my_rights, name="my_rights"),
    path("personnes/<slug:ref>/droits/", rights, name="rights"),
    path("recherche/", search, name="search"),
    path("echeances/", deadlines, name="deadlines"),
    path("echeances/<slug:ref>/<slug:key>.ics", feed, name="feed"),
    path("journal/", journal, name="journal"),
    path("aide/", guide, name="guide_index"),
    path("aide/<slug:slug>/", guide, name="guide"),
    path("accessibilite/", guide, {"slug": "accessibilite"}, name="accessibility"),
    path("donnees-personnelles/", guide, {"slug": "donnees-personnelles"}, name="privacy"),
    path("kit/", kit, name="kit"),
    *imports.urlpatterns,
]
