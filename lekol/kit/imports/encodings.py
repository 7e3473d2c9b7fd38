"""Which encoding a CSV was saved in, and texts that were spoilt by a wrong one."""

import codecs
from collections.abc import Iterator
from pathlib import Path

FRENCH = frozenset("éèêëàâçùûîïôöœÉÈÊÀÂÇÔŒ°’«»–€²")
"""What French tables hold beyond ASCII: the encoding that shows most of it is the right one."""

OLD = ("cp1252", "cp850", "mac_roman")
_SPOILT = ("Ã©", "Ã¨", "Ãª", "Ã ", "Ã§", "Â°", "â€™", "Ã‰", "Ã´")
_START = 1 << 16


def encoding_of(path: Path) -> str:
    """UTF-8 when the whole file is, UTF-16 by its mark or its zeros, else the old one that reads best in French."""
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if wide := _wide(start):
        return wide
    return "utf-8-sig" if _is_utf8(path) else max(OLD, key=lambda name: (_french(start, name), -OLD.index(name)))


def _wide(start: bytes) -> str:
    """UTF-16 without its mark: every other byte of the first line is zero."""
    head = start[:200]
    if len(head) < 4 or b"\x00" not in head:
        return ""
    if head[1::2].count(0) > len(head) * 0.4:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > len(head) * 0.4 else ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _french(start: bytes, name: str) -> int:
    """French letters shown, less the signs no French table holds."""
    shown = [char for char in start.decode(name, errors="replace") if ord(char) > 127]
    return sum(1 if char in FRENCH else -1 for char in shown)


def spoilt(sample: str) -> bool:
    """Was a UTF-8 text saved again as if it were Windows-1252 (« NumÃ©ro »)?"""
    return any(mark in sample for mark in _SPOILT)


def mended(lines: Iterator[str]) -> Iterator[str]:
    """Each line given back its accents; one that cannot be is left as it is."""
    for line in lines:
        try:
            yield line.encode("cp1252").decode("utf-8")
        except UnicodeError:
            yield line
