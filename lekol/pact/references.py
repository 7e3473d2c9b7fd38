"""Short public references: drawn, never counted, so that one says nothing of the others; read aloud without doubt."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Neither 0 and O, nor 1 and I."""
CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ23456789"
"""Without vowels, no reference that is printed on an act spells a word."""


def drawn(length: int = 8, letters: str = ALPHABET) -> str:
    """A new reference; the unique column it goes to refuses the rare second draw."""
    return "".join(secrets.choice(letters) for _ in range(length))
