"""Which files are kept with a device: recognised by their first bytes, never by their name."""

import re
import unicodedata

LARGEST = 10 * 1024 * 1024
LARGEST_PHOTO = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_FILES = 40
"""Documents, or photographs, of one device."""

_MARKS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
MEDIA = {
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "txt": "text/plain; charset=utf-8",
    "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


class RefusedPaper(ValueError):
    """The sentence says what to send instead."""


def accepted(content: bytes) -> str:
    """The extension under which a document is kept; raises RefusedPaper."""
    if not content:
        raise RefusedPaper("Ce fichier est vide.")
    if len(content) > LARGEST:
        raise RefusedPaper("Le fichier dépasse 10 Mo : envoyez un document plus léger.")
    for mark, extension in _MARKS:
        if content.startswith(mark):
            return extension
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    raise RefusedPaper("Ce fichier n’est ni un PDF, ni une image PNG ou JPEG, ni un document ODT, ODS, DOCX ou XLSX.")


def _office(content: bytes) -> str:
    """Office documents are archives; the names inside tell them from any other."""
    head = content[:4096]
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in head:
        return "odt"
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in head:
        return "ods"
    if b"[Content_Types].xml" in content:
        if b"word/" in content:
            return "docx"
        if b"xl/" in content:
            return "xlsx"
    raise RefusedPaper("Cette archive n’est pas un document bureautique : envoyez le document lui-même.")


def name_of(given: str, extension: str) -> str:
    """A file name without path nor control sign, with the extension of what the file really is."""
    plain = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    stem = re.sub(r"[^\w .()’'-]", "", plain.rsplit(".", 1)[0]).strip(" .")[:80]
    return f"{stem or 'document'}.{extension}"
