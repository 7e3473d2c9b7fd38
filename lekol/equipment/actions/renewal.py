"""Saving and removing scenarios of renewal, and the prices the plan counts with."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from lekol.directory.models import Commune, Person
from lekol.equipment.choices import Kind
from lekol.equipment.models.renewal import KindPrice, Scenario
from lekol.journal.actions import write


@transaction.atomic
def save_scenario(*, commune: Commune, by: Person, **fields: Any) -> Scenario:
    """Keep a scenario under its name; the same name again is refused."""
    scenario = Scenario(commune=commune, **fields)
    scenario.full_clean()
    scenario.save()
    write(
        verb="scenario.saved",
        thing=scenario,
        by=by,
        clause="4.1",
        summary=f"Scénario de renouvellement « {scenario} ».",
    )
    return scenario


@transaction.atomic
def change_scenario(*, scenario: Scenario, by: Person, **fields: Any) -> Scenario:
    """Change what a scenario decides; the journal keeps each value before and after."""
    changes = {}
    for name, value in fields.items():
        if (before := getattr(scenario, name)) != value:
            changes[str(Scenario._meta.get_field(name).verbose_name)] = [before, value]  # type: ignore[union-attr]
            setattr(scenario, name, value)
    scenario.full_clean()
    scenario.save()
    summary = f"Scénario de renouvellement « {scenario} » modifié."
    write(verb="scenario.changed", thing=scenario, by=by, clause="4.1", summary=summary, changes=changes)
    return scenario


@transaction.atomic
def price_kinds(*, commune: Commune, prices: Mapping[str, Decimal | None], by: Person) -> int:
    """Say what a commune pays for each type; none takes its price away. Answers how many changed."""
    held = {row.kind: row for row in KindPrice.objects.filter(commune=commune).select_for_update()}
    changes = {}
    for kind, price in prices.items():
        before = held[kind].price if kind in held else None
        if before == price:
            continue
        changes[str(Kind(kind).label)] = [before, price]
        if price is None:
            held[kind].delete()
        else:
            row = held.get(kind, KindPrice(commune=commune, kind=kind))
            row.price = price
            row.full_clean()
            row.save()
    if changes:
        summary = f"Prix du plan de renouvellement : {len(changes)} changés."
        write(verb="prices.changed", thing=commune, by=by, clause="4.1", summary=summary, changes=changes)
    return len(changes)


@transaction.atomic
def remove_scenario(*, scenario: Scenario, by: Person) -> None:
    write(verb="scenario.removed", thing=scenario, by=by, summary=f"Scénario « {scenario} » retiré.")
    scenario.delete()
