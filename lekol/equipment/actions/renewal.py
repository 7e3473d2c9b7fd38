"""Saving and removing scenarios of renewal."""

from typing import Any

from django.db import transaction

from lekol.directory.models import Commune, Person
from lekol.equipment.models.renewal import Scenario
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
def remove_scenario(*, scenario: Scenario, by: Person) -> None:
    write(verb="scenario.removed", thing=scenario, by=by, summary=f"Scénario « {scenario} » retiré.")
    scenario.delete()
