"""The register of processings (GDPR, article 30), and what Lékol keeps of one person (article 15)."""

import datetime as dt
from dataclasses import dataclass

from lekol.directory.models import Person
from lekol.pact.processings import Processing, announced
from lekol.privacy.models import Purge


@dataclass(frozen=True, slots=True)
class Line:
    """One processing on a day: how much it keeps past its term (None when nothing is to be erased), its last purge."""

    processing: Processing
    overdue: int | None
    last: Purge | None

    @property
    def late(self) -> bool:
        return bool(self.overdue)


def register(on: dt.date) -> list[Line]:
    """Every processing, by title; one query each for what is past its term, one for the purges."""
    last = Purge.objects.last_by_processing()
    found = sorted(announced().values(), key=lambda processing: processing.title)
    return [line_of(processing, on, last.get(processing.key)) for processing in found]


def line_of(processing: Processing, on: dt.date, last: Purge | None) -> Line:
    """One line of the register."""
    return Line(processing, processing.overdue(on) if processing.overdue else None, last)


def kept_of(person: Person) -> list[tuple[Processing, list[tuple[str, str]]]]:
    """What each processing keeps of a person, in French; those that keep nothing are left out."""
    told = ((processing, list(processing.about(person))) for processing in announced().values() if processing.about)
    return sorted(((processing, rows) for processing, rows in told if rows), key=lambda pair: pair[0].title)
