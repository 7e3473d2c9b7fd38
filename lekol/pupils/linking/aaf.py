"""The State’s AAF extractions in XML: pupils as `addRequest` blocks of named attributes."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

_NAMES = (
    "ENTPersonJointure", "ENTEleveINE", "ENTPersonNomPatro", "sn", "ENTPersonNom", "givenName", "ENTPersonPrenom",
    "ENTPersonAutresPrenoms", "personalTitle", "ENTPersonCivilite", "ENTPersonDateNaissance", "ENTPersonAdresse",
    "ENTPersonCodePostal", "ENTPersonVille", "ENTPersonStructRattach", "ENTEleveNiveau", "homePhone",
)  # fmt: skip


class Unreadable(ValueError):
    """The XML cannot be read; the sentence says why."""


def rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """(headers, rows) of every person in the file; only the attributes that linkage needs are read.

    Neither the DTD nor any entity is loaded: a file of others stays a file.
    """
    try:
        found = list(_persons(path))
    except etree.XMLSyntaxError as fault:
        raise Unreadable(f"ce XML est mal formé (ligne {fault.lineno}).") from None
    used = [name for name in _NAMES if any(person.get(name) for person in found)]
    return used, [[person.get(name, "") for name in used] for person in found]


def _persons(path: Path) -> Iterator[dict[str, str]]:
    for _, block in etree.iterparse(
        path, tag="addRequest", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    ):
        yield {
            attribute.get("name", ""): " ".join(value.text.strip() for value in attribute if value.text)
            for attribute in block.iter("attr")
        }
        block.clear()
