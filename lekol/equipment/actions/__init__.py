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
from lekol.equipment.actions.estate import connect, fill, install, move, register, retire
from lekol.equipment.actions.inventory import Arrival, Effect, Outcome, Unidentified, receive
from lekol.equipment.actions.machines import enter, ignore, link, reconsider
from lekol.equipment.actions.provenance import accept, lock

__all__ = [
    "TOKEN_SECONDS", "Arrival", "Effect", "Outcome", "Unidentified", "accept", "connect", "create_key", "enter", "fill",
    "ignore", "install", "key_of", "key_of_token", "link", "lock", "move", "note_contact", "receive", "reconsider",
    "register", "retire", "revoke_key", "token_for",
]  # fmt: skip
