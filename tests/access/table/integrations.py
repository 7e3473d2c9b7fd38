"""Addresses of outside systems: open, since a key or a token is their only proof (tests/integrations walks them)."""

from tests.access.table.visit import Visit
from tests.access.world import World


def nothing(world: World) -> dict[str, str]:
    return {}


ROWS = (
    Visit("agents:inventory", open=True),
    Visit("agents:inventory_glpi", open=True),
    Visit("agents:inventory_plugin", open=True),
    Visit("agents:inventory_marketplace", open=True),
    Visit("agents:inventory_fusion", open=True),
    Visit("agents:inventory_ocs", open=True),
    Visit("agents:token", open=True, data=nothing, ok=400),
    Visit("agents:token_glpi", open=True, data=nothing, ok=400),
)
