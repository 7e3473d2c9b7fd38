"""Rights: what a function allows, announced by each app's `access.py`, read by the page « ce que je peux faire »."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Right:
    """A verb of the product and the functions that open it, within the territory of the post that holds them."""

    key: str
    label: str
    roles: frozenset[str]
    clause: str = ""


_announced: dict[str, Right] = {}


def right(key: str, *, label: str, roles: tuple[str, ...], clause: str = "") -> Right:
    """Announce a right once; `roles` are the identifiers of `directory.choices.Role`."""
    if key in _announced:
        raise ValueError(f"Le droit « {key} » est annoncé deux fois.")
    return _announced.setdefault(key, Right(key, label, frozenset(roles), clause))


def announced() -> Mapping[str, Right]:
    """Every right, by key."""
    return MappingProxyType(_announced)
