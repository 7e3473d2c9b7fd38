"""What a desk keeps for itself: checklists, and saved answers played in one gesture."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from lekol.directory.models import Academy, Commune, Person
from lekol.journal.actions import write
from lekol.maintenance.actions.handling import ask_school, say, solve, take
from lekol.maintenance.actions.work import log_work
from lekol.maintenance.choices import MacroAct
from lekol.maintenance.models import Checklist, Macro, Ticket

Habit = Macro | Checklist


@transaction.atomic
def keep_habit(*, habit: Habit, desk: Commune | Academy, words: Mapping[str, Any], by: Person) -> Habit:
    """Write or correct a saved answer or a checklist of a desk."""
    new = habit.pk is None
    for name, value in words.items():
        setattr(habit, name, value)
    habit.commune, habit.academy = (desk, None) if isinstance(desk, Commune) else (None, desk)
    habit.full_clean()
    habit.save()
    kind = str(habit._meta.verbose_name).capitalize()
    write(
        verb=f"{habit._meta.model_name}.kept", thing=habit, by=by, clause="4.4",
        summary=f"{kind} {'écrite' if new else 'corrigée'} : {habit.name}.",
    )  # fmt: skip
    return habit


@transaction.atomic
def drop_habit(*, habit: Habit, by: Person) -> None:
    """It is no longer offered; what was written with it stays."""
    kind = str(habit._meta.verbose_name).capitalize()
    summary = f"{kind} retirée : {habit.name}."
    write(verb=f"{habit._meta.model_name}.dropped", thing=habit, by=by, clause="4.4", summary=summary)
    habit.delete()


@transaction.atomic
def play_macro(*, ticket: Ticket, macro: Macro, text: str, by: Person) -> None:
    """The saved answer is written, the state changes, the time is counted: one verb of the ticket, nothing hidden."""
    match macro.act:
        case MacroAct.TAKE:
            say(ticket=take(ticket=ticket, by=by), text=text, by=by)
        case MacroAct.ASK:
            ask_school(ticket=ticket, text=text, by=by)
        case MacroAct.SOLVE:
            solve(ticket=ticket, solution=text, by=by)
        case _:
            say(ticket=ticket, text=text, by=by)
    if macro.minutes:
        log_work(ticket=ticket, by=by, minutes=macro.minutes)
    Macro.objects.filter(pk=macro.pk).update(used=F("used") + 1)
