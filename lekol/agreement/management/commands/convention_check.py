"""`lekol convention check FICHIER`: read a pack without writing anything."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.agreement.rules.pack import LARGEST, Pack, PackErrors, decode, read
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.pact.measures import announced


def pack_text(path: Path) -> str:
    """The text of a pack on disk, or Refused with what to do."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"« {path} » dépasse {LARGEST // 1000} ko : ce n’est pas un paquet de convention.")
        return decode(path.read_bytes())
    except OSError as fault:
        raise Refused(f"« {path} » ne peut pas être lu : {_why(fault)}.") from None
    except PackErrors as faults:
        raise Refused(f"« {path} » : {faults}") from None


def _why(fault: OSError) -> str:
    if isinstance(fault, FileNotFoundError):
        return "ce fichier n’existe pas"
    return "c’est un dossier" if isinstance(fault, IsADirectoryError) else "le système en refuse l’accès"


def checked(path: Path) -> tuple[str, Pack]:
    """A faultless pack and its text, or Refused with every fault."""
    text = pack_text(path)
    try:
        return text, read(text)
    except PackErrors as faults:
        count = len(faults.faults)
        raise Refused(f"« {path} » : {count} {'points' if count > 1 else 'point'} à corriger\n{faults}") from None


class Command(BaseCommand):
    help = "Vérifie le paquet d’une convention et nomme la ligne de chaque faute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="paquet de convention (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:
        _, pack = checked(options["file"])
        owed = Counter(key for row in pack.commitments for key in row.debtors)
        measured = sum(1 for row in pack.commitments if row.measures)
        self.stdout.write(f"« {pack.short_title} » : rien à redire.")
        self.stdout.write(f"{len(pack.articles)} articles, {len(pack.commitments)} engagements, dont {measured} mesurés.")
        for party in pack.parties:
            self.stdout.write(f"{party.name} : {owed[party.key]} engagements.")
        unknown = sorted({key for row in pack.commitments for key in row.measures} - announced().keys())
        if unknown:
            raise Refused(f"Aucune application n’annonce ces mesures : {', '.join(unknown)}.")
