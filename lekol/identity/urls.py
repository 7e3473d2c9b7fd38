"""Addresses of what is done to an account; allauth’s own pages are named in project.urls."""

from django.urls import URLPattern, path

from lekol.identity import views

app_name = "identity"
urlpatterns: list[URLPattern] = [
    path("comptes/demonstration/", views.demonstration, name="demonstration"),
    path("compte/jetons/", views.tokens, name="tokens"),
    path("compte/jetons/nouveau/", views.create_token, name="create_token"),
    path("compte/jetons/surveillance/", views.tokens_watched, name="tokens_watched"),
    path("compte/jetons/<int:pk>/revocation/", views.revoke_token, name="revoke_token"),
    path("personnes/<slug:ref>/invitation/", views.invite, name="invite"),
    path("personnes/<slug:ref>/compte/adresse/", views.follow_address, name="follow_address"),
    path("personnes/<slug:ref>/compte/fermeture/", views.close, name="close"),
    path("personnes/<slug:ref>/compte/reouverture/", views.reopen, name="reopen"),
]
