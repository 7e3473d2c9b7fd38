"""Pure decisions of the accounts: where an account stands."""

from enum import StrEnum

FEATURED = ("directeur", "ien", "dsi_ville", "maire", "recteur", "projet_ville")
"""The functions the demonstration shows first: one person of each, one per kind of home."""


class Standing(StrEnum):
    """What can be said of a person’s account; the value is what a page writes."""

    NONE = "aucun compte"
    INVITED = "compte ouvert, jamais utilisé"
    OPEN = "compte ouvert"
    CLOSED = "compte fermé"


def standing(*, exists: bool, is_active: bool = False, has_signed_in: bool = False) -> Standing:
    """A closed account is closed whatever it was; an open one is « invited » until its first sign-in."""
    if not exists:
        return Standing.NONE
    if not is_active:
        return Standing.CLOSED
    return Standing.OPEN if has_signed_in else Standing.INVITED
