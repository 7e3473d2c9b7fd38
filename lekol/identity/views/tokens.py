"""Tokens of machines: one’s own, made and revoked; those of one’s territory, watched over."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.directory.access import posts_of
from lekol.directory.queries import name_of
from lekol.identity import access, actions
from lekol.identity.forms import TokenForm
from lekol.identity.models import Token, User
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond

SIX_MONTHS = dt.timedelta(days=183)


@require_safe
def tokens(request: PersonRequest) -> HttpResponse:
    """One’s own tokens, living first."""
    mine = Token.objects.filter(account__person=request.person).select_related("revoked_by")
    today = timezone.localdate()
    living = mine.alive_on(today)
    context = {
        "living": living,
        "dead": mine.exclude(pk__in=living.values("pk"))[:20],
        "may_watch": access.may_watch_tokens(request.person),
    }
    return render(request, "identity/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create_token(request: PersonRequest) -> HttpResponseBase:
    """Make a token; its secret is shown once, on the page that answers."""
    scopes = {str(post.scope): post.scope for post in posts_of(request.person)}
    places = [(text, name_of(scope)) for text, scope in scopes.items()]
    form = TokenForm(places, request.POST or None, initial={"expires_on": timezone.localdate() + SIX_MONTHS})
    question = Question(
        "Créer un jeton",
        "Un logiciel qui le présente lit en votre nom, sans pouvoir rien écrire.",
        "Créer le jeton",
        "/compte/jetons/",
        above="Mes jetons",
    )

    def act(**words: Any) -> HttpResponse:
        account = get_object_or_404(User, person=request.person)
        token, secret = actions.create_token(account=account, by=request.person, **words)
        return render(request, "identity/token_made.html", {"token": token, "secret": secret})

    return ask(request, question, form, act)


@require_POST
def revoke_token(request: PersonRequest, pk: int) -> HttpResponse:
    """Revoke one of one’s own tokens, or one of those watched over."""
    token = get_object_or_404(access.tokens_visible_to(request.person), pk=pk)
    actions.revoke_token(token=token, by=request.person)
    messages.success(request, f"Le jeton « {token.name} » n’ouvre plus rien.")
    return redirect("identity:tokens" if token.account.person == request.person else "identity:tokens_watched")


WATCHED = (
    Column("Jeton", lambda row: row.name, lead=True),
    Column("Au nom de", lambda row: row.account.person),
    Column("Ouvre", lambda row: ", ".join(row.reach_labels)),
    Column("Dernier usage", lambda row: row.last_used_on),
    Column("Expire le", lambda row: row.expires_on),
)


@require_safe
def tokens_watched(request: PersonRequest) -> HttpResponseBase:
    """The living tokens of the people one sees."""
    if not access.may_watch_tokens(request.person):
        raise PermissionDenied
    listing = Listing(
        "Jetons du territoire",
        "Les clés par lesquelles des logiciels lisent Lékol au nom d’une personne de votre territoire.",
        access.tokens_visible_to(request.person).filter(pk__in=Token.objects.alive_on(timezone.localdate())),
        ("id",),
        WATCHED,
        "jetons",
        "Aucun jeton n’est ouvert dans votre territoire.",
        "jeton,jetons",
        "identity/tokens_watched.html",
    )
    return respond(request, listing)
