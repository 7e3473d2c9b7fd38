"""What a reader may bring in, where, and what they brought."""

from django.db.models import QuerySet

from lekol.directory.access import posts_granting
from lekol.directory.models import Academy, Commune, Person
from lekol.kit.imports import Importer, announced
from lekol.kit.imports.importer import Territory
from lekol.kit.models import ImportRun


def offered(person: Person) -> dict[str, Importer]:
    """The importers whose right the person holds somewhere."""
    return {key: taker for key, taker in announced().items() if taker.right and posts_granting(person, taker.right)}


def territory_of(person: Person, taker: Importer, only: str = "") -> Territory:
    """Where the person’s posts let this importer write."""
    places = [post.place for post in posts_granting(person, taker.right)] if taker.right else []
    communes = frozenset(place.insee for place in places if isinstance(place, Commune))
    academies = frozenset(place.code for place in places if isinstance(place, Academy))
    return Territory(communes, academies, only)


def runs_visible_to(person: Person) -> QuerySet[ImportRun]:
    """One’s own runs, of the kinds one may still use."""
    return ImportRun.objects.filter(actor_ref=person.ref, kind__in=offered(person))
