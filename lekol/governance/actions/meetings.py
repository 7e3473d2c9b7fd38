"""Verbs of a meeting before it sits: planned, moved, cancelled, convened, its agenda, its documents."""

import datetime as dt
import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.models import Person
from lekol.governance.choices import MeetingState, Presence, Source
from lekol.governance.models import AgendaItem, Attendance, Draft, Meeting, MeetingFile
from lekol.governance.queries.agenda import Proposal
from lekol.governance.queries.seats import sittings
from lekol.governance.rules.seats import Committee, committee_of
from lekol.journal.actions import write

LARGEST_FILE = 20_000_000
SIGNS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff")
MOST_ITEMS = 100


@transaction.atomic
def plan(
    *,
    agreement: Agreement,
    committee: Committee,
    starts_at: dt.datetime,
    minutes: int,
    place: str,
    extraordinary: bool = False,
    reason: str = "",
    by: Person | None = None,
) -> Meeting:
    """A meeting is put on the calendar; nobody is convened yet.

    Raises ValidationError for an extraordinary one the text does not provide for, or that says no reason.
    """
    if extraordinary and not committee.extraordinary:
        raise ValidationError({"extraordinary": "Le texte ne prévoit pas de réunion extraordinaire de ce comité."})
    if extraordinary and not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi le comité se réunit hors de son rythme."})
    meeting = Meeting(
        agreement=agreement, committee=committee.key, name=committee.name, starts_at=starts_at, minutes=minutes,
        place=place.strip(), extraordinary=extraordinary, reason=reason.strip(),
    )  # fmt: skip
    meeting.full_clean()
    meeting.save()
    write(verb="meeting.planned", thing=meeting, by=by, clause=committee.clause, summary=f"{meeting} inscrite.")
    return meeting


@transaction.atomic
def move(*, meeting: Meeting, by: Person | None = None, **words: Any) -> Meeting:
    """Change when, where or how long; whoever was convened is told again by `tasks.send_invitations`."""
    _refuse_over(meeting)
    changes = {}
    for name, value in words.items():
        if getattr(meeting, name) != value:
            changes[str(Meeting._meta.get_field(name).verbose_name)] = [getattr(meeting, name), value]  # type: ignore[union-attr]
            setattr(meeting, name, value)
    if changes:
        meeting.sequence += 1
        meeting.full_clean()
        meeting.save()
        write(verb="meeting.moved", thing=meeting, by=by, clause="8.1", summary=f"{meeting} modifiée.", changes=changes)
    return meeting


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: Person | None = None) -> Meeting:
    """The meeting does not take place; it stays listed with its reason."""
    _refuse_over(meeting)
    meeting.state, meeting.sequence, meeting.reason = MeetingState.CANCELLED, meeting.sequence + 1, reason.strip()
    meeting.save(update_fields=["state", "sequence", "reason"])
    write(verb="meeting.cancelled", thing=meeting, by=by, clause="8.1", summary=f"{meeting} annulée : {reason.strip()}")
    return meeting


def _refuse_over(meeting: Meeting) -> None:
    if meeting.state in (MeetingState.HELD, MeetingState.CANCELLED):
        raise ValidationError(f"Cette réunion est déjà {meeting.get_state_display()} : elle ne change plus.")


@transaction.atomic
def convene(*, meeting: Meeting, by: Person | None = None) -> list[Attendance]:
    """Everyone who sits that day is convened; the e-mails leave with the job queue.

    Raises ValidationError when the agenda is empty or nobody sits. Convening again reaches those who joined since.
    """
    _refuse_over(meeting)
    if not meeting.items.exists():
        raise ValidationError("L’ordre du jour est vide : ajoutez au moins un point avant de convoquer.")
    called = call_roll(meeting)
    reached = [row for row in called if row.person and row.person.email]
    if not reached:
        raise ValidationError("Aucun siège n’a de titulaire joignable par courriel : pourvoyez les sièges d’abord.")
    now = timezone.now()
    Attendance.objects.filter(pk__in=[row.pk for row in reached]).update(invited_at=now)
    meeting.state, meeting.convened_at, meeting.sequence = MeetingState.CONVENED, now, meeting.sequence + 1
    meeting.save(update_fields=["state", "convened_at", "sequence"])
    summary = f"{meeting} : {len(reached)} personnes convoquées, {len(called) - len(reached)} sièges non joints."
    write(verb="meeting.convened", thing=meeting, by=by, clause="8.1", summary=summary)
    return reached


