"""`lekol restore FILE`: give back a saved base, uploaded files included."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.kit.commands import Command as BaseCommand
from lekol.project import archive, running


class Command(BaseCommand):
    help = "Remet la base et les fichiers d’une sauvegarde, tout ou rien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="archive écrite par « lekol backup »")
        parser.add_argument("--replace", action="store_true", help="remplace les données déjà présentes")

    def handle(self, *args: Any, **options: Any) -> None:
        running.check_version()
        done = archive.restore(options["file"], replace=options["replace"])
        self.stdout.write(f"{options['file']} restaurée : la base et {done.files} fichier(s) déposé(s).")
        self.stdout.write("Si Lékol a été mis à jour depuis cette sauvegarde, lancez « lekol migrate ».")
