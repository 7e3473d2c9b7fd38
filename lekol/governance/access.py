"""Who reads the committees’ work, who keeps it, who speaks for a party."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from lekol.agreement.access import parties_of
from lekol.agreement.access import visible_to as agreements_visible_to
from lekol.agreement.models import Agreement, Party
from lekol.agreement.models.text import AgreementQuerySet
from lekol.directory.access import holds, posts_granting
from lekol.directory.choices import Role
from lekol.directory.models import Person
from lekol.directory.rules import roles_at
from lekol.governance.models import Action, Decision, Indicator, Meeting, Operation, Programme, Review
from lekol.governance.queries.seats import seats_of
from lekol.governance.rules.seats import Committee, committee_of
from lekol.pact.rights import right
from lekol.pact.scopes import Level

PARTIES = ("agreement__parties__commune__academy", "agreement__parties__academy")

READ = right(
    "governance.read",
    label="Lire les travaux des comités, les décisions et les bilans",
    roles=(*roles_at(Level.COMMUNE), *roles_at(Level.ACADEMY), *roles_at(Level.DISTRICT)),
    clause="8.1",
)
KEEP = right(
    "governance.keep",
    label="Tenir le secrétariat des comités : sièges, réunions, comptes rendus, décisions",
    roles=(
        Role.MAYOR, Role.ELECTED_EDUCATION, Role.EDUCATION_HEAD, Role.PROJECT_LEAD, Role.RECTOR,
        Role.ACADEMIC_DIRECTOR, Role.DIGITAL_DELEGATE, Role.INSPECTOR_ICT, Role.DIGITAL_ADVISER,
    ),
    clause="8.1",
)  # fmt: skip


def visible_to(person: Person) -> AgreementQuerySet:
    """The agreements whose committees a person reads: those they see, with a function of either administration."""
    seen = agreements_visible_to(person)
    return seen if posts_granting(person, READ) else seen.none()


def may_read(person: Person) -> bool:
    return holds(person, READ)


def meetings_visible_to(person: Person) -> QuerySet[Meeting]:
    """Meetings of those agreements."""
    return Meeting.objects.filter(agreement__in=visible_to(person).values("pk")).select_related("agreement", "accord")


def decisions_visible_to(person: Person) -> QuerySet[Decision]:
    """Decisions of those agreements."""
    return Decision.objects.filter(agreement__in=visible_to(person).values("pk")).select_related("meeting", "agreement")


def actions_visible_to(person: Person) -> QuerySet[Action]:
    """Actions of those agreements, and whatever is entrusted to the reader."""
    own = Q(decision__agreement__in=visible_to(person).values("pk")) | Q(owner=person)
    return Action.objects.filter(own).select_related("decision__agreement", "decision__meeting", "owner")


def reviews_visible_to(person: Person) -> QuerySet[Review]:
    """Yearly reports of those agreements."""
    return Review.objects.filter(agreement__in=visible_to(person).values("pk")).select_related("agreement", "accord")


def indicators_visible_to(person: Person) -> QuerySet[Indicator]:
    """Indicators of those agreements, proposed ones included."""
    seen = Indicator.objects.filter(agreement__in=visible_to(person).values("pk"))
    rows = seen.select_related("agreement", "owner", "decision__meeting", "ended_by__meeting")
    return rows.prefetch_related(*PARTIES)


def programmes_visible_to(person: Person) -> QuerySet[Programme]:
    """Programmes of those agreements."""
    seen = Programme.objects.filter(agreement__in=visible_to(person).values("pk"))
    return seen.select_related("agreement", "intro").prefetch_related(*PARTIES)


def operations_visible_to(person: Person) -> QuerySet[Operation]:
    """Operations of those programmes; those removed stay readable."""
    seen = Operation.objects.filter(programme__agreement__in=visible_to(person).values("pk"))
    return seen.select_related("programme__agreement", "programme__intro", "owner")


def may_draft(person: Person, agreement: Agreement) -> bool:
    """Whoever keeps the committees, and whoever sits in one that another names: the technical committee (8.2)."""
    if may_keep(person, agreement):
        return True
    return any(found.named_by for found, _ in seats_of(person, agreement, timezone.localdate()))


def may_advance(person: Person, operation: Operation) -> bool:
    """Whoever answers for an operation, and whoever drafts the programme."""
    return operation.owner_id == person.pk or may_draft(person, operation.programme.agreement)


def kept_for(person: Person, agreement: Agreement) -> list[Party]:
    """The parties for which a person keeps the committees of an agreement."""
    return [party for party in parties_of(person, agreement) if party.signing and posts_granting(person, KEEP)]


def may_keep(person: Person, agreement: Agreement) -> bool:
    return bool(kept_for(person, agreement))


def chaired_by(person: Person, agreement: Agreement, committee: Committee) -> list[Party]:
    """The parties a person signs for in a committee today: its co-chairs, or those who represent them."""
    today = timezone.localdate()
    keys = {seat.party for found, seat in seats_of(person, agreement, today) if found.key == committee.key
            and seat in committee.chairs}  # fmt: skip
    return [party for party in agreement.parties.all() if party.key in keys]


def chaired_meeting(person: Person, meeting: Meeting) -> list[Party]:
    """The parties a person signs the minutes of a meeting for."""
    committee = committee_of(meeting.agreement.data, meeting.committee)
    return chaired_by(person, meeting.agreement, committee) if committee else []


def may_follow(person: Person, action: Action) -> bool:
    """Whoever an action is entrusted to, and whoever keeps the committees."""
    return action.owner_id == person.pk or may_keep(person, action.decision.agreement)
