"""`lekol directory import FICHIER`: simulate, and write unless told not to."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.kit.imports import Unreadable
from lekol.kit.imports.importer import Outcome, Territory
from lekol.kit.models import ImportLine, ImportRun, RunState
from lekol.kit.runs import bring, simulate, withheld

WORDS = {
    Outcome.CREATED: "créées",
    Outcome.CHANGED: "modifiées",
    Outcome.SAME: "inchangées",
    Outcome.REFUSED: "refusées",
}
SHOWN = 40


class Command(BaseCommand):
    help = "Importe l’annuaire de l’éducation (CSV, JSON ou classeur) : simule, puis écrit."
    kind = "directory.schools"
    ignored = "ignorées (ni écoles publiques, ni de la commune demandée)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path)
        parser.add_argument("--commune", metavar="CODE", default="", help="ne garder que cette commune, comme 97411")
        parser.add_argument("--simulate", action="store_true", help="montrer la différence sans rien écrire")
        parser.add_argument(
            "--only-good", action="store_true", help="écrire les lignes correctes malgré des lignes refusées"
        )
        parser.add_argument("--json", action="store_true", help="répondre en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        territory = self.territory(options)
        try:
            if options["simulate"]:
                run = simulate(kind=self.kind, path=path, name=path.name, territory=territory)
            else:
                run = bring(
                    kind=self.kind, path=path, name=path.name, territory=territory, only_good=options["only_good"]
                )
        except OSError as fault:
            raise Refused(f"« {path} » ne peut pas être lu : {_why(fault)}.") from None
        except Unreadable as fault:
            raise Refused(f"« {path} » : {fault}") from None
        self._report(run, options["json"])
        if run.writes and run.state == RunState.SIMULATED and not options["simulate"]:
            raise Refused(f"Rien n’est écrit. {withheld(run)} C’est l’option --only-good.")

    def territory(self, options: dict[str, Any]) -> Territory:
        """Where the console writes: anywhere, or in the commune asked for."""
        return Territory(only=options["commune"])

    def summary(self, run: ImportRun) -> dict[str, Any]:
        """The run for machines."""
        return summary(run)

    def _report(self, run: ImportRun, as_json: bool) -> None:
        text = json.dumps(self.summary(run), ensure_ascii=False, indent=2) if as_json else told(run, self.ignored)
        self.stdout.write(text)


def _why(fault: OSError) -> str:
    if isinstance(fault, FileNotFoundError):
        return "ce fichier n’existe pas"
    return "c’est un dossier" if isinstance(fault, IsADirectoryError) else "le système en refuse l’accès"


def _changes(row: ImportLine) -> str:
    told = (f"{name} : {before or 'vide'} → {after or 'vide'}" for name, before, after in row.changes)
    return " ; ".join(row.reasons) or ", ".join(told) or " ".join(["inchangée.", *row.remarks])


def summary(run: ImportRun) -> dict[str, Any]:
    """The run for machines."""
    refused = run.lines.filter(outcome=Outcome.REFUSED)
    return {
        "import": run.ref,
        "state": run.state,
        "counts": {str(outcome): run.count(outcome) for outcome in Outcome},
        "unknown_columns": sorted(set(run.headers) - set(run.mapping.values())),
        "refused": [{"line": row.number, "title": row.title, "reasons": row.reasons} for row in refused[:1000]],
    }


def told(run: ImportRun, ignored: str) -> str:
    """The run for people: the counts, then the first lines and every reason."""
    lines = [f"Import {run.ref} de « {run.name} » : {run.get_state_display()}."]
    lines += [f"  {run.count(outcome):>6} {word}" for outcome, word in {**WORDS, Outcome.IGNORED: ignored}.items()]
    lines += [f"  {remark}" for remark in run.remarks]
    if absent := run.count(Outcome.ABSENT):
        lines.append(f"  {absent:>6} écoles ouvertes des mêmes communes, absentes du fichier : à vérifier")
    rows = run.lines.exclude(outcome=Outcome.ABSENT)
    for row in rows[:SHOWN]:
        row.run = run
        said = " ".join(["créée", *row.remarks]) if row.outcome == Outcome.CREATED else _changes(row)
        lines.append(f"  ligne {row.number}, {row.title} : {said}")
    if (count := rows.count()) > SHOWN:
        lines.append(f"  … et {count - SHOWN} autres lignes.")
    return "\n".join(lines)
