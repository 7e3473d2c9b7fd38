"""Pages of the estate."""

from lekol.equipment.views import inventory, panels
from lekol.equipment.views.devices import device, devices
from lekol.equipment.views.missing import (
    direction_gaps,
    not_networked,
    os_unsupported,
    past_age,
    trolleys_missing,
)
from lekol.equipment.views.verbs import add, connect, fill, install, move, retire

__all__ = [
    "add", "connect", "device", "devices", "direction_gaps", "fill", "install", "inventory", "move", "not_networked",
    "os_unsupported", "panels", "past_age", "retire", "trolleys_missing",
]  # fmt: skip
