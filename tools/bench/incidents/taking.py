"""Messages as schools send them, taken by a process of its own as a job of the queue would."""

import time
import uuid
from email.message import EmailMessage
from typing import Any

import django

TRUSTED = "mx.banc.example"


def message(rank: int, sender: str) -> bytes:
    """A mail as a school’s telephone writes it: plain words, HTML beside, an answer quoted, a signature."""
    made = EmailMessage()
    made["From"], made["To"] = f"Direction <{sender}>", "pannes@banc.example"
    made["Subject"], made["Message-ID"] = "Plus de réseau ce matin", f"<{rank}.{uuid.uuid4()}@banc.example>"
    made["Authentication-Results"] = f"{TRUSTED}; dmarc=pass header.from=banc.example"
    words = "Bonjour,\n\nDepuis ce matin le commutateur de l’étage ne répond plus, trois classes sont arrêtées.\n" * 4
    made.set_content(words)
    made.add_alternative(f"<html><body><p>{words}</p></body></html>", subtype="html")
    return made.as_bytes()


def take_all(contents: list[bytes], gate: Any, done: Any) -> None:
    """Everything imported and warm before the gate opens; tells how many tickets were opened, and the CPU spent."""
    django.setup()
    from lekol.integrations.mailbox.fetch import take  # noqa: PLC0415 — the child starts from nothing

    take(message(-1, "personne@banc.example"), TRUSTED)
    gate.wait(300)
    began = time.process_time()
    opened = sum(take(content, TRUSTED) for content in contents)
    done.put((opened, time.process_time() - began))
