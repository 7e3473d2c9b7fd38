"""The XML of OCS and FusionInventory: the same words in capitals, read into the native form."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from lekol.integrations.inventory_agents.translate.cells import Raw
from lekol.integrations.inventory_agents.translate.native import READERS

_READ = {
    name.upper(): name
    for name in (*READERS, "bios", "hardware", "operatingsystem", "softwares", "networks", "network_ports")
}
"""Parts that are opened. Those about people, keys or running programs are not even read."""

_NOT_ALLOWED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_KNOWN_QUERIES = frozenset({"INVENTORY", "NETDISCOVERY", "SNMPQUERY", "NETINVENTORY", "SNMP"})


class NotXml(ValueError):
    """Why the text is no message of an agent, in French."""


def tree_of(body: bytes) -> Any:
    """The root of a message. No entity is resolved, nothing is fetched; depth and text are bounded by the reader."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise NotXml("Ce XML déclare des entités, ce qu’aucun agent d’inventaire ne fait : il est refusé.")
    root = _root(body)
    if root is None:  # bytes that are no text are forgiven, an end that lacks is not
        root = _root(_forgiven(body).encode())
    if root is None:
        raise NotXml("Ce XML est illisible : le fichier est coupé ou abîmé.")
    return root


def _root(body: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _forgiven(body: bytes) -> str:
    """The same text without the bytes that are none, nor the signs XML does not allow."""
    return _NOT_ALLOWED.sub("", body.decode("utf-8", "replace"))


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
    """Each part as a list of tables, in the words of the native form; parts nobody reads are not opened."""
    found: dict[str, Any] = {}
    for child in content:
        if (name := _READ.get(child.tag)) is not None:
            found.setdefault(name, []).append({part.tag.lower(): part.text for part in child})
    if (agent := content.findtext("VERSIONCLIENT")) is not None:
        found["versionclient"] = agent
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
    found = {part.tag.lower(): part.text for part in element if not len(part)}
    found["ips"] = [ip.text for ip in element.iterfind("IPS/IP")] or [found.get("ip")]
    return found
