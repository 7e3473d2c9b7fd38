"""`lekol convention read FICHIER`: what the text of a convention promises, without any database."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.agreement.management.commands.convention_check import why
from lekol.agreement.rules.reading import Reading, as_json, read
from lekol.agreement.rules.reading.found import CommitmentFound, CommitteeFound, NoticeFound, TermFound
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.kit.documents import LARGEST, Unreadable, text_of
from lekol.kit.templatetags.kit import plural


def document_text(path: Path) -> str:
    """The text of a document on disk, or of standard input for « - »; Refused with what to do."""
    try:
        if str(path) == "-":
            return text_of(sys.stdin.buffer.read(LARGEST + 1))
        if path.exists() and not path.is_file():
            raise Refused(f"« {path} » n’est pas un fichier. Donnez le texte d’une convention.")
        with path.open("rb") as file:
            return text_of(file.read(LARGEST + 1), path.name)
    except OSError as fault:
        raise Refused(f"« {path} » ne peut pas être lu : {why(fault)}.") from None
    except Unreadable as fault:
        raise Refused(str(fault)) from None


class Command(BaseCommand):
    help = "Lit le texte d’une convention (.txt, .odt, .docx, .pdf) : parties, durée, comités, engagements."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", metavar="FICHIER", type=Path, help="texte de la convention ; « - » pour l’entrée standard"
        )
        parser.add_argument("--json", action="store_true", help="écrit le résultat en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        reading = read(document_text(options["file"]))
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(report(reading)))


def report(reading: Reading) -> Iterator[str]:
    """What was read, in French, passages by their lines."""
    yield reading.title or "Titre : non trouvé."
    yield ""
    for party in reading.parties:
        signs = ", ".join(filter(None, (party.signatory_function, party.signatory_name)))
        yield f"{party.key} : {party.name}{f', par {signs}' if signs else ''}."
    yield f"Durée : {term_words(reading.term)}."
    yield f"Mise en demeure ou préavis : {notice_words(reading.notice)}."
    for committee in reading.committees:
        yield committee_words(committee)
    yield from _commitments(reading)
    if reading.missing:
        yield "\nCe que le texte ne dit pas, ou que Lékol n’a pas trouvé :"
        yield from (f"- {words}" for words in reading.missing)


def _commitments(reading: Reading) -> Iterator[str]:
    count = len(reading.commitments)
    yield f"\n{count} {plural(count, 'engagement,engagements')}"
    article = None
    for row in reading.commitments:
        if row.article != article:
            article = row.article
            yield f"\nArticle {article}" if article[:1].isdigit() else f"\n{article or 'Sans article'}"
        yield _commitment(reading, row)


def _commitment(reading: Reading, row: CommitmentFound) -> str:
    first, last = reading.lines(row.passage)
    place = f"ligne {first}" if first == last else f"lignes {first} à {last}"
    return f"- {' et '.join(row.debtors)} : {row.wording} ({place}, confiance {row.confidence * 100:.0f} %)"


def term_words(term: TermFound | None) -> str:
    """« 4 ans, à compter de : signature », or that nothing was found."""
    if term is None:
        return "non trouvée"
    starts = f", à compter de : {term.starts}" if term.starts else ""
    return length_words(term) + starts + (f", reconduction {term.renewal}" if term.renewal else "")


def length_words(term: TermFound) -> str:
    """« 4 ans », « 18 mois », « 2026-2027 », « jusqu’au 2027-07-03 »."""
    if term.rule == "indeterminee":
        return "indéterminée"
    if term.school_years:
        return ", ".join(term.school_years)
    if term.until:
        return f"jusqu’au {term.until}"
    if term.months:
        return f"{term.months} mois"
    return f"{term.years} {plural(term.years, 'an,ans')}" if term.years else term.event


def notice_words(notice: NoticeFound | None) -> str:
    """« 15 jours, à compter de : envoi »."""
    if notice is None:
        return "non trouvée"
    length = f"{notice.days} jours" if notice.days else f"{notice.months} mois"
    return length + (f", à compter de : {notice.counts_from}" if notice.counts_from else "")


def committee_words(committee: CommitteeFound) -> str:
    """« Comité de pilotage : 13 membres, 1 réunion au moins par an »."""
    count, least = len(committee.members), committee.minimum
    period = "année scolaire" if "scolaire" in committee.per else "an"
    rhythm = f", {least} {plural(least, 'réunion,réunions')} au moins par {period}" if least else ""
    return f"{committee.name} : {count} {plural(count, 'membre,membres')}{rhythm}."
