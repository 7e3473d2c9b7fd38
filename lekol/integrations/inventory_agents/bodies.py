"""Bodies as they travel: plain, gzip or zlib, opened without ever holding more than is allowed."""

import zlib

MOST_SENT = 16 * 1024 * 1024
"""Bytes of a body as sent. The largest known inventory, 3 000 software, is 1.2 MB before compression."""

MOST_INFLATED = 32 * 1024 * 1024
_GZIP, _ZLIB = b"\x1f\x8b", (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_WINDOW = 32 + zlib.MAX_WBITS  # both headers are told from their first bytes


class TooLarge(ValueError):
    """The body is, or becomes, larger than allowed."""


class Damaged(ValueError):
    """The body says it is compressed and cannot be opened."""


def form_of(body: bytes) -> str:
    """« gzip », « zlib » or « plain », from the first bytes: agents do not always say."""
    if body[:2] == _GZIP:
        return "gzip"
    return "zlib" if body[:2] in _ZLIB else "plain"


def inflate(body: bytes) -> bytes:
    """The body as text; raise TooLarge or Damaged, with a French sentence."""
    if len(body) > MOST_SENT:
        raise TooLarge(f"Le message dépasse {MOST_SENT // 1024 // 1024} Mo.")
    if form_of(body) == "plain":
        return body
    opener = zlib.decompressobj(_WINDOW)
    try:
        opened = opener.decompress(body, MOST_INFLATED + 1)
    except zlib.error:
        raise Damaged("Le message est compressé, mais abîmé ou coupé.") from None
    if len(opened) > MOST_INFLATED:
        raise TooLarge(f"Le message ouvert dépasse {MOST_INFLATED // 1024 // 1024} Mo.")
    if not opener.eof:
        raise Damaged("Le message est compressé, mais coupé avant sa fin.")
    return opened


def deflate(text: bytes, form: str) -> bytes:
    """An answer in the form of its question."""
    if form == "plain":
        return text
    window = 16 + zlib.MAX_WBITS if form == "gzip" else zlib.MAX_WBITS
    # Level 6, not faster: older agents know zlib only by the two bytes that level writes first.
    maker = zlib.compressobj(level=6, wbits=window)
    return maker.compress(text) + maker.flush()
