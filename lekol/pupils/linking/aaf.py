"""The State’s AAF extractions in XML: `addRequest` blocks of named attributes, one a person or a school.

The only place that parses XML here; loaded when a file is one, for its library doubles the start of a command.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from lekol.pupils.linking.opening import SPOILT, Broken, opened

Block = dict[str, list[str]]
_COLUMNS = (
    ("ENTPersonJointure",), ("ENTEleveINE",), ("ENTPersonNomPatro",), ("ENTPersonNom", "sn"),
    ("ENTPersonPrenom", "givenName"), ("ENTPersonAutresPrenoms",), ("ENTPersonCivilite", "personalTitle"),
    ("ENTPersonDateNaissance",), ("ENTPersonAdresse",), ("ENTPersonCodePostal",), ("ENTPersonVille",),
    ("ENTPersonStructRattach",), ("ENTEleveNiveau",), ("homePhone",),
)  # fmt: skip
"""What linkage needs of a pupil: attributes of the first degree, then of the second where the name is another."""
_DAYS = (
    ("ENTEleveDateEntreeStructRattach", "ENTEleveDateEntreeClasses"), ("ENTEleveDateSortieStructRattach",),
)  # fmt: skip
"""When a pupil entered the school, else its first class; when the pupil left it."""
HEADERS = tuple(names[0] for names in (*_COLUMNS, *_DAYS))
_DAY = re.compile(r"\b(\d{2})/(\d{2})/(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")


def blocks(path: Path, kind: str = "") -> Iterator[Block]:
    """Attributes of each person of one kind, or of everything; neither DTD nor entity is loaded.

    Raises Broken where the file stops being XML, once everything before has been given.
    """
    with opened(path) as file:
        found = etree.iterparse(file, tag="addRequest", resolve_entities=False, load_dtd=False, no_network=True)
        try:
            for _, element in found:
                block = _attributes(element)
                if not kind or kind in block.get("categoriePersonne", block.get("categorieStructure", [kind])):
                    yield block
        except etree.XMLSyntaxError as fault:
            raise Broken(f"abîmé à la ligne {fault.lineno or 1}") from None
        except SPOILT:
            raise Broken("coupé avant sa fin") from None


def _attributes(element: "etree._Element") -> Block:
    """Values by name; what has been read is let go, or an académie would not hold in memory."""
    found = {
        attribute.get("name", ""): [value.text.strip() for value in attribute if value.text]
        for attribute in element.iter("attr")
    }
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]  # type: ignore[union-attr]
    return found


def pupils(path: Path) -> Iterator[list[str]]:
    """The cells of each pupil, under HEADERS. Raises Broken, as `blocks`."""
    for block in blocks(path, "Eleve"):
        cells = [next((" ".join(block[name]) for name in names if block.get(name)), "") for names in _COLUMNS]
        entered, left = (next((days for name in names if (days := _days(block.get(name, [])))), []) for names in _DAYS)
        yield [*cells, min(entered, default=""), max(left, default="")]


def _days(values: list[str]) -> list[str]:
    """Days said by values like « 5001$18/08/2025 », as 2025-08-18."""
    found = (day.groups() for value in values for day in _DAY.finditer(value))
    return [f"{y or w}-{m or v}-{d or u}" for d, m, y, w, v, u in found]
