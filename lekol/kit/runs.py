"""A file through the desk: simulated, confirmed, undone. Each step is one transaction."""

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from django.core.files import File
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from pydantic_core import from_json, to_json

from lekol.kit.checks import Checks
from lekol.kit.copying import copy_in
from lekol.kit.imports.columns import AS_KEPT
from lekol.kit.imports.heads import normal
from lekol.kit.imports.importer import ANYWHERE, Importer, Line, Outcome, Territory, announced
from lekol.kit.imports.lines import Lines
from lekol.kit.imports.reading import Table, Unreadable, open_table
from lekol.kit.imports.survey import Survey, survey
from lekol.kit.models import ImportLine, ImportRun, RunState
from lekol.kit.sweeping import swept_seldom

Item = TypeVar("Item")
CHUNK = 2_000
WRITTEN = (Outcome.CREATED, Outcome.CHANGED)
KEPT = (*WRITTEN, Outcome.REFUSED)
ABSENTS = 1_000
"""Absent things kept by a run; beyond, they are only counted: the file is then not the one of that territory."""


class NotNow(ValueError):
    """A step that the state of the run, or of the base, does not allow; the sentence says why."""


@swept_seldom()
@transaction.atomic
def simulate(
    *,
    kind: str,
    path: Path,
    name: str,
    by: Any = None,
    territory: Territory = ANYWHERE,
    mapping: dict[str, str] | None = None,
) -> ImportRun:
    """Read a file and say line by line what it would do; writes the run, and nothing else.

    Raises Unreadable when the file is not a table or when a required column lacks.
    """
    _steer()
    footing = announced()[kind].footing(territory)  # before anything is read: what moves in between is seen
    taker = announced()[kind].opened(territory)
    found = survey(_open(taker, path, name), taker, mapping)
    run = _begun(taker, found, path, name, by, territory, footing)
    _understand(run, Lines(taker, found), _open(taker, path, name), territory)
    return run


class _Refusing(Exception):
    """A line is refused: nothing of the file is written."""


@swept_seldom()
@transaction.atomic
def bring(
    *,
    kind: str,
    path: Path,
    name: str,
    by: Any = None,
    territory: Territory = ANYWHERE,
    only_good: bool = False,
) -> ImportRun:
    """Read a file and write it at once, each line checked and compared once only.

    A refused line leaves the file a simulation, nothing written, unless the good ones alone were asked for.
    Raises Unreadable as `simulate` does.
    """
    _steer()
    taker = announced()[kind].opened(territory)
    found = survey(_open(taker, path, name), taker)
    run = _begun(taker, found, path, name, by, territory)
    try:
        with transaction.atomic():
            lines, checks = Lines(taker, found), Checks()
            for chunk in _understood(run, lines, _open(taker, path, name), territory, checks):
                if lines.counts[str(Outcome.REFUSED)] and not only_good:
                    raise _Refusing
                if good := [line for line in chunk if line.outcome in WRITTEN]:
                    taker.apply_all(good, by)
                    checks.owe()
            checks.settle()
            if run.writes:
                _applied(run)
    except _Refusing:
        again = announced()[kind].opened(territory)  # the first one remembers what was not written after all
        _understand(run, Lines(again, found), _open(again, path, name), territory)
    return run


def _begun(
    taker: Importer, found: Survey, path: Path, name: str, by: Any, territory: Territory, footing: str = ""
) -> ImportRun:
    """The run of a file, kept with it."""
    headers = _open(taker, path, name).headers
    if faults := taker.lacks(headers, found.mapping):
        raise Unreadable(" ".join(faults))
    run = ImportRun(
        kind=taker.key, name=name[-160:], digest=_digest(path), headers=headers, mapping=found.mapping,
        certainty={name: [row.confidence, row.why] for name, row in found.proposals.items()}, only=territory.only,
        footing=footing, actor_ref=by.ref if by else "", actor_name=str(by) if by else "Lékol",
    )  # fmt: skip
    with path.open("rb") as file:
        run.file.save(f"{run.digest[:12]}{Path(name).suffix[:8]}", File(file), save=True)
    return run


