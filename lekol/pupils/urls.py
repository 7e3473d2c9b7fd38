"""The addresses of the pupil databases."""

from django.urls import URLPattern, path

from lekol.pupils import views

app_name = "pupils"
GAP = "bases-eleves/ecarts/<str:ref>/"
PAIR = "bases-eleves/a-verifier/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("bases-eleves/", views.index, name="index"),
    path("bases-eleves/comparer/", views.compare, name="compare"),
    path("bases-eleves/comparer/une-ecole/", views.compare_school, name="compare_school"),
    path("bases-eleves/comparer/<str:ref>/ville/", views.add_city, name="add_city"),
    path("bases-eleves/comparer/<str:ref>/", views.comparing, name="comparing"),
    path("bases-eleves/comparer/<str:ref>/colonnes/", views.columns, name="columns"),
    path("bases-eleves/lectures/", views.readings, name="readings"),
    path("bases-eleves/motif/", views.reason, name="reason"),
    path("bases-eleves/non-accordes/", views.not_found, name="not_found"),
    path("bases-eleves/a-verifier/", views.review, name="review"),
    path(PAIR, views.pair, name="pair"),
    path(f"{PAIR}montrer/", views.reveal, name="reveal"),
    path(f"{PAIR}decider/", views.decide, name="decide"),
    path(f"{PAIR}annuler/", views.undo, name="undo"),
    path("bases-eleves/ecarts/", views.discrepancies, name="discrepancies"),
    path("bases-eleves/ecarts/anciens/", views.old_discrepancies, name="old_discrepancies"),
    path("bases-eleves/ecarts/demander/", views.ask_listed, name="ask_listed"),
    path(GAP, views.discrepancy, name="discrepancy"),
    path(f"{GAP}montrer/", views.reveal_gap, name="reveal_gap"),
    path(f"{GAP}demander/", views.ask, name="ask"),
    path(f"{GAP}accepter/", views.accept, name="accept"),
    path(f"{GAP}refuser/", views.refuse, name="refuse"),
    path(f"{GAP}faite/", views.done, name="done"),
    path(f"{GAP}reprendre/", views.reopen, name="reopen"),
    path(f"{GAP}separer/", views.part, name="part"),
    path("bases-eleves/corrections/", views.not_executed, name="not_executed"),
    path("bases-eleves/corrections/<str:side>/", views.corrections_file, name="corrections_file"),
    path("bases-eleves/ages/", views.ages, name="ages"),
    path("bases-eleves/rapport/<str:uai>/", views.report, name="report"),
    path("bases-eleves/rapport/<str:uai>/demander/", views.ask_all, name="ask_all"),
    path("bases-eleves/a-scolariser/", views.schooling, name="schooling"),
    path("bases-eleves/oppositions/", views.objections, name="objections"),
    path("bases-eleves/oppositions/ajouter/", views.add_objection, name="add_objection"),
    path("bases-eleves/oppositions/<str:ref>/", views.settle_objection, name="settle_objection"),
]
