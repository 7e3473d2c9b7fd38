"""Who sees and who keeps the estate."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lekol.directory.access import covers, holds, posts_granting, posts_of
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.choices import Role
from lekol.directory.models import Commune, Person, School
from lekol.equipment.models import (
    AgentKey,
    Asset,
    AssetQuerySet,
    Audit,
    Contract,
    HandOver,
    Machine,
    Placement,
    SavedList,
    Scenario,
    StockItem,
)
from lekol.equipment.queries.card import numbered, places_of
from lekol.kit.compiled import compiled
from lekol.pact.rights import Right, right
from lekol.pact.scopes import Level, Scope

_CITY = (Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.TECHNICIAN)
KEEP = right(
    "equipment.keep",
    label="Inscrire, placer, équiper et sortir les matériels du parc",
    roles=_CITY,
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
    roles=(*_CITY, Role.SCHOOL_HEAD, Role.DIGITAL_MENTOR),
    clause="3.14",
)
LEND = right(
    "equipment.lend",
    label="Prêter ou remettre un matériel contre signature, et inscrire son retour",
    roles=(*_CITY, Role.SCHOOL_HEAD, Role.DIGITAL_MENTOR),
    clause="4.1",
)
COUNT = right(
    "equipment.count",
    label="Relever les compteurs d’un copieur, sortir un consommable de la réserve, ajouter une photo",
    roles=(*_CITY, Role.SCHOOL_HEAD, Role.DIGITAL_MENTOR),
    clause="4.1",
)
CONTRACT = right(
    "equipment.contract",
    label="Tenir les garanties, les contrats, les fournisseurs, le catalogue et les champs du parc",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD),
    clause="4.1",
)
FEW = 400
"""Schools whose devices are asked by name; beyond, by commune or by a query."""


CHECK = right(
    "equipment.check",
    label="Vérifier les matériels d’une salle et régler ce qui manque",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.TECHNICIAN, Role.SCHOOL_HEAD, Role.DIGITAL_MENTOR),
    clause="3.14",
)


def placements_visible_to(person: Person, scope: Scope | None = None) -> QuerySet[Placement]:
    """Where devices stand today, in the schools the reader sees."""
    today = timezone.localdate()
    return Placement.objects.filter(valid__contains=today, school__in=schools_visible_to(person, scope).values("pk"))


def visible_to(person: Person, scope: Scope | None = None) -> AssetQuerySet:
    """Devices that stand, or stood, in a school the reader sees; those of no school, for their commune’s agents."""
    seen = schools_visible_to(person, scope).values("pk")
    stood = Exists(Placement.objects.filter(asset=OuterRef("pk"), school__in=seen))
    return Asset.objects.filter(_without_school(person) | Q(stood))


def near_to(person: Person, asset: Asset) -> bool:
    """True when the device stands today where the reader sees, or in the store of their commune; False for one gone."""
    if asset.school is None:
        return asset.commune_id in _communes(person)
    return sees(person, asset.school)


def sees(person: Person, school: School) -> bool:
    """Is that school among those the reader sees? No query when its commune is loaded."""
    return any(covers(post, school) for post in posts_of(person))


def seen_by_number(person: Person, number: str, insee: str = "") -> Asset | None:
    """The first device of that number among those the reader sees, in a commune when one is given; two queries.

    The same devices as `visible_to`, which is asked only when many communes use the number.
    """
    found = numbered(number)
    if found is None:
        rows = visible_to(person).numbered(number).with_place().order_by("pk")
        return (rows.filter(commune__insee=insee) if insee else rows).first()
    wanted = (asset for asset in found if not insee or asset.commune.insee == insee)
    return next((asset for asset in wanted if _saw(person, asset)), None)


def _saw(person: Person, asset: Asset) -> bool:
    """Does it stand, or did it stand, in a school the reader sees; or in no school and in their commune?"""
    if asset.school_id is None and asset.commune_id in _communes(person):
        return True
    return any(sees(person, place.school) for place in places_of(asset))


def listed_to(person: Person, scope: Scope) -> AssetQuerySet:
    """The devices of the reader’s list: those of the schools seen in a perimeter, and those in their commune’s store.

    The same rows whatever the words, but said so that an index serves: by commune when a post opens it whole,
    by school when they are few.
    """
    whole = _whole(person, scope)
    if whole is not None:
        return Asset.objects.filter(whole)
    seen = schools_visible_to(person, scope)
    schools = list(seen.order_by().values_list("pk", flat=True)[: FEW + 1])
    return Asset.objects.filter(Q(school__in=schools) if len(schools) <= FEW else Q(school__in=seen.values("pk")))


def listed_by_number(person: Person, scope: Scope, number: str) -> Asset | None:
    """The device of that number in the reader’s list, or None; one query."""
    found = numbered(number)
    if found is None:
        return listed_to(person, scope).numbered(number).with_place().order_by("pk").first()
    return next((asset for asset in found if is_listed(person, scope, asset)), None)


def is_listed(person: Person, scope: Scope, asset: Asset) -> bool:
    """Is a device in the reader’s list? As `listed_to` says it, of one device whose places are loaded."""
    for post in posts_of(person):
        if post.commune is not None and scope == Scope(Level.COMMUNE, post.commune.insee):
            return asset.commune == post.commune
    school = asset.school
    return school is not None and _holds(scope, school) and sees(person, school)


def _holds(scope: Scope, school: School) -> bool:
    """Is a school, its places loaded, in a perimeter?"""
    match scope.level:
        case Level.SCHOOL:
            return school.uai == scope.code
        case Level.DISTRICT:
            return school.district is not None and school.district.code == scope.code
        case Level.COMMUNE:
            return school.commune.insee == scope.code
        case Level.ACADEMY:
            return school.commune.academy.code == scope.code
    return True


def _whole(person: Person, scope: Scope) -> Q | None:
    """The condition of a commune or an académie that one post of the reader opens whole; None otherwise.

    Agents of the commune also see its store; those of the académie, what stands in a school.
    """
    for post in posts_of(person):
        if post.commune is not None and scope == Scope(Level.COMMUNE, post.commune.insee):
            return Q(commune=post.commune)
    for post in posts_of(person):
        if post.academy is None:
            continue
        inside = Commune.objects.filter(academy=post.academy)
        if scope == Scope(Level.ACADEMY, post.academy.code):
            return Q(commune__in=inside.values("pk"), school__isnull=False)
        if scope.level is Level.COMMUNE:
            asked = list(inside.filter(insee=scope.code).values_list("pk", flat=True))
            return Q(commune__in=asked, school__isnull=False) if asked else None
    return None


def _communes(person: Person) -> set[int]:
    """The communes whose agent the reader is."""
    return {post.commune_id for post in posts_of(person) if post.level == Level.COMMUNE and post.commune_id}


def _without_school(person: Person) -> Q:
    return Q(school=None, commune__in=_communes(person))


def may_keep(person: Person, school: School) -> bool:
    return holds(person, KEEP, school)


PLAN = right(
    "equipment.plan",
    label="Préparer le renouvellement des matériels et ses scénarios",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD),
    clause="4.1",
)


def may_plan(person: Person, school: School) -> bool:
    return holds(person, PLAN, school)


def communes_planned(person: Person) -> QuerySet[Commune]:
    """The communes whose renewal a person prepares."""
    places = [post.commune_id for post in posts_granting(person, PLAN) if post.commune_id]
    return Commune.objects.filter(pk__in=places).order_by("sort_key", "pk")


def scenarios_visible_to(person: Person) -> QuerySet[Scenario]:
    """Scenarios of the communes a person answers for as a whole."""
    return Scenario.objects.filter(commune__in=communes_of(person).values("pk")).order_by("name", "pk")


def may_check(person: Person, school: School) -> bool:
    return holds(person, CHECK, school)


def may_place(person: Person, asset: Asset, school: School) -> bool:
    """Placing in a school what stands in another one takes from that one: it asks for the right there."""
    if asset.school_id in (None, school.pk):
        return may_check(person, school)
    return asset.school is not None and may_check(person, asset.school)


def audits_visible_to(person: Person) -> QuerySet[Audit]:
    return Audit.objects.filter(school__in=schools_visible_to(person).values("pk"))


def may_fill(person: Person, school: School) -> bool:
    return holds(person, FILL, school)


def may(person: Person, wanted: Right, asset: Asset) -> bool:
    """May the reader use a right on a device, where it stands today, or in its commune when it stands nowhere?"""
    return holds(person, wanted, asset.school if asset.school else asset.commune)


def communes_where(person: Person, wanted: Right) -> list[Commune]:
    """The communes for which the reader’s posts open a right."""
    return [post.commune for post in posts_of(person) if post.commune is not None and post.role in wanted.roles]


def contracts_visible_to(person: Person) -> QuerySet[Contract]:
    """The contracts of the reader’s commune, for its agents; what a school sees of them is on its devices’ pages."""
    return Contract.objects.filter(commune__in=_communes(person))


def stock_visible_to(person: Person, scope: Scope | None = None) -> QuerySet[StockItem]:
    """The stores of the schools the reader sees, and the City’s own for its agents."""
    seen = schools_visible_to(person, scope).values("pk")
    return StockItem.objects.filter(Q(school__in=seen) | Q(school=None, commune__in=_communes(person)))


def hand_overs_visible_to(person: Person) -> QuerySet[HandOver]:
    """Hand-overs of the schools where the reader may lend, of their commune for its agents, and their own."""
    lent = [post for post in posts_of(person) if post.role in LEND.roles]
    held = Q(person=person)
    for post in lent:
        if post.level == Level.COMMUNE:
            held |= Q(commune=post.commune_id)
        elif post.level == Level.SCHOOL:
            held |= Q(school=post.school_id)
        elif post.level == Level.DISTRICT:
            held |= Q(school__district=post.district_id)
    return HandOver.objects.filter(held)


def lends(person: Person) -> bool:
    """Does any post of the reader open lending, somewhere?"""
    return holds(person, LEND)


def may_hand_over(person: Person, row: HandOver) -> bool:
    return holds(person, LEND, row.school if row.school else row.commune)


def may_store(person: Person, item: StockItem) -> bool:
    """May the reader move this article? Its school’s staff for a school’s store, the City’s for its own."""
    return holds(person, COUNT, item.school if item.school else item.commune)


def saved_lists_visible_to(person: Person) -> QuerySet[SavedList]:
    """One’s own lists, and those shared with one’s commune or académie."""
    return _saved(person.pk, *_sharing(person))


def _sharing(person: Person) -> tuple[list[int], list[int]]:
    """The communes and académies whose shared lists a person finds."""
    communes = {post.commune_id for post in posts_of(person) if post.level == Level.COMMUNE and post.commune_id}
    academies = {post.academy_id for post in posts_of(person) if post.level == Level.ACADEMY and post.academy_id}
    return sorted(communes), sorted(academies)


def _saved(person: int, communes: Sequence[int], academies: Sequence[int]) -> QuerySet[SavedList]:
    return SavedList.objects.filter(Q(author=person) | Q(commune__in=communes) | Q(academy__in=academies))


SAVED = 30
"""Saved lists shown above the list."""


def saved_lists(person: Person) -> list[SavedList]:
    """The first of them by name: one question, compiled for so many communes and académies."""
    communes, academies = _sharing(person)
    found: list[SavedList] = _saved_question(len(communes), len(academies))(person.pk, *communes, *academies)
    return found


@lru_cache(maxsize=64)
def _saved_question(communes: int, academies: int) -> Any:
    def question(person: int, *places: int) -> QuerySet[SavedList]:
        return _saved(person, places[:communes], places[communes:]).order_by("name", "pk")[:SAVED]

    return compiled(*[int] * (1 + communes + academies))(question)


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
