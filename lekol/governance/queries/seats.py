"""Who sits on a day: each seat of the pack with its holder, their representative, and who may act in it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from lekol.agreement.models import Agreement, Party
from lekol.directory.choices import Side
from lekol.directory.models import District, Person, Post
from lekol.directory.rules import OFFICES
from lekol.governance.models import Appointment, Delegation
from lekol.governance.rules.seats import Committee, Seat, committees_of, place_named, role_of
from lekol.pact.scopes import Level

PLACES = ("academy", "district", "commune", "school")


@dataclass(frozen=True)
class Sitting:
    """A seat on a day. Without holder it is vacant; a holder whose post has ended no longer holds it."""

    seat: Seat
    party: Party | None
    appointment: Appointment | None = None
    delegation: Delegation | None = None

    @property
    def holder(self) -> Person | None:
        return self.appointment.post.person if self.appointment else None

    @property
    def acting(self) -> Person | None:
        """Who sits that day: the representative during a delegation, else the holder."""
        return self.delegation.person if self.delegation else self.holder


def appointments_on(agreement: Agreement, on: dt.date) -> QuerySet[Appointment]:
    """Appointments in force on a day, whose post is held that day, with their representative of the day."""
    represented = Delegation.objects.filter(valid__contains=on).select_related("person")
    found = Appointment.objects.filter(agreement=agreement, valid__contains=on, post__valid__contains=on)
    places = [f"post__{place}" for place in PLACES]
    return found.select_related("post__person", "decision__meeting", *places).prefetch_related(
        Prefetch("delegations", represented, to_attr="today")
    )


def sittings(agreement: Agreement, committees: Iterable[Committee], on: dt.date) -> dict[str, list[Sitting]]:
    """Committee key → its seats on a day; three queries, however many seats and years."""
    held = {(row.committee, row.seat): row for row in appointments_on(agreement, on)}
    parties = {party.key: party for party in agreement.parties.all()}
    return {
        found.key: [_sitting(seat, parties.get(seat.party), held.get((found.key, seat.key))) for seat in found.seats]
        for found in committees
    }


def _sitting(seat: Seat, party: Party | None, held: Appointment | None) -> Sitting:
    delegation = next(iter(held.today), None) if held else None  # type: ignore[attr-defined]
    return Sitting(seat, party, held, delegation)


def seats_of(person: Person, agreement: Agreement, on: dt.date) -> list[tuple[Committee, Seat]]:
    """The seats a person acts in on a day, as holder or representative; two queries."""
    committees = committees_of(agreement.data)
    return [
        (found, row.seat)
        for found in committees
        for row in sittings(agreement, committees, on)[found.key]
        if row.acting == person
    ]


def candidates(party: Party, on: dt.date) -> QuerySet[Post]:
    """Posts that may hold a seat of a party: its own side and territory, schools left out."""
    if party.commune_id:
        here = Q(commune=party.commune_id, role__in=_roles(Side.CITY))
    elif party.academy_id:
        here = Q(academy=party.academy_id) | Q(district__academy=party.academy_id)
    else:
        here = Q(pk=None)
    rows = Post.objects.on(on).filter(here).select_related("person", *PLACES)
    return rows.order_by("person__sort_key", "pk")


def _roles(side: str) -> list[str]:
    return [role for role, office in OFFICES.items() if office.side == side and office.level is not Level.SCHOOL]


def proposed(seat: Seat, party: Party, posts: Iterable[Post]) -> Post | None:
    """The only post of the directory the words of a seat can mean, or None: nothing is guessed between two."""
    role = role_of(seat.function, party.commune_id is not None)
    found = [post for post in posts if role and post.role == role]
    if len(found) > 1:
        name = place_named(seat.function, [str(post.place) for post in found])
        found = [post for post in found if name and isinstance(post.place, District) and str(post.place) == name]
    return found[0] if len(found) == 1 else None
