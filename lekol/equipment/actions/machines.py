"""What a person decides of a device in quarantine: it is one we have, it is entered, it is ignored."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Person, Room, School
from lekol.equipment.actions.estate import register
from lekol.equipment.actions.provenance import model_for, note, tell_again
from lekol.equipment.choices import MUTE, Origin, Source, Standing
from lekol.equipment.models import Asset, Machine
from lekol.journal.actions import write


@transaction.atomic
def link(*, machine: Machine, asset: Asset, by: Person | None) -> Machine:
    """It is this device of the register. A device that another machine answers for is never taken from it."""
    machine = Machine.objects.select_for_update().get(pk=machine.pk)
    other = Machine.objects.filter(asset=asset).exclude(pk=machine.pk).first()
    if other is not None:
        raise ValidationError(
            f"{asset.inventory_number} est déjà suivi sous le nom « {other} », vu le "
            f"{timezone.localdate(other.last_seen_at):%d/%m/%Y}. Détachez d’abord l’autre machine."
        )
    if machine.commune_id and machine.commune_id != asset.commune_id:
        raise ValidationError("Ce matériel est d’une autre commune.")
    if asset.kind in MUTE:
        raise ValidationError(
            f"{asset.inventory_number} est de type « {asset.get_kind_display()} » : aucun agent n’en parle. Donnez le "
            "numéro du poste lui-même."
        )
    machine.asset, machine.commune, machine.standing, machine.candidates = asset, asset.commune, Standing.LINKED, []
    machine.reason = f"Rattaché à {asset.inventory_number} par une personne."
    machine.save()
    write(verb="machine.linked", thing=asset, by=by, summary=f"Machine « {machine} » rattachée.")
    tell_again(machine=machine)
    return machine


@transaction.atomic
def enter(
    *,
    machine: Machine,
    school: School,
    room: Room | None = None,
    inventory_number: str = "",
    kind: str = "",
    origin: str = Origin.CITY,
    by: Person | None,
) -> Asset:
    """Enter a new device in a school from what the agent says; its day of purchase stays unknown."""
    machine = Machine.objects.select_for_update().get(pk=machine.pk)
    if machine.asset_id is not None:
        raise ValidationError("Cette machine est déjà rattachée à un matériel du parc.")
    today = timezone.localdate()
    asset = register(
        school=school,
        room=room,
        inventory_number=inventory_number.strip() or f"INV-{machine.pk:05d}",
        serial=machine.said_serial if machine.serial else "",
        model=model_for(machine, kind),
        origin=origin,
        acquired_on=today,
        warranty_until=None,
        by=by,
    )
    # Placed since today, but bought nobody knows when: an inventory does not tell.
    Asset.objects.filter(pk=asset.pk).update(acquired_on=None)
    asset.acquired_on, asset.name = None, machine.name[:80]
    asset.save(update_fields=["name"])
    for field in ("serial", "model"):
        note(asset, field, Source.AGENT)
    machine.asset, machine.commune, machine.school = asset, asset.commune, school
    machine.standing, machine.candidates, machine.reason = Standing.LINKED, [], "Inscrit depuis son inventaire."
    machine.save()
    tell_again(machine=machine)
    return asset


@transaction.atomic
def ignore(*, machine: Machine, by: Person | None) -> Machine:
    """It is none of ours: it is not asked about again. What it says goes on being received."""
    machine = Machine.objects.select_for_update().get(pk=machine.pk)
    if machine.asset_id is not None:
        raise ValidationError("Cette machine est rattachée à un matériel du parc : détachez-la d’abord.")
    machine.standing, machine.reason = Standing.IGNORED, "Ignorée par une personne."
    machine.save(update_fields=["standing", "reason"])
    write(verb="machine.ignored", thing=machine, by=by, summary=f"Machine « {machine} » ignorée.")
    return machine


@transaction.atomic
def reconsider(*, machine: Machine, by: Person | None) -> Machine:
    """Back in quarantine: an ignored machine, or one linked to the wrong device."""
    machine = Machine.objects.select_for_update().get(pk=machine.pk)
    before = machine.asset
    machine.asset, machine.standing, machine.reason = None, Standing.QUARANTINE, "Remise à décider par une personne."
    machine.save()
    write(
        verb="machine.reconsidered", thing=before or machine, by=by, summary=f"Machine « {machine} » remise à décider."
    )
    return machine
