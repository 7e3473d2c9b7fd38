"""What the filled cells of a line say of the device itself."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lekol.equipment.models import Asset
from lekol.equipment.rules.intake import months_after
from lekol.equipment.rules.provenance import FIELDS
from lekol.kit.imports import Line
from lekol.kit.imports.cells import same_number

TEXTS = {"name": "name", "ledger": "ledger_number", "note": "note"}
PLAIN = ("acquired_on", "warranty_until", "cost", "reused")


def wanted(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the cells that are filled say of the device itself."""
    told = {name: values[name] for name in PLAIN if values.get(name) is not None}
    told |= {field: values[name] for name, field in TEXTS.items() if values.get(name)}
    if "warranty_until" not in told and (until := warranty_end(values)):
        told["warranty_until"] = until
    return told


def warranty_end(values: Mapping[str, Any]) -> dt.date | None:
    """The end of a warranty told as a day, or as months from the purchase."""
    told = values.get("warranty_years") or values.get("warranty")
    if isinstance(told, dt.date) or told is None:
        return told
    since = values.get("acquired_on") or values.get("in_service_on")
    return months_after(since, told) if since else None


def other_serial(values: Mapping[str, Any], asset: Asset) -> str:
    """The serial of the file when it is another one; a spreadsheet’s lost zeros change nothing."""
    serial = values.get("serial") or ""
    return "" if not serial or same_number(serial, asset.serial) else serial


def spare_locked(line: Line, asset: Asset, changed: dict[str, Any]) -> None:
    """What someone locked on the card stays as it is, and it is said."""
    for name in set(changed) & set(asset.locked):  # type: ignore[attr-defined]
        told = changed.pop(name)
        line.told = True
        line.remarks.append(f"{FIELDS[name].label} verrouillé sur la fiche : « {told} » n’est pas repris.")
        if name == "model":
            line.after.pop("new_model", None)
