"""Addresses of the agreement. A clause number holds a point, a convention’s name never does."""

from django.urls import URLPattern, path, register_converter

from lekol.agreement import views


class ClauseNumber:
    """« 3.14 », « R.1 »."""

    regex = r"[A-Z0-9]{1,2}\.[0-9]{1,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class MeasureKey(ClauseNumber):
    """« network.links_sized »."""

    regex = r"[a-z_]+\.[a-z_]+"


register_converter(ClauseNumber, "clause")
register_converter(MeasureKey, "measure")

app_name = "agreement"
urlpatterns: list[URLPattern] = [
    path("convention/", views.board, name="board"),
    path("convention/actes/", views.acts, name="acts"),
    path("convention/actes/nouveau/", views.add_act, name="add_act"),
    path("convention/actes/scdl.csv", views.acts_scdl, name="acts_scdl"),
    path("convention/actes/<slug:ref>/", views.act, name="act"),
    path("convention/actes/<slug:ref>/modifier/", views.edit_act, name="edit_act"),
    path("convention/actes/<slug:ref>/accuse/", views.give_receipt, name="give_receipt"),
    path("convention/actes/<slug:ref>/piece/", views.add_act_file, name="add_act_file"),
    path("convention/actes/<slug:ref>/pieces/<int:pk>/", views.act_file, name="act_file"),
    path("convention/brouillons/", views.drafts, name="drafts"),
    path("convention/brouillons/nouveau/", views.send_draft, name="send_draft"),
    path("convention/brouillons/<slug:ref>/", views.draft, name="draft"),
    path("convention/brouillons/<slug:ref>/lire/", views.read_draft, name="read_draft"),
    path("convention/brouillons/<slug:ref>/paquet.toml", views.draft_pack, name="draft_pack"),
    path("convention/brouillons/<slug:ref>/charger/", views.enact_draft, name="enact_draft"),
    path("convention/brouillons/<slug:ref>/abandonner/", views.shelve_draft, name="shelve_draft"),
    path("convention/brouillons/<slug:ref>/ajouter/<slug:kind>/", views.add_draft_item, name="add_draft_item"),
    path("convention/brouillons/<slug:ref>/elements/<int:pk>/", views.draft_item, name="draft_item"),
    path(
        "convention/brouillons/<slug:ref>/elements/<int:pk>/decider/", views.settle_draft_item, name="settle_draft_item"
    ),
    path(
        "convention/brouillons/<slug:ref>/elements/<int:pk>/fusionner/", views.merge_draft_item, name="merge_draft_item"
    ),
    path("convention/charger/", views.load, name="load"),
    path("convention/<clause:clause>/", views.short, name="short"),
    path("convention/<slug:slug>/", views.agreement, name="agreement"),
    path("convention/<slug:slug>/texte/", views.text, name="text"),
    path("convention/<slug:slug>/texte/consolide/", views.consolidated, name="consolidated"),
    path("convention/<slug:slug>/signature/", views.sign, name="sign"),
    path("convention/<slug:slug>/vie/", views.life_page, name="life"),
    path("convention/<slug:slug>/renouvellement/", views.renewal, name="renewal"),
    path("convention/<slug:slug>/renouvellement/suite/", views.succeed, name="succeed"),
    path("convention/<slug:slug>/avenants/nouveau/", views.propose, name="propose"),
    path("convention/<slug:slug>/avenants/<int:number>/", views.amendment, name="amendment"),
    path("convention/<slug:slug>/avenants/<int:number>/modifier/", views.redraft, name="redraft"),
    path("convention/<slug:slug>/avenants/<int:number>/changer/", views.add_change, name="add_change"),
    path("convention/<slug:slug>/avenants/<int:number>/retirer/", views.remove_change, name="remove_change"),
    path("convention/<slug:slug>/avenants/<int:number>/repondre/", views.answer_amendment, name="answer_amendment"),
    path("convention/<slug:slug>/avenants/<int:number>/signature/", views.sign_amendment, name="sign_amendment"),
    path("convention/<slug:slug>/avenants/<int:number>/abandonner/", views.drop_amendment, name="drop_amendment"),
    path("convention/<slug:slug>/mises-en-demeure/nouvelle/", views.prepare_notice, name="prepare_notice"),
    path("convention/<slug:slug>/mises-en-demeure/<slug:ref>/", views.notice, name="notice"),
    path("convention/<slug:slug>/mises-en-demeure/<slug:ref>/<slug:step>/", views.notice_step, name="notice_step"),
    path("convention/<slug:slug>/<clause:clause>/", views.clause, name="clause"),
    path("convention/<slug:slug>/<clause:clause>/declarer/", views.declare, name="declare"),
    path("convention/<slug:slug>/<clause:clause>/declarations/<int:pk>/repondre/", views.answer, name="answer"),
    path("convention/<slug:slug>/<clause:clause>/declarations/<int:pk>/preuve/", views.evidence, name="evidence"),
    path("mesures/", views.measures, name="measures"),
    path("mesures/<measure:key>/", views.measure, name="measure"),
]
