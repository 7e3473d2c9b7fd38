"""Keys of inventory agents: make, revoke, and know again. A key never speaks beyond its commune."""

import datetime as dt
import hashlib
import hmac
import secrets
import string

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lekol.directory.models import Commune, Person, School
from lekol.equipment.models import AgentKey
from lekol.journal.actions import write
from lekol.kit.compiled import compiled

TOKEN_SECONDS = 3600
NOTED_EVERY = dt.timedelta(minutes=5)
"""How often the last contact is written: thousands of agents may share a key, one row must not be their queue."""

_SIGNER = TimestampSigner(salt="equipment.agent_keys")


def digest_of(secret: str) -> str:
    """What is kept of a secret. It holds 256 random bits: nobody guesses it, a quick digest is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_key(*, commune: Commune, school: School | None, name: str, by: Person | None) -> tuple[AgentKey, str]:
    """A key and its secret, which is shown once and never kept."""
    if school is not None and school.commune_id != commune.pk:
        raise ValidationError({"school": "Cette école n’est pas de la commune."})
    login = "agent-" + "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(10))
    secret = secrets.token_urlsafe(32)
    key = AgentKey(
        commune=commune, school=school, name=name.strip(), login=login, digest=digest_of(secret), created_by=by
    )
    key.full_clean()
    key.save()
    write(verb="agent_key.created", thing=key, by=by, summary=f"Clé d’agent « {key.name} » créée.")
    return key, secret


@transaction.atomic
def revoke_key(*, key: AgentKey, by: Person | None) -> None:
    """It opens nothing from now on; a second time writes nothing."""
    key = AgentKey.objects.select_for_update().get(pk=key.pk)
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        write(verb="agent_key.revoked", thing=key, by=by, summary=f"Clé d’agent « {key.name} » révoquée.")


def key_of(login: str, secret: str) -> AgentKey | None:
    """The living key of an identifier and a secret, compared in constant time; one query."""
    if not login or len(login) > 24 or len(secret) > 200 or "\x00" in login:
        return None
    key = _alive.first(login)
    found = key is not None and hmac.compare_digest(key.digest, digest_of(secret))
    return key if found else None


def token_for(key: AgentKey) -> str:
    """A bearer token good for an hour, or until the key is revoked; nothing is stored."""
    return _SIGNER.sign(key.login)


def key_of_token(token: str) -> AgentKey | None:
    """The living key of a token that has not expired."""
    try:
        login = _SIGNER.unsign(token[:300], max_age=TOKEN_SECONDS)
    except (BadSignature, SignatureExpired):
        return None
    return _alive.first(login)


@compiled(str)
def _alive(login: str) -> QuerySet[AgentKey]:
    return AgentKey.objects.alive().filter(login=login).select_related("commune", "school__commune")


def note_contact(key: AgentKey, agent: str) -> None:
    """Remember the last contact, now and then."""
    now = timezone.now()
    if key.last_seen_at is None or now - key.last_seen_at > NOTED_EVERY:
        AgentKey.objects.filter(pk=key.pk).update(last_seen_at=now, last_agent=agent[:120])
