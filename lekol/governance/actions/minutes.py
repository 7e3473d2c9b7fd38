"""Verbs of a meeting that sits: held, written, decided, put to both co-chairs; then actions, done or not."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.models import Person
from lekol.governance.actions.accords import Written, ask_parties, replace, write_draft
from lekol.governance.actions.meetings import call_roll, refuse_approved
from lekol.governance.choices import MeetingState, Presence, Subject
from lekol.governance.models import Accord, Action, AgendaItem, Decision, Meeting, Step
from lekol.governance.queries.minutes import content_of
from lekol.governance.rules.chain import canonical
from lekol.governance.rules.seats import committee_of, quorum_reached
from lekol.journal.actions import write
from lekol.pact.dates import long_date


@transaction.atomic
def hold(*, meeting: Meeting, by: Person | None = None) -> Meeting:
    """The meeting took place. Raises ValidationError before its day, without anybody present, or short of quorum."""
    if meeting.state in (MeetingState.HELD, MeetingState.CANCELLED):
        raise ValidationError(f"Cette réunion est déjà {meeting.get_state_display()}.")
    if meeting.on > timezone.localdate():
        raise ValidationError(f"La réunion est le {long_date(meeting.on)} : elle n’a pas encore eu lieu.")
    if not meeting.attendances.exists():
        call_roll(meeting)
    present = meeting.attendances.filter(presence=Presence.PRESENT, counted=True).count()
    if not present:
        raise ValidationError("Notez d’abord qui était présent sur la feuille de présence.")
    committee = committee_of(meeting.agreement.data, meeting.committee)
    if committee is not None and quorum_reached(committee, present) is False:
        raise ValidationError(
            f"Le quorum n’est pas atteint : {present} présents, {committee.quorum} requis. "
            "Annulez la réunion et convoquez de nouveau le comité."
        )
    meeting.state = MeetingState.HELD
    meeting.save(update_fields=["state"])
    write(verb="meeting.held", thing=meeting, by=by, clause="8.1", summary=f"{meeting} tenue, {present} présents.")
    return meeting


@transaction.atomic
def write_notes(*, item: AgendaItem, base: int, text: str, by: Person | None) -> Written:
    """What was said under a point; two people writing at once lose nothing. Asks for a new agreement if it changes."""
    meeting = _written(item.meeting)
    done = write_draft(draft=item.notes, base=base, text=text, by=by)
    _reopen(meeting)
    write(verb="minutes.written", thing=meeting, by=by, clause=item.clause, summary=f"Compte rendu : {item.title}")
    return done


def _written(meeting: Meeting) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("accord", "agreement").get(pk=meeting.pk)
    if meeting.state == MeetingState.CANCELLED:
        raise ValidationError("Cette réunion est annulée : il n’y a pas de compte rendu.")
    refuse_approved(meeting)
    return meeting


def _reopen(meeting: Meeting) -> None:
    """A text put to the parties has changed: they are asked again."""
    if meeting.accord is not None and meeting.accord.digest != digest_of(meeting):
        replace(meeting.accord)


def digest_of(meeting: Meeting) -> str:
    """The digest of everything the co-chairs approve."""
    return hashlib.sha256(canonical(content_of(meeting)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """Who does what before when, as typed with a decision."""

    title: str
    owner: Person
    party: str
    due_on: dt.date


@transaction.atomic
def decide(
    *,
    meeting: Meeting,
    title: str,
    text: str,
    item: AgendaItem | None = None,
    clause: str = "",
    objective: str = "",
    by: Person | None = None,
) -> Decision:
    """A decision takes the next number of its committee and year; two at once never share it.

    Raises ValidationError for a clause or an objective the convention does not have, or minutes already approved.
    """
    meeting = _written(meeting)
    agreement = Agreement.objects.select_for_update().get(pk=meeting.agreement_id)
    clause = clause or (item.clause if item else "")
    if clause and not agreement.commitments.filter(clause=clause).exists():
        raise ValidationError({"clause": f"La convention n’a pas de clause {clause}."})
    if objective and not agreement.objectives.filter(key=objective).exists():
        raise ValidationError({"objective": "La convention n’a pas cet objectif."})
    year = meeting.on.year
    numbered = Decision.objects.filter(agreement=agreement, committee=meeting.committee, year=year)
    made = Decision(
        agreement=agreement, meeting=meeting, item=item, committee=meeting.committee, year=year,
        rank=(numbered.aggregate(last=Max("rank"))["last"] or 0) + 1, title=title.strip(), text=text.strip(),
        clause=clause, objective=objective,
    )  # fmt: skip
    made.full_clean()
    made.save()
    _reopen(meeting)
    write(verb="decision.made", thing=made, by=by, clause=clause, summary=f"Décision {made.number} : {made.title}")
    return made


@transaction.atomic
def submit(*, meeting: Meeting, by: Person | None = None) -> Accord:
    """Put the minutes to both co-chairs. Raises ValidationError before the meeting is held, or when already asked."""
    meeting = _written(meeting)
    if meeting.state != MeetingState.HELD:
        raise ValidationError("La réunion n’est pas encore tenue : le compte rendu ne peut pas être soumis.")
    digest = digest_of(meeting)
    if meeting.accord and meeting.accord.replaced_at is None and meeting.accord.digest == digest:
        raise ValidationError("Ce compte rendu est déjà soumis aux deux parties.")
    replace(meeting.accord)
    committee = committee_of(meeting.agreement.data, meeting.committee)
    keys = committee.chair_parties if committee else ()
    parties = meeting.agreement.parties.filter(key__in=keys) if keys else meeting.agreement.parties.filter(signing=True)
    meeting.accord = ask_parties(
        agreement=meeting.agreement, subject=Subject.MINUTES, title=f"Compte rendu : {meeting}", digest=digest,
        parties=parties, by=by,
    )  # fmt: skip
    meeting.save(update_fields=["accord"])
    write(verb="minutes.submitted", thing=meeting, by=by, clause="8.1", summary="Compte rendu soumis aux deux parties.")
    return meeting.accord


@transaction.atomic
def entrust(*, decision: Decision, task: Task, clause: str = "", by: Person | None = None) -> Action:
    """Someone is entrusted with an action of a decision. Raises ValidationError for a party of another agreement."""
    if not decision.agreement.parties.filter(key=task.party).exists():
        raise ValidationError({"party": "Cette partie n’est pas de la convention."})
    if task.due_on < decision.meeting.on:
        raise ValidationError({"due_on": "L’échéance vient avant la réunion qui a décidé."})
    found = Action(
        decision=decision, title=task.title.strip(), owner=task.owner, party=task.party, due_on=task.due_on,
        clause=clause or decision.clause,
    )  # fmt: skip
    found.full_clean()
    found.save()
    summary = f"{decision.number} : « {found.title} » confiée à {task.owner}, pour le {long_date(task.due_on)}."
    write(verb="action.entrusted", thing=found, by=by, clause=found.clause, summary=summary)
    return found


@transaction.atomic
def follow(
    *, action: Action, text: str, done: bool = False, dropped: bool = False, due_on: dt.date | None = None,
    by: Person | None = None,
) -> Step:  # fmt: skip
    """Say where an action stands: under way, done, given up, put off. Raises ValidationError once it is closed."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    if action.done_on or action.dropped_on:
        raise ValidationError(f"Cette action est déjà {action.standing}.")
    if done and dropped:
        raise ValidationError("Une action est faite ou abandonnée, pas les deux.")
    changes = {"échéance": [action.due_on, due_on]} if due_on and due_on != action.due_on else {}
    today = timezone.localdate()
    action.done_on, action.dropped_on = today if done else None, today if dropped else None
    action.due_on = due_on or action.due_on
    action.save(update_fields=["done_on", "dropped_on", "due_on"])
    step = Step.objects.create(action=action, by=by, text=text.strip())
    verb = "action.done" if done else "action.dropped" if dropped else "action.followed"
    write(verb=verb, thing=action, by=by, clause=action.clause, summary=step.text[:380], changes=changes)
    return step
