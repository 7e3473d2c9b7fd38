"""`lekol convention status`: every commitment, its debtors, its live figure and its state."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.agreement.choices import State
from lekol.agreement.management.commands.convention_sign import day, found
from lekol.agreement.models import Agreement
from lekol.agreement.queries import Board, Line, board
from lekol.directory.queries import place_of, schools_in
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.kit.templatetags.kit import number
from lekol.pact.dates import long_date
from lekol.pact.scopes import Level, Scope


class Command(BaseCommand):
    help = "Dit où en est chaque engagement : débiteur, dû, fait, cible, état."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slug", metavar="CONVENTION", help="identifiant ; par défaut, celle en vigueur")
        parser.add_argument("--scope", metavar="PÉRIMÈTRE", help="comme commune:97411 ou ecole:9740001H")
        parser.add_argument("--on", metavar="DATE", help="jour, comme 2026-11-24 ; aujourd’hui par défaut")
        parser.add_argument("--json", action="store_true", help="en JSON, une entrée par engagement")

    def handle(self, *args: Any, **options: Any) -> None:
        on = day(options["on"]) if options["on"] else timezone.localdate()
        agreement = found(options["slug"]) if options["slug"] else only_one(on)
        scope = within(agreement, options["scope"]) if options["scope"] else agreement.scope
        seen = board(agreement, scope, on)
        self.stdout.write(as_json(seen) if options["json"] else as_table(seen))


def only_one(on: dt.date) -> Agreement:
    """The agreement in force that day, or the only one loaded; Refused when the choice is open."""
    loaded = list(Agreement.objects.order_by("slug"))
    chosen = list(Agreement.objects.in_force_on(on).order_by("slug")) or loaded
    if not chosen:
        raise Refused("Aucune convention n’est chargée. Chargez-en une : lekol convention load FICHIER.")
    if len(chosen) > 1:
        names = ", ".join(row.slug for row in chosen)
        raise Refused(f"Plusieurs conventions sont possibles : {names}. Dites laquelle avec --slug.")
    return chosen[0]


def within(agreement: Agreement, text: str) -> Scope:
    """A perimeter that exists and meets the territory of the agreement, or Refused."""
    try:
        scope = Scope.parse(text)
    except ValueError as fault:
        raise Refused(str(fault)) from None
    if scope.level is not Level.COUNTRY and place_of(scope) is None:
        raise Refused(f"« {text} » : aucun lieu de l’annuaire ne porte ce code. Vérifiez-le.")
    if not schools_in(scope).filter(pk__in=schools_in(agreement.scope).values("pk")).exists():
        raise Refused(f"« {text} » ne contient aucune école de « {agreement} » ({agreement.scope}).")
    return scope


def as_json(seen: Board) -> str:
    """The board for machines."""
    agreement = seen.agreement
    return json.dumps(
        {
            "convention": agreement.slug,
            "title": agreement.title,
            "demonstration": agreement.demonstration,
            "scope": str(seen.scope),
            "on": seen.on.isoformat(),
            "measured_on": _iso(seen.measured_on),
            "term": {
                "signed_on": _iso(agreement.signed_on),
                "starts_on": _iso(agreement.starts_on),
                "ends_on": _iso(agreement.ends_on),
            },
            "commitments": [entry(line) for line in seen.lines],
        },
        ensure_ascii=False,
        indent=2,
    )


def entry(line: Line) -> dict[str, Any]:
    """One commitment; due, met and ratio are null when nothing is known, never invented."""
    asked = line.commitment
    return {
        "clause": asked.clause,
        "title": asked.title,
        "debtors": [party.key for party in line.debtors],
        "due": line.due,
        "met": line.met,
        "ratio": None if line.ratio is None else round(line.ratio, 4),
        "unit": line.units,
        "target": asked.target_value if asked.target_value is not None else _number(asked.target_ratio),
        "target_unit": asked.target_unit,
        "target_on": _iso(asked.target_on),
        "state": line.state,
        "reason": line.standing.reason,
        "measures": asked.measure_keys,
        "declared": not line.measured,
        "contested": line.contested,
        "valid_until": _iso(line.declaration.valid_until) if line.declaration else None,
        "trend": line.trend_words,
    }


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def as_table(seen: Board) -> str:
    """The board for people, one line per commitment under its article."""
    rows = [f"{seen.agreement}, {seen.agreement.in_words}", f"{seen.scope}, le {long_date(seen.on)}", ""]
    for line in seen.lines:
        asked = line.commitment
        figure = f"{number(line.met)} / {number(line.due)}" if line.due is not None else "—"
        rows.append(f"{asked.clause:>5}  {asked.title[:54]:<54}  {line.bearer['name']:<10}  {figure:>15}  {line.word}")
    counted = [f"{seen.counts[state]} {state.counted(seen.counts[state])}" for state in State if seen.counts[state]]
    return "\n".join([*rows, "", f"{len(seen.lines)} engagements : {', '.join(counted)}."])
