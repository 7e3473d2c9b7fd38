"""The address agents are pointed at. Whatever is sent, an answer comes back, in the agent’s own language.

The only addresses of the house without the CSRF check: no browser session opens them, each message proves its key.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lekol.equipment.actions import (
    TOKEN_SECONDS,
    Arrival,
    Unidentified,
    key_of,
    note_contact,
    receive,
    said_again,
    token_for,
)
from lekol.equipment.choices import Channel
from lekol.equipment.models import AgentKey
from lekol.equipment.rules.inventory import Inventory
from lekol.integrations.inventory_agents import bodies, callers, protocol, waiting
from lekol.integrations.inventory_agents.protocol import CONTACT, Answer
from lekol.integrations.inventory_agents.translate import Refused, read
from lekol.integrations.inventory_agents.translate.reading import parsed
from lekol.integrations.inventory_agents.translate.xml import NotXml, query_of, tree_of
from lekol.kit.http import address_of

log = logging.getLogger("lekol.agents")

HELLO = (
    "Cette adresse reçoit les inventaires des agents GLPI, FusionInventory et OCS.\n"
    "Donnez-la comme serveur à l’agent, avec l’identifiant et le secret d’une clé de votre commune.\n"
)
_CONFIGURES = {"getConfig", "getJobs"}
_PROLOG = "PROLOG"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def inventory(request: HttpRequest) -> HttpResponse:
    """Receive a message: contact, prolog or inventory; plain, gzip or zlib; JSON or XML."""
    try:
        return _received(request) if request.method == "POST" else _asked(request)
    except callers.Unknown:
        return _closed(request)
    except callers.TooMany as fault:
        if fault.key is not None and (waiting.may_wait(request, fault.key) or waiting.is_waiting(request, fault.key)):
            return _said(request, Answer(pending_seconds=waiting.remember(request, fault.key, fault.wait)))
        response = _said(request, Answer(False, f"Trop de messages : revenez dans {fault.wait} secondes.", 429))
        response["Retry-After"] = str(fault.wait)
        return response
    except Exception:
        number = secrets.token_hex(4)
        log.exception("incident %s", number)
        return _said(request, Answer(False, f"Incident {number} : le message n’a pas pu être reçu.", 503))


def _asked(request: HttpRequest) -> HttpResponse:
    """A browser gets a sentence; an older agent learns that it has no other task; one that waited, what to do."""
    if request.GET.get("action") in _CONFIGURES:
        return JsonResponse({})
    if request.headers.get("GLPI-Request-ID"):
        if waiting.is_waiting(request, callers.caller_of(request)):
            return _said(request, CONTACT)
        return _said(request, Answer(False, "Aucun message n’attend de réponse sous ce numéro : renvoyez-le.", 404))
    return HttpResponse(HELLO, content_type="text/plain; charset=utf-8")


def _received(request: HttpRequest) -> HttpResponse:
    key = callers.caller_of(request)
    agent = request.headers.get("User-Agent", "")
    try:
        sent = _body(request)
        body = bodies.inflate(sent)
    except bodies.TooLarge as fault:
        return _said(request, Answer(False, str(fault), 413))
    except bodies.Damaged as fault:
        return _said(request, Answer(False, str(fault), 400))
    note_contact(key, agent)
    language = "xml" if body.lstrip()[:1] == b"<" else "json"
    if said_again(key=key, message=_print(body)):
        answer = Answer()
    else:
        answer = (_xml if language == "xml" else _json)(request, key, body)
    # An agent that gives its id speaks JSON, even when its first word is the older prolog.
    spoken = "json" if answer is CONTACT and "GLPI-Agent-ID" in request.headers else language
    return _said(request, answer, bodies.form_of(sent), spoken)


def _print(body: bytes) -> str:
    """By what the very same message is known again, without reading it."""
    return hashlib.blake2b(body, digest_size=20).hexdigest()


def _body(request: HttpRequest) -> bytes:
    """The body as sent, never more than allowed, whatever its announced length."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > bodies.MOST_SENT:
        raise bodies.TooLarge(f"Le message dépasse {bodies.MOST_SENT // 1024 // 1024} Mo.")
    return request.read(bodies.MOST_SENT + 1)


