"""Who speaks: the key of a school or a commune, by HTTP basic or by a bearer token; and how often."""

import base64
import binascii
import hashlib
import json
import time
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict

from lekol.equipment.actions import key_of, key_of_token
from lekol.equipment.models import AgentKey
from lekol.identity.actions import count_request
from lekol.kit.http import address_of

FAILURES = 60
"""Wrong keys a minute from one address: beyond, the base is not asked any more."""

MOST_TOKEN_BYTES = 8_192


class Unknown(Exception):
    """No living key was presented."""


class TooMany(Exception):
    """More messages in this minute than allowed; `wait` in seconds. `key` is the one that proved itself, if any."""

    def __init__(self, wait: int, key: AgentKey | None = None) -> None:
        super().__init__(wait)
        self.wait, self.key = wait, key


def caller_of(request: HttpRequest) -> AgentKey:
    """The key a request speaks with, counted; raise Unknown or TooMany."""
    scheme, _, said = request.headers.get("Authorization", "").partition(" ")
    key = None
    if scheme.lower() == "basic":
        key = key_of(*_pair(said))
    elif scheme.lower() == "bearer":
        key = key_of_token(said.strip())
    if key is None:
        if scheme:
            count(f"agents:ip:{address_of(request)}", FAILURES)
        raise Unknown
    count(f"agents:key:{key.pk}", settings.AGENTS_RATE, key)
    return key


def _pair(said: str) -> tuple[str, str]:
    try:
        login, _, secret = base64.b64decode(said.strip()[:600], validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return login, secret


def count(caller: str, most: int, key: AgentKey | None = None) -> None:
    """Count a message of this minute, or TooMany."""
    minute, second = divmod(int(time.time()), 60)
    if count_request(hashlib.sha256(caller.encode()).hexdigest(), minute) > most:
        raise TooMany(60 - second, key)


def client_words(request: HttpRequest) -> dict[str, str]:
    """What a client sends to get a token: a form, JSON, or its identifier in the header."""
    body = request.read(MOST_TOKEN_BYTES)
    words = _json_words(body) if body[:1] == b"{" else _form_words(body)
    scheme, _, said = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        words["client_id"], words["client_secret"] = _pair(said)
    return {name: value for name, value in words.items() if isinstance(value, str)}


def _json_words(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return dict(found) if isinstance(found, dict) else {}


def _form_words(body: bytes) -> dict[str, Any]:
    try:
        return QueryDict(body).dict()
    except (ValueError, SuspiciousOperation):
        return {}
