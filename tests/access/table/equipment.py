"""The estate."""

import uuid

from lekol.directory.rules import OFFICES
from lekol.equipment import access as equipment
from lekol.pact.scopes import Level
from tests.access import things
from tests.access.table.visit import ALPHA, WITH_POST, Visit, alpha, holding
from tests.access.world import FOREIGNER, World


def number(world: World) -> tuple[str]:
    return (things.asset(world).inventory_number,)


def slot(world: World) -> tuple[str, str, int]:
    found = things.slot(world)
    return (world.alpha.uai, found.kind, found.rank)


def room(world: World) -> tuple[str, int]:
    return (world.alpha.uai, things.room(world).pk)


def checked(world: World) -> tuple[uuid.UUID]:
    return (things.audit(world).key,)


def line(world: World) -> tuple[uuid.UUID, int]:
    return (things.audit(world).key, things.audit(world).lines.get().pk)


def machine(world: World) -> tuple[int]:
    return (things.machine(world).pk,)


def field(world: World) -> tuple[str, str]:
    return (things.asset(world).inventory_number, "serial")


def key(world: World) -> tuple[int]:
    return (things.agent_key(world).pk,)


HANDING = holding(equipment.HAND_KEYS) | {FOREIGNER}
"""Whoever hands keys, each in their commune; the other commune’s service does in its own."""


def scenario(world: World) -> tuple[int]:
    return (things.scenario(world).pk,)


WHOLE = frozenset(role for role, office in OFFICES.items() if office.level in (Level.COMMUNE, Level.ACADEMY))
"""Whoever answers for a commune as a whole, and sees its scenarios."""

ROWS = (
    Visit("equipment:devices"),
    Visit("equipment:not_networked"),
    Visit("equipment:past_age"),
    Visit("equipment:os_unsupported"),
    Visit("equipment:direction_gaps"),
    Visit("equipment:trolleys_missing"),
    Visit("equipment:add", alpha, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:fill", slot, ALPHA, holding(equipment.FILL)),
    Visit("equipment:device", number, ALPHA, open=True),  # its QR code: a stranger sees how to report
    Visit("equipment:move", number, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:install", number, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:connect", number, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:retire", number, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:labels", alpha, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:checks", alpha, ALPHA, holding(equipment.CHECK)),
    Visit("equipment:check_room", room, ALPHA, holding(equipment.CHECK), open=True),
    Visit("equipment:audit", checked, ALPHA),
    Visit("equipment:settle", line, ALPHA, holding(equipment.CHECK), data=lambda world: {"how": "sans_suite"}, ok=302),
    Visit("equipment:offline", open=True, sees=WITH_POST),
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
    Visit("equipment:renewal"),
    Visit("equipment:scenarios"),
    Visit("equipment:add_scenario", may=holding(equipment.PLAN) | {FOREIGNER}),
    Visit("equipment:remove_scenario", scenario, WHOLE, holding(equipment.PLAN), lambda world: {}, 302),
)
