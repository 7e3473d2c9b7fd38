"""`lekol measures take`: look at every measure on a day, or on each month since another."""

import datetime as dt
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.agreement.actions import take_pass
from lekol.agreement.management.commands.convention_sign import day
from lekol.agreement.queries.figures import MONTH
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused


class Command(BaseCommand):
    help = "Relève toutes les mesures et garde ce qui a changé depuis le relevé précédent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="jour du relevé ; aujourd’hui par défaut")
        parser.add_argument("--since", metavar="DATE", help="relève aussi chaque mois depuis ce jour")

    def handle(self, *args: Any, **options: Any) -> None:
        on = day(options["on"]) if options["on"] else timezone.localdate()
        for each in days(day(options["since"]), on) if options["since"] else [on]:
            done = take_pass(on=each)
            self.stdout.write(f"{each:%d/%m/%Y} : {done.measures} mesures, {done.changes} chiffres changés, {done.milliseconds} ms.")


def days(since: dt.date, on: dt.date) -> list[dt.date]:
    """Every month from a day to another, the last one included."""
    if since > on:
        raise Refused("Le premier jour vient après le dernier. Vérifiez --since et --on.")
    months = int((on - since).days / MONTH)
    return [on - dt.timedelta(days=round(back * MONTH)) for back in range(months, -1, -1)]
