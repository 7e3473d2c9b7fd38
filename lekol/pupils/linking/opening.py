"""What a file is before it is read: out of gzip or ZIP, XML, a workbook, a table; and how it may fail to be one."""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BufferedIOBase, BufferedReader
from pathlib import Path
from typing import TypeVar, cast

from isal.igzip_lib import IsalError

Row = TypeVar("Row")
SPOILT = (
    EOFError,
    zlib.error,
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    cast(type[Exception], IsalError),  # its stub says an instance
)
"""What reading an archive that is cut or damaged raises."""
_LISTED = 100  # files of an archive at most, when one is looked for
_MOST = 1 << 16  # bytes: enough to know what a file is


class Unreadable(ValueError):
    """The file cannot be read at all; the sentence says why."""


class Broken(ValueError):
    """An XML stops being one; the words say where: « abîmé à la ligne 4 », « coupé avant sa fin »."""


def start_of(path: Path) -> bytes:
    """The first bytes, once out of gzip or ZIP; as they are when the archive is none."""
    with path.open("rb") as raw:
        start = raw.read(_MOST)
    try:
        if start[:2] == _GZIP:
            return zlib.decompressobj(31).decompress(start, _MOST)
        if name := _alone_in(path, start):
            with zipfile.ZipFile(path) as archive, archive.open(name) as file:
                return file.read(_MOST)
    except (*SPOILT, RuntimeError, NotImplementedError):  # the last two: a password, a way of packing unknown here
        pass
    return start


_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


def _alone_in(path: Path, start: bytes) -> str:
    """The only file of a ZIP that is no workbook; empty otherwise. A workbook is a ZIP of parts that name it."""
    if start[:4] != _ZIP or not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()[:_LISTED]
    kept = [name for name in names if not name.endswith("/") and not name.startswith(("__MACOSX", "."))]
    return kept[0] if len(kept) == 1 else ""


def opened(path: Path, unpack: Callable[[Path], BufferedIOBase] = gzip.open) -> BufferedReader:
    """The file, out of gzip or ZIP when it is one; `igzip.open` unpacks three times as fast, but a damaged one less
    far."""
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] == _GZIP:
        return cast(BufferedReader, unpack(path))
    if name := _alone_in(path, start):
        return cast(BufferedReader, zipfile.ZipFile(path).open(name))
    return path.open("rb")


def begins_as_xml(start: bytes) -> bool:
    """A page of the web is no XML of ours."""
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    return text[:1] == b"<" and not begins_as_page(text)


def begins_as_page(start: bytes) -> bool:
    """HTML, as some softwares export under the name of a workbook."""
    return start.lstrip(b"\xef\xbb\xbf \r\n\t")[:9].lower().startswith((b"<html", b"<!doctype", b"<table", b"<meta"))


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
