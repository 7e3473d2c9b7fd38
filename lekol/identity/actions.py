"""Verbs of the accounts: open, invite, close, open again, set a password, create the very first one."""

import datetime as dt
import secrets
import string
from collections.abc import Sequence
from typing import cast
from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from lekol.directory.access import Place
from lekol.directory.models import Person, Post
from lekol.directory.rules import OFFICES, PLACE_FIELDS
from lekol.identity.models import Token, User
from lekol.identity.queries import unused
from lekol.identity.rules import PREFIX, digest_of
from lekol.journal.actions import write
from lekol.kit.database.base import DatabaseWrapper


@transaction.atomic
def open_account(*, person: Person, by: Person | None) -> User:
    """An account without a password for a person; their professional address must be known and free.

    Raises ValidationError when another account holds the address.
    """
    account = User(person=person, email=person.email.strip().lower())
    account.set_unusable_password()
    account.full_clean(exclude=["password"])
    account.save()
    write(verb="account.opened", thing=person, by=by, summary="Compte ouvert")
    return account


@transaction.atomic
def invite(*, account: User, by: Person | None) -> None:
    """Send the link by which the person chooses a password; the mail leaves once everything is written."""
    write(verb="account.invited", thing=account.person, by=by, summary="Invitation à choisir un mot de passe envoyée")
    transaction.on_commit(lambda: _send_invitation(account, by))


def _send_invitation(account: User, by: Person | None) -> None:
    days = settings.PASSWORD_RESET_TIMEOUT // dt.timedelta(days=1).total_seconds()
    context = {"person": account.person, "by": by, "url": invitation_url(account), "days": int(days)}
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}votre compte vous attend"
    send_mail(subject, render_to_string("identity/invitation.txt", context), None, [account.email])


def invitation_url(account: User) -> str:
    """The address, good once and for a few days, where the person chooses a password."""
    key = default_token_generator.make_token(account)
    kwargs = {"uidb36": user_pk_to_url_str(account), "key": key}
    return urljoin(settings.PUBLIC_URL, reverse("account_reset_password_from_key", kwargs=kwargs))


@transaction.atomic
def close_account(*, account: User, by: Person | None) -> None:
    """Nobody signs in with it any more; sessions already open stop at their next page."""
    _switch(account, is_active=False)
    write(verb="account.closed", thing=account.person, by=by, summary="Compte fermé")


@transaction.atomic
def reopen_account(*, account: User, by: Person | None) -> None:
    """The account opens again, with the password it had."""
    _switch(account, is_active=True)
    write(verb="account.reopened", thing=account.person, by=by, summary="Compte rouvert")


@transaction.atomic
def follow_address(*, account: User, by: Person | None) -> None:
    """Sign in with the address of the person’s card from now on; the former one opens nothing any more.

    Raises ValidationError when another account holds the address.
    """
    former, account.email = account.email, account.person.email.strip().lower()
    account.full_clean(exclude=["password"])
    account.save(update_fields=["email"])
    EmailAddress.objects.filter(user=account).delete()
    changes = {"adresse": [former, account.email]}
    write(
        verb="account.address_changed",
        thing=account.person,
        by=by,
        summary="Adresse de connexion changée",
        changes=changes,
    )


def _switch(account: User, *, is_active: bool) -> None:
    account.is_active = is_active
    account.save(update_fields=["is_active"])


@transaction.atomic
def set_password(*, account: User, password: str) -> None:
    """The person chooses a password; the journal says that it changed, never what it is."""
    account.set_password(password)
    account.save(update_fields=["password"])
    write(verb="account.password_set", thing=account.person, by=account.person, summary="Mot de passe choisi")


@transaction.atomic
def create_first(*, first_name: str, last_name: str, email: str, role: str, place: Place, since: dt.date) -> User:
    """The first person of a fresh base, with a post and an account; raises ValidationError on refused input."""
    person = Person(first_name=first_name.strip(), last_name=last_name.strip(), email=email.strip().lower())
    person.full_clean(exclude=["ref", "sort_key"])
    person.save()
    post = Post(person=person, role=role, valid=DateRange(since, None), **{PLACE_FIELDS[OFFICES[role].level]: place})
    post.full_clean()
    post.save()
    write(verb="post.opened", thing=person, by=None, summary=f"Poste ouvert : {post}")
    return open_account(person=person, by=None)


@transaction.atomic
def create_token(
    *, account: User, name: str, reaches: Sequence[str], expires_on: dt.date, perimeter: str = "", by: Person | None
) -> tuple[Token, str]:
    """A token and its secret, which is shown once and never kept. Raises ValidationError on refused input."""
    opening = PREFIX + "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(8))
    secret = f"{opening}_{secrets.token_urlsafe(32)}"
    token = Token(
        account=account, name=name, prefix=opening, digest=digest_of(secret), reaches=list(reaches),
        perimeter=perimeter, expires_on=expires_on,
    )  # fmt: skip
    token.full_clean()
    token.save()
    write(verb="token.created", thing=account.person, by=by, summary=f"Jeton « {name} » créé")
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, by: Person | None) -> None:
    """It opens nothing from now on; a second time writes nothing."""
    token = Token.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is not None:
        return
    token.revoked_at, token.revoked_by = timezone.now(), by
    token.save(update_fields=["revoked_at", "revoked_by"])
    write(verb="token.revoked", thing=token.account.person, by=by, summary=f"Jeton « {token.name} » révoqué")


def note_use(token: Token) -> None:
    """Remember the day of its last use: one write a day at most, and no journal entry."""
    today = timezone.localdate()
    if token.last_used_on != today:
        Token.objects.filter(pk=token.pk).update(last_used_on=today)


def count_request(caller: str, minute: int) -> int:
    """How many requests a caller has made in that minute, this one included; one query, right across workers."""
    with cast(DatabaseWrapper, connection).prepared_cursor() as cursor:
        cursor.execute(_COUNT, {"caller": caller, "minute": minute})
        row = cursor.fetchone()
    return int(row[0])


_COUNT = """
    INSERT INTO identity_window AS kept (caller, minute, count) VALUES (%(caller)s, %(minute)s, 1)
    ON CONFLICT (caller) DO UPDATE
    SET count = CASE WHEN kept.minute = excluded.minute THEN kept.count + 1 ELSE 1 END, minute = excluded.minute
    RETURNING count
"""


@transaction.atomic
def forget_unused(*, on: dt.date) -> int:
    """Close the accounts nobody has a reason to open, erase dead tokens and sessions; answers how many of all.

    The journal names each account closed; tokens and sessions are erased without a word but their number, which
    the register keeps.
    """
    accounts, tokens, sessions = unused(on)
    closed = list(accounts.select_for_update(of=("self",)))
    for account in closed:
        close_account(account=account, by=None)
    erased = tokens.delete()[0] + sessions.delete()[0]
    return len(closed) + erased
