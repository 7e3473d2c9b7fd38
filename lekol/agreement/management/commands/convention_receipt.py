"""`lekol convention receipt`: read and check a prefecture’s receipt, without any database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.agreement.rules.receipt import LARGEST, NATURES, Identifier, NotReceipt, parse, read_xml
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused


class Command(BaseCommand):
    help = "Lit et vérifie un accusé de réception de préfecture : son identifiant, ou le fichier XML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("receipt", metavar="ACCUSÉ", help="identifiant imprimé, ou fichier XML de l’opérateur")
        parser.add_argument("--json", action="store_true", help="écrit le résultat en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        said = _said(options["receipt"])
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{said['identifier']} : {NATURES[str(said['nature'])]} n° {said['number']}.")
        self.stdout.write(f"Département {said['department']}, SIREN {said['siren']}, décision du {said['decided_on']}.")
        if "received_on" in said:
            self.stdout.write(f"Reçu en préfecture le {said['received_on']}. Objet : {said['subject'] or 'non dit'}.")


def _said(words: str) -> dict[str, str]:
    path = Path(words)
    try:
        if path.suffix.lower() != ".xml":
            return _parts(parse(words))
        with path.open("rb") as opened:
            receipt = read_xml(opened.read(LARGEST + 1))
    except NotReceipt as fault:
        raise Refused(str(fault)) from None
    except OSError:
        raise Refused(f"« {words} » ne peut pas être lu. Vérifiez le chemin du fichier.") from None
    return _parts(receipt.identifier) | {
        "received_on": receipt.received_on.isoformat(), "subject": receipt.subject, "matter": receipt.matter,
    }  # fmt: skip


def _parts(found: Identifier) -> dict[str, str]:
    return {
        "identifier": found.text, "department": found.department, "siren": found.siren,
        "decided_on": found.decided_on.isoformat(), "number": found.number, "nature": found.nature,
    }  # fmt: skip
