"""`lekol backup FILE`: the base and the uploaded files in one archive."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.kit.commands import Command as BaseCommand
from lekol.project import archive


class Command(BaseCommand):
    help = "Sauvegarde la base et les fichiers déposés dans une archive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="archive à écrire, comme lekol-2026-11-24.tar")

    def handle(self, *args: Any, **options: Any) -> None:
        done = archive.save(options["file"])
        size = f"{done.octets / 1_000_000:.1f}".replace(".", ",")
        self.stdout.write(f"{options['file']} écrite : la base, {done.files} fichier(s) déposé(s), {size} Mo.")
