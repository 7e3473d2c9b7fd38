"""Outlets and links."""

from lekol.network import access as network
from tests.access import things
from tests.access.table.visit import ALPHA, Visit, alpha, holding
from tests.access.world import World


def linked(world: World) -> tuple[str]:
    return (things.link(world).school.uai,)


ROWS = (
    Visit("network:rooms"),
    Visit("network:rooms_very_high_speed"),
    Visit("network:links_short"),
    Visit("network:not_very_high_speed"),
    Visit("network:offline"),
    Visit("network:outlet", alpha, ALPHA, holding(network.KEEP)),
    Visit("network:link", alpha, ALPHA, holding(network.KEEP)),
    Visit("network:rate", linked, ALPHA, holding(network.KEEP)),
)
