"""How a line is told before it is written: what a device would say, column by column."""

from collections.abc import Mapping
from typing import Any

from lekol.equipment.actions.taking_back import FIELDS
from lekol.equipment.imports.places import Place, school_told
from lekol.equipment.models import Asset, DeviceModel, Purchase
from lekol.kit.imports import Line


def tell_move(line: Line, asset: Asset, place: Place) -> None:
    """The school and the room a known device leaves, and those it goes to."""
    if place.school and place.school.pk != asset.school_id:
        before = f"{asset.school_uai} {asset.school_name}" if asset.school_id else None  # type: ignore[attr-defined]
        line.before["school"], line.after["school"] = before, school_told(place.school)
    line.before["room"], line.after["room"] = asset.room_name, place.room or None  # type: ignore[attr-defined]


def device_told(fields: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """What a new device would say, as the desk shows it."""
    told = {column(name): shown(value) for name, value in fields.items() if value not in (None, "", False)}
    if place.school:
        told["school"] = school_told(place.school)
    return told | ({"room": place.room} if place.room else {})


FIELD_COLUMNS = {field: column for column, field in FIELDS.items()}
"""Fields whose column bears another name."""


def column(field: str) -> str:
    """The column that tells a field."""
    return FIELD_COLUMNS.get(field, field)


def shown(value: Any) -> Any:
    """A value as the desk shows it."""
    return str(value) if isinstance(value, DeviceModel) else value


def purchase_told(values: Mapping[str, Any]) -> str:
    """An order as the desk shows it."""
    purchase = Purchase(**{name: values.get(name) or "" for name in ("market", "order_number", "invoice")})
    return ", ".join(filter(None, (values.get("supplier"), str(purchase))))
