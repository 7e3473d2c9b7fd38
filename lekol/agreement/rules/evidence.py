"""Which files may stand as evidence: recognised by their first bytes, never by their name."""

LARGEST = 10 * 1024 * 1024
_MARKS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"PK\x03\x04", "zip"))


class RefusedEvidence(ValueError):
    """The sentence says what to send instead."""


def accepted(content: bytes) -> str:
    """The extension under which the file is kept; raises RefusedEvidence."""
    if len(content) > LARGEST:
        raise RefusedEvidence("Le fichier dépasse 10 Mo. Envoyez un document plus léger.")
    for mark, extension in _MARKS:
        if content.startswith(mark):
            return _office(content) if extension == "zip" else extension
    raise RefusedEvidence(
        "Ce fichier n’est ni un PDF, ni une image PNG ou JPEG, ni un document ODT, ODS, DOCX ou XLSX."
    )


def _office(content: bytes) -> str:
    """Office documents are archives; the names inside tell them from any other archive."""
    head = content[:4096]
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in head:
        return "odt"
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in head:
        return "ods"
    if b"[Content_Types].xml" in content[:65536] or b"[Content_Types].xml" in content[-65536:]:
        return "docx" if b"word/" in content else "xlsx" if b"xl/" in content else _unknown()
    return _unknown()


def _unknown() -> str:
    raise RefusedEvidence("Cette archive n’est pas un document bureautique. Envoyez le document lui-même.")
