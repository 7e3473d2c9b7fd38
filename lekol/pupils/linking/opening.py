"""What a file is before it is read: out of gzip or not, XML, a workbook, a table; and how it may fail to be one."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from io import BufferedIOBase, BufferedReader
from pathlib import Path
from typing import TypeVar, cast

from isal.igzip_lib import IsalError

Row = TypeVar("Row")
SPOILT = (EOFError, zlib.error, gzip.BadGzipFile, cast(type[Exception], IsalError))  # its stub says an instance
"""What reading a gzip that is cut or damaged raises."""
_MOST = 1 << 16  # bytes: enough to know what a file is


class Unreadable(ValueError):
    """The file cannot be read at all; the sentence says why."""


class Broken(ValueError):
    """An XML stops being one; the words say where: « abîmé à la ligne 4 », « coupé avant sa fin »."""


def start_of(path: Path) -> bytes:
    """The first bytes, once out of gzip; none when the gzip is no gzip."""
    with path.open("rb") as raw:
        start = raw.read(_MOST)
    if start[:2] != b"\x1f\x8b":
        return start
    try:
        return zlib.decompressobj(31).decompress(start, _MOST)
    except zlib.error:
        return b""


def opened(path: Path, unpack: Callable[[Path], BufferedIOBase] = gzip.open) -> BufferedReader:
    """The file, out of gzip when it is one; `igzip.open` unpacks three times as fast, but a damaged one less far."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(BufferedReader, unpack(path) if packed else path.open("rb"))


def begins_as_xml(start: bytes) -> bool:
    return start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def is_xml(path: Path) -> bool:
    return begins_as_xml(start_of(path))


def begins_as_workbook(start: bytes) -> bool:
    """XLSX and ODS are archives, XLS an older container."""
    return start[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def until_broken(rows: Iterator[Row], faults: list[str]) -> Iterator[Row]:
    """The rows before the place where an XML breaks, if it does; the fault is then added to `faults`."""
    try:
        yield from rows
    except Broken as fault:
        faults.append(str(fault))
