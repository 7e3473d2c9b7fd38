"""`lekol mailbox fetch`: read the box of faults now."""

import imaplib
from typing import Any

from django.conf import settings

from lekol.integrations.mailbox.fetch import fetch
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused


class Command(BaseCommand):
    help = "Relève la boîte des pannes : chaque courriel devient une panne, une réponse, ou est écarté avec sa raison."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAILBOX_URL:
            raise Refused("Aucune boîte n’est réglée. Donnez LEKOL_BOITE_URL, comme imaps://pannes:secret@serveur.")
        try:
            done = fetch(settings.MAILBOX_URL, settings.MAILBOX_TRUSTED)
        except (imaplib.IMAP4.error, OSError):
            raise Refused("La boîte ne répond pas, ou refuse ce compte. Vérifiez LEKOL_BOITE_URL.") from None
        self.stdout.write(f"{done.kept} courriels gardés, {done.aside} écartés.")
