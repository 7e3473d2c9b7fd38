"""Pages of the estate."""

from lekol.equipment.views import inventory, panels
from lekol.equipment.views.audit import audit, check_room, checks, offline, settle
from lekol.equipment.views.devices import device, devices
from lekol.equipment.views.labels import labels
from lekol.equipment.views.missing import (
    direction_gaps,
    not_networked,
    os_unsupported,
    past_age,
    trolleys_missing,
)
from lekol.equipment.views.renewal import add_scenario, remove_scenario, renewal, scenarios
from lekol.equipment.views.verbs import add, connect, fill, install, move, retire

__all__ = [
    "add", "add_scenario", "audit", "check_room", "checks", "connect", "device", "devices", "direction_gaps",
    "fill", "install", "inventory", "labels", "move", "not_networked", "offline", "os_unsupported", "panels",
    "past_age", "remove_scenario", "renewal", "retire", "scenarios", "settle", "trolleys_missing",
]  # fmt: skip
