"""Counts as French says them."""


def plural(count: int, one: str, several: str = "") -> str:
    """« 1 matériel », « 3 matériels »: French counts one from 0 to 1.99."""
    return f"{count} {one if abs(count) < 2 else several or f'{one}s'}"
