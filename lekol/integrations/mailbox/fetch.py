"""The IMAP box: each message read once, then filed under « Traités » or « Écartés ». Nothing is deleted."""

import imaplib
import ssl
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import unquote, urlsplit

from lekol.integrations.mailbox.translate import HEAVIEST, Aside, read
from lekol.maintenance.actions import note, receive
from lekol.maintenance.choices import MailOutcome

TIMEOUT = 30
MOST = 200
"""Messages of one run."""
DONE, ASIDE = "Traites", "Ecartes"


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run did."""

    kept: int = 0
    aside: int = 0


class Box(AbstractContextManager["Box"]):
    """An open IMAP box, by its address: imap://, imaps:// or imap+tls://."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        host, context = parts.hostname or "", ssl.create_default_context()
        if parts.scheme == "imaps":
            self.link: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=TIMEOUT)
        else:
            self.link = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
            if parts.scheme == "imap+tls":
                self.link.starttls(context)
        self.link.login(unquote(parts.username or ""), unquote(parts.password or ""))
        for folder in (DONE, ASIDE):
            self.link.create(folder)
        self.link.select("INBOX")

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.link.logout()

    def numbers(self) -> list[bytes]:
        """The messages that wait, oldest first."""
        _, found = self.link.uid("SEARCH", "UNDELETED")
        return list((found[0] or b"").split())[:MOST]

    def size(self, number: bytes) -> int:
        """Its size in bytes, asked before it is brought."""
        _, found = self.link.uid("FETCH", number.decode(), "(RFC822.SIZE)")
        words = str(found[0]).partition("RFC822.SIZE ")[2]
        return int("".join(sign for sign in words[:12] if sign.isdigit()) or 0)

    def content(self, number: bytes, *, whole: bool) -> bytes:
        """The whole message, or its head alone."""
        what = "(BODY.PEEK[])" if whole else "(BODY.PEEK[HEADER])"
        _, found = self.link.uid("FETCH", number.decode(), what)
        return next((bytes(part[1]) for part in found if isinstance(part, tuple)), b"")

    def file(self, number: bytes, folder: str) -> None:
        """Copy to a folder, then take out of the box."""
        done, _ = self.link.uid("COPY", number.decode(), folder)
        if done == "OK":
            self.link.uid("STORE", number.decode(), "+FLAGS", r"(\Deleted)")
            self.link.expunge()


def fetch(url: str, trusted: str) -> Tally:
    """Read what waits. A message is filed only once it is written down: a run cut short loses nothing."""
    kept = aside = 0
    with Box(url) as box:
        for number in box.numbers():
            if box.size(number) > HEAVIEST:
                kept_one = _too_heavy(box.content(number, whole=False))
            else:
                kept_one = take(box.content(number, whole=True), trusted)
            kept, aside = kept + kept_one, aside + (not kept_one)
            box.file(number, DONE if kept_one else ASIDE)
    return Tally(kept, aside)


def take(content: bytes, trusted: str) -> bool:
    """One message; True when it became a ticket or a line."""
    found = read(content, trusted)
    if isinstance(found, Aside):
        note(found.message_id, found.sender, found.subject, MailOutcome.IGNORED, found.reason)
        return False
    return receive(found).outcome in (MailOutcome.OPENED, MailOutcome.ANSWERED)


def _too_heavy(head: bytes) -> bool:
    found = read(head, "")
    note(found.message_id, found.sender, found.subject, MailOutcome.REFUSED, "Le courriel dépasse 15 Mo.")
    return False
