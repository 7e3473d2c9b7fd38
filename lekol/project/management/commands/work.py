"""`lekol work`: the jobs of the queue, among them the measures of each night."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from lekol.kit.commands import Command as BaseCommand


class Command(BaseCommand):
    help = "Fait le travail de fond, dont le relevé des mesures de chaque nuit, jusqu’à l’arrêt du service."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="fait ce qui attend, puis s’arrête")

    def handle(self, *args: Any, **options: Any) -> None:
        words = ["--one-shot"] if options["once"] else []
        call_command("procrastinate", "worker", *words)
