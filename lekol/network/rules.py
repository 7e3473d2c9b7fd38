"""How much Internet a school needs, and what very high speed means."""

VERY_HIGH_SPEED = 30  # Mbit/s, the French public threshold (DOMAIN §8)
LEAST = 8  # Mbit/s: below, no digital use holds
PER_CLASS = 12  # Mbit/s: 30 % of some 16 devices of a class at once, at 2.5 Mbit/s each (DOMAIN §6)


def need_mbps(classes: int) -> int:
    """The downstream rate a school of so many classes needs, in Mbit/s (clause 3.4, « dimensionnée aux besoins »)."""
    return max(LEAST, PER_CLASS * classes)
