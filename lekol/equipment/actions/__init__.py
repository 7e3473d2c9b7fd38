"""The verbs of the estate; nothing else writes its rows."""

from lekol.equipment.actions.estate import connect, fill, install, move, register, retire

__all__ = ["connect", "fill", "install", "move", "register", "retire"]
