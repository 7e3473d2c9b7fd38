"""What devices say today, beside what an import gave them: one that says something else forbids its undo."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from django.db.models import QuerySet

from lekol.equipment.actions.systems import open_systems
from lekol.equipment.actions.taking_back import Return
from lekol.equipment.imports.catalogue import Catalogue
from lekol.equipment.imports.places import Schools
from lekol.equipment.models import Asset
from lekol.kit.copying import among
from lekol.kit.imports import Line, Outcome

SAID = {
    "number": "inventory_number", "ledger": "ledger_number", "serial": "serial", "name": "name", "status": "status",
    "origin": "origin", "store": "store", "cost": "cost", "reused": "reused", "acquired_on": "acquired_on",
    "warranty_until": "warranty_until", "retired_on": "retired_on", "note": "note", "model": "model_id",
}  # fmt: skip
"""The field each column of a difference speaks of; places, orders and systems have tables of their own."""

KEYS = ("pk", "commune_id", "school_id", "room_id", "purchase_id", "model_id")
Ref = tuple[int, str]


class Standing:
    """The devices of a chunk of lines already written, by commune and number."""

    def __init__(self, rows: Mapping[Ref, dict[str, Any]], running: Mapping[int, str], told: Mapping[int, str]) -> None:
        self.rows, self.running, self.told = rows, running, told

    @classmethod
    def of(cls, lines: Sequence[Line], catalogue: Catalogue, schools: Schools) -> Self:
        """One query, which locks the devices: what they say cannot change before the undo; one more for systems."""
        rows = {}
        for values in _devices(lines).values_list(*KEYS, *SAID.values()):
            row = dict(zip((*KEYS, *SAID), values, strict=True))
            row["model"] = catalogue.called(row["model_id"])
            rows[row["commune_id"], row["number"]] = row
        running = {}
        if any("system" in line.after for line in lines):
            running = open_systems([row["pk"] for row in rows.values()])
        return cls(rows, running, schools.told)

    def device(self, line: Line) -> Return | None:
        """The device of a line as it is to be taken back; nothing when it no longer says what the line gave it."""
        row = self.rows.get(_ref(line))
        if row is None or not self._stands(line, row):
            return None
        return Return(
            row["pk"], f"{row['model']}, {row['number']}", line.outcome is Outcome.CREATED,
            row["model_id"], row["room_id"], row["purchase_id"], line.before, line.after,
        )  # fmt: skip

    def _stands(self, line: Line, row: Mapping[str, Any]) -> bool:
        after = line.after
        if "system" in after and after["system"] != self.running.get(row["pk"]):
            return False
        if "school" in after and after["school"] != self.told.get(row["school_id"]):
            return False
        return all(str(row[name]) == str(value) for name, value in after.items() if name in SAID)


def _ref(line: Line) -> Ref:
    return line.values["_commune"], line.values["_number"]


def _devices(lines: Sequence[Line]) -> QuerySet[Asset]:
    communes, numbers = zip(*map(_ref, lines), strict=True)
    rows = Asset.objects.filter(commune__in=set(communes)).filter(among("inventory_number", set(numbers)))
    return rows.select_for_update().order_by()
