"""The work of the pupil databases in the PostgreSQL job queue: comparisons asked on screen, files half received.

What is past its term is erased by the purges of the register, which keep the proof of each.
"""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from procrastinate.contrib.django import app

from lekol.pupils import actions, queries
from lekol.pupils.linking.memory import Memory
from lekol.pupils.models import Comparing
from lekol.pupils.queries.keeping import prints_folder

GONE = (
    "Les fichiers déposés ne sont plus là : une sauvegarde a été restaurée depuis, et elle ne garde aucune extraction "
    "d’élèves. Déposez-les de nouveau."
)
STOPPED = "La comparaison s’est arrêtée sur une faute de Lékol, inscrite à son relevé. Les fichiers sont effacés."


@app.periodic(cron="10 3 * * *")
@app.task(queue="purges", retry=3, queueing_lock="purge-bases-eleves")
def daily_purge(timestamp: int) -> None:
    """Erase, at night, what a server stopped while it received a file."""
    actions.purge_uploads(before=timezone.now() - dt.timedelta(days=1))


@app.task(queue="bases-eleves")
def compare_bases(comparing_id: int) -> None:
    """Compare the files of a request; whatever happens, they are erased and the page knows."""
    asked = Comparing.objects.select_related("commune__academy", "asked_by", "school").filter(pk=comparing_id).first()
    if asked is None or asked.comparison_id or asked.faults or not asked.state_file or not asked.city_file:
        return
    try:
        _compare(asked)
    except ValidationError as fault:
        actions.fail(asked=asked, sentences=fault.messages)
    except Exception:
        actions.fail(asked=asked, sentences=[STOPPED])
        raise


def _compare(asked: Comparing) -> None:
    def tell(percent: int, step: str) -> None:
        actions.tell(asked, percent, step)

    if not all(path.is_file() for path in (_path(asked.state_file), _path(asked.city_file))):
        actions.fail(asked=asked, sentences=[GONE])
        return
    memory = None if asked.school else memory_of(asked)  # that of a commune would forget all other schools
    found = queries.compare(asked.commune, _files(asked), school=asked.school, progress=tell, memory=memory)
    if not (found.state_count and found.city_count and found.entries):
        actions.fail(asked=asked, sentences=found.said)
        return
    recognised = queries.Recognised(asked.commune, found)
    if not asked.anew and (doubts := recognised.doubts):
        actions.fail(asked=asked, sentences=[*doubts, *found.said], strange=True)
        return
    tell(95, "Enregistrement")
    found = replace(found, said=[*found.said, *recognised.missing])
    actions.finish(asked=asked, made=actions.record(commune=asked.commune, found=found, by=asked.asked_by))


def _path(file: Any) -> Path:
    return Path(file.path)


def _files(asked: Comparing) -> queries.Files:
    return queries.Files(
        _path(asked.state_file),
        _path(asked.city_file),
        _path(asked.guardians_file) if asked.guardians_file else None,
        _path(asked.schools_file) if asked.schools_file else None,
        asked.mappings,
    )


def memory_of(asked: Comparing) -> Memory:
    """Prints of the records compared last in that commune: only those that changed are compared again."""
    secret = salted_hmac("lekol.pupils.memory", asked.commune.insee, algorithm="sha256").digest()
    return Memory(prints_folder() / asked.commune.insee, secret)
