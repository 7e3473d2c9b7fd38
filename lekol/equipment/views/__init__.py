"""Pages of the estate."""

from lekol.equipment.views import inventory, panels
from lekol.equipment.views.audit import audit, check_room, check_trolley, checks, offline, settle
from lekol.equipment.views.bulk import bulk
from lekol.equipment.views.cards import buy, edit, entrust, release
from lekol.equipment.views.catalogue import (
    add_field,
    add_model,
    add_supplier,
    device_models,
    edit_field,
    edit_model,
    edit_supplier,
    fields,
    suppliers,
)
from lekol.equipment.views.contracts import (
    add_contract,
    add_contract_document,
    contract,
    contract_document,
    contracts,
    cover,
    edit_contract,
    uncover,
)
from lekol.equipment.views.devices import device
from lekol.equipment.views.estate import census, choose_columns, devices, forget_list, open_list, save_list
from lekol.equipment.views.handovers import (
    add_hand_over,
    give_back,
    hand_over,
    hand_over_device,
    hand_overs,
    sign,
)
from lekol.equipment.views.labels import labels
from lekol.equipment.views.missing import (
    direction_gaps,
    directions_incomplete,
    not_networked,
    os_unsupported,
    past_age,
    trolleys_missing,
    unmaintained,
    warranty_unknown,
)
from lekol.equipment.views.papers import (
    add_document,
    add_photo,
    document,
    model_image,
    photo,
    remove_document,
    remove_photo,
    thumbnail,
)
from lekol.equipment.views.renewal import add_scenario, edit_prices, edit_scenario, remove_scenario, renewal, scenarios
from lekol.equipment.views.standard import base, fill, plan_trolleys, require, vacate
from lekol.equipment.views.steps import step, undo
from lekol.equipment.views.stores import add_item, count, edit_item, item, move_item, stock
from lekol.equipment.views.verbs import add, connect, install, move

__all__ = [
    "add", "add_contract", "add_contract_document", "add_document", "add_field", "add_hand_over", "add_item",
    "add_model", "add_photo", "add_scenario", "add_supplier", "audit", "base", "bulk", "buy", "census",
    "check_room", "check_trolley", "checks", "choose_columns", "connect", "contract", "contract_document",
    "contracts", "count", "cover", "device", "device_models", "devices", "direction_gaps", "directions_incomplete",
    "document", "edit", "edit_contract", "edit_field", "edit_item", "edit_model", "edit_prices", "edit_scenario",
    "edit_supplier", "entrust", "fields", "fill", "forget_list", "give_back", "hand_over", "hand_over_device",
    "hand_overs", "install", "inventory", "item", "labels", "model_image", "move", "move_item", "not_networked",
    "offline", "open_list", "os_unsupported", "panels", "past_age", "photo", "plan_trolleys", "release",
    "remove_document", "remove_photo", "remove_scenario", "renewal", "require", "save_list", "scenarios", "settle",
    "sign", "step", "stock", "suppliers", "thumbnail", "trolleys_missing", "uncover", "undo", "unmaintained",
    "vacate", "warranty_unknown",
]  # fmt: skip
