"""Messages of agents, made for the tests: a school computer with its software, in JSON and in XML."""

import json
from typing import Any
from xml.sax.saxutils import escape

AGENT_ID = "2f9a8b1c-4d5e-4f60-8a7b-1c2d3e4f5a6b"


def content(n: int = 1, count: int = 3, **parts: Any) -> dict[str, Any]:
    """What an agent says of the n-th computer, with parts replaced; a part given as None is left out."""
    said = {
        "versionclient": "GLPI-Agent_v1.11",
        "bios": {"smanufacturer": "Dell Inc.", "smodel": "Latitude 3520", "ssn": f"SCH{n:07d}", "bdate": "2023-05-04"},
        "hardware": {
            "name": f"PC-{n:04d}", "uuid": f"4c4c4544-0034-3010-8048-{n:012x}", "chassis_type": "Laptop",
            "memory": 8192, "vmsystem": "Physical", "lastloggeduser": "camille.hoarau", "workgroup": "ECOLE",
            "winprodkey": "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE", "winowner": "Camille Hoarau",
        },
        "operatingsystem": {
            "name": "Windows", "full_name": "Microsoft Windows 11 Professionnel Éducation", "version": "24H2",
            "kernel_version": "10.0.26100", "arch": "64-bit", "boot_time": "2026-11-28 07:00:00",
        },
        "antivirus": [{"name": "Windows Defender", "enabled": True, "uptodate": True, "version": "4.18"}],
        "drives": [{"letter": "C:", "filesystem": "NTFS", "total": 240000, "free": 120000, "systemdrive": True}],
        "storages": [{"name": "PhysicalDrive0", "disksize": 256000, "serial": f"DSK{n}", "type": "SSD"}],
        "batteries": [{"name": "DELL", "capacity": 50000, "real_capacity": 40000}],
        "memories": [{"capacity": 8192, "type": "DDR4"}],
        "cpus": [{"name": "Intel Core i5", "core": 4, "speed": 2400}],
        "networks": [{"description": "Ethernet", "mac": mac(n), "status": "up"}],
        "monitors": [{"caption": "DELL P2219H", "serial": f"MON{n}"}],
        "printers": [{"name": "Copieur salle des maîtres"}],
        "softwares": [software(rank) for rank in range(count)],
        "users": [{"login": "camille.hoarau", "domain": "ECOLE"}],
        "local_users": [{"login": "camille.hoarau", "name": "Camille Hoarau"}],
        "envs": [{"key": "USERNAME", "val": "camille.hoarau"}],
        "processes": [{"cmd": "notepad secret.txt", "user": "camille.hoarau"}],
        "licenseinfos": [{"key": "AAAAA-BBBBB", "name": "Office"}],
        "accesslog": {"logdate": "2026-11-28 08:00:00"},
    }  # fmt: skip
    said |= parts
    return {name: value for name, value in said.items() if value is not None}


def mac(n: int) -> str:
    """The address of the n-th computer, its own."""
    return f"54:bf:64:{n >> 16 & 255:02x}:{n >> 8 & 255:02x}:{n & 255:02x}"


def software(rank: int) -> dict[str, Any]:
    """A software; the first one is an office suite, the second an update of the system."""
    names = {0: "LibreOffice 25.8.1.1", 1: "Security Update for Windows (KB5031234)"}
    return {
        "name": names.get(rank, f"Logiciel pédagogique {rank:03d}"),
        "version": f"{rank % 9}.{rank % 7}.1" if rank else "25.8.1.1",
        "publisher": f"Éditeur {rank % 12}", "install_date": "2026-11-10", "from": "registry", "arch": "x86_64",
        "comments": "Un logiciel pour la classe",
        "userid": "S-1-5-21-1004336348", "username": "camille.hoarau", "uninstall_string": "C:\\uninst.exe",
    }  # fmt: skip


def native(n: int = 1, *, partial: bool | None = None, tag: str = "", **parts: Any) -> dict[str, Any]:
    """A native message, as a table."""
    message: dict[str, Any] = {
        "action": "inventory",
        "deviceid": f"PC-{n:04d}-2025-09-01-08-00-00",
        "itemtype": "Computer",
    }
    if partial is not None:
        message["partial"] = partial
    if tag:
        message["tag"] = tag
    return {**message, "content": content(n, **parts)}


def body(n: int = 1, **words: Any) -> bytes:
    """A native message, as bytes."""
    return json.dumps(native(n, **words)).encode()


def xml(n: int = 1, query: str = "INVENTORY", **parts: Any) -> bytes:
    """The same computer in the XML of OCS and FusionInventory."""
    said = content(n, **parts)
    inside = "".join(_element(name, value) for name, value in said.items())
    device = f"PC-{n:04d}-2025-09-01-08-00-00"
    text = f"<REQUEST><CONTENT>{inside}</CONTENT><DEVICEID>{device}</DEVICEID><QUERY>{query}</QUERY></REQUEST>"
    return f'<?xml version="1.0" encoding="UTF-8" ?>\n{text}'.encode()


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, row) for row in value)
    tag = name.upper()
    inside = "".join(_element(key, part) for key, part in value.items()) if isinstance(value, dict) else _text(value)
    return f"<{tag}>{inside}</{tag}>"


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else escape(str(value))
