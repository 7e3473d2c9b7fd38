"""Who compares the two bases, who reviews, and whose pupils they see (3.12, NS-058)."""

from django.db.models import QuerySet

from lekol.directory.access import holds, posts_granting, schools_of
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.choices import Role
from lekol.directory.models import Commune, Person, School
from lekol.directory.models.territory import SchoolQuerySet
from lekol.pact.rights import right
from lekol.pact.scopes import Scope
from lekol.pupils.models import Comparison, Pair, PairQuerySet

COMPARE = right(
    "pupils.compare",
    label="Comparer la base élèves de l’État et celle de la Ville",
    roles=(Role.EDUCATION_HEAD, Role.ACADEMY_IT_HEAD),
    clause="3.12",
)
REVIEW = right(
    "pupils.review",
    label="Vérifier si deux fiches sont celles d’un même élève, dans ses écoles",
    roles=(Role.EDUCATION_HEAD, Role.ACADEMY_IT_HEAD, Role.SCHOOL_HEAD),
    clause="3.12",
)


def visible_to(person: Person, scope: Scope | None = None) -> SchoolQuerySet:
    """The schools whose counts a person sees: figures name nobody."""
    return schools_visible_to(person, scope)


def may_review(person: Person) -> bool:
    return holds(person, REVIEW)


def reviewable(person: Person) -> PairQuerySet:
    """The pairs a person may read: those of the schools of the posts that give the right."""
    wide = [post for post in posts_granting(person, REVIEW) if post.role != Role.SCHOOL_HEAD]
    rows = Pair.objects.filter(commune__in=communes(person)) if wide else Pair.objects.none()
    heads = [post.place.pk for post in posts_granting(person, REVIEW) if isinstance(post.place, School)]
    return rows | Pair.objects.filter(school__in=heads)


def seen_by(person: Person) -> PairQuerySet:
    """The pairs of the schools a person sees, whether or not they may read them."""
    return Pair.objects.filter(school__in=schools_of(person).values("pk")) | reviewable(person)


def may_read(person: Person, pair: Pair) -> bool:
    return reviewable(person).filter(pk=pair.pk).exists()


def communes(person: Person) -> QuerySet[Commune]:
    """The communes where a person may compare the bases."""
    granted = posts_granting(person, COMPARE)
    held = [post.place.pk for post in granted if isinstance(post.place, Commune)]
    academies = [post.place.pk for post in granted if not isinstance(post.place, (Commune, School))]
    return Commune.objects.filter(pk__in=held) | Commune.objects.filter(academy__in=academies)


def may_compare(person: Person) -> bool:
    return holds(person, COMPARE)


def comparisons(person: Person) -> QuerySet[Comparison]:
    """The comparisons of the communes whose schools a person sees."""
    return Comparison.objects.filter(commune__in=schools_of(person).order_by().values("commune"))
