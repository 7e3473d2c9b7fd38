"""A file through the desk: simulated, confirmed, undone. Each step is one transaction."""

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from lekol.kit.imports.columns import missing, parse, recognise
from lekol.kit.imports.importer import ANYWHERE, Importer, Line, Outcome, Territory, announced
from lekol.kit.imports.reading import Table, Unreadable, normal, open_table
from lekol.kit.models import ImportLine, ImportRun, RunState

CHUNK = 2_000
KEPT = (Outcome.CREATED, Outcome.CHANGED, Outcome.REFUSED)
ABSENTS = 1_000
"""Absent things kept by a run; beyond, they are only counted: the file is then not the one of that territory."""


class NotNow(ValueError):
    """A step that the state of the run, or of the base, does not allow; the sentence says why."""


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
    taker = announced()[kind]
    table = _open(taker, path, name)
    found = mapping if mapping is not None else recognise(table.headers, taker.columns)
    if faults := missing(table.headers, taker.columns, found):
        raise Unreadable(" ".join(faults))
    run = ImportRun(
        kind=kind, name=name[-160:], digest=_digest(path), headers=table.headers, mapping=found, only=territory.only,
        actor_ref=by.ref if by else "", actor_name=str(by) if by else "Lékol",
    )  # fmt: skip
    with path.open("rb") as file:
        run.file.save(f"{run.digest[:12]}{Path(name).suffix[:8]}", File(file), save=True)
    _understand(run, taker, table, territory)
    return run


def _open(taker: Importer, path: Path, name: str) -> Table:
    return open_table(path, name, {form for column in taker.columns for form in column.forms})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _understand(run: ImportRun, taker: Importer, table: Table, territory: Territory) -> None:
    counts: Counter[str] = Counter()
    seen: dict[str, int] = {}
    said: set[str] = set()
    for lines in _chunks(_lines(run, taker, table, counts, seen)):
        _plan(taker, lines, territory)
        counts.update(str(line.outcome) for line in lines)
        said.update(line.key for line in lines)
        ImportLine.objects.bulk_create((_row(run, line) for line in lines if line.outcome in KEPT), batch_size=CHUNK)
    if absents := taker.absent(said, territory):
        counts[str(Outcome.ABSENT)] = len(absents)
        lines = [Line(0, key, title, Outcome.ABSENT) for key, title in absents[:ABSENTS]]
        ImportLine.objects.bulk_create((_row(run, line) for line in lines), batch_size=CHUNK)
    run.counts = dict(counts)
    run.save(update_fields=["counts"])


def _lines(run: ImportRun, taker: Importer, table: Table, counts: Counter[str], seen: dict[str, int]) -> Iterator[Line]:
    """Parsed lines; those that are not for this importer are only counted, a key met twice is refused."""
    for number, cells in table.rows:
        if not taker.keep(cells, run.mapping):
            counts[str(Outcome.IGNORED)] += 1
            continue
        values, faults = parse(cells, taker.columns, run.mapping)
        line = Line(number, values=values)
        line.title = " ".join(filter(None, (cells.get(header, "") for header in list(run.mapping.values())[:2])))[:200]
        line.key = _key(taker, values)
        if faults:
            line.refuse(*faults)
        else:
            if line.key in seen:
                line.refuse(f"« {line.key} » est déjà à la ligne {seen[line.key]} du fichier.")
            seen.setdefault(line.key, number)
        yield line


def _key(taker: Importer, values: dict[str, Any]) -> str:
    """The key of a line, or nothing when the faulty cell is the key’s own."""
    try:
        return taker.key_of(values)
    except KeyError:
        return ""


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    walk = iter(lines)
    while chunk := list(itertools.islice(walk, CHUNK)):
        yield chunk


