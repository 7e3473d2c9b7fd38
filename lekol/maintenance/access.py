"""Who sees and who handles incidents. A person acts for the side of their post; nobody acts for another’s."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from lekol.directory.access import covers, holds, people_visible_to, posts_of
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.choices import Role, Side
from lekol.directory.models import Academy, Commune, Person, Post, School
from lekol.directory.rules import OFFICES
from lekol.maintenance.choices import Channel, Desk, Status, WishKind
from lekol.maintenance.models import (
    Break,
    Checklist,
    Line,
    Macro,
    Mail,
    Ticket,
    TicketQuerySet,
    Transfer,
    VisitPlan,
    Wish,
)
from lekol.maintenance.queries import around
from lekol.maintenance.queries.habits import near
from lekol.pact.rights import Right, right
from lekol.pact.scopes import Level, Scope

EVERYONE = tuple(Role)
REPORT = right(
    "maintenance.report", label="Signaler une panne et suivre celles de son territoire", roles=EVERYONE, clause="4.4"
)
HANDLE = right(
    "maintenance.handle",
    label="Prendre en charge, transférer et résoudre les pannes confiées à sa partie",
    roles=(
        Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.TECHNICIAN,
        Role.ACADEMY_IT_HEAD, Role.DIGITAL_ADVISER, Role.FILTER_EXPERT,
    ),
    clause="4.4",
)  # fmt: skip
CONFIRM = right(
    "maintenance.confirm",
    label="Répondre aux questions, confirmer qu’une panne est résolue ou la rouvrir",
    roles=(Role.SCHOOL_HEAD, Role.TEACHER, Role.DIGITAL_MENTOR),
    clause="4.4",
)
STOP_CLOCKS = right(
    "maintenance.stop_clocks",
    label="Déclarer une fermeture (cyclone, grève) qui arrête les délais de son territoire",
    roles=(
        Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.EDUCATION_HEAD, Role.ACADEMY_IT_HEAD, Role.DIGITAL_ADVISER,
        Role.DIGITAL_DELEGATE,
    ),
    clause="4.4",
)  # fmt: skip
KEEP_ANSWERS = right(
    "maintenance.keep_answers",
    label="Publier les réponses connues proposées aux écoles",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.ACADEMY_IT_HEAD, Role.DIGITAL_ADVISER),
    clause="4.4",
)
POST_CODES = right(
    "maintenance.post_codes",
    label="Voir et changer le code affiché dans l’école, imprimer ses étiquettes de signalement",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.TECHNICIAN, Role.SCHOOL_HEAD),
    clause="4.4",
)
SORT_MAIL = right(
    "maintenance.sort_mail",
    label="Lire les courriels que Lékol a refusés et décider de leur suite",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.ACADEMY_IT_HEAD, Role.DIGITAL_ADVISER),
    clause="4.4",
)
ANSWER_WISHES = right(
    "maintenance.answer_wishes",
    label="Répondre aux écoles qui demandent un conseil ou proposent un don",
    roles=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.TECHNICIAN, Role.DIGITAL_ADVISER, Role.DIGITAL_MENTOR),
    clause="4.3",
)
DESKS = {Desk.CITY: (Desk.CITY, Desk.SUPPLIER), Desk.STATE: (Desk.STATE,), Desk.SCHOOL: (Desk.SCHOOL,)}
"""What each side acts on: the City follows what it hands to its suppliers."""
DESK_SIDES = {Desk.CITY: Desk.CITY, Desk.SUPPLIER: Desk.CITY, Desk.STATE: Desk.STATE, Desk.SCHOOL: Desk.SCHOOL}
"""The private side on which those who act for a desk write to each other."""


def commune_of(person: Person, scope: Scope) -> str:
    """The INSEE code of the commune a perimeter speaks of: the first of its schools’."""
    rows = schools_visible_to(person, scope).order_by("commune__sort_key", "pk")
    return rows.values_list("commune__insee", flat=True).first() or ""


_HELD = {
    Level.SCHOOL: "school", Level.DISTRICT: "school__district", Level.COMMUNE: "school__commune",
    Level.ACADEMY: "school__commune__academy",
}  # fmt: skip


def visible_to(person: Person, scope: Scope | None = None) -> TicketQuerySet:
    """The tickets of the schools a person sees, within a perimeter when one is chosen.

    The territory of a post is said as itself, not as a list of schools: the base knows how many tickets lie there.
    """
    posts = posts_of(person)
    if scope is not None and not (posts := [post for post in posts if post.scope == scope][:1]):
        return Ticket.objects.filter(school__in=schools_visible_to(person, scope).values("pk"))
    held = Q(pk__in=[])
    for post in posts:
        held |= Q(**{_HELD[post.level]: post.place.pk})
    return Ticket.objects.filter(held)


def sees(person: Person, ticket: Ticket) -> bool:
    """Is a ticket already read among those the person sees? No query when its school’s territory is loaded."""
    return any(covers(post, ticket.school) for post in posts_of(person))


def side_of_post(post: Post) -> str:
    """Ville, Rectorat or École: the circonscription and the school both speak for the school."""
    if post.side == Side.CITY:
        return str(Desk.CITY)
    return str(Desk.STATE) if OFFICES[post.role].level is Level.ACADEMY else str(Desk.SCHOOL)


def sides_of(person: Person, school: School) -> frozenset[str]:
    """The sides a person speaks for in a school; no query when the school’s territory is loaded."""
    return frozenset(side_of_post(post) for post in posts_of(person) if covers(post, school))


def lines_seen(person: Person, ticket: Ticket) -> QuerySet[Line]:
    """The timeline as a person reads it: what is shared, and the private side of their own party."""
    return ticket.lines.filter(side__in=_read_by(person, ticket))


def first_lines_seen(person: Person, ticket: Ticket) -> list[Line]:
    """The same, up to what a page shows; one query compiled once."""
    return around.lines_of(ticket.pk, _read_by(person, ticket))


def _read_by(person: Person, ticket: Ticket) -> frozenset[str]:
    """The sides of lines a person reads on a ticket: the City reads what it writes with its supplier."""
    sides = sides_of(person, ticket.school)
    return sides | {"", *((str(Desk.SUPPLIER),) if Desk.CITY in sides else ())}


def _handles(person: Person, wanted: Right, school: School, desk: str) -> bool:
    posts = [post for post in posts_of(person) if post.role in wanted.roles and covers(post, school)]
    return any(desk in DESKS[Desk(side_of_post(post))] for post in posts)


def may_report(person: Person, school: School) -> bool:
    return holds(person, REPORT, school)


def may_handle(person: Person, ticket: Ticket) -> bool:
    """Does the ticket lie with the person’s party, and is it their work?"""
    return _handles(person, HANDLE, ticket.school, ticket.desk)


def may_hand_off(person: Person, ticket: Ticket) -> bool:
    """Suppliers are the City’s: the Rectorat hands no device over."""
    return ticket.desk in DESKS[Desk.CITY] and may_handle(person, ticket)


def desks_of(person: Person) -> tuple[str, ...]:
    """What the person’s work acts on, somewhere; empty when handling faults is not their work."""
    sides = {side_of_post(post) for post in posts_of(person) if post.role in HANDLE.roles}
    return tuple(dict.fromkeys(desk for side in sorted(sides) for desk in DESKS[Desk(side)]))


def may_override(person: Person, school: School) -> bool:
    """Sending against the rule is for those who handle: a school asks, it does not decide who is bound."""
    return holds(person, HANDLE, school)


def may_answer_transfer(person: Person, transfer: Transfer) -> bool:
    """Only the party asked accepts or refuses."""
    return _handles(person, HANDLE, transfer.ticket.school, transfer.target)


def may_confirm(person: Person, ticket: Ticket) -> bool:
    """The school of the ticket, or whoever reported it; an agent who wrote down a call does not confirm for it."""
    own = ticket.reporter_id == person.pk and ticket.channel != Channel.PHONE
    return own or holds(person, CONFIRM, ticket.school)


def may_withdraw(person: Person, ticket: Ticket) -> bool:
    """As long as nobody took it."""
    return ticket.status == Status.NEW and may_confirm(person, ticket)


def may_stop_clocks(person: Person, place: Academy | Commune | School) -> bool:
    return holds(person, STOP_CLOCKS, place)


def may_stop_somewhere(person: Person) -> bool:
    return holds(person, STOP_CLOCKS)


def may_lift(person: Person, found: Break) -> bool:
    return may_stop_clocks(person, found.place)


def may_keep_answers(person: Person) -> bool:
    return holds(person, KEEP_ANSWERS)


def mails_visible_to(person: Person) -> QuerySet[Mail]:
    """Messages of the people one sees. Those of nobody known are of no school: whoever sees every school sorts them."""
    if not holds(person, SORT_MAIL):
        return Mail.objects.none()
    known = Q(person__in=people_visible_to(person).values("pk"))
    beyond = School.objects.exclude(pk__in=schools_visible_to(person).values("pk")).exists()
    return Mail.objects.filter(known if beyond else known | Q(person=None))


def may_sort_mail(person: Person) -> bool:
    return holds(person, SORT_MAIL)


def may_post_codes(person: Person, school: School) -> bool:
    return holds(person, POST_CODES, school)


def desk_places(person: Person) -> list[Commune | Academy]:
    """The desks a person works for: their City’s, their académie’s; empty when handling faults is not their work."""
    posts = [post for post in posts_of(person) if post.role in HANDLE.roles]
    places = {(type(post.place).__name__, post.place.pk): post.place for post in posts}
    return [place for place in places.values() if isinstance(place, (Commune, Academy))]


def of_my_desks(person: Person) -> Q:
    """The rows that belong to a desk the person works for."""
    mine = Q(pk__in=[])
    for place in desk_places(person):
        mine |= Q(commune=place.pk) if isinstance(place, Commune) else Q(academy=place.pk)
    return mine


def macros_of(person: Person) -> QuerySet[Macro]:
    return Macro.objects.filter(of_my_desks(person))


def checklists_of(person: Person) -> QuerySet[Checklist]:
    return Checklist.objects.filter(of_my_desks(person))


def plans_of(person: Person) -> QuerySet[VisitPlan]:
    """The regular visits made by one’s own desk, in the schools one sees."""
    seen = schools_visible_to(person).values("pk")
    mates = Post.objects.filter(of_my_desks(person)).values("person")
    return VisitPlan.objects.filter(school__in=seen, person__in=mates, ended_at=None)


def mates_of(person: Person) -> QuerySet[Person]:
    """Those who go to the schools for the same desk, oneself included."""
    return Person.objects.filter(
        pk__in=Post.objects.on(timezone.localdate()).filter(of_my_desks(person), role__in=HANDLE.roles).values("person")
    ).order_by("sort_key", "pk")


def readers_of(ticket: Ticket, side: str) -> dict[Person, tuple[str, str]]:
    """Who reads a line of that side, by first and last name: nobody else may be named in it; one query."""
    sides = {"": set(Desk.values), Desk.SUPPLIER: {str(Desk.CITY)}}.get(side, {side})
    posts = [post for post in near(ticket.school) if side_of_post(post) in sides]
    return {post.person: (post.person.first_name, post.person.last_name) for post in posts}


def may_wish(person: Person, ticket: Ticket) -> bool:
    """The school, while nobody is bound and nothing is filed."""
    return ticket.is_open and not ticket.bound and may_confirm(person, ticket)


def may_answer_wish(person: Person, wish: Wish) -> bool:
    """Whoever advises the schools; a gift is accepted or not by the City alone."""
    posts = [post for post in posts_of(person) if post.role in ANSWER_WISHES.roles]
    near_by = [post for post in posts if covers(post, wish.ticket.school)]
    return any(wish.kind != WishKind.GIFT or post.side == Side.CITY for post in near_by)


def answers_wishes(person: Person) -> bool:
    return holds(person, ANSWER_WISHES)
