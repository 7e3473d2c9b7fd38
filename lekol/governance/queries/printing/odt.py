"""The smallest OpenDocument text: headings, paragraphs, tables with their headers; the same bytes each time."""

import io
import zipfile
from typing import Any

from django.template.loader import render_to_string

from lekol.kit.exports import plain

MIME = "application/vnd.oasis.opendocument.text"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
THEN = (1980, 1, 1, 0, 0, 0)  # an archive without a clock: printed twice, it is the same


def as_odt(found: dict[str, Any]) -> bytes:
    """A text that any office suite opens and edits."""
    held, found = io.BytesIO(), _clean(found)
    with zipfile.ZipFile(held, "w") as archive:
        _add(archive, "mimetype", MIME, zipfile.ZIP_STORED)
        _add(archive, "META-INF/manifest.xml", _MANIFEST)
        for part in ("content", "styles", "meta"):
            _add(archive, f"{part}.xml", _part(part, found))
    return held.getvalue()


def _clean(value: Any) -> Any:
    """Without the characters XML forbids, wherever somebody wrote them."""
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    return plain(value) if isinstance(value, str) else value


def _part(name: str, found: dict[str, Any]) -> str:
    return render_to_string(f"governance/odt/{name}.xml", {"found": found}).strip()


def _add(archive: zipfile.ZipFile, name: str, content: str, kind: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, THEN)
    entry.compress_type = kind
    archive.writestr(entry, content)
