"""Handling a ticket: taken, talked about, solved. Each verb is one line of the timeline and one of the journal."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Person
from lekol.equipment.models import StockItem
from lekol.maintenance.actions import clocks
from lekol.maintenance.actions.checks import add_checklist
from lekol.maintenance.actions.mentions import mention
from lekol.maintenance.actions.telling import record, tell
from lekol.maintenance.actions.work import log_work
from lekol.maintenance.choices import OPEN, RUNNING, LineKind, Side, Status
from lekol.maintenance.models import Line, Ticket
from lekol.maintenance.queries.habits import checklists_for


def locked(ticket: Ticket) -> Ticket:
    """The row as it is now, held until the verb ends: two agents never answer each other’s old page."""
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("school__commune__academy")
    return rows.get(pk=ticket.pk)


def _expect(ticket: Ticket, states: tuple[Status, ...], sentence: str) -> None:
    if ticket.status not in states:
        raise ValidationError(f"{sentence} Elle est « {ticket.get_status_display()} » : relisez la page.")


@transaction.atomic
def take(*, ticket: Ticket, by: Person, assignee: Person | None = None) -> Ticket:
    """Someone of the party takes the ticket, or gives it to a colleague."""
    row = locked(ticket)
    _expect(row, (*RUNNING, Status.WAITING), "Cette panne ne se prend plus en charge.")
    row.assignee = assignee or by
    row.taken_at = row.taken_at or timezone.now()
    row.status = Status.TAKEN if row.status == Status.NEW else row.status
    row.save()
    tell(row, LineKind.TAKEN, f"Prise en charge par {row.assignee}.", by=by)
    record(row, "taken", f"Prise en charge par {row.assignee}.", by)
    for checklist in checklists_for(row):
        add_checklist(thing=row, checklist=checklist, by=None)
    return row


@transaction.atomic
def say(
    *, ticket: Ticket, by: Person, text: str, side: str = Side.ALL, mentioned: Iterable[Person] = (),
    message_id: str = "",
) -> Line:  # fmt: skip
    """A message, for everybody or for one’s own party; whoever it names is told."""
    row = locked(ticket)
    line = tell(row, LineKind.SAID, text, by=by, side=side, message_id=message_id)
    mention(line, mentioned)
    record(row, "said", "Message ajouté au suivi." if side == Side.ALL else "Message interne ajouté.", by)
    return line


@transaction.atomic
def answer(*, ticket: Ticket, text: str, by: Person | None = None, author: str = "", message_id: str = "") -> Line:
    """The school answers what it was asked: the clock of the party goes on."""
    row = locked(ticket)
    if row.status == Status.WAITING:
        clocks.resume(row, timezone.now())
        row.status = Status.TAKEN
        row.save()
    line = tell(row, LineKind.SAID, text, by=by, author=author, message_id=message_id)
    record(row, "answered", "L’école a répondu.", by)
    return line


@transaction.atomic
def ask_school(*, ticket: Ticket, by: Person, text: str) -> Ticket:
    """The party needs to know something: its clock stands still until the school answers."""
    row = locked(ticket)
    _expect(row, RUNNING, "On ne peut pas questionner l’école sur cette panne.")
    now = timezone.now()
    row.status, row.taken_at = Status.WAITING, row.taken_at or now
    row.assignee = row.assignee or by
    clocks.pause(row, now)
    row.save()
    tell(row, LineKind.ASKED, text, by=by, at=now)
    record(row, "asked", "Question posée à l’école : le délai est suspendu.", by)
    return row


@transaction.atomic
def solve(
    *, ticket: Ticket, by: Person | None, solution: str, minutes: int | None = None, parts: str = "",
    item: StockItem | None = None, quantity: int | None = None, children: bool = True,
) -> Ticket:  # fmt: skip
    """It works again: the clock stops, the school confirms. What was attached to it is solved with it."""
    row = locked(ticket)
    _expect(row, (*RUNNING, Status.WAITING), "Cette panne ne peut pas être déclarée résolue.")
    now = timezone.now()
    clocks.end(row, now, solved=True)
    row.status, row.solved_at, row.solution = Status.SOLVED, now, solution.strip()
    row.taken_at = row.taken_at or now
    row.save()
    tell(row, LineKind.SOLVED, solution, by=by, at=now)
    record(row, "solved", "Résolue, à confirmer par l’école.", by)
    if minutes or parts.strip() or item:
        log_work(ticket=row, by=by, minutes=minutes or 0, parts=parts, item=item, quantity=quantity or 0)
    for child in row.children.filter(status__in=(*RUNNING, Status.WAITING)) if children else ():
        solve(ticket=child, by=by, solution=f"Résolue avec la panne générale {row.ref}. {solution}", children=False)
    return row


@transaction.atomic
def attach(*, parent: Ticket, ticket: Ticket, by: Person) -> None:
    """A ticket belongs to a wider outage (« école sans Internet »): one repair solves both."""
    row = locked(ticket)
    _expect(row, OPEN, "Seule une panne ouverte se rattache à une autre.")
    if parent.pk == row.pk or parent.parent_id is not None or row.children.exists():
        raise ValidationError("Une panne générale ne se rattache pas à une autre : choisissez celle qui n’en a pas.")
    if parent.status not in (*RUNNING, Status.WAITING):
        raise ValidationError("La panne générale n’est plus ouverte.")
    row.parent = parent
    row.save()
    said = f"Rattachée à la panne générale {parent.ref}."
    tell(row, LineKind.TRANSFER, said, by=by)
    record(row, "attached", said, by)
