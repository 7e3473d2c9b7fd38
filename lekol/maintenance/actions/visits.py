"""Regular visits: planned once, brought into the rounds by themselves."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lekol.directory.models import Person
from lekol.journal.actions import write
from lekol.maintenance.actions.checks import add_checklist
from lekol.maintenance.models import Stop, VisitPlan
from lekol.maintenance.queries import calendar_of, policy_of
from lekol.maintenance.rules.visits import AHEAD, later, on_a_school_day


@transaction.atomic
def keep_plan(*, plan: VisitPlan, words: Mapping[str, Any], by: Person) -> VisitPlan:
    """Write or correct a regular visit."""
    for name, value in words.items():
        setattr(plan, name, value)
    plan.full_clean()
    plan.save()
    said = f"{plan.name} : toutes les {plan.every} {plan.get_pace_display()}, à partir du {plan.next_on:%d/%m/%Y}."
    write(verb="visit_plan.kept", thing=plan.school, by=by, clause="4.4", summary=said)
    bring_visits(today=timezone.localdate(), plans=VisitPlan.objects.filter(pk=plan.pk))
    return plan


@transaction.atomic
def end_plan(*, plan: VisitPlan, by: Person) -> None:
    """No further visit; those already in a round stay there."""
    plan.ended_at = timezone.now()
    plan.save(update_fields=["ended_at"])
    write(verb="visit_plan.ended", thing=plan.school, by=by, clause="4.4", summary=f"{plan.name} : arrêtée.")


def bring_visits(*, today: dt.date, plans: Any = None) -> int:
    """Put the visits of the next three weeks in the rounds; answers how many. Safe to run twice."""
    rows = VisitPlan.objects.all() if plans is None else plans
    due = rows.filter(ended_at=None, next_on__lte=today + AHEAD).order_by("pk").values_list("pk", flat=True)
    return sum(_bring(pk, today) for pk in list(due))


@transaction.atomic
def _bring(pk: int, today: dt.date) -> int:
    """Every visit of a plan up to three weeks from now; a day already gone becomes the first one to come."""
    rows = VisitPlan.objects.select_for_update(of=("self",)).select_related("school__commune__academy", "checklist")
    plan, made = rows.get(pk=pk), 0
    known = calendar_of(plan.school, policy_of(plan.school, today).protocol)
    while plan.next_on <= today + AHEAD:
        made += _visit(plan, on_a_school_day(max(plan.next_on, today), known))
        plan.next_on = later(max(plan.next_on, today), plan.every, plan.pace)
    plan.save(update_fields=["next_on"])
    return made


def _visit(plan: VisitPlan, day: dt.date) -> bool:
    """The school joins the round of that day, last; where it already is, the visit is done at the same time."""
    last = Stop.objects.filter(person=plan.person, day=day).aggregate(last=Max("rank"))["last"] or 0
    stop, made = Stop.objects.get_or_create(
        person=plan.person, day=day, school=plan.school, defaults={"rank": last + 1, "plan": plan}
    )
    if not made and stop.plan_id is None:
        stop.plan = plan
        stop.save(update_fields=["plan"])
    if plan.checklist is not None:
        add_checklist(thing=stop, checklist=plan.checklist, by=None)
    said = f"{plan.name} prévue le {day:%d/%m/%Y}."
    write(verb="round.planned", thing=plan.school, by=None, clause="4.4", summary=said)
    return made
