"""The estate."""

import uuid
from typing import Any

from lekol.directory.choices import Role
from lekol.directory.rules import OFFICES
from lekol.equipment import access as equipment
from lekol.pact.rights import Right
from lekol.pact.scopes import Level
from tests.access import things
from tests.access.table.visit import ALPHA, WITH_POST, Readers, Visit, alpha, holding
from tests.access.world import FOREIGNER, NEIGHBOUR, World

CITY: Readers = frozenset(role for role in Role.values if OFFICES[role].level == Level.COMMUNE)
"""Whoever is an agent of the first commune, or elected there."""


def city(right: Right) -> Readers:
    return holding(right) & CITY


def number(world: World) -> tuple[str]:
    return (things.asset(world).inventory_number,)


def step(world: World) -> tuple[str, str]:
    return (things.asset(world).inventory_number, "reforme")


def repair(world: World) -> tuple[str, int]:
    return (things.asset(world).inventory_number, things.repair(world).pk)


def duty(world: World) -> tuple[str, int]:
    return (things.asset(world).inventory_number, things.duty(world).pk)


def paper(world: World) -> tuple[str, int]:
    return (things.asset(world).inventory_number, things.paper(world).pk)


def picture(world: World) -> tuple[str, int]:
    return (things.asset(world).inventory_number, things.device_photo(world).pk)


def contract(world: World) -> tuple[int]:
    return (things.contract(world).pk,)


def coverage(world: World) -> tuple[int, int]:
    found = things.contract(world)
    return (found.pk, found.coverages.get().pk)


def contract_paper(world: World) -> tuple[int, int]:
    found = things.contract(world)
    return (found.pk, found.documents.get().pk)


def model(world: World) -> tuple[int]:
    return (things.device_model(world).pk,)


def supplier(world: World) -> tuple[int]:
    return (things.supplier(world).pk,)


def custom_field(world: World) -> tuple[str]:
    return (things.field(world).key,)


def article(world: World) -> tuple[int]:
    return (things.stock_item(world).pk,)


def loan(world: World) -> tuple[str]:
    return (things.loan(world).ref,)


def saved(world: World) -> tuple[str]:
    return (things.saved_list(world).ref,)


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


def room(world: World) -> tuple[str, int]:
    return (world.alpha.uai, things.room(world).pk)


def trolley(world: World) -> tuple[str]:
    return (things.trolley(world).inventory_number,)


def checked(world: World) -> tuple[uuid.UUID]:
    return (things.audit(world).key,)


def line(world: World) -> tuple[uuid.UUID, int]:
    return (things.audit(world).key, things.audit(world).lines.get().pk)


def _of_device(right: Right, *names: str, args: Any = number) -> tuple[Visit, ...]:
    return tuple(Visit(f"equipment:{name}", args, ALPHA, holding(right)) for name in names)


def _of_contract(*rows: tuple[str, Any]) -> tuple[Visit, ...]:
    return tuple(Visit(f"equipment:{name}", args, CITY, city(equipment.CONTRACT)) for name, args in rows)


LENDERS = holding(equipment.LEND)
KEEPERS = city(equipment.KEEP)
OFFICE = city(equipment.CONTRACT)


def scenario(world: World) -> tuple[int]:
    return (things.scenario(world).pk,)


WHOLE = frozenset(role for role, office in OFFICES.items() if office.level in (Level.COMMUNE, Level.ACADEMY))
"""Whoever answers for a commune as a whole, and sees its scenarios."""


