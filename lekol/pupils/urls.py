"""The addresses of the pupil databases."""

from django.urls import URLPattern, path

from lekol.pupils import views

app_name = "pupils"
urlpatterns: list[URLPattern] = [
    path("bases-eleves/", views.index, name="index"),
    path("bases-eleves/comparer/", views.compare, name="compare"),
    path("bases-eleves/non-accordes/", views.not_found, name="not_found"),
    path("bases-eleves/a-verifier/", views.review, name="review"),
    path("bases-eleves/a-verifier/<int:pk>/", views.pair, name="pair"),
    path("bases-eleves/a-verifier/<int:pk>/decider/", views.decide, name="decide"),
    path("bases-eleves/a-verifier/<int:pk>/annuler/", views.undo, name="undo"),
]
