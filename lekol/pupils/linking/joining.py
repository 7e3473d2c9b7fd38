"""The State’s other files joined to its pupils, and what must be said of them: how much was read, where it stops."""

from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from lekol.pupils.linking import guardians
from lekol.pupils.linking.files import Base, Unreadable


def guarded(state: Base, path: Path, links: Mapping[str, list[str]] | None = None) -> list[str]:
    """Give pupils their guardians; answers the sentences to say. Never raises for what is in the file."""
    try:
        found = guardians.read(path)
    except Unreadable as fault:
        return [f"Responsables : {fault}"]
    lost = guardians.completed(state, found, links)
    said = [f"{state.title} : {len(found)} responsables lus, {lost} sans élève retrouvé."]
    if line := broken_at(path):
        said.insert(0, _BROKEN.format(line=line, count=len(found)))
    elif not found:
        said.insert(0, "Responsables : aucun n’est reconnu ; donnez l’extraction « responsables » d’ONDE ou de l’AAF.")
    return said


def schooled(path: Path) -> tuple[dict[str, str], list[str]]:
    """(key of each school in the AAF → its UAI, what must be said of the file)."""
    found = guardians.schools(path) if is_xml(path) else {}
    if line := broken_at(path):
        return found, [_CUT.format(line=line, count=len(found))]
    return found, [] if found else ["Écoles : aucune n’est reconnue ; donnez le fichier EtabEducNat de l’AAF."]


_BROKEN = (
    "Responsables : ce XML est abîmé à la ligne {line} ; responsables lus avant elle : {count}. "
    "Demandez un nouveau fichier."
)
_CUT = (
    "Écoles : ce XML est abîmé à la ligne {line} ; écoles lues avant elle : {count}. Les élèves des autres restent "
    "sans école."
)


def is_xml(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(200).lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def broken_at(path: Path) -> int:
    """The line where an XML stops being one; 0 when it is whole, or no XML."""
    if not is_xml(path):
        return 0
    try:
        for _, block in etree.iterparse(path, resolve_entities=False, load_dtd=False, no_network=True):
            block.clear()
    except etree.XMLSyntaxError as fault:
        return fault.lineno or 1
    return 0
