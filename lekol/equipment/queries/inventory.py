"""Read models of the automatic inventory: which known devices may be the announced one."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from lekol.directory.models import Commune
from lekol.equipment.choices import OUT
from lekol.equipment.models import Asset, FieldSource, Machine
from lekol.equipment.rules import identity
from lekol.equipment.rules.inventory import Inventory, Nature
from lekol.equipment.rules.matching import Face
from lekol.kit.compiled import compiled

MOST = 24
"""Known devices looked at: beyond, an identifier is shared by so many that it says nothing."""


def face_of(inventory: Inventory, agent: str = "") -> Face:
    """The identifiers worth believing of an announced device."""
    who = inventory.identity
    speaks = inventory.nature in (Nature.COMPUTER, Nature.PHONE)  # others are spoken of: the agent is not theirs
    face = {
        "serial": identity.serial_of(who.serial),
        "uuid": identity.uuid_of(who.uuid),
        "agent": identity.agent_of(agent or who.agent) if speaks else "",
        "device": identity.device_of(who.device),
        "macs": frozenset(mac for mac in map(identity.mac_of, who.macs) if mac and identity.is_own_mac(mac)),
    }
    # Boards that say nothing, containers: the agent’s own name of the device, or name and model, for want of better.
    firm = any(value for name, value in face.items() if name != "device")
    fallback = "" if firm else face["device"] or identity.fallback_of(who.name, inventory.model)
    return Face("", name=who.name, kind=inventory.kind, fallback=fallback, **face)  # type: ignore[arg-type]


def machines_like(face: Face, commune: Commune | None) -> list[Machine]:
    """Known machines that share an identifier; one query."""
    said = {field: value for field in _NAMES if (value := getattr(face, field))}
    words: list[Any] = list(said.values())
    if face.macs:
        words.append(sorted(face.macs))
    if not words:
        return []
    if commune is not None:
        words.append(commune.pk)
    found: list[Machine] = _like(tuple(said), bool(face.macs), commune is not None)(*words)
    return found


_NAMES = ("serial", "uuid", "agent", "device", "fallback")


@cache
def _like(names: tuple[str, ...], macs: bool, within: bool) -> Any:
    """The question for the identifiers a device has: one for each set of them, compiled once."""

    def question(*words: Any) -> QuerySet[Machine]:
        shared = Q()
        for name, word in zip(names, words, strict=False):
            shared |= Q(**{name: word})
        if macs:
            whole = RawSQL("%s::varchar[]", [words[len(names)]])  # one value, whatever the number of addresses
            shared |= Q(macs__overlap=whole)
        rows = Machine.objects.filter(shared)
        if within:
            rows = rows.filter(Q(commune=words[-1]) | Q(commune=None))
        return rows.select_related("asset").order_by("pk")[:MOST]

    return compiled(*[str] * len(names), *[list] * macs, *[int] * within)(question)


@compiled(int)
def _machine_of(asset: int) -> QuerySet[Machine]:
    return Machine.objects.filter(asset=asset).select_related("release")[:1]


@compiled(int)
def _sources_of(asset: int) -> QuerySet[FieldSource]:
    return FieldSource.objects.filter(asset=asset)


def machine_of(asset: Asset) -> Machine | None:
    """What agents announce of a device, read once per device object."""
    known: list[Machine] | None = asset.__dict__.get("_machines")
    if known is None:
        known = asset.__dict__["_machines"] = _machine_of(asset.pk)
    return known[0] if known else None


def sources_of(asset: Asset) -> list[FieldSource]:
    """Who wrote each field that agents may tell."""
    return _sources_of(asset.pk)


def assets_like(face: Face, commune: Commune | None) -> list[Asset]:
    """Devices of the register with that serial number, which no machine is linked to."""
    if not face.serial:
        return []
    return _of_serial(face.serial) if commune is None else _of_serial_in(face.serial, commune.pk)


@compiled(str)
def _of_serial(serial: str) -> QuerySet[Asset]:
    return Asset.objects.filter(serial_key=serial, machine=None)[:MOST]


@compiled(str, int)
def _of_serial_in(serial: str, commune: int) -> QuerySet[Asset]:
    return Asset.objects.filter(serial_key=serial, machine=None, commune=commune)[:MOST]


def faces(machines: Iterable[Machine], assets: Iterable[Asset]) -> list[Face]:
    """What the matching rules compare: known machines, and devices nobody announced yet."""
    return [*map(_machine, machines), *map(_asset, assets)]


def _machine(row: Machine) -> Face:
    return Face(
        key=f"m{row.pk}",
        label=row.asset.inventory_number if row.asset else str(row),
        serial=row.serial,
        uuid=row.uuid,
        agent=row.agent,
        device=row.device,
        fallback=row.fallback,
        macs=frozenset(row.macs),
        name=row.name,
        kind=row.asset.kind if row.asset else row.kind,
        retired=row.asset is not None and row.asset.status in OUT,
    )


def _asset(row: Asset) -> Face:
    return Face(
        key=f"a{row.pk}",
        label=row.inventory_number,
        serial=row.serial_key,
        name=row.name,
        kind=row.kind,
        retired=row.status in OUT,
    )
