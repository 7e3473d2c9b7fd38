"""The verbs of the estate; nothing else writes its rows."""

from lekol.equipment.actions.agent_keys import (
    TOKEN_SECONDS,
    create_key,
    key_of,
    key_of_token,
    note_contact,
    revoke_key,
    token_for,
)
from lekol.equipment.actions.bulk import MOST, Report, change_many
from lekol.equipment.actions.cards import (
    bought,
    declare_field,
    describe_model,
    edit,
    entrust,
    know_supplier,
    release,
    schema_of,
)
from lekol.equipment.actions.contracts import cover, sign_contract, uncover
from lekol.equipment.actions.daily import settle_places, tell_endings
from lekol.equipment.actions.estate import connect, fill, install, move, open_to_change, register
from lekol.equipment.actions.handovers import give_back, hand_over, sign
from lekol.equipment.actions.inventory import Arrival, Effect, Outcome, Unidentified, receive, said_again
from lekol.equipment.actions.life import advance, retire, undo
from lekol.equipment.actions.lists import choose_columns, forget_list, save_list
from lekol.equipment.actions.machines import enter, ignore, link, reconsider
from lekol.equipment.actions.papers import keep_document, keep_photo, remove_document, remove_photo, show_model
from lekol.equipment.actions.provenance import accept, lock
from lekol.equipment.actions.standard import plan_trolleys, require, require_everywhere, vacate
from lekol.equipment.actions.stock import keep_item, move_stock, read_counters

__all__ = [
    "MOST", "TOKEN_SECONDS", "Arrival", "Effect", "Outcome", "Report", "Unidentified", "accept", "advance",
    "bought", "change_many", "choose_columns", "connect", "cover", "create_key", "declare_field", "describe_model",
    "edit", "enter", "entrust", "fill", "forget_list", "give_back", "hand_over", "ignore", "install",
    "keep_document", "keep_item", "keep_photo", "key_of", "key_of_token", "know_supplier", "link", "lock", "move",
    "move_stock", "note_contact", "open_to_change", "plan_trolleys", "read_counters", "receive", "reconsider",
    "register", "release", "remove_document", "remove_photo", "require", "require_everywhere", "retire",
    "revoke_key", "said_again", "save_list", "schema_of", "settle_places", "show_model", "sign", "sign_contract",
    "tell_endings", "token_for", "uncover", "undo", "vacate",
]  # fmt: skip
