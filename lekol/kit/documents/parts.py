"""XML parts of an archive: no DTD, no entity, no network, and no part larger than a book."""

import zipfile
from io import BytesIO

from lekol.kit.documents.faults import BROKEN, ENTITIES, Fault

LARGEST_PART = 60_000_000


def check(content: bytes) -> None:
    """Every XML part is read to its real size and looked at before a library opens it."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as opened:
                    _one(opened.read(LARGEST_PART + 1))


def _one(words: bytes) -> None:
    if len(words) > LARGEST_PART:
        raise Fault(BROKEN)
    head = words[:200_000].replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in words:
        raise Fault(ENTITIES)
