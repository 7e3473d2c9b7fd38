"""What a reader may bring in, where, and what they brought."""

from django.db.models import QuerySet
from django.utils import timezone

from lekol.directory.access import may_recode_school, posts_granting, visible_to
from lekol.directory.models import Academy, Commune, Person, School
from lekol.kit.imports import Importer, Outcome, announced
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


def absent_schools(person: Person, run: ImportRun, limit: int) -> list[tuple[School, bool]]:
    """Schools the file left out that are still open, as the reader sees them, and whether they may close each."""
    if not run.count(Outcome.ABSENT):
        return []
    keys = run.lines.filter(outcome=Outcome.ABSENT).order_by().values("key")
    rows = visible_to(person).open_on(timezone.localdate()).filter(uai__in=keys).select_related("commune__academy")
    return [(row, may_recode_school(person, row)) for row in rows.order_by("sort_key", "pk")[:limit]]


def runs_visible_to(person: Person) -> QuerySet[ImportRun]:
    """One’s own runs, of the kinds one may still use."""
    return ImportRun.objects.filter(actor_ref=person.ref, kind__in=offered(person))
