"""`lekol mailbox refused`: the last messages set aside, and why."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.kit.commands import Command as BaseCommand
from lekol.maintenance.choices import MailOutcome
from lekol.maintenance.models import Mail


class Command(BaseCommand):
    help = "Affiche les derniers courriels écartés ou refusés, et pourquoi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--last", type=int, default=50, metavar="NOMBRE", help="combien (50 par défaut)")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Mail.objects.filter(outcome__in=(MailOutcome.IGNORED, MailOutcome.REFUSED))
        for row in rows[: max(1, min(options["last"], 10_000))]:
            at = timezone.localtime(row.at)
            self.stdout.write(f"{at:%d/%m/%Y %H:%M}  {row.sender or '—'}  {row.subject or '—'}  {row.reason}")
        if not rows.exists():
            self.stdout.write("Aucun courriel n’a été écarté ni refusé.")
