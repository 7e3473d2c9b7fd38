"""The vocabulary of the estate."""

from lekol.equipment.choices.estate import COMPUTERS, DIRECTION_SLOTS, POSTS, Kind, Origin, SlotKind

__all__ = ["COMPUTERS", "DIRECTION_SLOTS", "POSTS", "Kind", "Origin", "SlotKind"]
