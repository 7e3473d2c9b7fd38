"""`lekol measures take`: look at every measure on a day, or on several since another."""

import datetime as dt
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.agreement.actions import MeasureFailed, Passed, take_pass
from lekol.agreement.management.commands.convention_sign import day
from lekol.agreement.queries.figures import MONTH
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused

STEPS = {"day": 1.0, "week": 7.0, "month": MONTH}


class Command(BaseCommand):
    help = "Relève toutes les mesures et garde ce qui a changé depuis le relevé précédent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="jour du relevé ; aujourd’hui par défaut")
        parser.add_argument(
            "--from", dest="since", metavar="DATE", help="relève aussi les jours passés depuis celui-ci"
        )
        parser.add_argument(
            "--every", choices=STEPS, default="month", help="pas de --from : jour, semaine ou mois (par défaut)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = day(options["on"]) if options["on"] else timezone.localdate()
        for each in days(day(options["since"]), on, STEPS[options["every"]]) if options["since"] else [on]:
            done = _take(each)
            self.stdout.write(
                f"{each:%d/%m/%Y} : {done.measures} mesures, {done.changes} chiffres changés, {done.milliseconds} ms."
            )
            self.stdout.flush()


def _take(on: dt.date) -> Passed:
    try:
        return take_pass(on=on)
    except MeasureFailed as fault:
        raise Refused(str(fault)) from fault


def days(since: dt.date, on: dt.date, step: float) -> list[dt.date]:
    """Days a step apart, the last one always included, oldest first."""
    if since > on:
        raise Refused("Le premier jour vient après le dernier. Vérifiez --from et --on.")
    count = int((on - since).days / step)
    return [on - dt.timedelta(days=round(back * step)) for back in range(count, -1, -1)]
