"""What is answered to an agent, in its own language: JSON for GLPI agents, XML for OCS and FusionInventory. Pure."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

EVERY_HOURS = 24
"""When an agent comes back. Not zero: it is what tells a GLPI agent that the server speaks JSON."""

_REQUEST_ID = re.compile(r"[0-9A-Fa-f]{1,16}\Z")
_IDS = re.compile(r"[0-9A-Fa-f,\- ]{1,400}\Z")
_CONTENT = {"gzip": "application/x-compress-gzip", "zlib": "application/x-compress-zlib"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, before it takes the language of its question."""

    ok: bool = True
    message: str = ""
    status: int = 200
    tasks: dict[str, Any] = field(default_factory=dict)
    pending_seconds: int = 0


CONTACT = Answer(tasks={"inventory": {"server": "lekol", "version": "1"}})


def as_json(answer: Answer) -> bytes:
    """The form GLPI agents read: status, expiration, and what is to be done."""
    said: dict[str, Any] = {"status": "ok" if answer.ok else "error", "expiration": EVERY_HOURS}
    if answer.pending_seconds:
        said = {"status": "pending", "expiration": f"{answer.pending_seconds}s"}
    if answer.message:
        said["message"] = answer.message
    if answer.tasks:
        said["tasks"] = answer.tasks
    return json.dumps(said, ensure_ascii=False).encode()


def as_xml(answer: Answer) -> bytes:
    """The form older agents read. An inventory is always wanted."""
    said = f"<RESPONSE>{'SEND' if answer.tasks else 'OK' if answer.ok else 'ERROR'}</RESPONSE>"
    fault = f"<ERROR>{escape(answer.message)}</ERROR>" if answer.message else ""
    text = f"<REPLY>{said}{fault}<PROLOG_FREQ>{EVERY_HOURS}</PROLOG_FREQ></REPLY>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def content_type(form: str, language: str) -> str:
    """How the body of an answer is announced."""
    return _CONTENT.get(form, f"application/{language}")


def request_id(said: str) -> str:
    """The number of a question, or nothing when it has not its form."""
    return said if _REQUEST_ID.match(said) else ""


def echoed(asked: str, proxy_ids: str) -> dict[str, str]:
    """The headers by which an agent, or the proxy before it, knows its answer; never what has not their form."""
    found = {}
    if number := request_id(asked):
        found["GLPI-Request-ID"] = number
    if _IDS.match(proxy_ids):
        found["GLPI-Proxy-ID"] = proxy_ids
    return found
