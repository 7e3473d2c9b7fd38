"""What each home shows of the convention in force, from the perimeter on screen."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse

from lekol.agreement import access, queries
from lekol.agreement.choices import State
from lekol.agreement.models import Agreement
from lekol.agreement.queries import Ask, Board, History, Line, SchoolLine
from lekol.directory.access import posts_of, visible_to
from lekol.directory.choices import Role, Side
from lekol.directory.models import Person, Post, School
from lekol.pact.measures import Measure, Reading, announced
from lekol.pact.scopes import Level, Scope

TO_SHOW = 6
SCHOOLS_TO_SHOW = 50


@dataclass(frozen=True)
class Gap:
    """Something not met: how many, of what, under which commitment, and the page that lists the rows."""

    line: Line
    measure: Measure
    reading: Reading
    url: str

    @property
    def missing(self) -> int:
        return self.reading.due - self.reading.met

    @property
    def unit(self) -> str:
        """The unit, in the number of what is missing."""
        return self.measure.units if self.missing > 1 else self.measure.unit


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
        """What lacks here, measure by measure, worst state first; two queries."""
        lacking = [line for line in self.measured if line.missing and line.state != State.KEPT]
        order = [State.BROKEN, State.AT_RISK, State.ON_TRACK]
        lacking.sort(key=lambda line: (order.index(State(line.state)), line.ratio or 0, line.commitment.rank))
        asks = {line.commitment.pk: _asks(line) for line in lacking}
        found = queries.histories(
            (ask for wanted in asks.values() for ask in wanted), self.board.extent, self.on, months=0
        )
        gaps = [self._gap(line, ask, found) for line in lacking for ask in asks[line.commitment.pk]]
        by_measure: dict[str, Gap] = {}
        for gap in filter(None, gaps):
            by_measure.setdefault(gap.measure.key, gap)  # two promises may count one thing: it lacks once
        return list(by_measure.values())

    def _gap(self, line: Line, ask: Ask, found: Mapping[Ask, History]) -> Gap | None:
        reading = found[ask].reading if ask in found else None
        if reading is None or reading.met == reading.due:
            return None
        measure = announced()[ask.indicator]
        return Gap(line, measure, reading, drill(measure.drill, self.scope))

    @cached_property
    def unmet(self) -> list[Line]:
        """The measured commitments whose target is not reached here."""
        return [line for line in self.measured if line.state != State.KEPT]

    @cached_property
    def kept(self) -> list[Line]:
        """Those whose target is reached here."""
        return [line for line in self.measured if line.state == State.KEPT]

    @cached_property
    def to_decide(self) -> list[Line]:
        """What asks a decision and is counted here: a declaration speaks for the whole territory only."""
        return [line for line in self.board.to_decide if line.measured]

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
    def mine_measured(self) -> list[Line]:
        """Among those, what is counted, the reached targets last."""
        return sorted((line for line in self.mine if line in self.measured), key=lambda line: line.state == State.KEPT)

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


def home_for(person: Person, scope: Scope, agreement: Agreement | None, on: dt.date) -> Home | None:
    """The reading of one convention, or None when none is loaded; a constant number of queries."""
    if agreement is None:
        return None
    prefetch_related_objects([agreement], "parties")
    return Home(person, scope, on, agreement, queries.board(agreement, scope, on))


def _asks(line: Line) -> list[Ask]:
    """Each measure of a commitment by itself, about the schools the commitment is about."""
    kinds = Ask.of(line.commitment).kinds
    return [Ask(key, kinds) for key in line.commitment.measure_keys if key in announced()]


def drill(name: str, scope: Scope) -> str:
    """The page that lists the rows not met, in a perimeter."""
    return f"{reverse(name)}?perimetre={scope}"


def schools_by(home: Home, line: Line) -> list[SchoolLine]:
    """The schools of the perimeter for one commitment, those that lack most first; one query."""
    schools, kinds = visible_to(home.person, home.scope), Ask.of(line.commitment).kinds
    schools = schools.filter(kind__in=kinds) if kinds else schools
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
