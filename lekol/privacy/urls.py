"""The addresses of personal data."""

from django.urls import URLPattern, path

from lekol.privacy import views

app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("donnees/", views.register, name="register"),
    path("donnees/moi/", views.mine, name="mine"),
    path("donnees/<str:key>/", views.processing, name="processing"),
    path("donnees/<str:key>/purger/", views.purge, name="purge"),
]