def call_roll(meeting: Meeting) -> list[Attendance]:
    """One line a seat of the committee, with who sits on the day of the meeting; guests are left as they are."""
    committee = committee_of(meeting.agreement.data, meeting.committee)
    if committee is None:
        raise ValidationError("La convention ne connaît plus ce comité : rechargez son paquet.")
    rows = []
    known = {row.seat: row for row in meeting.attendances.all()}
    for rank, sitting in enumerate(sittings(meeting.agreement, [committee], meeting.on)[committee.key]):
        seat = sitting.seat
        row = known.get(seat.key) or Attendance(meeting=meeting, seat=seat.key)
        row.function, row.party, row.chair, row.rank = seat.function, seat.party, seat.chair, rank
        if row.person != sitting.acting:
            row.person, row.reply, row.invited_at = sitting.acting, "", None
        row.delegate = sitting.delegation is not None
        row.save()
        rows.append(row)
    return rows


@transaction.atomic
def invite(*, meeting: Meeting, person: Person, function: str, by: Person | None = None) -> Attendance:
    """Someone who holds no seat is invited: heard, never counted for the quorum."""
    _refuse_over(meeting)
    if meeting.attendances.filter(person=person).exists():
        raise ValidationError({"person": "Cette personne est déjà attendue à la réunion."})
    rank = 1_000 + meeting.attendances.filter(counted=False).count()
    row = Attendance.objects.create(
        meeting=meeting, seat=f"invite-{person.ref.lower()}", function=function.strip(), person=person,
        counted=False, rank=rank, invited_at=timezone.now() if meeting.convened_at else None,
    )  # fmt: skip
    write(verb="meeting.invited", thing=meeting, by=by, clause="8.1", summary=f"{person} invité : {function}.")
    return row


@transaction.atomic
def answer(*, attendance: Attendance, reply: str, by: Person) -> Attendance:
    """Someone convened says whether they come."""
    _refuse_over(attendance.meeting)
    attendance.reply = reply
    attendance.full_clean()
    attendance.save(update_fields=["reply"])
    said = f"{attendance.person} : {attendance.get_reply_display()}."
    write(verb="meeting.answered", thing=attendance.meeting, by=by, clause="8.1", summary=said)
    return attendance


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    title: str,
    text: str = "",
    clause: str = "",
    source: str = Source.HAND,
    key: str = "",
    by: Person | None = None,
) -> AgendaItem:
    """A point goes at the end of the agenda."""
    if meeting.state == MeetingState.CANCELLED:
        raise ValidationError("Cette réunion est annulée.")
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # two points added at once keep their own rank
    if meeting.items.count() >= MOST_ITEMS:
        raise ValidationError(f"L’ordre du jour compte déjà {MOST_ITEMS} points.")
    rank = (meeting.items.aggregate(last=Max("rank"))["last"] or 0) + 1
    item = AgendaItem(
        meeting=meeting, rank=rank, title=title.strip(), text=text.strip(), clause=clause, source=source, key=key
    )
    item.clean_fields(exclude=["notes"])
    item.notes = Draft.objects.create()
    item.validate_constraints()
    item.save()
    write(verb="agenda.added", thing=meeting, by=by, clause=clause, summary=f"Point {rank} : {item.title}")
    return item


