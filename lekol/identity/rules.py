"""Pure decisions of the accounts: where an account stands."""

import datetime as dt
import hashlib
import re
from enum import StrEnum

FEATURED = ("directeur", "ien", "dsi_ville", "maire", "recteur", "projet_ville")
"""The functions the demonstration shows first: one person of each, one per kind of home."""

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


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


def device_of(user_agent: str) -> str:
    """« Chrome sur Windows »; what the browser says of itself, shortened, when it is none we know."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return f"{browser} sur {system}"
    return browser or system or user_agent[:60] or "Navigateur inconnu"


PREFIX = "lk_"
LONGEST = dt.timedelta(days=366)
"""A token lives a year at most: what nobody renews, nobody needs."""
UNUSED = dt.timedelta(days=365)
"""How long an account outlives the last post of its person, and the trace of a dead token its end."""
_TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9]{{8}}_[A-Za-z0-9_-]{{43}}")


def is_token(text: str) -> bool:
    """Has it the form of one of our tokens?"""
    return _TOKEN.fullmatch(text) is not None


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
