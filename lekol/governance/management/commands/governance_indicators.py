"""`lekol governance indicators`: freeze the periods that are over; write the open data of a convention."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.agreement.management.commands.convention_sign import found as agreement_named
from lekol.agreement.management.commands.convention_status import only_one
from lekol.governance.actions import freeze_due
from lekol.governance.queries.opendata import package
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import write_file


class Command(BaseCommand):
    help = "Fige les périodes achevées des indicateurs ; avec --out, écrit leurs données ouvertes (.zip)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", metavar="FICHIER", help="archive à écrire, comme indicateurs.zip")
        parser.add_argument("--slug", metavar="CONVENTION", help="identifiant ; par défaut, celle en vigueur")

    def handle(self, *args: Any, **options: Any) -> None:
        frozen = freeze_due(today=timezone.localdate())
        self.stdout.write(f"{frozen} {'périodes figées' if frozen > 1 else 'période figée'}.")
        if options["out"]:
            self._write(Path(options["out"]), options["slug"])

    def _write(self, path: Path, slug: str | None) -> None:
        today = timezone.localdate()
        agreement = agreement_named(slug) if slug else only_one(today)
        content = package(agreement, today)
        write_file(path, content)
        self.stdout.write(f"Données ouvertes écrites dans {path} ({len(content) // 1000 + 1} ko).")
