"""The receipt of an act by the prefecture: its printed identifier, and the XML the operator sends back (ACTES).

« 974-219740115-20171125-177004b-DE » is département, SIREN, day of the decision, internal number, nature.
"""

import datetime as dt
import re
from dataclasses import dataclass

from lxml import etree
from stdnum.fr import siren as siren_rules
from stdnum.util import clean

LARGEST = 1_000_000
NATURES = {"DE": "délibération", "AR": "acte réglementaire", "AI": "acte individuel",
           "CC": "contrat, convention ou avenant", "BF": "document budgétaire", "AU": "autre acte"}  # fmt: skip
CODES = {"1": "DE", "2": "AR", "3": "AI", "4": "CC", "5": "BF", "6": "AU"}
_SPACE = "http://www.interieur.gouv.fr/ACTES#"
_DEPARTMENT = re.compile(r"0(?:0[1-9]|[1-8]\d|9[0-5]|2[AB])|97[1-8]|98[678]")


class NotReceipt(ValueError):
    """The sentence says what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """The parts of an identifier; `text` is its canonical form."""

    department: str
    siren: str
    decided_on: dt.date
    number: str
    nature: str

    @property
    def text(self) -> str:
        """As the prefecture prints it."""
        return f"{self.department}-{self.siren}-{self.decided_on:%Y%m%d}-{self.number}-{self.nature}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an XML receipt says: the identifier and the day the prefecture received the act."""

    identifier: Identifier
    received_on: dt.date
    subject: str = ""
    matter: str = ""


def parse(text: str) -> Identifier:
    """Read an identifier, whatever its letter case, with `_` or spaces for hyphens between its parts.

    Raises NotReceipt with one sentence for every part that is wrong.
    """
    text = _bare(text)
    words = text.upper()
    found = re.fullmatch(r"(\w{2,3})[-_](\d+)[-_](\d+)[-_]([A-Z0-9_-]+)[-_]([A-Z]+)", words)
    if found is None or len(words) > 60:
        raise NotReceipt(
            f"« {text[:60]} » n’a pas la forme d’un accusé de réception : département, SIREN, date, numéro et "
            "nature, comme 974-219740115-20171125-177004b-DE."
        )
    department, number = found[1].zfill(3), _number(text, found[4])
    faults = [fault for fault in (_department(department), _siren(found[2]), _date(found[3]), _internal(number),
                                  _nature(found[5])) if fault]  # fmt: skip
    if faults:
        raise NotReceipt(" ".join(faults))
    return Identifier(department, found[2], dt.datetime.strptime(found[3], "%Y%m%d").date(), number, found[5])  # noqa: DTZ007


def _bare(text: str) -> str:
    """What was printed, without its spaces, its stamp words, its typographic dashes and its last point."""
    words = re.sub(r"[\u2010-\u2015\u2212\u00ad]", "-", re.sub(r"\s+", "", text))
    return re.sub(r"^(?:AR|ID|IDACTE|ACCUSEDERECEPTION)[:-]?(?=\d)", "", words.strip(".,;"), flags=re.IGNORECASE)


def _number(text: str, upper: str) -> str:
    """The internal number as it was typed, hyphens as the operators write them."""
    at = text.upper().find(upper, 14)
    kept = text[at : at + len(upper)] if at >= 0 else upper
    return kept.replace("-", "_")


def _department(code: str) -> str:
    return "" if _DEPARTMENT.fullmatch(code) else f"Le département « {code} » n’existe pas."


def _siren(code: str) -> str:
    if siren_rules.is_valid(clean(code)):
        return ""
    return f"« {code[:20]} » n’est pas un numéro SIREN : neuf chiffres, le dernier contrôlant les autres."


def _date(text: str) -> str:
    try:
        day = dt.datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 — a day, without hour
    except ValueError:
        return f"« {text[:20]} » n’est pas une date : on attend l’année, le mois et le jour, comme 20171125."
    return "" if 1982 <= day.year <= 2200 else f"L’année {day.year} n’est pas vraisemblable pour un acte transmis."


def _internal(number: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_]{1,15}", number):
        return ""
    return f"Le numéro « {number[:30]} » doit tenir en quinze lettres, chiffres ou tirets bas."


def _nature(code: str) -> str:
    return "" if code in NATURES else f"La nature « {code[:10]} » n’est pas prévue : {', '.join(NATURES)}."


def read_xml(content: bytes) -> Receipt:
    """The receipt of an ARActe message, in whatever encoding it declares.

    No DTD, no entity, no network; a megabyte at most. Raises NotReceipt.
    """
    if len(content) > LARGEST:
        raise NotReceipt("Le fichier dépasse un mégaoctet : ce n’est pas un accusé de réception.")
    if b"<!DOCTYPE" in content.replace(b"\x00", b"") or b"<!ENTITY" in content.replace(b"\x00", b""):
        raise NotReceipt("Le fichier contient une définition XML interdite (DTD ou entité).")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        raise NotReceipt(
            "Le fichier n’est pas un accusé de réception XML lisible. Reprenez celui de votre opérateur."
        ) from None
    if (
        root is None
        or etree.QName(root).localname != "ARActe"
        or not str(etree.QName(root).namespace).startswith(_SPACE)
    ):
        raise NotReceipt("Le fichier XML n’est pas un accusé de réception d’acte (élément ARActe).")
    return _receipt(root)


def _receipt(root: etree._Element) -> Receipt:
    said = {etree.QName(str(key)).localname: str(value) for key, value in root.attrib.items()}
    identifier = parse(said.get("IDActe", ""))
    try:
        received = dt.date.fromisoformat(said.get("DateReception", "")[:10])
    except ValueError:
        raise NotReceipt("L’accusé de réception ne donne pas de date de réception lisible.") from None
    inside = {etree.QName(one).localname: one for one in root.iter() if isinstance(one.tag, str)}
    subject = " ".join((inside["Objet"].text or "").split()) if "Objet" in inside else ""
    return Receipt(identifier, received, subject[:500], _matter(inside))


def _matter(inside: dict[str, etree._Element]) -> str:
    """« 8.1 » from CodeMatiere1 and CodeMatiere2."""
    codes = [value for rank in (1, 2) if (one := inside.get(f"CodeMatiere{rank}")) is not None
             for key, value in one.attrib.items() if str(key).endswith("CodeMatiere")]  # fmt: skip
    return ".".join(str(code) for code in codes)
