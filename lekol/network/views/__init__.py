"""Pages of the network."""

from lekol.network.views import panels
from lekol.network.views.missing import links_short, not_very_high_speed, offline, rooms, rooms_very_high_speed
from lekol.network.views.verbs import link, outlet, rate

__all__ = [
    "link", "links_short", "not_very_high_speed", "offline", "outlet", "panels", "rate", "rooms",
    "rooms_very_high_speed",
]  # fmt: skip
