"""The addresses of governance."""

from django.urls import URLPattern, path

from lekol.governance import views

COMMITTEE = "gouvernance/<slug:agreement>/comites/<slug:key>/"

app_name = "governance"
urlpatterns: list[URLPattern] = [
    path("gouvernance/", views.index, name="index"),
    path("gouvernance/decisions/", views.decisions, name="decisions"),
    path("gouvernance/actions/", views.tasks, name="tasks"),
    path("gouvernance/actions/<slug:ref>/", views.action, name="action"),
    path("gouvernance/actions/<slug:ref>/suivre/", views.follow, name="follow"),
    path("gouvernance/accords/<int:pk>/", views.speak, name="speak"),
    path("gouvernance/bilans/", views.reviews, name="reviews"),
    path("gouvernance/bilans/schema.json", views.review_schema, name="review_schema"),
    path("gouvernance/bilans/<slug:agreement>/<int:year>/preparer/", views.prepare_review, name="prepare_review"),
    path("gouvernance/bilans/avancement/<slug:ref>/", views.freezing, name="freezing"),
    path("gouvernance/bilans/<slug:ref>/", views.review, name="review"),
    path("gouvernance/bilans/<slug:ref>/ecrire/", views.review_texts, name="review_texts"),
    path("gouvernance/bilans/<slug:ref>/texte/<str:key>/", views.review_text, name="review_text"),
    path("gouvernance/bilans/<slug:ref>/soumettre/", views.submit_review, name="submit_review"),
    path("gouvernance/bilans/<slug:ref>/fichier/<slug:fmt>/", views.review_file, name="review_file"),
    path("gouvernance/bilans/<slug:ref>/lignes/<str:clause>/", views.review_rows, name="review_rows"),
    path("gouvernance/reunions/<slug:ref>/", views.meeting, name="meeting"),
    path("gouvernance/reunions/<slug:ref>/modifier/", views.move_meeting, name="move_meeting"),
    path("gouvernance/reunions/<slug:ref>/annuler/", views.cancel_meeting, name="cancel_meeting"),
    path("gouvernance/reunions/<slug:ref>/convoquer/", views.convene, name="convene"),
    path("gouvernance/reunions/<slug:ref>/inviter/", views.invite, name="invite"),
    path("gouvernance/reunions/<slug:ref>/repondre/", views.reply, name="reply"),
    path("gouvernance/reunions/<slug:ref>/seance.ics", views.calendar, name="calendar"),
    path("gouvernance/reunions/<slug:ref>/ordre-du-jour/", views.agenda, name="agenda"),
    path("gouvernance/reunions/<slug:ref>/points/nouveau/", views.add_item, name="add_item"),
    path("gouvernance/reunions/<slug:ref>/points/<int:pk>/monter/", views.raise_item, name="raise_item"),
    path("gouvernance/reunions/<slug:ref>/points/<int:pk>/retirer/", views.remove_item, name="remove_item"),
    path("gouvernance/reunions/<slug:ref>/points/<int:pk>/ecrire/", views.notes, name="notes"),
    path("gouvernance/reunions/<slug:ref>/document/", views.add_file, name="add_file"),
    path("gouvernance/reunions/<slug:ref>/documents/<int:pk>/", views.file, name="file"),
    path("gouvernance/reunions/<slug:ref>/presences/", views.presences, name="presences"),
    path("gouvernance/reunions/<slug:ref>/tenue/", views.hold, name="hold"),
    path("gouvernance/reunions/<slug:ref>/decision/", views.decide, name="decide"),
    path("gouvernance/reunions/<slug:ref>/decisions/<int:pk>/action/", views.entrust, name="entrust"),
    path("gouvernance/reunions/<slug:ref>/soumettre/", views.submit, name="submit"),
    path("gouvernance/reunions/<slug:ref>/compte-rendu.pdf", views.minutes_file, name="minutes_file"),
    path(COMMITTEE, views.committee, name="committee"),
    path(f"{COMMITTEE}reunion/", views.plan, name="plan"),
    path(f"{COMMITTEE}pourvoir/", views.fill_seats, name="fill_seats"),
    path(f"{COMMITTEE}sieges/<slug:seat>/", views.appoint, name="appoint"),
    path(f"{COMMITTEE}sieges/<slug:seat>/liberer/", views.vacate, name="vacate"),
    path(f"{COMMITTEE}sieges/<slug:seat>/representant/", views.delegate, name="delegate"),
]
