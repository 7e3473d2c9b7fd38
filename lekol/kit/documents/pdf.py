"""The text layer of a PDF."""

import pypdfium2

from lekol.kit.documents.faults import LONG, LONGEST, PROTECTED, SCANNED, Fault

PAGES = 500


def text(content: bytes) -> str:
    """Page after page. Fault when it is protected, too long, or a scan without a text layer."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        raise Fault(PROTECTED) if "password" in str(fault).lower() else fault from None
    if len(document) > PAGES:
        raise Fault(LONG)
    pages, size = [], 0
    for page in document:
        words = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
        page.close()
        pages.append(words)
        size += len(words)
        if size > LONGEST:
            break
    whole = "\n".join(pages).replace("\ufffe", "-\n").replace("\x02", "-\n")
    if sum(char.isalnum() for char in whole) < 20 + 5 * len(pages):
        raise Fault(SCANNED)
    return whole
