"""Where the detail of an unexpected error of a console command goes."""

import logging.handlers
from pathlib import Path


class Handler(logging.handlers.WatchedFileHandler):
    """`incidents.log` in Lékol’s folder, made when there is something to write; the screen otherwise."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "incidents.log", encoding="utf-8", delay=True)
        self.folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            super().emit(record)
        except OSError:
            logging.lastResort.emit(record) if logging.lastResort else None
