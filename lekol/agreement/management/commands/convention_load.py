"""`lekol convention load FICHIER`: check a pack, then write it."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.agreement.actions import load
from lekol.agreement.management.commands.convention_check import checked
from lekol.agreement.queries import untaken
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.templatetags.kit import plural


class Command(BaseCommand):
    help = "Charge le paquet d’une convention ; le même paquet une seconde fois n’écrit rien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="paquet de convention (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:
        text, _ = checked(options["file"])
        agreement, written = load(text=text)
        count = agreement.commitments.count()
        said = (
            f"chargée, {count} {plural(count, 'engagement,engagements')}" if written else "déjà chargée, rien à écrire"
        )
        self.stdout.write(f"« {agreement} » : {said}.")
        if untaken(agreement):
            self.stdout.write("Certains chiffres n’ont pas encore été relevés. Relevez-les : lekol measures take.")
