"""Receive an inventory: known again and brought up to date, entered in a school, or kept for a person to decide.

Never is a device taken from another, nor entered twice in silence: in doubt it waits in quarantine.
"""

import datetime as dt
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, cast

from django.db import connection, transaction
from django.utils import timezone

from lekol.directory.models import Commune, School
from lekol.equipment import queries
from lekol.equipment.actions.machines import enter
from lekol.equipment.actions.provenance import tell
from lekol.equipment.actions.sections import first_condition, write_condition, write_health, write_sections
from lekol.equipment.choices import Channel, Standing
from lekol.equipment.models import AgentKey, Asset, FileRead, Machine
from lekol.equipment.rules import matching
from lekol.equipment.rules.identity import model_of
from lekol.equipment.rules.inventory import SECTIONS, Inventory
from lekol.equipment.rules.matching import Decision, Face, Verdict
from lekol.journal.actions import drafted, write
from lekol.kit.database.base import DatabaseWrapper
from lekol.kit.writing import Hung, write_once
from lekol.pact import uai


class Effect(StrEnum):
    """What receiving did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    QUARANTINED = "quarantined"


class Unidentified(ValueError):
    """Nothing in the inventory tells one device from another; the sentence says what lacks."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an inventory came: for which commune or school, by which way, and whether an unknown device is entered."""

    commune: Commune | None = None
    school: School | None = None
    channel: Channel = Channel.AGENT
    key: AgentKey | None = None
    agent: str = ""
    create: bool = False
    message: str = ""
    file: str = ""
    digest: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The effect, on which machine, why, and what moved, in French."""

    effect: Effect
    machine: Machine
    reason: str = ""
    moved: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())


def receive(*, inventory: Inventory, arrival: Arrival, now: dt.datetime | None = None) -> Outcome:
    """Receive one device. Raises Unidentified when nothing tells it from another."""
    moment = now or timezone.now()
    face = queries.face_of(inventory, arrival.agent)
    if not (face.serial or face.uuid or face.agent or face.device or face.macs or face.fallback):
        raise Unidentified(
            "Aucun identifiant utilisable : ni numéro de série, ni UUID, ni adresse réseau, ni nom d’agent. "
            "Renseignez le numéro de série dans le BIOS, ou inscrivez le matériel à la main."
        )
    if (known := _read_before(arrival)) is not None:
        return Outcome(Effect.UNCHANGED, known, "Ce fichier a déjà été lu : il n’apprend rien de plus.")
    if (same := _unmoved(inventory, face, arrival, moment)) is not None:
        return same
    with transaction.atomic():
        _one_at_a_time(face, arrival)
        outcome = _settle(inventory, face, arrival, moment)
        _remember(outcome.machine, arrival)
    return outcome


def said_again(*, key: AgentKey, message: str) -> bool:
    """Is it, sign for sign, the last message of a machine of the key’s commune? Then only its hour is kept."""
    with cast(DatabaseWrapper, connection).prepared_cursor() as cursor:
        cursor.execute(_AGAIN, [timezone.now(), key.pk, message, key.commune_id])
        return bool(cursor.rowcount > 0)


_AGAIN = """
    UPDATE equipment_machine SET last_seen_at = %s, key_id = %s WHERE message = %s AND commune_id = %s