def _plan(taker: Importer, lines: list[Line], territory: Territory) -> None:
    sound = [line for line in lines if line.outcome is not Outcome.REFUSED]
    if sound:
        taker.plan(sound, territory)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As the base will give it back."""
    return dict(json.loads(json.dumps(values, cls=DjangoJSONEncoder)))


def _row(run: ImportRun, line: Line) -> ImportLine:
    return ImportLine(
        run=run, number=line.number, key=line.key[:80], title=line.title[:200], outcome=str(line.outcome),
        values=_plain(line.values), before=_plain(line.before), after=_plain(line.after), reasons=line.reasons,
    )  # fmt: skip


@transaction.atomic
def confirm(*, run: ImportRun, by: Any = None, territory: Territory = ANYWHERE, only_good: bool = False) -> ImportRun:
    """Write what was simulated, in one transaction.

    Raises NotNow when the run is no longer a simulation, when lines are refused and the good ones alone were
    not asked for, or when the base moved since: then the file must be simulated again.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.SIMULATED:
        raise NotNow(f"Cet import est déjà {run.get_state_display()}.")
    refused = run.count(Outcome.REFUSED)
    if refused and not only_good:
        raise NotNow(
            f"{refused} lignes sont refusées : corrigez le fichier, ou demandez l’import des seules lignes correctes."
        )
    taker = announced()[run.kind]
    rows = run.lines.filter(outcome__in=[Outcome.CREATED, Outcome.CHANGED]).order_by("number", "pk")
    for chunk in _chunks_of(rows.iterator(chunk_size=CHUNK)):
        _apply(taker, chunk, by, territory)
    run.state, run.applied_at = RunState.APPLIED, timezone.now()
    run.save(update_fields=["state", "applied_at"])
    return run


def _chunks_of(rows: Iterable[ImportLine]) -> Iterator[list[ImportLine]]:
    walk = iter(rows)
    while chunk := list(itertools.islice(walk, CHUNK)):
        yield chunk


def _apply(taker: Importer, rows: list[ImportLine], by: Any, territory: Territory) -> None:
    """Plan the chunk again on today’s base: the same difference, or nothing."""
    lines = [as_line(taker, row) for row in rows]
    _plan(taker, lines, territory)
    for row, line in zip(rows, lines, strict=True):
        if str(line.outcome) != row.outcome or _plain(line.before) != row.before or _plain(line.after) != row.after:
            where = f"ligne {row.number}, {row.title}"
            raise NotNow(f"La base a changé depuis la simulation ({where}). Simulez de nouveau le fichier.")
    for line in lines:
        taker.apply(line, by)


def as_line(taker: Importer, row: ImportLine) -> Line:
    """A kept line, its dates alive again."""
    revive = {column.name: column.revive for column in taker.columns}
    values = {name: revive[name](value) for name, value in row.values.items()}
    return Line(row.number, row.key, row.title, Outcome(row.outcome), values, dict(row.before), dict(row.after))


@transaction.atomic
def undo(*, run: ImportRun, by: Any = None) -> ImportRun:
    """Give back what the import changed; nothing at all when a row changed since (NotNow says which)."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.APPLIED:
        raise NotNow("Seul un import fait peut être annulé.")
    taker = announced()[run.kind]
    rows = list(run.lines.filter(outcome__in=[Outcome.CREATED, Outcome.CHANGED]).order_by("-number", "-pk"))
    lines = [as_line(taker, row) for row in rows]
    if changed := taker.changed_since(lines):
        shown = " ".join(changed[:5])
        raise NotNow(f"L’import ne peut plus être annulé : {shown}{' …' if len(changed) > 5 else ''}")
    for line in lines:
        taker.undo(line, by)
    run.state, run.undone_at = RunState.UNDONE, timezone.now()
    run.save(update_fields=["state", "undone_at"])
    return run


def mapping_from(headers: list[str], chosen: dict[str, str]) -> dict[str, str]:
    """A mapping corrected by hand: only headers of the file are kept."""
    known = {normal(header): header for header in headers}
    return {name: known[normal(header)] for name, header in chosen.items() if header and normal(header) in known}
