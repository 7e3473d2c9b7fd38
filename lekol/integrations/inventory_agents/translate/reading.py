"""What a body or a file is, told from its first signs and its shape; then the reader of that form."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lekol.equipment.rules.inventory import Inventory
from lekol.integrations.inventory_agents.translate import native, vendors, xml

MOST_BYTES = 32 * 1024 * 1024
_ACTIONS = {"", "inventory", "netdiscovery", "netinventory", "injector", "snmp"}


class Refused(ValueError):
    """Why a body is not an inventory: one French sentence, shown as it is."""


def read(body: bytes, root: Any = None) -> list[Inventory]:
    """Every device a body speaks of, at least one; raise Refused with the reason otherwise.

    `root` is its XML when it was already opened.
    """
    if not body.strip():
        raise Refused("Le fichier est vide.")
    if len(body) > MOST_BYTES:
        raise Refused(f"Le contenu dépasse {MOST_BYTES // 1024 // 1024} Mo : il est refusé sans être lu.")
    try:
        found = list(in_tree(root) if root is not None else _read(body.removeprefix(b"\xef\xbb\xbf").lstrip()))
    except (vendors.NotOurs, xml.NotXml) as fault:
        raise Refused(str(fault)) from None
    if not found:
        raise Refused(
            "Ce message ne décrit aucun matériel que l’on puisse reconnaître : il lui faut un numéro de série, un "
            "UUID, une adresse réseau ou un nom. Relancez un inventaire complet."
        )
    return found


def _read(body: bytes) -> Iterator[Inventory]:
    if body[:8] == b"bplist00" or (body[:1] == b"<" and b"<plist" in body[:1024]):
        return vendors.plist(body)
    if body[:1] == b"<" or body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return in_tree(xml.tree_of(body))
    if body[:1] in (b"{", b"["):
        return _json(parsed(body))
    raise Refused("Ce n’est ni du JSON, ni du XML, ni une réponse d’Apple : la nature du fichier est inconnue.")


def in_tree(root: Any) -> Iterator[Inventory]:
    """The devices of an XML message already opened."""
    return (native.inventory(raw) for raw in xml.messages(root))


def parsed(body: bytes) -> Any:
    """JSON as values; a French refusal for what is cut, too deep or absurd."""
    try:
        return json.loads(body.decode("utf-8-sig", "replace"))
    except RecursionError:
        raise Refused("Ce JSON est trop profond pour être un inventaire.") from None
    except ValueError:
        raise Refused("Ce JSON est illisible : le fichier est coupé ou abîmé.") from None


def _json(found: Any) -> Iterator[Inventory]:
    if isinstance(found, list):
        return _list(found)
    if isinstance(found.get("content"), Mapping):
        return _native(found)
    if "StatusItems" in found:
        return vendors.status_report(found)
    if _is_chrome(found):
        return vendors.chromeos([found])
    if isinstance(found.get("chromeosdevices"), list):
        return _list(found["chromeosdevices"])
    raise Refused(_why(found))


def _native(found: Mapping[str, Any]) -> Iterator[Inventory]:
    action = found.get("action") or ""
    if not isinstance(action, str) or action not in _ACTIONS:
        raise Refused(f"Ce message d’agent (« {str(action)[:40]} ») n’est pas un inventaire.")
    if not found["content"]:
        raise Refused("Cet inventaire est vide : son contenu ne dit rien.")
    yield native.inventory(found)


def _list(found: list[Any]) -> Iterator[Inventory]:
    if found and all(isinstance(row, Mapping) and _is_chrome(row) for row in found):
        return vendors.chromeos(found)
    raise Refused("Cette liste JSON n’est pas un inventaire : ses lignes ne décrivent pas de matériel connu.")


def _is_chrome(row: Mapping[str, Any]) -> bool:
    said = str(row.get("kind", "")).lower()
    return "chromeosdevice" in said or {"serialNumber", "osVersion", "macAddress"} <= set(row)


def _why(found: Mapping[str, Any]) -> str:
    if "$schema" in found:
        return "Ce fichier est le schéma d’un inventaire, pas un inventaire."
    if isinstance(found.get("devices"), list) and ("cursor" in found or "fetched_until" in found):
        return (
            "Cette liste d’achats d’Apple (programme d’inscription) dit ce qui a été commandé, pas ce qui tourne : "
            "il n’y a rien à inventorier. Chaque appareil sera connu à son premier inventaire."
        )
    return "Ce JSON n’est pas un inventaire : il n’a pas de « content »."
