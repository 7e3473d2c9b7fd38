"""From what agents say to the one structure of the estate. Pure: bytes in, inventories out, no base, no clock."""

from lekol.integrations.inventory_agents.translate.reading import Refused, read

__all__ = ["Refused", "read"]
