"""`lekol equipment inventory FICHIERS…`: bring in what agents and device managers wrote in files."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.directory.models import Commune, School
from lekol.equipment.actions import Arrival, Effect, Outcome, Unidentified, receive
from lekol.equipment.choices import Channel
from lekol.integrations.inventory_agents import bodies
from lekol.integrations.inventory_agents.translate import Refused as Unreadable
from lekol.integrations.inventory_agents.translate import read
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused

WORDS = {
    Effect.CREATED: "inscrits au parc",
    Effect.UPDATED: "mis à jour",
    Effect.UNCHANGED: "inchangés",
    Effect.QUARANTINED: "en quarantaine, à décider",
}
SHOWN = 40


class Command(BaseCommand):
    """An unknown device waits in quarantine, unless a school is given: then it is entered there.

    Ends with 0 when at least one device was received, 1 when every file is refused, 2 on bad usage.
    """

    help = "Lit des fichiers d’inventaire (agents GLPI, FusionInventory, OCS ; Apple, ChromeOS)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", metavar="FICHIERS", nargs="+", type=Path, help="fichiers, ou dossiers de fichiers")
        parser.add_argument(
            "--school", metavar="UAI", default="", help="y inscrire les matériels inconnus, au lieu de la quarantaine"
        )
        parser.add_argument("--commune", metavar="CODE", default="", help="commune des matériels, comme 97411")
        parser.add_argument("--json", action="store_true", help="répondre en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        school, commune = _place(options["school"], options["commune"])
        base = Arrival(commune=commune, school=school, channel=Channel.FILE, create=school is not None)
        report = Report()
        for path in _files(options["files"]):
            _bring(path, base, report)
        self.stdout.write(
            json.dumps(report.summary(), ensure_ascii=False, indent=2) if options["json"] else report.told()
        )
        if report.refused and not report.done:
            raise Refused(f"Rien n’est lu : {len(report.refused)} fichiers refusés, voyez les motifs ci-dessus.")


class Report:
    """What became of each file."""

    def __init__(self) -> None:
        self.done: list[tuple[str, Outcome]] = []
        self.refused: list[dict[str, str]] = []

    def of(self, effect: Effect) -> list[tuple[str, Outcome]]:
        return [(name, outcome) for name, outcome in self.done if outcome.effect is effect]

    def summary(self) -> dict[str, Any]:
        """For machines: the lists by effect, and how many of each."""
        lists: dict[str, Any] = {effect.value: [_detail(*row) for row in self.of(effect)] for effect in Effect}
        lists["refused"] = self.refused
        return {**lists, "counts": {name: len(rows) for name, rows in lists.items()}}

    def told(self) -> str:
        """For people: the counts, then each file and why."""
        lines = [f"  {len(self.of(effect)):>6} {word}" for effect, word in WORDS.items()]
        lines.append(f"  {len(self.refused):>6} refusés")
        for name, outcome in self.done[:SHOWN]:
            lines.append(f"  {name}, {outcome.machine} : {_why(outcome)}")
            lines += [f"    remarque : {warning}" for warning in outcome.warnings]
        lines += [f"  … et {len(self.done) - SHOWN} autres."] if len(self.done) > SHOWN else []
        return "\n".join([*lines, *(f"  {row['file']} refusé : {row['reason']}" for row in self.refused)])


def _why(outcome: Outcome) -> str:
    parts = (WORDS[outcome.effect].split(",")[0], outcome.reason, " ".join(outcome.moved))
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _detail(name: str, outcome: Outcome) -> dict[str, Any]:
    machine = outcome.machine
    return {
        "file": name,
        "device": str(machine),
        "machine": machine.pk,
        "inventory_number": machine.asset.inventory_number if machine.asset else None,
        "standing": machine.standing,
        "reason": outcome.reason,
        "changes": list(outcome.moved),
        "warnings": list(outcome.warnings),
    }


def _place(uai: str, insee: str) -> tuple[School | None, Commune | None]:
    """The school and the commune asked for; the only commune of the base when none is."""
    school = School.objects.filter(uai=uai.upper()).select_related("commune").first() if uai else None
    if uai and school is None:
        raise Refused(f"Aucune école ne porte le code « {uai} ». Vérifiez-le dans l’annuaire.")
    commune = Commune.objects.filter(insee=insee).first() if insee else None
    if insee and commune is None:
        raise Refused(f"Aucune commune ne porte le code « {insee} ».")
    if school is not None and commune is not None and school.commune_id != commune.pk:
        raise Refused(f"L’école {school.uai} n’est pas de la commune {commune.insee}.")
    if school is not None:
        return school, school.commune
    known = list(Commune.objects.all()[:2])
    return None, commune or (known[0] if len(known) == 1 else None)


def _files(paths: list[Path]) -> Iterator[Path]:
    """Files as given; those of a folder, in the order of their names."""
    for path in paths:
        yield from sorted(row for row in path.iterdir() if row.is_file()) if path.is_dir() else [path]


def _bring(path: Path, base: Arrival, report: Report) -> None:
    try:
        body = _body(path)
        found = read(bodies.inflate(body))
    except (Unreadable, bodies.TooLarge, bodies.Damaged) as fault:
        report.refused.append({"file": str(path), "reason": str(fault)})
        return
    digest = hashlib.sha256(body).hexdigest()
    for rank, inventory in enumerate(found):
        arrival = replace(base, file=path.name, digest=digest, rank=rank)
        try:
            report.done.append((str(path), receive(inventory=inventory, arrival=arrival)))
        except Unidentified as fault:
            report.refused.append({"file": str(path), "reason": str(fault)})


def _body(path: Path) -> bytes:
    """The bytes of a file, never more than allowed."""
    try:
        if path.stat().st_size > bodies.MOST_INFLATED:
            raise bodies.TooLarge(f"Le fichier dépasse {bodies.MOST_INFLATED // 1024 // 1024} Mo : il n’est pas lu.")
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable("Ce fichier n’existe pas.") from None
    except OSError:
        raise Unreadable("Le système en refuse la lecture.") from None
