"""How heavy a form may be, refused by its announced size before anything of it is read."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024
REPORTS = ("/signaler/", "/depannage/")
PHOTO, FILE = 16 * MEGABYTE, 100 * MEGABYTE
"""A report holds one photo; the heaviest file Lékol imports is an inventory of 80 MB."""


class Bounded(FileUploadHandler):
    """Comes before the handlers that keep files: past the bound, nothing is read, nothing is written."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Refuse what is announced too heavy; the server in front never reads more than announced."""
        path = self.request.path if self.request else ""
        if content_length > (PHOTO if path.startswith(REPORTS) else FILE):
            raise RequestDataTooBig("Ce qui est envoyé est trop lourd.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """To the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing kept here."""