@transaction.atomic
def add_proposals(*, meeting: Meeting, proposals: list[Proposal], by: Person | None = None) -> list[AgendaItem]:
    """Proposed points that are not on the agenda yet."""
    known = set(meeting.items.values_list("key", flat=True))
    return [
        add_item(
            meeting=meeting, title=row.title[:200], text=row.text[:2000], clause=row.clause, source=row.source,
            key=row.key, by=by,
        )
        for row in proposals
        if row.key not in known
    ]  # fmt: skip


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Person | None = None) -> None:
    """A point leaves the agenda, unless something was already said or decided under it."""
    _refuse_over(item.meeting)
    if item.notes.version or item.decisions.exists():
        raise ValidationError("Ce point a déjà un compte rendu ou une décision : il reste à l’ordre du jour.")
    meeting, rank, notes = item.meeting, item.rank, item.notes
    write(verb="agenda.removed", thing=meeting, by=by, clause=item.clause, summary=f"Point retiré : {item.title}")
    item.delete()
    notes.delete()
    meeting.items.filter(rank__gt=rank).update(rank=F("rank") - 1)


@transaction.atomic
def raise_item(*, item: AgendaItem, by: Person | None = None) -> None:
    """A point changes places with the one before it."""
    _refuse_over(item.meeting)
    before = item.meeting.items.filter(rank__lt=item.rank).order_by("-rank").first()
    if before is not None:
        before.rank, item.rank = item.rank, before.rank
        AgendaItem.objects.bulk_update([before, item], ["rank"])
        write(verb="agenda.moved", thing=item.meeting, by=by, clause="", summary=f"Point remonté : {item.title}")


@transaction.atomic
def attach(*, meeting: Meeting, content: bytes, name: str, by: Person | None = None) -> MeetingFile:
    """Keep a document with its SHA-256; raise ValidationError when it is too large, of a strange kind, or there."""
    if len(content) > LARGEST_FILE:
        raise ValidationError({"file": "Le fichier dépasse 20 Mo. Envoyez un document plus léger."})
    if not content.startswith(SIGNS):
        raise ValidationError({"file": "Envoyez un PDF, un document bureautique (ODT, DOCX, ODS, XLSX) ou une image."})
    digest = hashlib.sha256(content).hexdigest()
    if meeting.files.filter(digest=digest).exists():
        raise ValidationError({"file": "Ce document est déjà joint à la réunion."})
    kept = MeetingFile(meeting=meeting, name=name[-160:], digest=digest, size=len(content), added_by=by)
    kept.file.save(f"{meeting.ref}-{digest[:12]}", ContentFile(content), save=False)
    kept.save()
    write(verb="meeting.attached", thing=meeting, by=by, clause="8.1", summary=f"Document joint : {kept.name}")
    return kept


@transaction.atomic
def note_presences(*, meeting: Meeting, presences: dict[int, str], by: Person | None = None) -> int:
    """The attendance sheet: seat row → presence. Answers how many changed."""
    if meeting.state == MeetingState.CANCELLED:
        raise ValidationError("Cette réunion est annulée.")
    refuse_approved(meeting)
    if not meeting.attendances.exists():
        call_roll(meeting)
    changed = 0
    for row in meeting.attendances.filter(pk__in=presences):
        wanted = presences[row.pk]
        if wanted in Presence.values and row.presence != wanted:
            row.presence = wanted
            row.save(update_fields=["presence"])
            changed += 1
    if changed:
        words = f"Feuille de présence : {changed} lignes notées."
        write(verb="meeting.attended", thing=meeting, by=by, clause="8.1", summary=words)
    return changed


def refuse_approved(meeting: Meeting) -> None:
    """Minutes both parties approved no longer change."""
    voices = meeting.accord.voices.order_by("at", "id") if meeting.accord else []
    last = {voice.party_id: voice.agrees for voice in voices}
    if meeting.accord and last and all(last.values()) and len(last) == meeting.accord.parties.count():
        raise ValidationError("Le compte rendu est approuvé par les deux parties : il ne change plus.")