ROWS = (
    *(
        Visit(f"equipment:{name}")
        for name in (
            "devices", "census", "columns", "save_list", "not_networked", "past_age", "os_unsupported",
            "warranty_unknown", "unmaintained", "base", "direction_gaps", "directions_incomplete", "trolleys_missing",
            "contracts", "models", "stock", "hand_overs",
        )
    ),
    Visit("equipment:open_list", saved, CITY, ok=302),
    Visit("equipment:forget_list", saved, frozenset({Role.TECHNICIAN})),
    Visit("equipment:bulk", sees=WITH_POST, may=KEEPERS | {FOREIGNER}),
    Visit("equipment:add", alpha, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:require", may=KEEPERS | {FOREIGNER}),
    Visit("equipment:fill", slot, ALPHA, holding(equipment.FILL)),
    Visit("equipment:vacate", slot, ALPHA, holding(equipment.FILL)),
    Visit("equipment:plan_trolleys", alpha, ALPHA, holding(equipment.PLAN)),
    Visit("equipment:device", number, ALPHA, open=True),  # its QR code: a stranger sees how to report
    *_of_device(
        equipment.KEEP, "edit", "move", "install", "connect", "buy", "entrust", "add_document",
    ),
    *_of_device(equipment.KEEP, "step", args=step),
    *_of_device(equipment.KEEP, "undo", args=repair),
    *_of_device(equipment.KEEP, "release", args=duty),
    *_of_device(equipment.KEEP, "remove_document", args=paper),
    *_of_device(equipment.KEEP, "remove_photo", args=picture),
    *_of_device(equipment.COUNT, "add_photo", "count"),
    *_of_device(equipment.LEND, "hand_over_device"),
    Visit("equipment:document", paper, ALPHA),
    Visit("equipment:photo", picture, ALPHA),
    Visit("equipment:thumbnail", picture, ALPHA),
    Visit("equipment:model_image", model, ALPHA | {FOREIGNER}),
    Visit("equipment:contract", contract, CITY),
    Visit("equipment:contract_document", contract_paper, CITY),
    *_of_contract(("edit_contract", contract), ("cover", contract), ("add_contract_document", contract)),
    *_of_contract(("uncover", coverage)),
    *(Visit(f"equipment:{name}", sees=WITH_POST, may=OFFICE | {FOREIGNER}) for name in (
        "add_contract", "add_model", "suppliers", "add_supplier", "fields", "add_field",
    )),
    Visit("equipment:edit_model", model, WITH_POST, OFFICE | {FOREIGNER}),
    Visit("equipment:edit_supplier", supplier, WITH_POST - {FOREIGNER}, OFFICE),
    Visit("equipment:edit_field", custom_field, WITH_POST - {FOREIGNER}, OFFICE),
    Visit("equipment:add_item", sees=WITH_POST, may=KEEPERS | {FOREIGNER}),
    Visit("equipment:item", article, CITY),
    Visit("equipment:edit_item", article, CITY, KEEPERS),
    Visit("equipment:move_item", article, CITY, city(equipment.COUNT)),
    Visit("equipment:add_hand_over", sees=WITH_POST, may=LENDERS | {NEIGHBOUR, FOREIGNER}),
    Visit("equipment:hand_over", loan, LENDERS),
    Visit("equipment:sign", loan, LENDERS),
    Visit("equipment:give_back", loan, LENDERS),
    Visit("equipment:lock", field, ALPHA, holding(equipment.KEEP), lambda world: {"verrou": "oui"}, 302),
    Visit("equipment:accept", field, ALPHA, holding(equipment.KEEP), lambda world: {}, 302),
    Visit("equipment:health"),
    Visit("equipment:unprotected"),
    Visit("equipment:without_office"),
    Visit("equipment:office_ended"),
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
    Visit("equipment:labels", alpha, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:checks", alpha, ALPHA, holding(equipment.CHECK)),
    Visit("equipment:check_room", room, ALPHA, holding(equipment.CHECK), open=True),
    Visit("equipment:check_trolley", trolley, ALPHA, open=True),
    Visit("equipment:audit", checked, ALPHA),
    Visit("equipment:settle", line, ALPHA, holding(equipment.CHECK), data=lambda world: {"how": "sans_suite"}, ok=302),
    Visit("equipment:offline", open=True, sees=WITH_POST),
    Visit("equipment:renewal"),
    Visit("equipment:scenarios"),
    Visit("equipment:add_scenario", may=holding(equipment.PLAN) | {FOREIGNER}),
    Visit("equipment:edit_prices", may=holding(equipment.PLAN) | {FOREIGNER}),
    Visit("equipment:edit_scenario", scenario, WHOLE, holding(equipment.PLAN)),
    Visit("equipment:remove_scenario", scenario, WHOLE, holding(equipment.PLAN)),
)  # fmt: skip
