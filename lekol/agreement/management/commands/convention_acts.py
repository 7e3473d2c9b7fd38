"""`lekol convention acts`: the register, and its deliberations as open data (SCDL 2.1.2)."""

import csv
import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.agreement.models import Act
from lekol.agreement.queries.acts import SCDL, scdl_rows
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import writing


class Command(BaseCommand):
    help = "Liste les actes et ce qui leur manque pour être en vigueur ; exporte les délibérations (SCDL 2.1.2)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="en JSON")
        parser.add_argument("--scdl", metavar="FICHIER", type=Path, help="écrit les délibérations dans ce fichier CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Act.objects.select_related("commune", "academy", "agreement").order_by("decided_on", "id")
        if options["scdl"]:
            self._export(options["scdl"], list(scdl_rows(rows)))
        elif options["json"]:
            self.stdout.write(json.dumps([_entry(act) for act in rows], ensure_ascii=False, indent=2))
        else:
            for act in rows:
                lacking = ", ".join(need.says for need in act.lacking)
                self.stdout.write(
                    f"{act.ref}  {act}  {act.subject[:60]}  {f'manque {lacking}' if lacking else 'exécutoire'}"
                )

    def _export(self, path: Path, rows: list[list[str]]) -> None:
        with writing(path) as opened:
            writer = csv.writer(opened)
            writer.writerow(SCDL)
            writer.writerows(rows)
        self.stdout.write(f"{len(rows)} délibérations écrites dans « {path} ».")


def _entry(act: Act) -> dict[str, Any]:
    days = ("decided_on", "signed_on", "transmitted_on", "received_on", "published_on", "notified_on", "in_force_on")
    return {
        "ref": act.ref, "nature": act.nature, "number": act.number, "subject": act.subject,
        "receipt": act.receipt or None,
        "agreement": act.agreement.slug if act.agreement else None,
        **{name: day.isoformat() if (day := getattr(act, name)) else None for name in days},
        "missing": [need.key for need in act.lacking],
    }  # fmt: skip
