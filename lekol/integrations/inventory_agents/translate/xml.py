"""The XML of OCS and FusionInventory: the same words in capitals, read into the native form."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from lekol.integrations.inventory_agents.translate.cells import Raw

SKIPPED = frozenset(
    (
        "ENVS",
        "PROCESSES",
        "USERS",
        "USER",
        "LOCAL_USERS",
        "LOCAL_GROUPS",
        "LICENSEINFOS",
        "ACCESSLOG",
        "SIMCARDS",
        "JVMS",
    )
)
"""Parts about people or running programs: not even read."""

_KNOWN_QUERIES = frozenset({"INVENTORY", "NETDISCOVERY", "SNMPQUERY", "NETINVENTORY", "SNMP"})


class NotXml(ValueError):
    """Why the text is no message of an agent, in French."""


def tree_of(body: bytes) -> Any:
    """The root of a message. No entity is resolved, nothing is fetched, depth and text are bounded by the reader."""
    if b"<!DOCTYPE" in body[:4096] or b"<!ENTITY" in body:
        raise NotXml("Ce XML déclare des entités, ce qu’aucun agent d’inventaire ne fait : il est refusé.")
    cut = not body.rstrip().endswith(b">") or b"</REQUEST>" not in body[-64:]
    for recover in (False,) if cut else (False, True):  # bytes that are no text are forgiven, an end that lacks is not
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(body, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None:
            return root
    raise NotXml("Ce XML est illisible : le fichier est coupé ou abîmé.")


def query_of(root: Any) -> str:
    """What the message asks: PROLOG, INVENTORY, SNMPQUERY…"""
    return (root.findtext("QUERY") or "").strip().upper()


def messages(root: Any) -> Iterator[Raw]:
    """The devices of a message, in the native form."""
    content = root.find("CONTENT")
    if root.tag != "REQUEST" or content is None:
        raise NotXml("Ce XML ne vient pas d’un agent d’inventaire : il n’a pas de CONTENT.")
    if query_of(root) not in _KNOWN_QUERIES:
        raise NotXml(f"Ce message « {query_of(root)[:40]} » n’est pas un inventaire.")
    device = (root.findtext("DEVICEID") or "").strip()
    appliances = content.findall("DEVICE")
    if appliances:
        yield from (found for one in appliances[:256] if (found := _appliance(one)))
        return
    yield {
        "deviceid": device,
        "itemtype": (root.findtext("ITEMTYPE") or "").strip(),
        "partial": (root.findtext("PARTIAL") or "").strip(),
        "tag": _tag(content),
        "content": _content(content),
    }


def _tag(content: Any) -> str:
    pairs = ((row.findtext("KEYNAME"), row.findtext("KEYVALUE")) for row in content.findall("ACCOUNTINFO"))
    return next((value or "" for name, value in pairs if name == "TAG"), "")


def _content(content: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in content:
        if not isinstance(child.tag, str) or child.tag in SKIPPED:
            continue
        name = child.tag.lower()
        found.setdefault(name, []).append({part.tag.lower(): part.text for part in child if isinstance(part.tag, str)})
        if name == "versionclient":
            found[name] = child.text
    return found


def _appliance(one: Any) -> Raw | None:
    """A device met on the network: described under INFO, or by its own words when it was only discovered."""
    info = one.find("INFO")
    words = _words(info if info is not None else one)
    if info is None and not {"mac", "serial", "model", "ip"} & words.keys():
        return None
    words.setdefault("name", words.get("snmphostname") or words.get("dnshostname"))
    ports = [_words(port) for port in one.iterfind("PORTS/PORT")]
    kinds = ("FIRMWARES", "DRIVES", "PAGECOUNTERS", "CARTRIDGES")
    parts = {kind.lower(): [_words(row) for row in one.findall(kind)] for kind in kinds if one.find(kind) is not None}
    if ports:
        parts["network_ports"] = ports
    return {"itemtype": words.get("type"), "content": {"network_device": words, **parts}}


def _words(element: Any) -> dict[str, Any]:
    found = {part.tag.lower(): part.text for part in element if isinstance(part.tag, str) and not len(part)}
    found["ips"] = [ip.text for ip in element.iterfind("IPS/IP")] or [found.get("ip")]
    return found
