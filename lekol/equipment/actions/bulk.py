"""One change on many devices: tried for real, shown row by row, written in one transaction or not at all."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from lekol.equipment.models import Asset
from lekol.journal.models import Entry

MOST = 500
"""Devices changed at once."""

Change = Callable[[Asset], Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change does to one device, or why it does nothing."""

    asset: Asset
    summary: str = ""
    changes: dict[str, list[Any]] | None = None
    reason: str = ""

    @property
    def writes(self) -> bool:
        return not self.reason


@dataclass(frozen=True, slots=True)
class Report:
    """The outcomes, and whether they are written. `digest` names this very preview."""

    rows: list[Outcome]
    written: bool = False

    @property
    def changed(self) -> list[Outcome]:
        return [row for row in self.rows if row.writes]

    @property
    def left(self) -> list[Outcome]:
        return [row for row in self.rows if not row.writes]

    @property
    def digest(self) -> str:
        told = [[row.asset.pk, row.summary, row.changes, row.reason] for row in self.rows]
        return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


@transaction.atomic
def change_many(*, assets: Iterable[Asset], change: Change, expected: str = "") -> Report:
    """Try a change on each device. Nothing is written unless the outcome is the very one that was shown."""
    rows = [_one(asset, change) for asset in assets]
    report = Report(rows)
    if not expected or report.digest != expected or not report.changed:
        transaction.set_rollback(True)
        return report
    return Report(rows, written=True)


def _one(asset: Asset, change: Change) -> Outcome:
    """One device in its own savepoint: what is refused there leaves the others alone."""
    last = Entry.objects.about(asset).first()
    try:
        with transaction.atomic():
            change(asset)
    except ValidationError as fault:
        return Outcome(asset, reason=" ".join(fault.messages))
    entry = Entry.objects.about(asset).first()
    if entry is None or entry == last:
        return Outcome(asset, reason="Rien ne change : c’est déjà ainsi.")
    return Outcome(asset, entry.summary, entry.changes)
