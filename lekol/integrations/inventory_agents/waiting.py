"""Agents asked to wait: a contact that comes when too many do is answered « pending », and asked again by its number.

A whole school that switches on at eight would otherwise read errors. Only a contact waits, which holds nothing:
an inventory is sent again by its agent. What is remembered is a number, for a quarter of an hour.
"""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from lekol.equipment.models import AgentKey
from lekol.integrations.inventory_agents import bodies, protocol

MOST_CONTACT = 4_096
"""Bytes of a contact as sent: an agent says who it is and what it can do."""

REMEMBERED = 15 * 60
SPREAD = 60
"""Seconds over which agents come back, so that they do not all come back together."""


def may_wait(request: HttpRequest, key: AgentKey | None) -> bool:
    """Is this the contact of an agent that knows how to wait, sent with a key that proved itself?"""
    if key is None or not _number(request) or "GLPI-Agent-ID" not in request.headers:
        return False
    sent = request.read(MOST_CONTACT + 1)
    if len(sent) > MOST_CONTACT:
        return False
    try:
        return b'"contact"' in bodies.inflate(sent)
    except ValueError:
        return False


def remember(request: HttpRequest, key: AgentKey, wait: int) -> int:
    """Keep the number of a contact; in how many seconds to come back."""
    name = _name(request, key)
    cache.set(name, True, REMEMBERED)
    return wait + int(name[-4:], 16) % SPREAD


def is_waiting(request: HttpRequest, key: AgentKey) -> bool:
    """Was this number asked to wait with this key? It stays so: an agent asks again when its answer was lost."""
    return bool(_number(request)) and cache.get(_name(request, key)) is not None


def _number(request: HttpRequest) -> str:
    return protocol.request_id(request.headers.get("GLPI-Request-ID", ""))


def _name(request: HttpRequest, key: AgentKey) -> str:
    said = f"{key.pk}:{request.headers.get('GLPI-Agent-ID', '')[:64]}:{_number(request)}"
    return f"agents:waiting:{hashlib.sha256(said.encode()).hexdigest()[:32]}"
