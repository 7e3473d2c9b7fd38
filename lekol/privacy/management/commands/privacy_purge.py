"""`lekol privacy purge`: erase what is past its term, or only count it."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.pact.plurals import plural
from lekol.privacy.actions import run_purges
from lekol.privacy.queries import register


class Command(BaseCommand):
    help = "Efface ce qui a passé son terme, comme chaque nuit ; --simulate compte sans effacer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--simulate", action="store_true", help="compte, n’efface rien")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        if options["simulate"]:
            late = [line for line in register(today) if line.overdue]
            for line in late:
                self.stdout.write(f"{line.processing.title} : {line.overdue} à effacer")
            self._nothing(not late)
            return
        runs = run_purges(on=today)
        for run in runs:
            self.stdout.write(f"{run.processing} : {run.failure or plural(run.erased, 'effacé')}")
        self._nothing(not runs)
        if failed := [run.processing for run in runs if run.failure]:
            raise Refused(f"Ces purges ont échoué : {', '.join(failed)}. Voyez le journal du serveur.")

    def _nothing(self, quiet: bool) -> None:
        if quiet:
            self.stdout.write("Rien n’a passé son terme.")
