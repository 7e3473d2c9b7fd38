"""The addresses of the pupil databases."""

from django.urls import URLPattern

app_name = "pupils"
urlpatterns: list[URLPattern] = []
