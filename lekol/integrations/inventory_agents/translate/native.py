"""The native inventory of GLPI, also what the older XML becomes: one content, section by section.

Each section picks the fields it wants. Users, environments, processes, keys and licences are never picked.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from lekol.equipment.rules.identity import maker_of
from lekol.equipment.rules.inventory import Identity, Inventory, Nature, Row, Software, System
from lekol.integrations.inventory_agents.translate.cells import (
    Notes,
    Raw,
    day,
    flag,
    kept,
    mac,
    rows,
    table,
    text,
    whole,
)

MOST_SOFTWARE = 10_000
MOST_PORTS = 2_048
GIGABYTE = 1024
_NATURES = {
    "computer": Nature.COMPUTER,
    "phone": Nature.PHONE,
    "printer": Nature.PRINTER,
    "networkequipment": Nature.NETWORK,
    "networking": Nature.NETWORK,
    "storage": Nature.STORAGE,
}
_CHASSIS = (
    (("tablet", "detachable"), "tablette"),
    (("server", "rack", "blade"), "serveur"),
    (("laptop", "notebook", "portable", "convertible", "hand held"), "portable"),
    (("desktop", "tower", "all in one", "mini pc", "stick", "space-saving", "lunch box", "low profile"), "fixe"),
)
_KINDS = {
    Nature.COMPUTER: "fixe", Nature.PHONE: "smartphone", Nature.PRINTER: "imprimante", Nature.NETWORK: "commutateur",
    Nature.STORAGE: "stockage",
}  # fmt: skip
_COPIER = re.compile(
    r"\b(?:mfp|ir-?adv|imagerunner|bizhub|aficio|im ?c?\d{3,}|workcentre|taskalfa|e-?studio)\b", re.IGNORECASE
)
_PHYSICAL = {"", "physical"}


def inventory(raw: Raw) -> Inventory:
    """One device from the native form. What it lacks is absent, what is wrong is noted."""
    notes = Notes()
    content = table(raw, "content")
    nature = _nature(raw, content)
    device = nature in (Nature.PRINTER, Nature.NETWORK, Nature.STORAGE)
    build = _appliance if device and "network_device" in content else _computer
    return build(raw, content, nature, notes)


def _nature(raw: Raw, content: Raw) -> Nature:
    said = text(raw.get("itemtype"), 40).lower()
    if said in ("", "unmanaged"):
        said = text(table(content, "network_device").get("type"), 40).lower() or "computer"
    found = _NATURES.get(said, Nature.UNKNOWN)
    android = "android" in text(table(content, "operatingsystem").get("full_name")).lower()
    return Nature.PHONE if found is Nature.COMPUTER and android else found


def _computer(raw: Raw, content: Raw, nature: Nature, notes: Notes) -> Inventory:
    hardware, bios = table(content, "hardware"), table(content, "bios")
    ports = _ports(content, notes)
    parts = {**_hardware(hardware, bios, notes), **_sections(content, notes), **({"ports": ports} if ports else {})}
    return Inventory(
        nature=nature,
        identity=Identity(
            device=text(raw.get("deviceid")),
            uuid=text(hardware.get("uuid"), 80),
            serial=text(bios.get("ssn"), 80) or text(bios.get("msn"), 80),
            macs=_macs(ports or ()),
            name=text(hardware.get("name"), 120),
        ),
        kind=_kind(nature, hardware, content),
        make=maker_of(text(bios.get("smanufacturer"), 60) or text(bios.get("mmanufacturer"), 60)),
        model=text(bios.get("smodel"), 80) or text(bios.get("mmodel"), 80),
        system=_system(content, hardware, notes),
        software=_software(content, notes),
        sections=parts,
        virtual=text(hardware.get("vmsystem"), 40).lower() not in _PHYSICAL,
        **_envelope(raw, content, notes),
    )


def _appliance(raw: Raw, content: Raw, nature: Nature, notes: Notes) -> Inventory:
    """A printer, a switch, a store: described by one that asked it, whose own ids are not the device’s."""
    said = table(content, "network_device")
    own = mac(said.get("mac"), notes)
    ports = _network_ports(content, notes)
    return Inventory(
        nature=nature,
        identity=Identity(
            device=text(raw.get("deviceid")),
            serial=text(said.get("serial"), 80),
            macs=tuple(dict.fromkeys(filter(None, [own, *_macs(ports or ())])))[:64],
            name=text(said.get("name"), 120),
        ),
        kind=_appliance_kind(nature, text(said.get("model"), 80)),
        make=maker_of(text(said.get("manufacturer"), 60)),
        model=text(said.get("model"), 80),
        sections={
            "hardware": [_appliance_hardware(said, notes)],
            **_sections(content, notes),
            **({"ports": ports} if ports is not None else {}),
        },
        **_envelope(raw, content, notes),
    )


def _envelope(raw: Raw, content: Raw, notes: Notes) -> dict[str, Any]:
    """What is about the message; read last, so that every note is in."""
    return {
        "partial": flag(raw.get("partial")) is True,
        "tag": text(raw.get("tag"), 80),
        "agent": text(content.get("versionclient"), 120),
        "warnings": tuple(notes.rows),
    }


def _kind(nature: Nature, hardware: Raw, content: Raw) -> str:
    if nature is not Nature.COMPUTER:
        return _KINDS.get(nature, "")
    chassis = text(hardware.get("chassis_type"), 40).lower()
    if found := next((kind for words, kind in _CHASSIS if any(word in chassis for word in words)), ""):
        return found
    return "portable" if content.get("batteries") else "fixe"


def _appliance_kind(nature: Nature, model: str) -> str:
    return "copieur" if nature is Nature.PRINTER and _COPIER.search(model) else _KINDS.get(nature, "")


def _macs(ports: Iterable[Row]) -> tuple[str, ...]:
    """The addresses of real ports: not those of tunnels, bridges and virtual machines."""
    found = (port["mac"] for port in ports if port.get("mac") and not port.get("virtual"))
    return tuple(sorted(dict.fromkeys(found)))[:64]


def _system(content: Raw, hardware: Raw, notes: Notes) -> System | None:
    said = table(content, "operatingsystem")
    name = text(said.get("name"), 80) or text(hardware.get("osname"), 80)
    full = text(said.get("full_name"), 120) or text(hardware.get("osname"), 120)
    if not name and not full:
        return None
    installed = day(said.get("install_date"), "Installation du système", notes)
    return System(
        name=name,
        version=text(said.get("version"), 80) or text(hardware.get("osversion"), 80),
        full_name=full,
        kernel=text(said.get("kernel_version"), 80),
        arch=text(said.get("arch"), 60),
        installed_on=dt.date.fromisoformat(installed) if installed else None,
    )


def _software(content: Raw, notes: Notes) -> tuple[Software, ...] | None:
    """Software, sorted; None when it was not looked at."""
    if "softwares" not in content:
        return None
    found = {}
    for row in rows(content, "softwares", notes, MOST_SOFTWARE):
        words = [row.get(name) for name in _SOFTWARE]
        one, said = (_title if all(map(_is_word, words)) else _read_title)(*words)
        if one is not None:
            found[one.name, one.version, one.publisher] = one
        for sentence in said:
            notes.add(sentence)
    return tuple(found[key] for key in sorted(found))


_SOFTWARE = ("name", "guid", "version", "publisher", "install_date", "installdate")


def _is_word(value: Any) -> bool:
    return value is None or (type(value) is str and len(value) < 400)


def _read_title(
    name: Any, guid: Any, version: Any, publisher: Any, install_date: Any, installdate: Any
) -> tuple[Software | None, Sequence[str]]:
    """A software and what was left out of it; none without a name."""
    notes = Notes()
    title = text(name, 160) or text(guid, 160)
    if not title:
        return None, ()
    installed = install_date or installdate
    when = day(installed, f"Logiciel « {title} »", notes) if installed else ""
    return Software(title, text(version, 80), text(publisher, 120), when), notes.rows


_title = lru_cache(maxsize=8_192)(_read_title)
"""A fleet has the same software on every post: each is read once."""


def _hardware(hardware: Raw, bios: Raw, notes: Notes) -> dict[str, list[Row]]:
    if not hardware and not bios:
        return {}
    row = kept(
        chassis=text(hardware.get("chassis_type"), 40),
        memory_mb=whole(hardware.get("memory"), "Mémoire", notes, 64 * 1024 * GIGABYTE),
        swap_mb=whole(hardware.get("swap"), "Mémoire d’échange", notes, 64 * 1024 * GIGABYTE),
        virtual=text(hardware.get("vmsystem"), 40),
        bios_version=text(bios.get("bversion"), 80),
        bios_date=day(bios.get("bdate"), "Date du BIOS", notes),
        board=text(bios.get("mmodel"), 80),
        board_serial=text(bios.get("msn"), 80),
        asset_tag=text(bios.get("assettag"), 80),
        secure_boot=flag(bios.get("secure_boot")),
    )
    return {"hardware": [row]}


def _appliance_hardware(said: Raw, notes: Notes) -> Row:
    ips = said.get("ips")
    return kept(
        firmware=text(said.get("firmware"), 120),
        location=text(said.get("location"), 120),
        asset_tag=text(said.get("assettag"), 80),
        memory_mb=whole(said.get("ram"), "Mémoire", notes, 64 * 1024 * GIGABYTE),
        address=text(ips[0], 60) if isinstance(ips, list) and ips else text(ips, 60),
    )


def _sections(content: Raw, notes: Notes) -> dict[str, list[Row]]:
    """Every section the message brings, read by its own reader."""
    return {
        name: [found for row in rows(content, source, notes) if (found := read(row, notes))]
        for source, (name, read) in READERS.items()
        if source in content
    }


def _ports(content: Raw, notes: Notes) -> list[Row] | None:
    if "networks" not in content:
        return None
    return [_port(row, notes) for row in rows(content, "networks", notes, MOST_PORTS)]


def _port(row: Raw, notes: Notes) -> Row:
    virtual = flag(row.get("virtualdev")) is True or text(row.get("type"), 20).lower() == "loopback"
    return kept(
        name=text(row.get("description"), 120),
        mac=mac(row.get("mac") or row.get("macaddr"), notes),
        type=text(row.get("type"), 20).lower(),
        status=text(row.get("status"), 10).lower(),
        speed=text(row.get("speed"), 20),
        address=text(row.get("ipaddress"), 60),
        virtual=virtual or None,
    )


def _network_ports(content: Raw, notes: Notes) -> list[Row] | None:
    if "network_ports" not in content:
        return None
    return [
        kept(
            number=whole(row.get("ifnumber"), "Numéro de port", notes),
            name=text(row.get("ifname"), 120) or text(row.get("ifdescr"), 120),
            mac=mac(row.get("mac"), notes),
            status={1: "up", 2: "down"}.get(whole(row.get("ifstatus"), "État de port", notes) or 0, ""),
            speed=whole(row.get("ifspeed"), "Débit de port", notes, 10**13),
        )
        for row in rows(content, "network_ports", notes, MOST_PORTS)
    ]


def _processor(row: Raw, notes: Notes) -> Row:
    return kept(
        name=text(row.get("name"), 120),
        maker=text(row.get("manufacturer"), 60),
        cores=whole(row.get("core"), "Cœurs", notes, 4096),
        mhz=whole(row.get("speed"), "Fréquence", notes, 100_000),
    )


def _memory(row: Raw, notes: Notes) -> Row:
    return kept(
        capacity_mb=whole(row.get("capacity"), "Barrette de mémoire", notes, 16 * 1024 * GIGABYTE),
        type=text(row.get("type"), 40),
        speed=text(row.get("speed"), 20),
        maker=text(row.get("manufacturer"), 60),
    )


def _disk(row: Raw, notes: Notes) -> Row:
    return kept(
        name=text(row.get("name"), 120),
        model=text(row.get("model"), 120),
        maker=text(row.get("manufacturer"), 60),
        serial=text(row.get("serial") or row.get("serialnumber"), 80),
        size_mb=whole(row.get("disksize"), "Disque", notes, 10**9),
        type=text(row.get("type") or row.get("description"), 40),
        health=text(row.get("status") or row.get("smart"), 20),
        encrypted=flag(row.get("encrypt_status")),
    )


def _volume(row: Raw, notes: Notes) -> Row:
    total = whole(row.get("total"), "Volume", notes, 10**9)
    free = whole(row.get("free"), "Espace libre", notes, 10**9)
    if total is not None and free is not None and free > total:
        notes.add(f"Volume : {free} Mo libres sur {total}, espace libre laissé de côté.")
        free = None
    return kept(
        name=text(row.get("letter") or row.get("volumn") or row.get("label"), 120),
        mount=text(row.get("type"), 120),
        filesystem=text(row.get("filesystem"), 20),
        total_mb=total,
        free_mb=free,
        system=flag(row.get("systemdrive")),
        encrypted=flag(row.get("encrypt_status")),
    )


def _battery(row: Raw, notes: Notes) -> Row:
    return kept(
        name=text(row.get("name"), 80),
        maker=text(row.get("manufacturer"), 60),
        chemistry=text(row.get("chemistry"), 40),
        capacity=whole(row.get("capacity"), "Capacité de la batterie", notes, 10**7),
        real_capacity=whole(row.get("real_capacity"), "Capacité restante de la batterie", notes, 10**7),
        made_on=day(row.get("date"), "Date de la batterie", notes),
    )


def _monitor(row: Raw, notes: Notes) -> Row:
    return kept(
        name=text(row.get("name") or row.get("caption"), 80),
        maker=text(row.get("manufacturer"), 60),
        serial=text(row.get("serial"), 80),
    )


def _printer(row: Raw, notes: Notes) -> Row:
    return kept(name=text(row.get("name"), 120), driver=text(row.get("driver"), 120), port=text(row.get("port"), 80))


def _antivirus(row: Raw, notes: Notes) -> Row:
    return kept(
        name=text(row.get("name"), 120),
        maker=text(row.get("company"), 80),
        version=text(row.get("version"), 60),
        enabled=flag(row.get("enabled")),
        up_to_date=flag(row.get("uptodate")),
        base=text(row.get("base_version"), 60),
        base_on=day(row.get("base_creation"), "Base de l’antivirus", notes),
        expires_on=day(row.get("expiration"), "Fin de l’antivirus", notes),
    )


def _firmware(row: Raw, notes: Notes) -> Row:
    return kept(name=text(row.get("name"), 120), version=text(row.get("version"), 120), type=text(row.get("type"), 40))


def _counter(row: Raw, notes: Notes) -> Row:
    return {
        name: count
        for name in sorted(row, key=str)[:32]
        if (count := whole(row[name], f"Compteur {text(name, 30)}", notes, 10**10)) is not None
    }


def _cartridge(row: Raw, notes: Notes) -> Row:
    return {text(name, 40): text(row[name], 20) for name in sorted(row, key=str)[:32]}


READERS: Mapping[str, tuple[str, Callable[[Raw, Notes], Row]]] = {
    "cpus": ("processors", _processor),
    "memories": ("memories", _memory),
    "storages": ("disks", _disk),
    "drives": ("volumes", _volume),
    "batteries": ("batteries", _battery),
    "monitors": ("monitors", _monitor),
    "printers": ("printers", _printer),
    "antivirus": ("antivirus", _antivirus),
    "firmwares": ("firmwares", _firmware),
    "pagecounters": ("counters", _counter),
    "cartridges": ("cartridges", _cartridge),
}
