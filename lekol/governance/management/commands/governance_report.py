"""`lekol governance report`: the yearly report as a file; its figures are frozen the first time."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.agreement.management.commands.convention_sign import found as agreement_named
from lekol.agreement.management.commands.convention_status import only_one
from lekol.agreement.models import Agreement
from lekol.governance.actions import freeze
from lekol.governance.models import Review
from lekol.governance.queries.freezing import Year, year_of, years_over
from lekol.governance.queries.printing import as_csv, as_html, as_json, as_odt, review_pdf
from lekol.governance.queries.report import preview, report
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused, write_file
from lekol.pact.calendars import label

WRITERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    ".pdf": review_pdf, ".odt": as_odt, ".html": as_html, ".json": as_json, ".csv": as_csv,
}  # fmt: skip


class Command(BaseCommand):
    help = "Écrit le bilan d’une année scolaire (.pdf, .odt, .html, .json, .csv) ; fige ses chiffres la première fois."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--school-year", metavar="ANNÉE", help="comme 2025-2026 ; par défaut, la dernière année achevée"
        )
        parser.add_argument(
            "--out", metavar="FICHIER", required=True, help="son nom dit sa forme : bilan.pdf, bilan.odt…"
        )
        parser.add_argument("--slug", metavar="CONVENTION", help="identifiant ; par défaut, celle en vigueur")
        parser.add_argument("--draft", action="store_true", help="ne fige rien : écrit un projet aux chiffres du jour")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["out"])
        writer = _writer(path)
        agreement = agreement_named(options["slug"]) if options["slug"] else only_one(timezone.localdate())
        year = school_year(options["school_year"]) if options["school_year"] else _last(agreement)
        said = self._draft(agreement, year) if options["draft"] else self._frozen(agreement, year)
        content = writer(said)
        write_file(path, content)
        self.stdout.write(f"Bilan {label(year)} écrit dans {path} ({len(content) // 1000 + 1} ko).")

    def _frozen(self, agreement: Agreement, year: int) -> dict[str, Any]:
        review = (
            Review.objects.filter(agreement=agreement, school_year=year).select_related("accord", "agreement").first()
        )
        if review is None:
            review = freeze(agreement=agreement, school_year=year)
            self.stdout.write(f"Chiffres figés : {review.count} lignes, empreinte {review.head}.")
        return report(review)

    def _draft(self, agreement: Agreement, year: int) -> dict[str, Any]:
        return preview(agreement, covered(agreement, year))


def _writer(path: Path) -> Callable[[dict[str, Any]], bytes]:
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise Refused(f"« {path} » : la fin du nom dit la forme du bilan ; choisissez {', '.join(WRITERS)}.")
    if not path.parent.is_dir():
        raise Refused(f"Le dossier « {path.parent} » n’existe pas. Créez-le, ou choisissez-en un autre.")
    return writer


def school_year(text: str) -> int:
    """« 2025-2026 » → 2025, or Refused."""
    form = re.fullmatch(r"(\d{4})\s*[-–/]\s*(\d{4})", text.strip())
    if form is None or int(form[2]) != int(form[1]) + 1 or not 1900 <= int(form[1]) <= 2200:
        raise Refused(f"« {text} » n’est pas une année scolaire. Écrivez-la comme 2025-2026.")
    return int(form[1])


def covered(agreement: Agreement, year: int) -> Year:
    """A school year of the agreement, or Refused."""
    found = year_of(agreement, year)
    if found is None:
        raise Refused(f"La convention ne couvre pas l’année {label(year)} : {agreement.in_words}.")
    return found


def _last(agreement: Agreement) -> int:
    over = years_over(agreement, timezone.localdate())
    if not over:
        raise Refused(
            "Aucune année scolaire de cette convention n’est encore achevée : il n’y a pas de bilan à écrire."
        )
    return over[0].year