"""


def _unmoved(inventory: Inventory, face: Face, arrival: Arrival, now: dt.datetime) -> Outcome | None:
    """The common case, settled without a lock: a known device that says nothing new."""
    machines = queries.machines_like(face, arrival.commune)
    decision = matching.decide(face, queries.faces(machines, ()))
    machine = next((row for row in machines if f"m{row.pk}" == decision.key), None)
    if machine is None or (arrival.create and machine.standing == Standing.QUARANTINE):
        return None
    if _moved(machine, inventory):
        return None
    _touch(machine, arrival, now)
    _remember(machine, arrival)
    return Outcome(Effect.UNCHANGED, machine, _standing(machine))


def _moved(machine: Machine, inventory: Inventory) -> dict[str, str]:
    """The parts whose print is no longer that of last time; a part alone does not tell who the device is."""
    return {
        name: value
        for name, value in inventory.digests().items()
        if machine.digests.get(name) != value and not (inventory.partial and name == "identity")
    }


def _settle(inventory: Inventory, face: Face, arrival: Arrival, now: dt.datetime) -> Outcome:
    machines = queries.machines_like(face, arrival.commune)
    decision = matching.decide(face, queries.faces(machines, ()))
    if decision.verdict is Verdict.KNOWN:
        machine = next(row for row in machines if f"m{row.pk}" == decision.key)
        return _known(machine, inventory, face, arrival, now)
    assets = queries.assets_like(face, arrival.commune)
    if assets:
        decision = matching.decide(face, queries.faces(machines, assets))
    asset = next((row for row in assets if f"a{row.pk}" == decision.key), None)
    return _unknown(inventory, face, arrival, now, decision, asset)


def _known(machine: Machine, inventory: Inventory, face: Face, arrival: Arrival, now: dt.datetime) -> Outcome:
    """A device seen before: only what moved is written."""
    moved = _moved(machine, inventory)
    school = arrival.school if arrival.create and machine.standing == Standing.QUARANTINE else None
    if not moved and school is None:
        _touch(machine, arrival, now)
        return Outcome(Effect.UNCHANGED, machine, _standing(machine))
    _describe(machine, inventory, face, arrival, now)
    told = _bring(machine, inventory, moved, now)
    if school is not None and _may_enter(machine) and not machine.candidates:
        enter(machine=machine, school=school, by=None)
        machine.refresh_from_db()
        return Outcome(Effect.CREATED, machine, "Inscrit au parc.", told, inventory.warnings)
    effect = Effect.UPDATED if moved else Effect.UNCHANGED
    return Outcome(effect, machine, _standing(machine), told, inventory.warnings)


def _standing(machine: Machine) -> str:
    return {
        Standing.QUARANTINE: "En quarantaine : une personne doit décider.",
        Standing.IGNORED: "Ignoré par décision d’une personne.",
    }.get(Standing(machine.standing), "")


def _touch(machine: Machine, arrival: Arrival, now: dt.datetime) -> None:
    """Nothing moved: only the hour of the contact is kept."""
    later = max(now, machine.last_seen_at)
    Machine.objects.filter(pk=machine.pk).update(
        last_seen_at=later, key=arrival.key or machine.key_id, message=arrival.message or machine.message
    )


def _unknown(
    inventory: Inventory, face: Face, arrival: Arrival, now: dt.datetime, decision: Decision, asset: Asset | None
) -> Outcome:
    """A device never seen: linked to the one of the register it surely is, entered when asked, or kept waiting."""
    school = arrival.school or _tagged(inventory.tag, arrival.commune)
    machine = Machine(
        commune=arrival.commune or (school.commune if school else asset.commune if asset else None),
        school=school,
        candidates=[asdict(row) for row in decision.candidates],
        reason=decision.reason[:400],
        first_seen_at=now,
    )
    _describe(machine, inventory, face, arrival, now)
    enters = arrival.create and decision.verdict is Verdict.NEW and machine.school and _may_enter(machine)
    if asset is None and not enters:
        _meet(machine, inventory, now, f"À décider : {decision.reason}"[:400])
        return Outcome(Effect.QUARANTINED, machine, decision.reason, (), inventory.warnings)
    told = _bring(machine, inventory, inventory.digests(), now, link=asset)
    if asset is not None:
        summary = f"Reconnu par un inventaire : {decision.reason}."
        write(verb="machine.linked", thing=asset, summary=summary[:400])
        return Outcome(Effect.UPDATED, machine, summary, told, inventory.warnings)
    enter(machine=machine, school=cast(School, machine.school), by=None)
    machine.refresh_from_db()
    return Outcome(Effect.CREATED, machine, decision.reason, told, inventory.warnings)


def _meet(machine: Machine, inventory: Inventory, now: dt.datetime, summary: str) -> None:
    """A device that waits for a decision: the machine, its first condition and its entry are one statement."""
    today, moved = timezone.localdate(now), inventory.digests()
    health = write_health(machine, inventory, moved, today)
    machine.digests = moved
    entry = drafted(verb="machine.quarantined", thing=machine, summary=summary)
    entry.thing_name = entry.thing_name if machine.name or machine.said_serial else "machine sans nom"
    condition = first_condition(health, today)
    hung: list[Hung] = [(entry, "thing_ref", "id::text")]
    if condition is not None:
        hung.append((condition, "machine_id", "id"))
    write_once(machine, hung)
    write_sections(machine, inventory, moved, now, new=True)


def _tagged(tag: str, commune: Commune | None) -> School | None:
    """The school an agent names by its tag, when the tag is the code of one of the commune."""
    if uai.fault(tag.upper()):
        return None
    schools = School.objects.filter(uai=tag.upper()).select_related("commune")
    return (schools.filter(commune=commune) if commune else schools).first()


def _may_enter(machine: Machine) -> bool:
    """A device is entered without a person only when one knows what it is."""
    return bool(machine.kind and machine.model)


def _bring(
    machine: Machine, inventory: Inventory, moved: dict[str, str], now: dt.datetime, link: Asset | None = None
) -> tuple[str, ...]:
    """Write what moved: the machine, its parts, its condition, then what the register learns from it."""
    today, known, new = timezone.localdate(now), machine.digests, machine.pk is None
    health = write_health(machine, inventory, moved, today)
    if link is not None:
        machine.asset, machine.standing = link, Standing.LINKED
    machine.digests = {**known, **moved}
    machine.save()
    write_sections(machine, inventory, moved, now, new=new)
    turned = write_condition(machine, health, today)
    learnt = tell(machine=machine, inventory=inventory, now=now) if machine.asset_id else ()
    parts = tuple(f"{SECTIONS[name]} : changé." for name in SECTIONS if known and name in moved)
    return tuple(filter(None, (turned, *learnt, *parts)))


def _describe(machine: Machine, inventory: Inventory, face: Face, arrival: Arrival, now: dt.datetime) -> None:
    """The machine’s own columns; what a message does not say is not erased."""
    make = inventory.make
    said: dict[str, Any] = {
        "nature": inventory.nature.value, "kind": inventory.kind, "name": inventory.identity.name, "make": make,
        "model": model_of(make, inventory.model)[:80], "said_serial": inventory.identity.serial,
        "serial": face.serial, "uuid": face.uuid, "agent": face.agent, "device": face.device,
        "fallback": face.fallback, "macs": sorted(face.macs), "agent_version": inventory.agent,
    }  # fmt: skip
    kept = ("nature", "kind", "name", "make", "model") if inventory.partial and machine.pk else ()
    for name, value in said.items():
        if value and not (name in kept and getattr(machine, name)):
            setattr(machine, name, value)
    machine.virtual = machine.virtual or inventory.virtual
    machine.warnings, machine.message = list(inventory.warnings), arrival.message or machine.message
    machine.channel = arrival.channel
    # By their numbers: what is only kept is not read from the base.
    machine.key_id = arrival.key.pk if arrival.key else machine.key_id
    machine.school_id = arrival.school.pk if arrival.school else machine.school_id
    machine.commune_id = machine.commune_id or (arrival.commune.pk if arrival.commune else None)
    machine.changed_at, machine.last_seen_at = now, now if machine.pk is None else max(now, machine.last_seen_at)


def _one_at_a_time(face: Face, arrival: Arrival) -> None:
    """Two messages about one device wait for each other, so that it is not met twice as new."""
    who = face.serial or face.uuid or face.device or face.agent or face.fallback or "".join(sorted(face.macs))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%(who)s, 4))", {"who": who})


def _read_before(arrival: Arrival) -> Machine | None:
    """The machine a file already told of, unless it may now be entered in a school."""
    if not arrival.digest:
        return None
    row = FileRead.objects.filter(digest=arrival.digest, rank=arrival.rank).select_related("machine").first()
    if row is None or (arrival.create and row.machine.standing == Standing.QUARANTINE):
        return None
    return row.machine


def _remember(machine: Machine, arrival: Arrival) -> None:
    if arrival.digest:
        FileRead.objects.get_or_create(
            digest=arrival.digest, rank=arrival.rank, defaults={"machine": machine, "name": arrival.file[:160]}
        )
