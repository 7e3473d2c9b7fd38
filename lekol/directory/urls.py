"""Addresses of the directory."""

from django.urls import URLPattern, path

from lekol.directory import views

app_name = "directory"
urlpatterns: list[URLPattern] = [
    path("ecoles/", views.schools, name="schools"),
    path("ecoles/<slug:uai>/", views.school, name="school"),
    path("ecoles/<slug:uai>/modifier/", views.edit_school, name="edit_school"),
    path("ecoles/<slug:uai>/code/", views.change_code, name="change_code"),
    path("ecoles/<slug:uai>/remplacer/", views.replace_school, name="replace_school"),
    path("ecoles/<slug:uai>/fermer/", views.close_school, name="close_school"),
    path("ecoles/<slug:uai>/effectif/", views.headcount, name="headcount"),
    path("ecoles/<slug:uai>/salles/nouvelle/", views.add_room, name="add_room"),
    path("ecoles/<slug:uai>/salles/<int:pk>/", views.edit_room, name="edit_room"),
    path("ecoles/<slug:uai>/salles/<int:pk>/retirer/", views.remove_room, name="remove_room"),
    path("ecoles/<slug:uai>/classes/nouvelle/", views.add_class, name="add_class"),
    path("ecoles/<slug:uai>/classes/<int:pk>/", views.edit_class, name="edit_class"),
    path("ecoles/<slug:uai>/classes/<int:pk>/retirer/", views.remove_class, name="remove_class"),
    path("carte/", views.map_page, name="map"),
    path("personnes/", views.people, name="people"),
    path("personnes/nouvelle/", views.add_person, name="add_person"),
    path("personnes/<slug:ref>/", views.person, name="person"),
    path("personnes/<slug:ref>/modifier/", views.edit_person, name="edit_person"),
    path("personnes/<slug:ref>/postes/nouveau/", views.open_post, name="open_post"),
    path("personnes/<slug:ref>/postes/<int:pk>/clore/", views.close_post, name="close_post"),
]
