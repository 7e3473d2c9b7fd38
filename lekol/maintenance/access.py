"""Who sees and who handles incidents. A person acts for the desk of their post; nobody acts for another’s."""

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Person
from lekol.pact.scopes import Scope


def commune_of(person: Person, scope: Scope) -> str:
    """The INSEE code of the commune a perimeter speaks of: the first of its schools’."""
    rows = schools_visible_to(person, scope).order_by("commune__sort_key", "pk")
    return rows.values_list("commune__insee", flat=True).first() or ""
