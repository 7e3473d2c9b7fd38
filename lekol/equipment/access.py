"""Who sees and who keeps the estate."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from lekol.directory.access import holds, posts_granting, posts_of
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.choices import Role
from lekol.directory.models import Commune, Person, School
from lekol.equipment.models import AgentKey, Asset, Machine, Placement
from lekol.pact.rights import right
from lekol.pact.scopes import Level, Scope

KEEP = right(
    "equipment.keep",
    label="Inscrire, placer, équiper et sortir les matériels du parc",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.TECHNICIAN),
    clause="3.14",
)
IMPORT = right(
    "equipment.import",
    label="Importer des tableaux de matériels et annuler un import",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD),
    clause="3.14",
)
FILL = right(
    "equipment.fill",
    label="Dire quel matériel pourvoit un équipement de base de la direction",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.TECHNICIAN, Role.SCHOOL_HEAD, Role.DIGITAL_MENTOR),
    clause="3.14",
)


def placements_visible_to(person: Person, scope: Scope | None = None) -> QuerySet[Placement]:
    """Where devices stand today, in the schools the reader sees."""
    today = timezone.localdate()
    return Placement.objects.filter(valid__contains=today, school__in=schools_visible_to(person, scope).values("pk"))


def visible_to(person: Person, scope: Scope | None = None) -> QuerySet[Asset]:
    """Devices that stand, or stood, in a school the reader sees."""
    return Asset.objects.filter(placements__school__in=schools_visible_to(person, scope).values("pk")).distinct()


def may_keep(person: Person, school: School) -> bool:
    return holds(person, KEEP, school)


def may_fill(person: Person, school: School) -> bool:
    return holds(person, FILL, school)


HAND_KEYS = right(
    "equipment.hand_keys",
    label="Donner et révoquer les clés des agents d’inventaire",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD),
    clause="3.13",
)


def communes_of(person: Person) -> QuerySet[Commune]:
    """The communes a person answers for as a whole, by a post of the City or of the académie."""
    held = Q(pk__in=[])
    for post in posts_of(person):
        if post.level is Level.COMMUNE:
            held |= Q(pk=post.commune_id)
        elif post.level is Level.ACADEMY:
            held |= Q(academy=post.academy_id)
    return Commune.objects.filter(held)


def machines_visible_to(person: Person, scope: Scope | None = None) -> QuerySet[Machine]:
    """Machines of the devices one sees; those not decided yet, by the school they are announced for or the commune."""
    seen = schools_visible_to(person, scope).values("pk")
    mine = Q(asset=None, school__in=seen) | Q(asset__placements__school__in=seen)
    whole = Q(asset=None, school=None, commune__in=communes_of(person).values("pk"))
    return Machine.objects.filter(mine | whole).distinct()


def may_decide(person: Person, machine: Machine) -> bool:
    """May this person say what an announced machine is?"""
    place = machine.school or machine.commune
    return place is not None and holds(person, KEEP, place)


def keys_visible_to(person: Person) -> QuerySet[AgentKey]:
    """Keys of the communes where a person hands them."""
    places = [post.commune_id for post in posts_granting(person, HAND_KEYS) if post.commune_id]
    return AgentKey.objects.filter(commune__in=places)


def may_hand_keys(person: Person, commune: Commune | None = None) -> bool:
    return holds(person, HAND_KEYS, commune)
