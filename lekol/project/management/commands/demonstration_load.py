"""`lekol demonstration load`: fill an empty base with the demonstration territory; keep what was entered."""

import datetime as dt
import random
from typing import Any

from django.core.management.base import CommandParser
from django.db import connection, transaction
from django.utils import timezone

from lekol.agreement import actions
from lekol.directory.models import School
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.project.demonstration import (
    convention,
    drafts,
    estate,
    faults,
    governance,
    ground,
    inventory,
    network,
    people,
    plans,
    pupils,
    register,
    territory,
    works,
)

SEED = 974_11
MONTHS = 24


class Command(BaseCommand):
    """Idempotent: a base that already holds schools is left as it is."""

    help = "Charge le territoire de démonstration dans une base vide."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="jour de référence, comme 2026-11-24 (aujourd’hui par défaut)")

    def handle(self, *args: Any, **options: Any) -> None:
        if School.objects.exists():
            self.stdout.write("La base contient déjà des écoles : la démonstration garde ce qui a été saisi.")
            return
        load(_day(options["on"]))
        self.stdout.write("Territoire de démonstration chargé : 60 écoles, 17 000 élèves, deux ans d’historique.")


def _day(text: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise Refused(f"« {text} » n’est pas une date. Écrivez-la comme 2026-11-24.") from None


def _analyse() -> None:
    """Tell PostgreSQL what was just written: an analysis of its own that ran meanwhile saw empty tables.

    Without it, on a busy machine, one measure took minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def load(day: dt.date) -> None:
    """The whole territory, the conventions, and one look at the measures for each month of two years."""
    place = territory.build(day, random.Random(SEED))  # noqa: S311 — a draw that repeats, not a secret
    people.build(place)
    estate.build(place)
    register.build(place)
    inventory.build(place)
    network.build(place)
    convention.build(place)
    estate.require(place)
    drafts.build()
    faults.build(place)
    works.build(place)
    pupils.build(place)
    ground.build(place)
    _analyse()
    governance.meet(place)
    plans.build(place)
    for back in range(MONTHS, -1, -1):
        actions.take_pass(on=place.months_ago(back))
    plans.freeze(place)
    governance.report(place)
