"""`lekol work`: the jobs of the queue, among them the measures of each night."""

import signal
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from lekol.kit.commands import Command as BaseCommand
from lekol.project import running


class Command(BaseCommand):
    help = "Fait le travail de fond, dont le relevé des mesures de chaque nuit, jusqu’à l’arrêt du service."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="fait ce qui attend, puis s’arrête")
        parser.add_argument("--attached", action="store_true", help="s’arrête avec le programme qui l’a lancé")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["attached"]:
            running.die_with_parent(signal.SIGTERM)
        words = ["--one-shot"] if options["once"] else []
        call_command("procrastinate", "worker", *words)