def _open(taker: Importer, path: Path, name: str) -> Table:
    known = {form for column in taker.columns for form in column.forms}
    return open_table(path, name, known, every_sheet=bool(taker.sections))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _understand(run: ImportRun, reading: Lines, table: Table, territory: Territory) -> None:
    for _ in _understood(run, reading, table, territory):
        pass


def _understood(
    run: ImportRun,
    reading: Lines,
    table: Table,
    territory: Territory,
    checks: Checks | None = None,
) -> Iterator[list[Line]]:
    """The lines, planned and kept, by the chunk; at the end, the run’s counts and remarks.

    With `checks`, the caller writes between two chunks: the next one is then read meanwhile.
    """
    taker, counts = reading.taker, reading.counts
    said: set[str] = set()
    watches = type(taker).absent is not Importer.absent
    chunks = _chunks(reading.of(table))
    for lines in _ahead(chunks) if checks else chunks:
        _plan(taker, lines, territory, checks or Checks())
        counts.update(str(line.outcome) for line in lines)
        if watches:
            said.update(line.key for line in lines)
        _keep(run, (line for line in lines if line.outcome in KEPT or line.told))
        yield lines
    if absents := taker.absent(said, territory):
        counts[str(Outcome.ABSENT)] = len(absents)
        _keep(run, (Line(0, key, title, Outcome.ABSENT) for key, title in absents[:ABSENTS]))
    run.counts, run.remarks = dict(counts), [*table.remarks, *reading.remarks()]
    run.save(update_fields=["counts", "remarks"])


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    walk = iter(items)
    while chunk := list(itertools.islice(walk, CHUNK)):
        yield chunk


def _ahead(chunks: Iterator[list[Line]]) -> Iterator[list[Line]]:
    """The same chunks, the next one read by a thread while the base writes: reading asks the base nothing."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, chunks, None)
        while (lines := coming.result()) is not None:
            coming = reader.submit(next, chunks, None)
            yield lines


def _steer() -> None:
    """Until the end of the transaction rows are found by their index: a table that was never analysed, as it is when
    the first file fills it, would be read whole for each chunk.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0")


def _plan(taker: Importer, lines: list[Line], territory: Territory, checks: Checks) -> None:
    """The base is asked first; what it owes of the last chunk is checked while this one is planned."""
    sound = [line for line in lines if line.outcome is not Outcome.REFUSED]
    if len(sound) < len(lines):
        taker.doubt([line for line in lines if line.outcome is Outcome.REFUSED])
    if sound:
        taker.look(sound, territory)
        with checks.meanwhile():
            taker.plan(sound, territory)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As the base will give it back."""
    return dict(json.loads(_encode(values))) if values else {}


COLUMNS = ("run", "number", "key", "title", "outcome", "values", "before", "after", "reasons", "remarks", "cells")


def _keep(run: ImportRun, lines: Iterable[Line]) -> None:
    copy_in(ImportLine, COLUMNS, (_row(run.pk, line) for line in lines))


def _row(run: int, line: Line) -> tuple[Any, ...]:
    refused = line.outcome is Outcome.REFUSED
    told = ({} if refused else line.values, line.before, line.after, line.reasons, line.remarks)
    cells = line.cells if refused else {}
    words = (run, line.number, line.key[:80], line.title[:200], str(line.outcome))
    return (*words, *map(_encoded, told), _encoded(cells))


def _encode(value: Any) -> str:
    """JSON as DjangoJSONEncoder writes it: a date as ISO, an amount as text."""
    return to_json(value, fallback=str).decode()


def _encoded(value: Any) -> str:
    if value:
        return _encode(value)
    return "[]" if isinstance(value, list) else "{}"


@swept_seldom()
@transaction.atomic
def confirm(*, run: ImportRun, by: Any = None, territory: Territory = ANYWHERE, only_good: bool = False) -> ImportRun:
    """Write what was simulated, in one transaction.

    Raises NotNow when the run is no longer a simulation, when lines are refused and the good ones alone were
    not asked for, or when the base moved since: then the file must be simulated again.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.SIMULATED:
        raise NotNow(f"Cet import est déjà {run.get_state_display()}.")
    if run.count(Outcome.REFUSED) and not only_good:
        raise NotNow(withheld(run))
    _steer()
    taker = announced()[run.kind].opened(territory)
    checked = bool(run.footing) and taker.footing(territory) == run.footing
    checks = Checks()
    for lines in _written(run, "number", "pk"):
        _plan_again(taker, lines, territory, checked, checks)
        taker.apply_all(lines, by)
        checks.owe()
    checks.settle()
    _applied(run)
    return run


