"""The addresses of incidents."""

from django.urls import URLPattern, path

from lekol.maintenance import views

app_name = "maintenance"
OF_TICKET = "depannage/pannes/<slug:ref>/"
urlpatterns: list[URLPattern] = [
    path("depannage/", views.tickets, name="tickets"),
    path("depannage/regles/", views.rules, name="rules"),
    path("depannage/file/", views.queue, name="queue"),
    path("depannage/tournee/", views.round_page, name="round"),
    path("depannage/tournee/preparer/", views.plan, name="plan"),
    path("depannage/tournee/<int:pk>/terminer/", views.end_stop, name="end_stop"),
    path("depannage/tournee/<int:pk>/retirer/", views.drop_stop, name="drop_stop"),
    path("depannage/tournee/<int:pk>/<slug:sense>/", views.move_stop, name="move_stop"),
    path("depannage/signaler/", views.report, name="report"),
    path("depannage/signale/<slug:ref>/", views.reported, name="reported"),
    path("depannage/calendrier/", views.calendar, name="calendar"),
    path("depannage/calendrier/fermeture/", views.close_days, name="close_days"),
    path("depannage/calendrier/<int:pk>/retirer/", views.lift_closure, name="lift_closure"),
    path("depannage/reponses/", views.answers, name="answers"),
    path("depannage/reponses/proposer/", views.suggest, name="suggest"),
    path("depannage/reponses/nouvelle/", views.add_answer, name="add_answer"),
    path("depannage/reponses/<int:pk>/", views.answer_page, name="answer_page"),
    path("depannage/reponses/<int:pk>/publier/", views.publish, name="publish"),
    path("depannage/reponses/<int:pk>/utile/", views.was_helped, name="was_helped"),
    path("depannage/etat/<slug:insee>/", views.status, name="status"),
    path(OF_TICKET, views.ticket, name="ticket"),
    path(f"{OF_TICKET}prendre/", views.take, name="take"),
    path(f"{OF_TICKET}message/", views.say, name="say"),
    path(f"{OF_TICKET}question/", views.ask_school, name="ask_school"),
    path(f"{OF_TICKET}reponse/", views.answer, name="answer"),
    path(f"{OF_TICKET}resolue/", views.solve, name="solve"),
    path(f"{OF_TICKET}transfert/", views.transfer, name="transfer"),
    path(f"{OF_TICKET}transfert/<int:pk>/accepter/", views.accept_transfer, name="accept_transfer"),
    path(f"{OF_TICKET}transfert/<int:pk>/refuser/", views.refuse_transfer, name="refuse_transfer"),
    path(f"{OF_TICKET}fournisseur/", views.hand_off, name="hand_off"),
    path(f"{OF_TICKET}fournisseur/<int:pk>/retirer/", views.revoke_link, name="revoke_link"),
    path(f"{OF_TICKET}confirmer/", views.confirm, name="confirm"),
    path(f"{OF_TICKET}rouvrir/", views.reopen, name="reopen"),
    path(f"{OF_TICKET}annuler/", views.withdraw, name="withdraw"),
    path(f"{OF_TICKET}classer/", views.keep_at_school, name="keep_at_school"),
    path(f"{OF_TICKET}suivre/", views.follow, name="follow"),
    path(f"{OF_TICKET}rattacher/", views.attach, name="attach"),
    path(f"{OF_TICKET}reponse-connue/", views.propose, name="propose"),
    path(f"{OF_TICKET}pieces/<int:pk>/", views.attachment, name="attachment"),
    *(
        path(f"depannage/manque/{key.replace('_', '-')}/", page, name=f"missed_{key}")
        for key, page in views.MISSED.items()
    ),
    path("fournisseur/<str:token>/", views.supplier, name="supplier"),
    path("ecoles/<slug:uai>/depannage/code/", views.school_code, name="school_code"),
    path("ecoles/<slug:uai>/depannage/etiquettes/", views.labels, name="labels"),
    path("signaler/hors-ligne.js", views.worker, name="worker"),
    path("signaler/envoye/", views.scanned, name="scanned"),
    path("signaler/etiquette/<str:token>/", views.report_signed, name="report_signed"),
    path("signaler/<str:number>/", views.report_scanned, name="report_scanned"),
]
