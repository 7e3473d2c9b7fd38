"""What each home shows of the convention in force, from the perimeter on screen."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, prefetch_related_objects
from django.urls import NoReverseMatch, reverse

from lekol.agreement import access, queries
from lekol.agreement.choices import State
from lekol.agreement.models import Agreement
from lekol.agreement.queries import Board, Line, SchoolLine
from lekol.directory.access import posts_of, visible_to
from lekol.directory.choices import Role, Side
from lekol.directory.models import Person, Post, School
from lekol.pact.measures import announced
from lekol.pact.scopes import Level, Scope

TO_SHOW = 6
SCHOOLS_TO_SHOW = 50


@dataclass(frozen=True)
class Gap:
    """Something not met: how many, of what, under which clause, and the page that lists the rows."""

    line: Line
    label: str
    url: str


@dataclass(frozen=True)
class Home:
    """A reader before a convention, on a day; every list is computed from one reading of the board."""

    person: Person
    scope: Scope
    on: dt.date
    agreement: Agreement
    board: Board

    @cached_property
    def measured(self) -> list[Line]:
        """The commitments that count something here."""
        return [line for line in self.board.lines if line.measured and line.due]

    @cached_property
    def gaps(self) -> list[Gap]:
        """What lacks here, worst state first, then the largest part missing."""
        lacking = [line for line in self.measured if line.missing]
        order = [State.BROKEN, State.AT_RISK, State.ON_TRACK, State.KEPT]
        lacking.sort(key=lambda line: (order.index(State(line.state)), line.ratio or 0, line.commitment.rank))
        found: dict[str, Gap] = {}
        for gap in (gap for line in lacking for gap in self._gaps_of(line)):
            found.setdefault(gap.label, gap)  # two promises may count the same thing: it lacks once
        return list(found.values())

    @cached_property
    def met(self) -> list[Line]:
        """What lacks nothing here."""
        return [line for line in self.measured if not line.missing]

    @cached_property
    def mine(self) -> list[Line]:
        """The commitments the reader’s own administration owes."""
        posts = posts_of(self.person)
        communes = {post.commune_id for post in posts if post.side == Side.CITY} - {None}
        academies = {post.academy_id for post in posts if post.side == Side.STATE} - {None}
        return [
            line
            for line in self.board.lines
            if any(party.commune_id in communes or party.academy_id in academies for party in line.debtors)
        ]

    @cached_property
    def mine_to_decide(self) -> list[Line]:
        """Among those, what asks a decision."""
        mine = {line.commitment.pk for line in self.mine}
        return [line for line in self.board.to_decide if line.commitment.pk in mine]

    @cached_property
    def to_declare(self) -> list[Line]:
        """What no measure counts, whose declaration lacks or is out of date, and the reader may declare."""
        waiting = [line for line in self.mine if not line.measured and line.state == State.UNMEASURED]
        return [line for line in waiting if access.may_declare(self.person, line.commitment)]

    @cached_property
    def to_answer(self) -> list[Line]:
        """Declarations of the other party the reader may agree with or contest."""
        return [line for line in self.board.lines if line.declaration and self._may_answer(line)]

    def _may_answer(self, line: Line) -> bool:
        return line.declaration is not None and access.may_answer(self.person, line.declaration)

    def _gaps_of(self, line: Line) -> list[Gap]:
        """One gap per measure of the commitment, each leading to its own rows."""
        keys = [key for key in line.commitment.measure_keys if key in announced()]
        return [Gap(line, announced()[key].label, drill(announced()[key].drill, self.scope)) for key in keys]


def home_for(person: Person, scope: Scope, agreement: Agreement | None, on: dt.date) -> Home | None:
    """The reading of one convention, or None when none is loaded; a constant number of queries."""
    if agreement is None:
        return None
    prefetch_related_objects([agreement], "parties")
    return Home(person, scope, on, agreement, queries.board(agreement, scope, on))


def drill(name: str, scope: Scope) -> str:
    """The page that lists the rows not met, in a perimeter; empty while it is not built."""
    try:
        return f"{reverse(name)}?perimetre={scope}"
    except NoReverseMatch:
        return ""


def schools_by(home: Home, line: Line) -> list[SchoolLine]:
    """The schools of the perimeter for one commitment, those that lack most first; one query."""
    schools = visible_to(home.person, home.scope)
    return queries.school_lines(schools, line.commitment.indicator, home.on, SCHOOLS_TO_SHOW)


def school_of(scope: Scope) -> School | None:
    """The school on screen, when the perimeter is one school."""
    if scope.level is not Level.SCHOOL:
        return None
    return School.objects.select_related("commune", "district").filter(uai=scope.code).first()


def contacts_of(school: School, on: dt.date) -> list[Post]:
    """Who helps this school today: its head, its mentor, its inspector, the City’s technicians and project lead."""
    wanted = (
        Q(role=Role.SCHOOL_HEAD, school=school)
        | Q(role__in=[Role.DIGITAL_MENTOR, Role.INSPECTOR], district__isnull=False, district=school.district_id)
        | Q(role__in=[Role.TECHNICIAN, Role.PROJECT_LEAD], commune=school.commune_id)
    )
    posts = Post.objects.on(on).filter(wanted).select_related("person", "academy", "district", "commune", "school")
    order = [Role.SCHOOL_HEAD, Role.DIGITAL_MENTOR, Role.INSPECTOR, Role.TECHNICIAN, Role.PROJECT_LEAD]
    return sorted(posts, key=lambda post: (order.index(Role(post.role)), post.person.sort_key))
