"""How heavy a form may be, refused by its announced size before any of it is read; where files go meanwhile."""

import tempfile
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest

from lekol.pupils.forms import LARGEST, TOGETHER

MEGABYTE = 1024 * 1024
REPORTS = ("/signaler/", "/depannage/")
BASES = "/bases-eleves/comparer/"
PHOTO, FILE = 16 * MEGABYTE, 100 * MEGABYTE
"""A report holds one photo; the heaviest file Lékol imports is an inventory of 80 MB, pupil bases apart."""


class Bounded(FileUploadHandler):
    """Comes before the handlers that keep files: past the bound, nothing is read, nothing is written."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Refuse what is announced too heavy; the server in front never reads more than announced."""
        most = bound(self.request)
        if content_length > most:
            raise RequestDataTooBig(_said(content_length, most))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """To the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing kept here."""


class OnDisk(TemporaryFileUploadHandler):
    """Files as they come, in the folder of Lékol: never in a memory that calls itself a disk, as /tmp often is."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = Arriving(self.file_name, self.content_type, self.charset, self.content_type_extra)


class Arriving(TemporaryUploadedFile):
    """A file that comes, under a name that says nothing; kept by a move when it is kept, else gone once closed."""

    def __init__(self, name: str | None, content_type: str | None, charset: str | None, extra: Any) -> None:
        settings.ARRIVALS.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = tempfile.NamedTemporaryFile(suffix=".envoi", dir=settings.ARRIVALS)  # noqa: SIM115 — closed by its reader
        UploadedFile.__init__(self, file, name, content_type, 0, charset, extra)


def bound(request: HttpRequest | None) -> int:
    """The most that may be sent there, in bytes: pupil bases of an académie come from whoever is signed in."""
    path = request.path if request else ""
    if path.startswith(BASES) and SESSION_KEY in getattr(request, "session", ()):
        return TOGETHER
    return PHOTO if path.startswith(REPORTS) else FILE


def _said(sent: int, most: int) -> str:
    weights = f"Vous avez envoyé {sent // MEGABYTE} Mo ; cette page en prend {most // MEGABYTE} au plus."
    if most == TOGETHER:
        weights += (
            f" Une base : {LARGEST // MEGABYTE} Mo au plus. Donnez les fichiers compressés (.gz), ou confiez-les à "
            "« lekol pupils link », qui lit sans limite."
        )
    return weights
