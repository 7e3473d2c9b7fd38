"""Run what the apps announced. Each purge writes its own acts in the journal; here is kept that it ran."""

import datetime as dt
import logging

from django.db import Error, transaction

from lekol.directory.models import Person
from lekol.journal.actions import write
from lekol.pact.plurals import plural
from lekol.pact.processings import Count, Processing, announced
from lekol.privacy.models import Purge

log = logging.getLogger(__name__)


def run_purges(*, on: dt.date, by: Person | None = None, key: str = "") -> list[Purge]:
    """Erase what is past its term on a day, processing by processing: one that fails stops no other.

    Answers the runs that erased something or failed; a quiet night leaves no row.
    """
    wanted = [(found, found.purge) for found in announced().values() if found.purge and key in ("", found.key)]
    runs = [_run(found, purge, on, by) for found, purge in wanted]
    return [run for run in runs if run is not None]


def _run(processing: Processing, purge: Count, on: dt.date, by: Person | None) -> Purge | None:
    try:
        with transaction.atomic():
            erased = purge(on)
            return _keep(processing, on, by, erased=erased) if erased else None
    except Error as fault:
        log.exception("La purge « %s » a échoué.", processing.key)
        with transaction.atomic():
            return _keep(processing, on, by, failure=str(fault)[:200] or "échec")


def _keep(processing: Processing, on: dt.date, by: Person | None, *, erased: int = 0, failure: str = "") -> Purge:
    run = Purge.objects.create(processing=processing.key, on=on, erased=erased, failure=failure)
    said = f"Purge en échec : {processing.title}" if failure else f"{plural(erased, 'effacé')} : {processing.title}"
    write(verb="privacy.purged", thing=run, by=by, summary=said, clause=processing.clause)
    return run
