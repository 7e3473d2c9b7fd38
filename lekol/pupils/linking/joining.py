"""The State’s other files joined to its pupils, and what must be said of them: how much was read, where it stops."""

from collections.abc import Mapping
from pathlib import Path

from lekol.pact.plurals import plural
from lekol.pupils.linking import guardians
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.opening import Unreadable, is_xml


def guarded(state: Base, path: Path, links: Mapping[str, list[str]] | None = None) -> list[str]:
    """Give pupils their guardians; answers the sentences to say. Never raises for what is in the file."""
    faults: list[str] = []
    try:
        found = guardians.read(path, faults)
    except Unreadable as fault:
        return [f"Responsables : {fault}"]
    lost = guardians.completed(state, found, links)
    read = plural(len(found), "responsable lu", "responsables lus")
    said = [f"{state.title} : {read}, {lost} sans élève retrouvé."] if found else []
    if faults:
        said.insert(0, _BROKEN.format(fault=faults[0], count=len(found)))
    elif not found:
        said.insert(0, "Responsables : aucun n’est reconnu ; donnez l’extraction « responsables » d’ONDE ou de l’AAF.")
    return said


def schooled(path: Path) -> tuple[dict[str, str], list[str]]:
    """(key of each school in the AAF → its UAI, what must be said of the file)."""
    faults: list[str] = []
    found = guardians.schools(path, faults) if is_xml(path) else {}
    if faults:
        return found, [_CUT.format(fault=faults[0], count=len(found))]
    return found, [] if found else ["Écoles : aucune n’est reconnue ; donnez le fichier EtabEducNat de l’AAF."]


_BROKEN = "Responsables : ce fichier est {fault} ; responsables lus avant : {count}. Demandez un nouveau fichier."
_CUT = "Écoles : ce XML est {fault} ; écoles lues avant : {count}. Les élèves des autres restent sans école."
