"""The estate."""

from lekol.equipment import access as equipment
from tests.access import things
from tests.access.table.visit import ALPHA, Visit, alpha, holding
from tests.access.world import FOREIGNER, World


def number(world: World) -> tuple[str]:
    return (things.asset(world).inventory_number,)


def slot(world: World) -> tuple[str, str, int]:
    found = things.slot(world)
    return (world.alpha.uai, found.kind, found.rank)


def machine(world: World) -> tuple[int]:
    return (things.machine(world).pk,)


def field(world: World) -> tuple[str, str]:
    return (things.asset(world).inventory_number, "serial")


def key(world: World) -> tuple[int]:
    return (things.agent_key(world).pk,)


HANDING = holding(equipment.HAND_KEYS) | {FOREIGNER}
"""Whoever hands keys, each in their commune; the other commune’s service does in its own."""

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
    Visit("equipment:lock", field, ALPHA, holding(equipment.KEEP), lambda world: {"verrou": "oui"}, 302),
    Visit("equipment:accept", field, ALPHA, holding(equipment.KEEP), lambda world: {}, 302),
    Visit("equipment:health"),
    Visit("equipment:unprotected"),
    Visit("equipment:without_office"),
    Visit("equipment:unseen"),
    Visit("equipment:late_updates"),
    Visit("equipment:disks"),
    Visit("equipment:batteries"),
    Visit("equipment:quarantine"),
    Visit("equipment:machine", machine, ALPHA),
    Visit("equipment:link", machine, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:enter", machine, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:ignore", machine, ALPHA, holding(equipment.KEEP), lambda world: {}, 302),
    Visit("equipment:reconsider", machine, ALPHA, holding(equipment.KEEP), lambda world: {}, 302),
    Visit("equipment:keys", may=HANDING),
    Visit("equipment:create_key", may=HANDING),
    Visit("equipment:revoke_key", key, holding(equipment.HAND_KEYS), None, lambda world: {}, 302),
)
