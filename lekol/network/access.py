"""Who sees and who keeps the network."""

from lekol.directory.access import holds
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.choices import Role
from lekol.directory.models import Person, School
from lekol.directory.models.territory import SchoolQuerySet
from lekol.pact.rights import right
from lekol.pact.scopes import Scope

KEEP = right(
    "network.keep",
    label="Enregistrer les prises testées, les liaisons Internet et leurs débits",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.TECHNICIAN),
    clause="3.1",
)


def visible_to(person: Person, scope: Scope | None = None) -> SchoolQuerySet:
    """The schools whose network a person sees: those they see."""
    return schools_visible_to(person, scope)


def may_keep(person: Person, school: School) -> bool:
    return holds(person, KEEP, school)
