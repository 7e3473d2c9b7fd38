"""`lekol maintenance calendar FICHIER`: bring in the school holidays the ministry publishes."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.directory.models import Academy
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.maintenance.actions import bring_holidays
from lekol.maintenance.rules.holidays import LARGEST, Reading, read


class Command(BaseCommand):
    help = "Apporte les vacances scolaires d’une académie, depuis le calendrier publié par le ministère."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="fr-en-calendrier-scolaire.csv")
        parser.add_argument("--academy", metavar="NUMERO", default="28", help="numéro de l’académie (28 par défaut)")
        parser.add_argument("--name", metavar="NOM", default="Réunion", help="son nom dans le fichier (Réunion)")

    def handle(self, *args: Any, **options: Any) -> None:
        academy = Academy.objects.filter(code=options["academy"]).first()
        if academy is None:
            raise Refused(f"Aucune académie ne porte le numéro {options['academy']}.")
        found = _read(options["file"], options["name"])
        if not found.kept:
            raise Refused(f"Le fichier ne contient aucune période sûre pour « {options['name']} ».")
        new = bring_holidays(academy=academy, holidays=found.kept)
        self.stdout.write(f"{len(found.kept)} périodes lues, {new} nouvelles, {len(found.refused)} refusées.")
        for sentence in found.refused:
            self.stdout.write(sentence)


def _read(path: Path, name: str) -> Reading:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        raise Refused(f"« {path} » ne peut pas être lu. Vérifiez le chemin.") from None
    if len(content) > LARGEST:
        raise Refused("Le fichier est trop gros pour un calendrier scolaire.")
    try:
        return read(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise Refused("Le fichier n’est pas un texte en UTF-8. Enregistrez-le dans cet encodage.") from None
    except ValueError as fault:
        raise Refused(str(fault)) from None
