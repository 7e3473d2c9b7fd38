"""Read models of the automatic inventory: which known devices may be the announced one."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

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
    shared = Q()
    for field in ("serial", "uuid", "agent", "device", "fallback"):
        if value := getattr(face, field):
            shared |= Q(**{field: value})
    if face.macs:
        shared |= Q(macs__overlap=sorted(face.macs))
    rows = Machine.objects.filter(shared) if shared else Machine.objects.none()
    if commune is not None:
        rows = rows.filter(Q(commune=commune) | Q(commune=None))
    return list(rows.select_related("asset").order_by("pk")[:MOST])


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


def assets_like(face: Face, commune: Commune | None) -> QuerySet[Asset]:
    """Devices of the register with that serial number, which no machine is linked to."""
    if not face.serial:
        return Asset.objects.none()
    rows = Asset.objects.filter(serial_key=face.serial, machine=None)
    return rows.filter(commune=commune) if commune is not None else rows


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
