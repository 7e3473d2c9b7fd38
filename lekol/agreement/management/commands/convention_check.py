"""`lekol convention check FICHIER`: read a pack without writing anything."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.agreement.rules.faults import Fault
from lekol.agreement.rules.kinds import near
from lekol.agreement.rules.pack import LARGEST, Pack, PackErrors, decode, read
from lekol.agreement.rules.term import Term
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.pact.measures import known, of_conventions

SHOWN = 100  # a screenful of faults is enough to start with


def pack_text(path: Path) -> str:
    """The text of a pack on disk, or Refused with what to do."""
    try:
        if path.exists() and not path.is_file():
            raise Refused(f"« {path} » n’est pas un fichier. Donnez un paquet de convention (.toml).")
        with path.open("rb") as file:
            return decode(file.read(LARGEST + 1))
    except OSError as fault:
        raise Refused(f"« {path} » ne peut pas être lu : {why(fault)}.") from None
    except PackErrors as errors:
        raise _refused(path, errors.faults) from None


def why(fault: OSError) -> str:
    """What keeps a file from being opened, in French."""
    if isinstance(fault, FileNotFoundError):
        return "ce fichier n’existe pas. Vérifiez le chemin"
    return "le système en refuse l’accès" if isinstance(fault, PermissionError) else "le système ne peut pas l’ouvrir"


def checked(path: Path) -> tuple[str, Pack]:
    """A faultless pack and its text, or Refused with every fault."""
    text = pack_text(path)
    try:
        return text, read(text)
    except PackErrors as errors:
        raise _refused(path, errors.faults) from None


def _refused(path: Path, faults: list[Fault]) -> Refused:
    count = len(faults)
    rest = [f"… et {count - SHOWN} autres. Corrigez celles-ci, puis recommencez."] if count > SHOWN else []
    lines = "\n".join([*(str(fault) for fault in faults[:SHOWN]), *rest])
    return Refused(f"« {path} » : {count} {'fautes' if count > 1 else 'faute'} à corriger.\n{lines}")


def unannounced(pack: Pack, known: Iterable[str]) -> Iterator[Fault]:
    """Measures a commitment asks for and no app announces."""
    known = set(known)
    for row in pack.commitments:
        for key in row.measures:
            if key not in known:
                sentence = f"aucune application n’annonce la mesure « {key} ».{near(key, known)}"
                yield Fault(row.line, sentence, f"commitments[{row.clause}].measures")


def mixed(pack: Pack) -> Iterator[Fault]:
    """A commitment that joins a measure counted once per convention to another: nothing could add them up."""
    for row in pack.commitments:
        once = next((key for key in row.measures if key in of_conventions()), None)
        if once is not None and len(row.measures) > 1:
            sentence = f"« {once} » se compte une fois par convention : elle ne se joint à aucune autre mesure."
            yield Fault(row.line, sentence, f"commitments[{row.clause}].measures")


class Command(BaseCommand):
    help = "Vérifie le paquet d’une convention et nomme la ligne de chaque faute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="paquet de convention (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:
        _, pack = checked(options["file"])
        if faults := [*unannounced(pack, known()), *mixed(pack)]:
            raise _refused(options["file"], faults)
        self.stdout.write(report(pack))


def report(pack: Pack) -> str:
    """« Rien à redire », and what the pack holds."""
    measured = sum(not row.declared for row in pack.commitments)
    owed = Counter(" et ".join(_named(pack, row.debtors)) for row in pack.commitments)
    term = pack.term_when(pack.signed_on)
    return "\n".join(
        [
            f"« {pack.short_title} » : rien à redire.",
            f"{_count(len(pack.articles), 'article')}, {_count(len(pack.commitments), 'engagement')}.",
            f"{_count(measured, 'mesuré')}, {_count(len(pack.commitments) - measured, 'déclaré')} à la main.",
            *(f"{name} : {_count(count, 'engagement')}." for name, count in owed.items()),
            *_beside(pack),
            _term(term) if term else _unknown(pack),
        ]
    )


HELD = (("horizons", "horizon"), ("amounts", "montant"), ("annexes", "annexe"), ("options", "clause facultative"),
        ("instances", "exemplaire"), ("amendments", "avenant"))  # fmt: skip


def _beside(pack: Pack) -> list[str]:
    """What it holds beside its promises, when it does."""
    told = [(len(pack.data.get(section, [])), word) for section, word in HELD]
    words = ", ".join(_count(number, word) for number, word in told if number)
    return [f"Et aussi : {words}."] if words else []


def _unknown(pack: Pack) -> str:
    if pack.template:
        return "Modèle : chaque exemplaire a sa durée."
    return "Durée inconnue tant que la convention n’est pas signée."


def _count(number: int, word: str) -> str:
    many = " ".join(f"{part}s" for part in word.split())
    return f"{number} {many if number > 1 else word}"


def _named(pack: Pack, keys: Iterable[str]) -> list[str]:
    names = {party.key: party.short_name for party in pack.parties}
    return [names[key] for key in keys]


def _term(term: Term) -> str:
    if term.ends_on is None:
        return f"En vigueur dès le {term.starts_on:%d/%m/%Y}, sans terme fixé."
    return f"En vigueur du {term.starts_on:%d/%m/%Y} au {term.ends_on:%d/%m/%Y} inclus."
