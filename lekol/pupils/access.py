"""Who compares the two bases, who reviews, who corrects, and whose pupils each sees (3.12, NS-058)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from lekol.directory.access import covers, holds, posts_granting, schools_of
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.choices import Role, Side
from lekol.directory.models import Academy, Commune, Person, Post, School
from lekol.directory.models.territory import SchoolQuerySet
from lekol.journal.models import Entry as JournalEntry
from lekol.pact.rights import Right, right
from lekol.pact.scopes import Scope
from lekol.pupils.choices import Cause, Kind, State
from lekol.pupils.models import Comparing, Comparison, Discrepancy, DiscrepancyQuerySet, Objection, Pair, PairQuerySet

COMPARE = right(
    "pupils.compare",
    label="Comparer la base élèves de l’État et celle de la Ville",
    roles=(Role.EDUCATION_HEAD, Role.ACADEMY_IT_HEAD),
    clause="3.12",
)
COMPARE_SCHOOL = right(
    "pupils.compare_school",
    label="Comparer les bases élèves pour une seule école",
    roles=(Role.EDUCATION_HEAD, Role.ACADEMY_IT_HEAD, Role.SCHOOL_HEAD),
    clause="3.12",
)
REVIEW = right(
    "pupils.review",
    label="Vérifier si deux fiches sont celles d’un même élève, dans ses écoles",
    roles=(Role.EDUCATION_HEAD, Role.ACADEMY_IT_HEAD, Role.SCHOOL_HEAD),
    clause="3.12",
)
CORRECT = right(
    "pupils.correct",
    label="Demander les corrections des bases élèves de ses écoles, et traiter celles de sa base",
    roles=(Role.EDUCATION_HEAD, Role.ACADEMY_IT_HEAD, Role.SCHOOL_HEAD),
    clause="3.12",
)
SCHOOLING = right(
    "pupils.schooling_list",
    label="Lire la liste des enfants à scolariser que la loi confie au maire (Code de l’éducation, L131-6)",
    roles=(Role.MAYOR,),
    clause="3.12",
)
OBJECT = right(
    "pupils.objections",
    label="Enregistrer les oppositions à la comparaison des bases élèves, et y répondre",
    roles=(Role.CITY_DPO, Role.ACADEMY_DPO),
    clause="3.12",
)
READINGS = right(
    "pupils.readings",
    label="Voir qui a lu des fiches d’élèves, et pourquoi",
    roles=(Role.CITY_DPO, Role.ACADEMY_DPO),
    clause="3.12",
)


def visible_to(person: Person, scope: Scope | None = None) -> SchoolQuerySet:
    """The schools whose counts a person sees: figures name nobody."""
    return schools_visible_to(person, scope)


def _held(person: Person, wanted: Right) -> Q:
    """Rows bearing `commune` and `school`, in the territory of the posts that give a right."""
    return _within(posts_granting(person, wanted))


def _within(posts: Sequence[Post]) -> Q:
    """Rows bearing `commune` and `school`, in the territory of some posts."""
    schools = [post.place.pk for post in posts if isinstance(post.place, School)]
    wide = _communes(posts) if len(schools) < len(posts) else Commune.objects.none()
    return Q(commune__in=wide) | Q(school__in=schools)


def may_review(person: Person) -> bool:
    return holds(person, REVIEW)


def reviewable(person: Person) -> PairQuerySet:
    """The pairs a person may read: those of the schools of the posts that give the right."""
    return Pair.objects.filter(_held(person, REVIEW))


def seen_by(person: Person) -> PairQuerySet:
    """The pairs of the schools a person sees, whether or not they may read them."""
    return Pair.objects.filter(Q(school__in=schools_of(person).values("pk")) | _held(person, REVIEW))


def may_read(person: Person, pair: Pair) -> bool:
    return reviewable(person).filter(pk=pair.pk).exists()


def communes(person: Person, wanted: Right = COMPARE) -> QuerySet[Commune]:
    """The communes where a person holds a right wider than one school; by default, that of comparing."""
    return _communes(posts_granting(person, wanted))


def _communes(posts: Sequence[Post]) -> QuerySet[Commune]:
    held = [post.place.pk for post in posts if isinstance(post.place, Commune)]
    academies = [post.place.pk for post in posts if isinstance(post.place, Academy)]
    return Commune.objects.filter(Q(pk__in=held) | Q(academy__in=academies))


def may_compare(person: Person) -> bool:
    return holds(person, COMPARE)


def comparisons(person: Person) -> QuerySet[Comparison]:
    """The comparisons of the communes whose schools a person sees; of one school, for whoever sees it."""
    mine = schools_of(person).order_by()
    return Comparison.objects.filter(
        Q(school=None) | Q(school__in=mine.values("pk")), commune__in=mine.values("commune")
    )


def comparings_seen(person: Person) -> QuerySet[Comparing]:
    """Requests of the communes whose schools a person sees, whether or not they may open them."""
    return Comparing.objects.filter(commune__in=schools_of(person).order_by().values("commune"))


def may_open(person: Person, asked: Comparing) -> bool:
    """May this person settle the columns of a request and follow it?"""
    if communes(person).filter(pk=asked.commune_id).exists():
        return True
    return asked.school_id is not None and schools_compared(person).filter(pk=asked.school_id).exists()


def may_add_city(person: Person, asked: Comparing) -> bool:
    """The City’s base is given by whoever compares the whole commune."""
    return asked.waits and communes(person).filter(pk=asked.commune_id).exists()


def may_compare_school(person: Person) -> bool:
    return holds(person, COMPARE_SCHOOL)


def schools_compared(person: Person) -> QuerySet[School]:
    """The schools a person may compare alone."""
    posts = posts_granting(person, COMPARE_SCHOOL)
    own = [post.place.pk for post in posts if isinstance(post.place, School)]
    return School.objects.filter(Q(pk__in=own) | Q(commune__in=communes(person, COMPARE_SCHOOL)))


def waiting(person: Person) -> QuerySet[Comparing]:
    """Extractions of schools that wait for the City’s base, among those a person may open."""
    rows = Comparing.objects.filter(sent=False, city_file="", school__isnull=False).exclude(state_file="")
    mine = Q(commune__in=communes(person)) | Q(school__in=schools_compared(person).order_by().values("pk"))
    return rows.filter(mine).select_related("school")


def gaps_seen(person: Person) -> DiscrepancyQuerySet:
    """Disagreements of the schools a person sees, as figures and references; reading one asks for the right."""
    return Discrepancy.objects.filter(Q(school__in=schools_of(person).values("pk")) | _held(person, CORRECT))


def gaps_readable(person: Person) -> DiscrepancyQuerySet:
    """Those whose child a person may read: of their schools, or of their territory."""
    return Discrepancy.objects.filter(_held(person, CORRECT))


def may_correct(person: Person) -> bool:
    return holds(person, CORRECT)


def may_read_gap(person: Person, gap: Discrepancy) -> bool:
    return gaps_readable(person).filter(pk=gap.pk).exists()


def side_of(person: Person, wanted: Right) -> str:
    """The base of the first post that gives a right."""
    return next((str(post.side) for post in posts_granting(person, wanted)), "")


def sides(person: Person) -> set[str]:
    """The bases a person answers for: the City’s, the State’s."""
    return {str(post.side) for post in posts_granting(person, CORRECT)}


def sides_at(person: Person, place: School | Commune) -> set[str]:
    """The bases a person answers for, of the pupils of a place."""
    return {str(post.side) for post in posts_granting(person, CORRECT) if covers(post, place)}


def may_answer(person: Person, gap: Discrepancy) -> bool:
    """Only the people of the base to correct accept or refuse."""
    return gap.owner in sides_at(person, gap.school or gap.commune)


def own(person: Person) -> DiscrepancyQuerySet:
    """Disagreements that the base of the person corrects."""
    posts = posts_granting(person, CORRECT)
    found = Q(pk__in=())
    for side in Side:
        found |= Q(owner=side) & _within([post for post in posts if post.side == side])
    return Discrepancy.objects.filter(found)


def to_answer(person: Person) -> DiscrepancyQuerySet:
    """Disagreements whose correction is asked of a base the person answers for, the oldest first."""
    return own(person).filter(state=State.ASKED).order_by("first_seen_on", "pk")


def verbs(person: Person, gap: Discrepancy) -> Mapping[str, bool]:
    """What this person may do now with a disagreement they may read."""
    mine = may_answer(person, gap)
    return {
        "ask": gap.state == State.OPEN and not mine,
        "take": gap.state == State.OPEN and mine,
        "answer": mine and gap.state == State.ASKED,
        "done": mine and gap.state == State.ACCEPTED,
        "reopen": gap.state in (State.REFUSED, State.ACCEPTED, State.DONE) and (mine or gap.state == State.REFUSED),
        "mine": mine,
        "part": gap.is_open and gap.kind in (Kind.FIELD, Kind.SCHOOL),
    }


def reads_ine(person: Person) -> bool:
    """The national number stays with the State: the City’s people never see it."""
    return any(post.side == Side.STATE for post in posts_granting(person, REVIEW))


def may_list_unschooled(person: Person) -> bool:
    return holds(person, SCHOOLING)


def unschooled(person: Person) -> DiscrepancyQuerySet:
    """Children of compulsory age whom no school of the State’s base knows, for the mayor of the commune alone; not
    those of whom the compared files can say nothing."""
    here = communes(person, SCHOOLING)
    rows = Discrepancy.objects.open().filter(commune__in=here, kind=Kind.ONLY_CITY, compulsory=True)
    return rows.exclude(identity={}).exclude(cause=Cause.PARTIAL)


def may_object(person: Person) -> bool:
    return holds(person, OBJECT)


def objections(person: Person) -> QuerySet[Objection]:
    """Objections to the comparisons of the communes a delegate answers for."""
    return Objection.objects.filter(commune__in=communes(person, OBJECT))


def objections_seen(person: Person) -> QuerySet[Objection]:
    """Objections of the communes whose schools a person sees, whether or not they may read them."""
    return Objection.objects.filter(commune__in=schools_of(person).order_by().values("commune"))


def may_see_readings(person: Person) -> bool:
    return holds(person, READINGS)


def readings(person: Person) -> QuerySet[JournalEntry]:
    """What was read of the pupils of a delegate’s territory, or read by its people: the journal says who, when and why.

    What was read of a doubt found no more is told by the posts of its reader alone.
    """
    here = communes(person, READINGS)
    academies = [post.place.pk for post in posts_granting(person, READINGS) if isinstance(post.place, Academy)]
    readers = Person.objects.filter(
        Q(posts__commune__in=here) | Q(posts__school__commune__in=here) | Q(posts__academy__in=academies)
    )
    return JournalEntry.objects.filter(
        _on(Pair.objects.filter(commune__in=here)) | _on(Discrepancy.objects.filter(commune__in=here)) | _on(here)
        | Q(actor_ref__in=readers.order_by().values("ref")),
        verb__in=("pupils.read", "pupils.revealed"),
    )  # fmt: skip


def _on(things: QuerySet[Any]) -> Q:
    """Acts on any of these rows."""
    refs = things.order_by().annotate(text=Cast("pk", CharField())).values("text")
    return Q(thing_type=things.model._meta.label_lower, thing_ref__in=refs)