def _xml(request: HttpRequest, key: AgentKey, body: bytes) -> Answer:
    try:
        root = tree_of(body)
    except NotXml as fault:
        return Answer(False, str(fault), 400)
    return CONTACT if query_of(root) == _PROLOG else _inventories(request, key, body, root)


def _json(request: HttpRequest, key: AgentKey, body: bytes) -> Answer:
    if b'"contact"' in body[:4096]:
        try:
            said = parsed(body)
        except Refused as fault:
            return Answer(False, str(fault), 400)
        if isinstance(said, dict) and said.get("action") == "contact":
            return CONTACT
    return _inventories(request, key, body)


def _inventories(request: HttpRequest, key: AgentKey, body: bytes, root: Any = None) -> Answer:
    """Receive each device of a message; what is refused is said, what is good is kept."""
    try:
        found = read(body, root)
    except Refused as fault:
        return Answer(False, str(fault), 400)
    arrival = Arrival(
        commune=key.commune, school=key.school, channel=Channel.AGENT, key=key,
        agent=request.headers.get("GLPI-Agent-ID", ""), message=_print(body) if len(found) == 1 else "",
    )  # fmt: skip
    faults = [told for row in found if (told := _one(row, arrival))]
    return Answer(False, faults[0], 400) if len(faults) == len(found) else Answer()


def _one(row: Inventory, arrival: Arrival) -> str:
    """Why a device could not be received; nothing when it was."""
    try:
        receive(inventory=row, arrival=arrival)
    except Unidentified as fault:
        return str(fault)
    return ""


def _said(request: HttpRequest, answer: Answer, form: str = "plain", language: str = "json") -> HttpResponse:
    """An answer in the language and the form of its question; an error travels plain."""
    write: Callable[[Answer], bytes] = protocol.as_xml if language == "xml" else protocol.as_json
    form = form if answer.status == 200 else "plain"
    response = HttpResponse(
        bodies.deflate(write(answer), form), status=answer.status, content_type=protocol.content_type(form, language)
    )
    ids = (request.headers.get("GLPI-Request-ID", ""), request.headers.get("GLPI-Proxy-ID", ""))
    for name, value in protocol.echoed(*ids).items():
        response[name] = value
    return response


def _closed(request: HttpRequest) -> HttpResponse:
    """Agents send their password only when asked for it, by a realm they read word for word."""
    sentence = "Clé d’agent inconnue ou révoquée : vérifiez l’identifiant et le secret donnés à l’agent."
    response = _said(request, Answer(False, sentence, 401))
    response["WWW-Authenticate"] = 'Basic realm="Lekol"'
    return response


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """OAuth2 client credentials (RFC 6749, 4.4): an hour’s token against an identifier and its secret."""
    words = callers.client_words(request)
    if words.get("grant_type") != "client_credentials":
        return _token_refused("unsupported_grant_type", 400)
    try:
        key = key_of(words.get("client_id", ""), words.get("client_secret", ""))
        callers.count(f"agents:token:{address_of(request)}", callers.FAILURES * 10)
    except callers.TooMany as fault:
        response = _token_refused("slow_down", 429)
        response["Retry-After"] = str(fault.wait)
        return response
    if key is None:
        return _token_refused("invalid_client", 401)
    said: dict[str, Any] = {"token_type": "Bearer", "expires_in": TOKEN_SECONDS, "access_token": token_for(key)}
    response = JsonResponse(said)
    response["Cache-Control"] = "no-store"
    return response


def _token_refused(error: str, status: int) -> HttpResponse:
    response = JsonResponse({"error": error}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = 'Basic realm="Lekol"'
    return response
