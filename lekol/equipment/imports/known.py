"""Which device of the estate a line speaks of: by its number, else by its serial and make."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from lekol.equipment.imports.catalogue import Catalogue
from lekol.equipment.imports.places import Place
from lekol.equipment.models import Asset
from lekol.equipment.rules import keys
from lekol.kit.copying import among
from lekol.kit.imports import Fault

GIVEN = "S-"
"""How a number given to a device that has none begins: its serial follows, so that the next file finds it again."""


class Known:
    """The devices a chunk may speak of, by number and by serial."""

    def __init__(self, by_number: dict[str, list[Asset]], by_serial: dict[str, list[Asset]]) -> None:
        self.by_number, self.by_serial = by_number, by_serial

    @classmethod
    def of(cls, held: QuerySet[Asset], lines: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> "Known":
        """Two queries; numbers and serials that a spreadsheet took zeros from are found too."""
        numbers = {keys.natural(values["number"]) for values in lines if values.get("number")}
        serials = {form for values in lines if values.get("serial") for form in _forms(values["serial"])}
        by_number: dict[str, list[Asset]] = {}
        by_serial: dict[str, list[Asset]] = {}
        for asset in held.filter(among("sort_key", numbers)) if numbers else ():
            asset.model = catalogue.by_pk[asset.model_id]
            by_number.setdefault(asset.sort_key, []).append(asset)
        found = {asset.serial_key for rows in by_number.values() for asset in rows}
        for asset in held.filter(among("serial_key", serials - found)) if serials - found else ():
            asset.model = catalogue.by_pk[asset.model_id]
            by_serial.setdefault(_bare(asset.serial), []).append(asset)
        return cls(by_number, by_serial)

    @property
    def assets(self) -> list[Asset]:
        """Every device the chunk may speak of."""
        return [asset for rows in (*self.by_number.values(), *self.by_serial.values()) for asset in rows]

    def find(self, values: Mapping[str, Any], place: Place) -> Asset | None:
        """The device of a line: by its number, else by its serial and make. Fault when two could be meant."""
        commune = place.school.commune_id if place.school else None
        number, serial = values.get("number") or "", values.get("serial") or ""
        rows = self.by_number.get(keys.natural(number), []) if number else []
        if rows and (found := _one(rows, commune, f"le numéro {number}")):
            return found
        if not (rows := self.by_serial.get(_bare(serial), []) if serial else []):
            return None
        make = keys.compact(values.get("make") or "")
        same = [
            row
            for row in rows
            if not make or keys.compact(row.model.make) in {make, ""} or make in keys.compact(str(row.model))
        ]
        found = _one(same, commune, f"le numéro de série {serial}")
        if found and number and not found.inventory_number.startswith(GIVEN):
            raise Fault(
                f"Le numéro de série {serial} est déjà celui de {found.inventory_number} : vérifiez lequel des deux "
                "numéros d’inventaire est sur l’étiquette."
            )
        return found


def _one(rows: Sequence[Asset], commune: int | None, what: str) -> Asset | None:
    mine = [row for row in rows if commune is None or row.commune_id == commune]
    if len(mine) > 1:
        raise Fault(f"Plusieurs matériels portent {what} : {', '.join(row.inventory_number for row in mine[:4])}.")
    return mine[0] if mine else None


def _forms(serial: str) -> set[str]:
    """A serial, and itself with the zeros a spreadsheet may have taken from its front."""
    key = keys.compact(serial)
    return {key, *(f"{'0' * count}{key}" for count in range(1, 5))} if key.isdigit() else {key}


def _bare(serial: str) -> str:
    return keys.compact(serial).lstrip("0")
