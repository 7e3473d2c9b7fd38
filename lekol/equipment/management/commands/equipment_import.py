"""`lekol equipment import FICHIER`: simulate, and write unless told not to."""

from typing import Any

from django.core.management.base import CommandParser

from lekol.directory.management.commands.directory_import import Command as BaseCommand
from lekol.directory.models import Commune, School, SchoolCode
from lekol.kit.commands import Refused
from lekol.kit.imports.importer import Outcome, Territory
from lekol.kit.models import ImportRun


class Command(BaseCommand):
    help = "Importe des matériels (tableau de la commune, GLPI, Snipe-IT, OCS) : simule, puis écrit."
    kind = "equipment.devices"
    ignored = "ignorées"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--school", metavar="UAI", default="", help="mettre tout dans cette école, comme 9740123A")

    def territory(self, options: dict[str, Any]) -> Territory:
        """A commune or a school that exists; both at once is one too many."""
        commune, uai = options["commune"].strip(), options["school"].strip().upper()
        if commune and uai:
            raise Refused("--commune ne va pas avec --school : l’école dit déjà sa commune.")
        if commune and not Commune.objects.filter(insee=commune).exists():
            raise Refused(f"Aucune commune ne porte le code « {commune} ».")
        if uai and not (School.objects.filter(uai=uai).exists() or SchoolCode.objects.filter(uai=uai).exists()):
            raise Refused(f"Aucune école ne porte le code « {uai} ».")
        return Territory(only=commune or uai)

    def summary(self, run: ImportRun) -> dict[str, Any]:
        refused = run.lines.filter(outcome=Outcome.REFUSED).order_by("number", "pk")[:1000]
        return {
            "import": run.ref,
            "state": run.state,
            "created": run.count(Outcome.CREATED),
            "updated": run.count(Outcome.CHANGED),
            "unchanged": run.count(Outcome.SAME),
            "ignored": run.count(Outcome.IGNORED),
            "refused_count": run.count(Outcome.REFUSED),
            "columns": {
                name: {"header": header, "confidence": run.certainty.get(name, [100])[0]}
                for name, header in run.mapping.items()
            },
            "unknown_columns": sorted(set(run.headers) - set(run.mapping.values()) - {""}),
            "remarks": run.remarks,
            "refused": [{"line": row.number, "title": row.title, "reasons": row.reasons} for row in refused],
        }
