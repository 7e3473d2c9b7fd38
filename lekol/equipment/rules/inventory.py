"""What an agent says of a device, whatever its language: the one structure every outside format becomes.

Only what the estate needs is named here: users, processes, environments, keys and licences have no place,
so that no translation can keep them.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Nature(StrEnum):
    """What sort of thing speaks, or is spoken of."""

    COMPUTER = "ordinateur"
    PHONE = "telephone"
    PRINTER = "imprimante"
    NETWORK = "reseau"
    STORAGE = "stockage"
    UNKNOWN = "inconnu"


SECTIONS: Mapping[str, str] = {
    "hardware": "Matériel",
    "processors": "Processeurs",
    "memories": "Mémoire",
    "disks": "Disques",
    "volumes": "Volumes",
    "batteries": "Batterie",
    "ports": "Réseau",
    "monitors": "Écrans",
    "printers": "Imprimantes reliées",
    "antivirus": "Antivirus",
    "firmwares": "Micrologiciels",
    "security": "Sécurité",
    "counters": "Compteurs",
    "cartridges": "Cartouches",
    "system": "Système",
    "software": "Logiciels",
}
"""The parts of an inventory and their French names. A partial one brings some of them and leaves the others be."""

EMPTIED = ("antivirus", "batteries", "monitors", "printers")
"""Sections that a whole inventory leaves out when there is nothing to say: then there is nothing any more."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Identity:
    """By what a device may be known again, as it was said: `rules.identity` judges what is worth believing."""

    agent: str = ""
    device: str = ""
    uuid: str = ""
    serial: str = ""
    macs: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class System:
    """The operating system as the agent names it."""

    name: str = ""
    version: str = ""
    full_name: str = ""
    kernel: str = ""
    arch: str = ""
    installed_on: dt.date | None = None

    def row(self) -> Row:
        """As it is kept; the kernel without what changes at each boot."""
        day = self.installed_on.isoformat() if self.installed_on else ""
        words = {"name": self.name, "version": self.version, "full_name": self.full_name, "kernel": self.kernel}
        return {**words, "arch": self.arch, "installed_on": day}


@dataclass(frozen=True, slots=True, order=True)
class Software:
    """One software on a device."""

    name: str
    version: str = ""
    publisher: str = ""
    installed_on: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """One device on one day. A section that is absent was not looked at; an empty one was, and nothing is there."""

    nature: Nature
    identity: Identity
    kind: str = ""
    make: str = ""
    model: str = ""
    system: System | None = None
    software: tuple[Software, ...] | None = None
    sections: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    partial: bool = False
    virtual: bool = False
    tag: str = ""
    agent: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Did the agent look at everything? A partial message, or one without software, never empties a section."""
        return not self.partial and self.software is not None

    def parts(self) -> dict[str, Sequence[Row]]:
        """The sections to keep as they are; software has its own rows."""
        emptied: dict[str, Sequence[Row]] = dict.fromkeys(EMPTIED, ()) if self.whole else {}
        system = {"system": [self.system.row()]} if self.system else {}
        return {**emptied, **self.sections, **system}

    def digests(self) -> dict[str, str]:
        """A short print of each section reported: what has not moved is not written again."""
        found = {name: _print(rows) for name, rows in self.parts().items()}
        if self.software is not None:
            found["software"] = _print([(row.name, row.version, row.publisher) for row in self.software])
        identity = self.identity
        who = (identity.device, identity.uuid, identity.serial, identity.macs, identity.name)
        found["identity"] = _print((who, self.nature, self.kind, self.make, self.model))
        return found


def _print(rows: Any) -> str:
    text = json.dumps(rows, ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode("ascii"), digest_size=12).hexdigest()
