"""A message as bytes → `Incoming`, or why it is left aside. Pure: tested on recorded messages."""

import hashlib
import html
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

import nh3

from lekol.maintenance.ports import Incoming, Joined

HEAVIEST = 15 * 1024 * 1024
PARTS, FILES, FILE = 60, 10, 5 * 1024 * 1024
TEXT = 20_000
KEPT = 1_000
BULK = {"bulk", "junk", "list", "auto_reply"}
LISTS = ("List-Id", "List-Post", "List-Unsubscribe", "List-Help")
ROBOTS = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|bounces?\b)", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^>]*>", re.IGNORECASE)


class Remembering(policy.EmailPolicy):
    """A head read once, however often it is asked for: its type is a dozen times a part. Long ones are not kept."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return _read_head(name, value) if type(value) is str and len(value) < KEPT else _parse(name, value)


POLICY = Remembering()
_parse = policy.default.header_fetch_parse
_read_head = lru_cache(maxsize=512)(_parse)


@dataclass(frozen=True, slots=True)
class Aside:
    """A message nobody reads: an automatic one, or one that is no message at all."""

    message_id: str
    sender: str
    subject: str
    reason: str


def read(content: bytes, trusted: str) -> Incoming | Aside:
    """`trusted` names the server whose Authentication-Results header is believed; empty: nobody is."""
    if len(content) > HEAVIEST:
        return Aside(identifier({}, content), "", "", "Le courriel dépasse 15 Mo.")
    try:
        return _read(content, trusted)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError, IndexError):
        return Aside(identifier({}, content), "", "", "Le courriel est illisible.")


def _read(content: bytes, trusted: str) -> Incoming | Aside:
    message = BytesParser(policy=POLICY).parsebytes(content)
    if not isinstance(message, EmailMessage):
        return Aside(identifier({}, content), "", "", "Le courriel est illisible.")
    name, sender = parseaddr(_head(message, "From"))
    known = (identifier({"Message-ID": _head(message, "Message-ID")}, content), sender[:254])
    subject = " ".join(_head(message, "Subject").split())[:200]
    if reason := automatic(message, sender):
        return Aside(*known, subject, reason)
    parts = list(_leaves(message))
    if len(parts) > PARTS:
        return Aside(*known, subject, f"Le courriel a plus de {PARTS} parties.")
    files, dropped = _files(parts)
    refs = tuple(f"{_head(message, 'References')} {_head(message, 'In-Reply-To')}".split())[-50:]
    return Incoming(
        *known, name[:120], subject, _text(parts)[:TEXT], refs, verified(message, sender, trusted), files, dropped
    )


def _head(message: EmailMessage, name: str) -> str:
    return str(message.get(name, "") or "").replace("\x00", "")


def identifier(heads: dict[str, str], content: bytes) -> str:
    """Its Message-ID; a digest of its content when it bears none."""
    given = heads.get("Message-ID", "").strip()
    return given[:250] if given else f"<{hashlib.sha256(content).hexdigest()}@sans-identifiant>"


def automatic(message: EmailMessage, sender: str) -> str:
    """Why a machine wrote it; empty when someone did. What we answer to a machine would come back for ever."""
    submitted = _head(message, "Auto-Submitted").split(";")[0].strip().lower()
    if message.get("X-Lekol"):
        return "C’est un courriel de Lékol, revenu."
    if submitted and submitted != "no":
        return "Réponse automatique."
    if _head(message, "Precedence").strip().lower() in BULK or message.get("X-Autoreply"):
        return "Envoi en nombre, ou réponse automatique."
    if any(message.get(name) for name in LISTS):
        return "Liste de diffusion."
    if message.get_content_type() == "multipart/report" or _head(message, "Return-Path").strip() == "<>":
        return "Avis de non-remise."
    if not sender or "@" not in sender or ROBOTS.match(sender):
        return "Expéditeur automatique, ou absent."
    return ""


def verified(message: EmailMessage, sender: str, trusted: str) -> bool:
    """Did our own server prove the sender’s domain (DMARC)? Only its own header, the topmost, is believed."""
    if not trusted:
        return False
    first = next(iter(message.get_all("Authentication-Results") or []), "")
    server, _, results = str(first).partition(";")
    if server.strip().split(" ")[0].lower() != trusted.lower():
        return False
    found = re.search(r"\bdmarc=pass\b[^;]*\bheader\.from=([\w.-]+)", results, re.IGNORECASE)
    return found is not None and found[1].lower() == sender.rpartition("@")[2].lower()


def _leaves(message: EmailMessage) -> "list[EmailMessage]":
    """Parts that hold something, at most one more than allowed; a message inside another is not opened."""
    found: list[EmailMessage] = []
    waiting: list[EmailMessage] = [message]
    seen = 0
    while waiting and seen <= PARTS * 4 and len(found) <= PARTS:
        part = waiting.pop(0)
        seen += 1
        if part.get_content_maintype() == "multipart":
            waiting.extend(one for one in part.iter_parts() if isinstance(one, EmailMessage))
        elif part.get_content_maintype() != "message":
            found.append(part)
    return found


def _text(parts: list[EmailMessage]) -> str:
    """The plain text; without any, the HTML washed of every tag."""
    inline = [part for part in parts if part.get_content_disposition() != "attachment" and not part.get_filename()]
    texts = [part for part in inline if part.get_content_type() == "text/plain"]
    if texts:
        return "\n".join(_content(part) for part in texts).replace("\x00", "").strip()
    return "\n".join(washed(_content(part)) for part in inline if part.get_content_type() == "text/html").strip()


def _content(part: EmailMessage) -> str:
    return str(part.get_content())[: TEXT * 10]


def washed(text: str) -> str:
    """HTML as plain words: nothing of it can run."""
    bare = nh3.clean(_BLOCK.sub("\n", text), tags=set(), clean_content_tags={"script", "style", "title"})
    return re.sub(r"\n{3,}", "\n\n", html.unescape(bare)).replace("\x00", "").strip()


def _files(parts: list[EmailMessage]) -> tuple[tuple[Joined, ...], int]:
    """Files within bounds, and how many were left out. None is opened here."""
    kept: list[Joined] = []
    dropped = 0
    for part in parts:
        if part.get_content_disposition() != "attachment" and not part.get_filename():
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or len(content) > FILE or len(kept) >= FILES:
            dropped += 1
        elif content:
            kept.append(Joined(name_of(part.get_filename() or "piece"), content))
    return tuple(kept), dropped


def name_of(text: str) -> str:
    """A file name that is a name: no folder, no control sign."""
    bare = re.sub(r"[\x00-\x1f\x7f]", "", text.replace("\\", "/").rpartition("/")[2]).strip(". ")
    return bare[:120] or "piece"
