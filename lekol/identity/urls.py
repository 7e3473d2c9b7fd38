"""Addresses of what is done to an account; allauth’s own pages are named in project.urls."""

from django.urls import URLPattern, path

from lekol.identity import views

app_name = "identity"
urlpatterns: list[URLPattern] = [
    path("comptes/demonstration/", views.demonstration, name="demonstration"),
    path("personnes/<slug:ref>/invitation/", views.invite, name="invite"),
    path("personnes/<slug:ref>/compte/adresse/", views.follow_address, name="follow_address"),
    path("personnes/<slug:ref>/compte/fermeture/", views.close, name="close"),
    path("personnes/<slug:ref>/compte/reouverture/", views.reopen, name="reopen"),
]
