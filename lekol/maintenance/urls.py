"""The addresses of incidents."""

from django.urls import URLPattern, path

from lekol.maintenance import views

app_name = "maintenance"
urlpatterns: list[URLPattern] = [
    path("depannage/regles/", views.rules, name="rules"),
]
