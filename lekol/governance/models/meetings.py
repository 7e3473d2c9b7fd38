"""Meetings: when, where, about what, with whom, on which documents, and what was said."""

import datetime as dt
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.models import Person
from lekol.governance.choices import MeetingState, Presence, Reply, Source
from lekol.governance.models.accords import Accord, Draft
from lekol.pact.references import CONSONANTS, drawn


def reference() -> str:
    """A short public name, easy to read aloud."""
    return drawn(6, CONSONANTS)


class Referenced(models.Model):
    """A row with a short public name, given when it is first kept."""

    ref = models.CharField("référence", max_length=8, unique=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ref = self.ref or reference()
        super().save(*args, **kwargs)


class Meeting(Referenced):
    """A sitting of a committee of the pack."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="meetings", verbose_name="convention")
    committee = models.SlugField("comité", max_length=30)
    name = models.CharField("nom du comité", max_length=120)
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveSmallIntegerField(
        "durée (minutes)", default=120, validators=[MinValueValidator(15), MaxValueValidator(720)]
    )
    place = models.CharField("lieu", max_length=200)
    extraordinary = models.BooleanField("réunion extraordinaire", default=False)
    reason = models.CharField("motif", max_length=300, blank=True)
    state = models.CharField("état", max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    sequence = models.PositiveSmallIntegerField("version de la convocation", default=0)
    convened_at = models.DateTimeField("convoquée le", null=True, blank=True)
    accord = models.ForeignKey(
        Accord,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="accord",
    )

    class Meta:
        verbose_name = "réunion"
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["agreement", "committee", "-starts_at"], name="meeting_by_committee")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "committee", "starts_at"],
                name="meeting_one_at_a_time",
                violation_error_message="Ce comité se réunit déjà à cette heure.",
            )
        ]

    def __str__(self) -> str:
        kind = " extraordinaire" if self.extraordinary else ""
        return f"{self.name}{kind} du {timezone.localtime(self.starts_at):%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("governance:meeting", args=[self.ref])

    @property
    def on(self) -> dt.date:
        """The local day."""
        return timezone.localtime(self.starts_at).date()

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)


class AgendaItem(models.Model):
    """A point of the agenda, and under it what was said."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name="réunion")
    rank = models.PositiveSmallIntegerField("rang")
    title = models.CharField("point", max_length=200)
    text = models.TextField("présentation", max_length=2000, blank=True)
    clause = models.CharField("clause", max_length=8, blank=True)
    source = models.CharField("origine", max_length=10, choices=Source.choices, default=Source.HAND)
    key = models.CharField("objet proposé", max_length=60, blank=True)
    notes = models.OneToOneField(Draft, models.PROTECT, related_name="item", verbose_name="compte rendu")

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ["meeting", "rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "key"],
                condition=~models.Q(key=""),
                name="agenda_proposal_once",
                violation_error_message="Ce point est déjà à l’ordre du jour.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """A seat at a meeting: who was convened for it, what they answered, who came."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="réunion")
    seat = models.SlugField("siège", max_length=120)
    function = models.CharField("fonction", max_length=200)
    party = models.SlugField("partie", max_length=30, blank=True)
    chair = models.BooleanField("coprésidence", default=False)
    counted = models.BooleanField("compte pour le quorum", default=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne")
    delegate = models.BooleanField("représentant", default=False)
    invited_at = models.DateTimeField("convoqué le", null=True, blank=True)
    reply = models.CharField("réponse", max_length=3, choices=Reply.choices, blank=True, default="")
    presence = models.CharField("présence", max_length=8, choices=Presence.choices, blank=True, default="")
    rank = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "présence"
        ordering = ["meeting", "rank", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_seat_once")]

    def __str__(self) -> str:
        return f"{self.person or 'siège vacant'}, {self.function}"


class MeetingFile(models.Model):
    """A document of a meeting, kept with its digest and never replaced."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="files", verbose_name="réunion")
    file = models.FileField("fichier", upload_to="reunions/%Y/%m")
    name = models.CharField("nom", max_length=160)
    digest = models.CharField("empreinte SHA-256", max_length=64)
    size = models.PositiveIntegerField("taille")
    added_at = models.DateTimeField("joint le", auto_now_add=True)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "document d’une réunion"
        verbose_name_plural = "documents d’une réunion"
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "digest"], name="meeting_file_once")]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """A reminder already sent: the same one never leaves twice."""

    key = models.CharField("objet", max_length=120, unique=True)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)

    class Meta:
        verbose_name = "rappel envoyé"
        verbose_name_plural = "rappels envoyés"
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return self.key
