"""How each cell of the State’s files is read: codes, kinds, names; a wrong one is said."""

import re

from lekol.directory.choices import PriorityEducation
from lekol.kit.imports import Fault
from lekol.kit.imports.columns import text
from lekol.pact import uai as uai_rules

_PREFIX = re.compile(
    r"^[ée]coles?\b( (maternelle|[ée]l[ée]mentaire|primaire|publique|d.application|de niveau [ée]l[ée]mentaire))*\s*",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"^circonscription d.inspection du 1er degr[ée] (de |du |des |d.|de l.)?", re.IGNORECASE)


def read_uai(cell: str) -> str:
    """A UAI, upper case; a wrong one is said."""
    code = cell.strip().upper()
    if fault := uai_rules.fault(code):
        raise Fault(fault)
    return code


def read_commune(cell: str) -> str:
    """An INSEE code: five signs, the zero of the first départements included."""
    code = cell.strip().upper()
    if re.fullmatch(r"[1-9][0-9]{3}", code):
        raise Fault(f"« {cell} » a perdu son zéro de tête : un code de commune a cinq signes, comme 0{cell}.")
    if not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
        raise Fault(f"« {cell} » n’est pas un code de commune INSEE, comme 97411.")
    return code


def read_postal(cell: str) -> str:
    """A postal code, or nothing."""
    code = cell.strip().removesuffix(".0")
    if re.fullmatch(r"[1-9][0-9]{3}", code):
        raise Fault(f"« {cell} » a perdu son zéro de tête : un code postal a cinq chiffres.")
    if code and not re.fullmatch(r"[0-9]{5}", code):
        raise Fault(f"« {cell} » n’est pas un code postal.")
    return code


def read_flag(cell: str) -> bool:
    """1, true, oui."""
    return cell.strip().lower() in {"1", "1.0", "true", "oui", "vrai", "x"}


def read_priority(cell: str) -> str:
    """REP, REP+ or nothing."""
    found = cell.strip().upper().replace(" ", "")
    if found and found not in PriorityEducation.values:
        raise Fault(f"« {cell} » n’est ni REP, ni REP+.")
    return found


def short_name(cell: str) -> str:
    """« Ecole primaire publique les Lucioles » is the school « Les Lucioles »: its kind is said elsewhere."""
    name = _PREFIX.sub("", text(200)(cell)).strip(" -")
    return f"{name[:1].upper()}{name[1:]}"[:120]


def district_name(cell: str) -> str:
    """« Circonscription d’inspection du 1er degré de Bruz » is « Bruz »."""
    return _DISTRICT.sub("", text(200)(cell)).strip()[:120]


def email(cell: str) -> str:
    found = cell.strip()
    if found and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", found):
        raise Fault(f"« {cell} » n’est pas une adresse de courriel.")
    return found[:254]
