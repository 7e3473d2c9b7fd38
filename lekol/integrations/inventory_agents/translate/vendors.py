"""What device managers export: Apple’s answers (plist, status report), ChromeOS’s directory. The rest is refused."""

import plistlib
from collections.abc import Iterator, Mapping
from typing import Any

from lekol.equipment.rules.inventory import Identity, Inventory, Nature, Software, System
from lekol.integrations.inventory_agents.translate.cells import Notes, Raw, flag, kept, mac, rows, text, whole

_GIGABYTE_MB = 1024


class NotOurs(ValueError):
    """Why the file is refused, in French."""


def plist(body: bytes) -> Iterator[Inventory]:
    """An answer of an Apple device: its description. Lists that do not say of which device are refused."""
    try:
        found = plistlib.loads(body, fmt=plistlib.FMT_XML if body.lstrip()[:1] == b"<" else None)
    except Exception as fault:  # the library lets through whatever its parser and its date reader raise
        raise NotOurs("Ce fichier plist est illisible.") from fault
    if not isinstance(found, Mapping):
        raise NotOurs("Ce fichier plist ne décrit aucun matériel.")
    yield _apple(found)


def _apple(found: Raw) -> Inventory:
    udid = text(found.get("UDID"), 80)
    if isinstance(found.get("QueryResponses"), Mapping):
        return _described(found["QueryResponses"], udid)
    if not udid:
        raise NotOurs("Ce fichier plist ne dit pas de quel matériel il parle (UDID absent).")
    if "InstalledApplicationList" in found:
        return _applications(found, udid)
    if "SecurityInfo" in found:
        return _security(found, udid)
    raise NotOurs("Ce fichier plist n’est pas une réponse d’inventaire d’Apple.")


def _described(said: Raw, udid: str) -> Inventory:
    notes = Notes()
    model = text(said.get("ModelName"), 80) or text(said.get("ProductName"), 80)
    macs = (mac(said.get(name), notes) for name in ("WiFiMAC", "EthernetMAC", "BluetoothMAC"))
    tablet = "ipad" in f"{model} {said.get('ProductName')}".lower()
    phone = "iphone" in f"{model} {said.get('ProductName')}".lower()
    family = "iPadOS" if tablet else "iOS" if phone else "macOS"
    serial = text(said.get("SerialNumber"), 80)
    return Inventory(
        nature=Nature.PHONE if phone else Nature.COMPUTER,
        identity=Identity(
            uuid=text(said.get("UDID"), 80) or udid,
            serial=serial,
            macs=tuple(sorted({found for found in macs if found})),
            name=text(said.get("HostName") or said.get("DeviceName"), 120),
        ),
        kind="tablette" if tablet else "smartphone" if phone else "portable" if "book" in model.lower() else "fixe",
        make="Apple",
        model=model,
        system=_apple_system(family, said.get("OSVersion")),
        sections={"volumes": [_capacity(said, notes)]},
        virtual="virtual" in model.lower(),
        warnings=tuple(notes.rows),
    )


def _apple_system(family: str, version: Any) -> System | None:
    word = text(version, 40)
    return System(name=family, version=word, full_name=f"{family} {word}") if word else None


def _capacity(said: Raw, notes: Notes) -> dict[str, Any]:
    total = whole(said.get("DeviceCapacity"), "Capacité", notes, 10**6)
    free = whole(said.get("AvailableDeviceCapacity"), "Espace libre", notes, 10**6)
    return kept(
        name="stockage",
        total_mb=total * _GIGABYTE_MB if total else None,
        free_mb=free * _GIGABYTE_MB if free is not None and total and free <= total else None,
        system=True,
    )


def _applications(found: Raw, udid: str) -> Inventory:
    notes = Notes()
    rows_of = rows(found, "InstalledApplicationList", notes, 10_000)
    named = {
        (name, text(row.get("ShortVersion") or row.get("Version"), 80))
        for row in rows_of
        if (name := text(row.get("Name"), 160))
    }
    return Inventory(
        nature=Nature.COMPUTER, identity=Identity(uuid=udid), partial=True, warnings=tuple(notes.rows),
        software=tuple(Software(name, version) for name, version in sorted(named)),
    )  # fmt: skip


def _security(found: Raw, udid: str) -> Inventory:
    said = _part(found, "SecurityInfo")
    wall = _part(said, "FirewallSettings")
    row = kept(encrypted=flag(said.get("FDE_Enabled")), firewall=flag(wall.get("FirewallEnabled")))
    return Inventory(nature=Nature.COMPUTER, identity=Identity(uuid=udid), partial=True, sections={"security": [row]})


def status_report(found: Raw) -> Iterator[Inventory]:
    """Apple’s declarative status: the device it is about, and its system."""
    device = found["StatusItems"].get("device") if isinstance(found["StatusItems"], Mapping) else None
    if not isinstance(device, Mapping):
        raise NotOurs("Ce rapport d’état d’Apple ne décrit pas de matériel.")
    who, model, system = (_part(device, name) for name in ("identifier", "model", "operating-system"))
    name = text(model.get("marketing-name"), 80)
    yield Inventory(
        nature=Nature.COMPUTER,
        identity=Identity(uuid=text(who.get("udid"), 80), serial=text(who.get("serial-number"), 80)),
        kind="tablette" if "ipad" in name.lower() else "portable" if "book" in name.lower() else "fixe",
        make="Apple",
        model=name or text(model.get("identifier"), 80),
        system=_apple_system(text(system.get("family"), 20) or "macOS", system.get("version")),
        partial=True,
    )


def _part(raw: Raw, name: str) -> Raw:
    found = raw.get(name)
    return found if isinstance(found, Mapping) else {}


def chromeos(found: Any) -> Iterator[Inventory]:
    """The devices of a ChromeOS directory."""
    for row in found[:5_000]:
        notes = Notes()
        macs = (mac(row.get(name), notes) for name in ("macAddress", "ethernetMacAddress"))
        version, model = text(row.get("osVersion"), 40), text(row.get("model"), 80)
        yield Inventory(
            nature=Nature.COMPUTER,
            identity=Identity(
                uuid=text(row.get("deviceId"), 80),
                serial=text(row.get("serialNumber"), 80),
                macs=tuple(sorted({one for one in macs if one})),
            ),
            kind="fixe" if "box" in model.lower() else "portable",
            make=model.split(" ")[0][:60] if model else "",
            model=model,
            system=System("ChromeOS", version, f"ChromeOS {version}".strip()),
            tag=text(row.get("annotatedAssetId"), 80),
            warnings=tuple(notes.rows),
        )
