"""`lekol privacy register`: every processing of personal data, and what it keeps past its term."""

import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.kit.commands import Command as BaseCommand
from lekol.privacy.queries import Line, register


class Command(BaseCommand):
    help = "Affiche le registre des traitements de données personnelles, et ce qui a passé son terme."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="le registre entier, en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = register(timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps([_plain(line) for line in lines], ensure_ascii=False, indent=2))
            return
        for line in lines:
            late = "rien à effacer" if line.overdue is None else f"{line.overdue} à effacer"
            self.stdout.write(f"{line.processing.title} ({line.processing.controller.value}) : {late}")


def _plain(line: Line) -> dict[str, Any]:
    found = line.processing
    return {
        "key": found.key, "title": found.title, "purpose": found.purpose, "controller": found.controller.value,
        "basis": found.basis.value, "basis_text": found.basis_text, "subjects": found.subjects,
        "categories": found.categories, "recipients": found.recipients, "retention": found.retention,
        "safeguards": found.safeguards, "objection": found.objection, "overdue": line.overdue,
    }  # fmt: skip