def withheld(run: ImportRun) -> str:
    """Why a file whose lines are refused is not written, and what to do."""
    refused = run.count(Outcome.REFUSED)
    said = f"{refused} lignes sont refusées" if refused > 1 else "1 ligne est refusée"
    return f"{said} : corrigez le fichier, ou demandez l’import des seules lignes correctes."


def _applied(run: ImportRun) -> None:
    run.state, run.applied_at = RunState.APPLIED, timezone.now()
    run.save(update_fields=["state", "applied_at"])


def _written(run: ImportRun, *order: str, checks: Checks | None = None) -> Iterator[list[Line]]:
    """What the run writes, in an order, by the chunk, dates alive again; `checks` are made while lines are read."""
    kept = [Cast(name, TextField()) for name in ("values", "before", "after")]
    rows = run.lines.filter(outcome__in=WRITTEN).order_by(*order)
    revive = {column.name: column.revive for column in announced()[run.kind].columns if column.revive is not AS_KEPT}
    told = rows.values_list("number", "key", "title", "outcome", *kept)
    for chunk in _chunks(told.iterator(chunk_size=CHUNK)):
        with (checks or Checks()).meanwhile():
            lines = [_line(row, revive) for row in chunk]
        yield lines


def _line(row: tuple[Any, ...], revive: Mapping[str, Any]) -> Line:
    number, key, title, outcome, *kept = row
    values, before, after = map(from_json, kept)
    for name in revive.keys() & values.keys():
        values[name] = revive[name](values[name])
    return Line(number, key, title, Outcome(outcome), values, before, after)


def _plan_again(taker: Importer, lines: list[Line], territory: Territory, checked: bool, checks: Checks) -> None:
    """Plan the chunk again on today’s base: the same difference, or nothing.

    `checked`: what new things were told on has not moved, nothing but their being new is asked.
    """
    then = [(line.outcome, line.before, line.after) for line in lines]
    for line in lines:
        line.checked = checked and line.outcome is Outcome.CREATED
        line.outcome, line.before = Outcome.SAME, {}
        line.after = line.after if line.checked else {}
    _plan(taker, lines, territory, checks)
    for line, (outcome, before, after) in zip(lines, then, strict=True):
        if line.outcome is not outcome or not (line.checked or _same(taker, line, before, after)):
            where = f"ligne {line.number}, {line.title}"
            raise NotNow(f"La base a changé depuis la simulation ({where}). Simulez de nouveau le fichier.")


def _same(taker: Importer, line: Line, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Is the difference still the one that was kept, loose fields aside?"""
    if _plain(line.before) != before:
        return False
    now, then = _plain(line.after), dict(after)
    for name in taker.loose:
        now.pop(name, None)
        then.pop(name, None)
    return now == then


@swept_seldom()
@transaction.atomic
def undo(*, run: ImportRun, by: Any = None) -> ImportRun:
    """Give back what the import changed; nothing at all when a row changed since (NotNow says which)."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.APPLIED:
        raise NotNow("Seul un import fait peut être annulé.")
    taker = announced()[run.kind].opened(ANYWHERE)
    _steer()
    checks = Checks()
    for lines in _written(run, "-number", "-pk", checks=checks):
        if changed := taker.changed_since(lines):
            shown = " ".join(changed[:5])
            raise NotNow(f"L’import ne peut plus être annulé : {shown}{' …' if len(changed) > 5 else ''}")
        taker.undo_all(lines, by)
        checks.owe()
    checks.settle()
    run.state, run.undone_at = RunState.UNDONE, timezone.now()
    run.save(update_fields=["state", "undone_at"])
    return run


def mapping_from(headers: list[str], chosen: dict[str, str]) -> dict[str, str]:
    """A mapping corrected by hand: only headers of the file are kept."""
    known = {normal(header): header for header in headers}
    return {name: known[normal(header)] for name, header in chosen.items() if header and normal(header) in known}
