"""Known answers: read by everybody, published by those who keep them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.maintenance import access, actions
from lekol.maintenance.forms import ArticleForm
from lekol.maintenance.models import Article

verb = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = (
    Column("Panne", lambda row: row.title, lambda row: reverse("maintenance:answer_page", args=[row.pk]), lead=True),
    Column("Ce qui est en panne", lambda row: row.get_nature_display()),
    Column("Publiée", lambda row: row.published_at is not None),
    Column("Pannes évitées", lambda row: row.helped, numeric=True),
)


def _seen(request: PersonRequest) -> Any:
    """Published answers; those who keep them also see what is proposed."""
    rows = Article.objects.all()
    return rows if access.may_keep_answers(request.person) else rows.filter(published_at__isnull=False)


@require_safe
def answers(request: PersonRequest) -> HttpResponseBase:
    """What was learnt from solved tickets."""
    listing = Listing(
        "Réponses connues",
        "Ce qui a déjà résolu une panne, et que l’école peut essayer seule.",
        _seen(request),
        ("title", "id"),
        COLUMNS,
        "reponses-connues",
        "Aucune réponse n’est encore publiée. Une panne résolue peut en proposer une.",
        "réponse,réponses",
    )
    add = [("Écrire une réponse", reverse("maintenance:add_answer"), "plus")]
    may = access.may_keep_answers(request.person)
    return respond(request, listing, actions=add if may else [], trail=[("Pannes", reverse("maintenance:tickets"))])


@require_safe
def answer_page(request: PersonRequest, pk: int) -> HttpResponse:
    """One answer."""
    found = get_object_or_404(_seen(request), pk=pk)
    return render(
        request, "maintenance/answer.html", {"article": found, "may_keep": access.may_keep_answers(request.person)}
    )


@verb
def publish(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct an answer and publish it."""
    found = get_object_or_404(_seen(request), pk=pk)
    return _publish(request, found)


@verb
def add_answer(request: PersonRequest) -> HttpResponseBase:
    """A new answer."""
    return _publish(request, Article())


def _publish(request: PersonRequest, found: Article) -> HttpResponseBase:
    if not access.may_keep_answers(request.person):
        raise PermissionDenied
    initial = {"title": found.title, "answer": found.answer, "nature": found.nature}
    question = Question(
        "Publier une réponse",
        "Elle est proposée aux écoles pendant qu’elles décrivent leur panne.",
        "Publier",
        reverse("maintenance:answers"),
        "Réponse publiée.",
        above="Réponses connues",
    )

    def act(**data: Any) -> None:
        actions.publish_article(article=found, by=request.person, **data)

    return ask(request, question, ArticleForm(request.POST or None, initial=initial), act)
