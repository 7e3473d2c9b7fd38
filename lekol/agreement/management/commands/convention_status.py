"""`lekol convention status`: every commitment, its debtors, its live figure and its state."""

import json
from typing import Any

from django.core.management.base import CommandParser
from django.db.models import Q
from django.utils import timezone

from lekol.agreement.management.commands.convention_sign import day, found
from lekol.agreement.queries import Board, Line, board, in_force
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.pact.scopes import Scope


class Command(BaseCommand):
    help = "Dit où en est chaque engagement : débiteur, dû, fait, cible, état."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="CONVENTION", nargs="?", help="identifiant ; par défaut, celle en vigueur")
        parser.add_argument("--scope", metavar="PÉRIMÈTRE", help="comme commune:97411 ou ecole:9740001H")
        parser.add_argument("--on", metavar="DATE", help="jour, comme 2026-11-24 ; aujourd’hui par défaut")
        parser.add_argument("--json", action="store_true", help="en JSON, une entrée par engagement")

    def handle(self, *args: Any, **options: Any) -> None:
        on = day(options["on"]) if options["on"] else timezone.localdate()
        agreement = found(options["slug"]) if options["slug"] else in_force(Q(), on)
        if agreement is None:
            raise Refused("Aucune convention n’est chargée. Chargez-en une : lekol convention load FICHIER.")
        try:
            scope = Scope.parse(options["scope"]) if options["scope"] else agreement.scope
        except ValueError as fault:
            raise Refused(str(fault)) from None
        seen = board(agreement, scope, on)
        self.stdout.write(as_json(seen) if options["json"] else as_table(seen))


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
            "measured_on": seen.measured_on.isoformat() if seen.measured_on else None,
            "term": {
                "signed_on": agreement.signed_on.isoformat() if agreement.signed_on else None,
                "ends_on": agreement.ends_on.isoformat() if agreement.ends_on else None,
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
        "target_on": asked.target_on.isoformat() if asked.target_on else None,
        "state": line.state,
        "reason": line.standing.reason,
        "measures": asked.measure_keys,
        "declared": not line.measured,
        "contested": line.contested,
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def as_table(seen: Board) -> str:
    """The board for people."""
    rows = [f"{seen.agreement}, {seen.scope}, le {seen.on:%d/%m/%Y}", ""]
    for line in seen.lines:
        figure = f"{line.met} / {line.due}" if line.due is not None else "—"
        rows.append(f"{line.commitment.clause:>5}  {line.commitment.title[:56]:<56}  {line.bearer['name']:<9}  {figure:>15}  {line.word}")
    return "\n".join(rows)
