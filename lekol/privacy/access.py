"""Who reads the register and who orders a purge."""

from lekol.directory.access import holds
from lekol.directory.choices import Role
from lekol.directory.models import Person
from lekol.pact.rights import right

PURGE = right(
    "privacy.purge",
    label="Lancer l’effacement de ce qui a passé son terme, et en lire les preuves",
    roles=(Role.CITY_DPO, Role.ACADEMY_DPO, Role.CITY_IT_HEAD, Role.ACADEMY_IT_HEAD),
    clause="5.2",
)


def may_purge(person: Person) -> bool:
    return holds(person, PURGE)
