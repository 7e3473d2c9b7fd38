"""The estate."""

from lekol.equipment import access as equipment
from tests.access import things
from tests.access.table.visit import ALPHA, Visit, alpha, holding
from tests.access.world import World


def number(world: World) -> tuple[str]:
    return (things.asset(world).inventory_number,)


def slot(world: World) -> tuple[str, str, int]:
    found = things.slot(world)
    return (world.alpha.uai, found.kind, found.rank)


ROWS = (
    Visit("equipment:devices"),
    Visit("equipment:not_networked"),
    Visit("equipment:past_age"),
    Visit("equipment:os_unsupported"),
    Visit("equipment:direction_gaps"),
    Visit("equipment:trolleys_missing"),
    Visit("equipment:add", alpha, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:fill", slot, ALPHA, holding(equipment.FILL)),
    Visit("equipment:device", number, ALPHA),
    Visit("equipment:move", number, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:install", number, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:connect", number, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:retire", number, ALPHA, holding(equipment.KEEP)),
)
