"""`lekol directory undo IMPORT`: give back what an import changed."""

from typing import Any

from django.core.management.base import CommandParser

from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.kit.imports import Fault
from lekol.kit.models import ImportRun
from lekol.kit.runs import NotNow, undo


class Command(BaseCommand):
    help = "Annule un import fait, tant que rien n’a changé depuis."
    kind = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ref", metavar="IMPORT", help="référence donnée par l’import, comme 33RD59AY")

    def handle(self, *args: Any, **options: Any) -> None:
        run = ImportRun.objects.filter(ref=options["ref"].upper()).first()
        if run is None or (self.kind and run.kind != self.kind):
            raise Refused(f"Aucun import ne porte la référence « {options['ref']} ».")
        try:
            undo(run=run)
        except (NotNow, Fault) as fault:
            raise Refused(f"Rien n’est annulé. {fault}") from None
        self.stdout.write(f"Import {run.ref} annulé : {run.writes} lignes rendues.")
