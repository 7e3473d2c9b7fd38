"""Who calls: a token, the person it speaks for, and how often."""

import hashlib
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from lekol.agreement import access as agreements
from lekol.agreement.models import Agreement
from lekol.agreement.models.text import AgreementQuerySet
from lekol.agreement.queries import touching
from lekol.directory.access import default_scope, may_choose, visible_to
from lekol.directory.models import Person
from lekol.directory.models.territory import SchoolQuerySet
from lekol.directory.queries import schools_in
from lekol.identity.actions import count_request, note_use
from lekol.identity.models import Token
from lekol.identity.queries import token_of
from lekol.kit.http import address_of
from lekol.pact.scopes import Scope

FAILURES = 30  # a minute and an address: a token has 256 bits, this only spares the base


class TooMany(Exception):
    """More requests in this minute than allowed; `wait` in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class Refused(HttpError):
    """The token is good, and does not open this."""

    def __init__(self, message: str) -> None:
        super().__init__(403, message)


@dataclass(frozen=True, slots=True)
class Caller:
    """The token of a request and its person; everything read starts from here."""

    token: Token

    @property
    def person(self) -> Person:
        found: Person = self.token.account.person
        return found

    @property
    def schools(self) -> SchoolQuerySet:
        """The schools the person sees today, within the token’s own perimeter."""
        return visible_to(self.person, self.token.scope)

    @property
    def agreements(self) -> AgreementQuerySet:
        """The agreements the person sees, within the token’s own perimeter."""
        found = agreements.visible_to(self.person)
        return found if self.token.scope is None else found.filter(pk__in=touching(self.schools).values("pk"))

    def scope(self, asked: str | None) -> Scope:
        """The perimeter of figures: the one asked when it is the person’s, else the token’s, else their widest."""
        chosen = self.token.scope or default_scope(self.person)
        if chosen is None:
            raise Refused("La personne de ce jeton n’a aucun poste aujourd’hui : il n’ouvre rien.")
        if asked is None:
            return chosen
        wanted = self._parsed(asked)
        if not self._may_read(wanted):
            raise HttpError(404, f"Le périmètre « {asked} » n’existe pas, ou n’est pas le vôtre.")
        return wanted

    def _parsed(self, asked: str) -> Scope:
        try:
            return Scope.parse(asked)
        except ValueError as fault:
            raise HttpError(422, str(fault)) from None

    def _may_read(self, wanted: Scope) -> bool:
        if not may_choose(self.person, wanted):
            return False
        mine = self.token.scope
        return mine is None or mine == wanted or not _schools_beyond(wanted, self.schools)

    def agreement(self, slug: str) -> Agreement:
        """An agreement by its name, or 404."""
        found = self.agreements.filter(slug=slug).first()
        if found is None:
            raise HttpError(404, f"La convention « {slug} » n’existe pas, ou n’est pas dans votre périmètre.")
        return found


def _schools_beyond(wanted: Scope, seen: SchoolQuerySet) -> bool:
    return schools_in(wanted).exclude(pk__in=seen.values("pk")).exists()


class Bearer(HttpBearer):
    """`Authorization: Bearer lk_…`, with the reach an operation asks for."""

    openapi_description = (
        "Jeton créé sur la page « Mes jetons ». Il n’ouvre que ce que voit la personne au nom de qui il est créé."
    )

    def __init__(self, reach: str = "") -> None:
        super().__init__()
        self.reach = reach

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller, or None for 401; Refused for a reach not given; TooMany past the limit."""
        found = token_of(token)
        if found is None:
            _count(f"ip:{address_of(request)}", FAILURES)
            return None
        _count(f"token:{found.pk}", settings.API_RATE)
        note_use(found)
        if self.reach and self.reach not in found.reaches:
            raise Refused("Ce jeton n’ouvre pas cette partie de l’API. Créez-en un avec l’accès voulu.")
        return Caller(found)


def _count(caller: str, most: int) -> None:
    """Count a request of this minute, or TooMany."""
    minute, second = divmod(int(time.time()), 60)
    digest = hashlib.sha256(caller.encode()).hexdigest()
    if count_request(digest, minute) > most:
        raise TooMany(60 - second)
