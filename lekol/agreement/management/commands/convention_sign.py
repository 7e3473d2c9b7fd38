"""`lekol convention sign CONVENTION DATE`: enter the day of signature, which starts the term."""

import datetime as dt
from typing import Any

from django.core.management.base import CommandParser

from lekol.agreement.actions import sign
from lekol.agreement.models import Agreement
from lekol.agreement.queries import beside
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused


def found(slug: str) -> Agreement:
    """The agreement of a slug, or Refused with the known ones."""
    agreement = Agreement.objects.filter(slug=slug).first()
    if agreement is None:
        known = ", ".join(Agreement.objects.order_by("slug").values_list("slug", flat=True)) or "aucune"
        raise Refused(f"Aucune convention ne s’appelle « {slug} ». Conventions chargées : {known}.")
    return agreement


def day(text: str) -> dt.date:
    """A date as 2026-11-24, or Refused."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"« {text} » n’est pas une date. Écrivez-la comme 2026-11-24.") from None


class Command(BaseCommand):
    help = "Saisit la date de signature d’une convention, d’où court sa durée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="CONVENTION", help="identifiant, comme saint-denis-2017")
        parser.add_argument("on", metavar="DATE", help="comme 2026-11-24")

    def handle(self, *args: Any, **options: Any) -> None:
        agreement = sign(agreement=found(options["slug"]), on=day(options["on"]))
        self.stdout.write(f"« {agreement} » court {agreement.in_words}.")
        for other in beside(agreement):
            self.stdout.write(f"Sur le même territoire, « {other} » court {other.in_words}.")
