"""Real rows of governance: an agreement with two committees, its people, meetings on any day."""

import datetime as dt
from typing import Any

from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.choices import Role
from lekol.directory.models import Person
from lekol.governance import actions
from lekol.governance.models import Meeting
from lekol.governance.rules.seats import Committee, committee_of
from tests.agreement.factories import commitment, declared, load
from tests.directory.factories import CommuneFactory, SchoolFactory, post

COMMITTEES = """
[[committees]]
key = "copil"
name = "Comité de pilotage"
frequency = "au moins une fois par an"
minimum = 1
per = "annee"
extraordinary = true
{quorum}
chairs = [
  {{ party = "ville", function = "Maire", substitute = true }},
  {{ party = "rectorat", function = "IA-DAASEN", substitute = true }},
]
members = [
  {{ party = "ville", function = "Maire", substitute = true }},
  {{ party = "ville", function = "Directeur du service informatique" }},
  {{ party = "rectorat", function = "Délégué académique au numérique" }},
]
[[committees]]
key = "cotech"
name = "Comité technique"
named_by = "copil"
members = [
  {{ party = "rectorat", function = "Référent académique" }},
  {{ party = "ville", function = "Représentant de la commune" }},
]
"""


def governed(*rows: str, quorum: str = "", signed: str = "signed_on = 2024-02-03", **words: str) -> Agreement:
    """An agreement in force, with a steering and a technical committee."""
    SchoolFactory.create(commune=CommuneFactory.create())
    return load(*(rows or (commitment(), declared())), COMMITTEES.format(quorum=quorum), more=signed, **words)


def committee(agreement: Agreement, key: str = "copil") -> Committee:
    found = committee_of(agreement.data, key)
    assert found is not None
    return found


def people() -> dict[str, Person]:
    """One holder of each function of the two committees, each with an address."""
    commune = CommuneFactory.create()
    roles = {
        Role.MAYOR: commune, Role.CITY_IT_HEAD: commune, Role.PROJECT_LEAD: commune,
        Role.ACADEMIC_DIRECTOR: commune.academy, Role.DIGITAL_DELEGATE: commune.academy,
    }  # fmt: skip
    found = {str(role): post(role, place).person for role, place in roles.items()}
    for role, person in found.items():
        person.email = f"{role.replace('_', '-')}@exemple.example.org"
        person.save()
    return found


def seated(agreement: Agreement, since: dt.date = dt.date(2024, 2, 3)) -> dict[str, Person]:
    """The steering committee, filled from the directory."""
    found = people()
    actions.fill_from_directory(agreement=agreement, committee=committee(agreement), on=since)
    return found


def at(day: dt.date, hour: int = 14) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def planned(agreement: Agreement, day: dt.date | None = None, key: str = "copil", **words: Any) -> Meeting:
    """A meeting with one point."""
    known = {"starts_at": at(day or timezone.localdate()), "minutes": 90, "place": "Mairie"}
    made = actions.plan(agreement=agreement, committee=committee(agreement, key), **{**known, **words})
    actions.add_item(meeting=made, title="Situation")
    return made


def held(agreement: Agreement, day: dt.date | None = None, key: str = "copil") -> Meeting:
    """A meeting that took place, everyone present."""
    made = planned(agreement, day, key)
    rows = actions.call_roll(made)
    actions.note_presences(meeting=made, presences={row.pk: "present" for row in rows})
    return actions.hold(meeting=made)
