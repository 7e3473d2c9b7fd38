"""Read models of the accounts."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.directory.models import Person, Post
from lekol.identity.models import Token, User
from lekol.identity.rules import UNUSED, Standing, digest_of, is_token, standing
from lekol.kit.compiled import compiled


def account_of(person: Person) -> User | None:
    """The person’s account, or None; one query."""
    return User.objects.filter(person=person).first()


def standing_of(account: User | None) -> Standing:
    """Where an account stands."""
    if account is None:
        return standing(exists=False)
    return standing(exists=True, is_active=account.is_active, has_signed_in=account.last_login is not None)


def demonstration_people() -> list[Post]:
    """One post of today per open account, in the order of the functions, persons and places loaded; one query."""
    order = {role: rank for rank, role in enumerate(Role.values)}
    posts = (
        Post.objects.on(timezone.localdate())
        .filter(person__account__is_active=True)
        .select_related("person", "academy", "district", "commune", "school")
        .order_by("pk")
    )
    return sorted({post.person_id: post for post in posts}.values(), key=lambda post: (order[post.role], post.pk))


def token_of(secret: str) -> Token | None:
    """The living token of that secret with its person, or None; one query, none for what has not its form."""
    if not is_token(secret):
        return None
    return _alive.first(digest_of(secret), timezone.localdate())


@compiled(str, dt.date)
def _alive(digest: str, day: dt.date) -> QuerySet[Token]:
    return Token.objects.alive_on(day).select_related("account__person").filter(digest=digest)


def unused(on: dt.date) -> tuple[QuerySet[User], QuerySet[Token], QuerySet[Session]]:
    """What has passed its term on a day: accounts to close, tokens and sessions to erase.

    An account is closed a year after the last post of its person, never before it is a year old.
    """
    limit = on - UNUSED
    recent = Post.objects.filter(person=OuterRef("person"), valid__overlap=DateRange(limit, on, "[]"))
    accounts = User.objects.filter(is_active=True, opened_at__date__lt=limit).exclude(Exists(recent))
    tokens = Token.objects.filter(Q(revoked_at__date__lt=limit) | Q(expires_on__lt=limit))
    sessions = Session.objects.filter(expire_date__date__lt=on)
    return accounts, tokens, sessions
