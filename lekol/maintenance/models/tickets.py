"""One ticket for every administration: what is broken, who holds it, whose clock runs, what was said."""

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from lekol.directory.models import Person, Room, School
from lekol.equipment.models import Asset
from lekol.maintenance.choices import (
    OPEN,
    RUNNING,
    Channel,
    Days,
    Desk,
    Ending,
    Impact,
    LineKind,
    Nature,
    Side,
    Status,
    Symptom,
)
from lekol.pact.names import plain
from lekol.pact.references import drawn

REF = 7


def new_ref() -> str:
    """A short public reference that nobody can guess in a row."""
    return drawn(REF)


class TicketQuerySet(models.QuerySet["Ticket"]):
    def open(self) -> Self:
        """Tickets somebody still has to do something about."""
        return self.filter(status__in=OPEN)

    def late(self) -> Self:
        """Open tickets past the delay of whoever acts; a paused clock is never late."""
        return self.filter(status__in=RUNNING, due_at__lt=timezone.now())


class Ticket(models.Model):
    """A fault reported once. `desk` is the party that must act, `due_at` when its clock runs out (empty: nobody bound).

    The clause, the reason and the convention are those of the day it was sent: later rules do not rewrite it.
    """

    ref = models.CharField("numéro", max_length=8, unique=True, editable=False)
    client_key = models.UUIDField("clé d’envoi", null=True, blank=True, unique=True, editable=False)
    school = models.ForeignKey(
        School,
        models.PROTECT,
        related_name="tickets",
        verbose_name="école",
        db_index=False,  # ticket_by_school begins by it
    )
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="tickets", verbose_name="salle")
    asset = models.ForeignKey(
        Asset, models.SET_NULL, null=True, blank=True, related_name="tickets", verbose_name="matériel",
        db_index=False,  # ticket_by_asset begins by it
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name="panne générale"
    )
    nature = models.CharField("ce qui est en panne", max_length=12, choices=Nature.choices)
    symptom = models.CharField("ce qui se passe", max_length=14, choices=Symptom.choices, default=Symptom.OTHER)
    impact = models.CharField("qui est arrêté", max_length=6, choices=Impact.choices, default=Impact.POST)
    expert = models.BooleanField("niveau expert", default=False)
    summary = models.CharField("en une phrase", max_length=200)
    detail = models.TextField("précisions", max_length=4000, blank=True)
    words = models.CharField("mots cherchés", max_length=300, editable=False)
    channel = models.CharField("voie", max_length=10, choices=Channel.choices, default=Channel.WEB)
    reporter = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="reported", verbose_name="signalé par"
    )
    reporter_name = models.CharField("nom donné", max_length=80, blank=True)
    desk = models.CharField("qui doit agir", max_length=12, choices=Desk.choices)
    routed_desk = models.CharField("selon la règle", max_length=12, choices=Desk.choices, editable=False)
    clause = models.CharField("clause", max_length=8)
    reason = models.CharField("pourquoi", max_length=200)
    convention = models.CharField("convention", max_length=60, blank=True)
    override_reason = models.CharField("pourquoi hors règle", max_length=400, blank=True)
    status = models.CharField("état", max_length=10, choices=Status.choices, default=Status.NEW)
    assignee = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="assigned", verbose_name="s’en occupe"
    )
    opened_at = models.DateTimeField("signalé le", default=timezone.now)
    respond_by = models.DateTimeField("à prendre en charge avant", null=True, blank=True)
    due_at = models.DateTimeField("à résoudre avant", null=True, blank=True)
    warn_at = models.DateTimeField("à surveiller dès", null=True, blank=True)
    put_off_to = models.DateField("reportée au", null=True, blank=True)
    taken_at = models.DateTimeField("pris en charge le", null=True, blank=True)
    solved_at = models.DateTimeField("résolu le", null=True, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    ending = models.CharField("comment clos", max_length=10, choices=Ending.choices, blank=True)
    solution = models.TextField("solution", max_length=4000, blank=True)
    reopened = models.PositiveSmallIntegerField("réouvertures", default=0)
    answered_at = models.DateTimeField("école répondue le", null=True, blank=True)
    told_stage = models.CharField("dernière alerte", max_length=12, blank=True, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = "panne"
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="ticket_by_day"),
            models.Index(fields=["school", "-opened_at", "-id"], name="ticket_by_school"),
            models.Index(fields=["-opened_at", "-id"], name="ticket_open_by_day", condition=Q(status__in=OPEN)),
            models.Index(
                fields=["school", "-opened_at", "-id"], name="ticket_open_by_school", condition=Q(status__in=OPEN)
            ),
            models.Index(fields=["desk", "-opened_at", "-id"], name="ticket_by_desk"),
            models.Index(fields=["nature", "-opened_at", "-id"], name="ticket_by_nature"),
            models.Index(fields=["desk", "due_at", "id"], name="ticket_queue", condition=Q(status__in=OPEN)),
            models.Index(
                fields=["due_at", "id"],
                name="ticket_running_by_due",
                condition=Q(status__in=RUNNING),
                include=["school"],
            ),
            models.Index(fields=["asset", "-opened_at"], name="ticket_by_asset"),
            models.Index(fields=["assignee"], name="ticket_assigned", condition=Q(status__in=OPEN)),
            GinIndex(SearchVector("words", config="simple"), name="ticket_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="ticket_not_its_own_parent",
                violation_error_message="Une panne ne peut pas être rattachée à elle-même.",
            ),
            models.CheckConstraint(
                condition=Q(desk=F("routed_desk")) | ~Q(override_reason="") | Q(taken_at__isnull=False),
                name="ticket_override_has_reason",
                violation_error_message="Envoyer hors de la règle demande une raison.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | Q(closed_at__isnull=False),
                name="ticket_closed_has_day",
                violation_error_message="Une panne close a un jour de clôture.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref}, {self.summary}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("maintenance:ticket", args=[self.ref])

    def prepare(self) -> None:
        """What is written with the rest: its number, the words it is found by."""
        self.ref = self.ref or new_ref()
        self.words = plain(f"{self.ref} {self.summary}")[:300]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_put_off(self) -> bool:
        """Is whoever acts expected on a day to come?"""
        return self.status in RUNNING and self.put_off_to is not None and self.put_off_to >= timezone.localdate()

    @property
    def bound(self) -> bool:
        """False when no administration has to act."""
        return self.desk != Desk.SCHOOL


class Leg(models.Model):
    """The time one party held a ticket: its own clock, whatever happens to it elsewhere (OLA). Minutes of opening."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="legs", verbose_name="panne")
    desk = models.CharField("partie", max_length=12, choices=Desk.choices)
    days = models.CharField("jours comptés", max_length=6, choices=Days.choices, default=Days.SCHOOL)
    began_at = models.DateTimeField("reçu le")
    respond_minutes = models.PositiveIntegerField("délai de prise en charge")
    solve_minutes = models.PositiveIntegerField("délai de résolution")
    clause = models.CharField("clause du délai", max_length=8, blank=True)
    paused_minutes = models.PositiveIntegerField("minutes en attente", default=0)
    paused_at = models.DateTimeField("en attente depuis", null=True, blank=True)
    due_at = models.DateTimeField("échéance")
    ended_at = models.DateTimeField("rendu le", null=True, blank=True)
    solved = models.BooleanField("résolu par elle", default=False)

    class Meta:
        verbose_name = "tenue d’une panne"
        ordering = ["began_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(ended_at=None),
                name="leg_one_at_a_time",
                violation_error_message="Cette panne est déjà chez quelqu’un.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="leg_ends_after_start",
                violation_error_message="Une partie ne peut pas rendre une panne avant de l’avoir reçue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}, {self.get_desk_display()}"


class Line(models.Model):
    """What happened or was said. `side` empty: everybody who sees the ticket; else that party alone."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="lines", verbose_name="panne")
    at = models.DateTimeField("moment", default=timezone.now)
    kind = models.CharField("nature", max_length=12, choices=LineKind.choices)
    side = models.CharField("vu par", max_length=12, choices=Side.choices, blank=True, default=Side.ALL)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="auteur")
    author = models.CharField("nom de l’auteur", max_length=160, blank=True)
    text = models.TextField("texte", max_length=8000)
    message_id = models.CharField("identifiant du courriel", max_length=250, blank=True, editable=False)
    mailed_at = models.DateTimeField("envoyée par courriel le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "ligne du suivi"
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="line_by_ticket"),
            models.Index(fields=["id"], name="line_to_mail", condition=Q(mailed_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message_id"],
                condition=~Q(message_id=""),
                name="line_message_once",
                violation_error_message="Ce courriel est déjà dans le suivi.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Attachment(models.Model):
    """A picture or a file of a line, seen by whoever sees the line. Pictures are drawn again: no hidden data left."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="attachments", verbose_name="ligne du suivi")
    file = models.FileField("fichier", upload_to="pannes/%Y/%m", max_length=200)
    name = models.CharField("nom", max_length=120)
    size = models.PositiveIntegerField("taille (octets)")
    picture = models.BooleanField("image", default=False)

    class Meta:
        verbose_name = "pièce jointe"
        ordering = ["line", "id"]

    def __str__(self) -> str:
        return self.name


class Follower(models.Model):
    """Someone who asked to be told: « déjà signalé, me tenir informé »."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="followers", verbose_name="panne")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="personne")
    since = models.DateTimeField("depuis", default=timezone.now)

    class Meta:
        verbose_name = "personne informée"
        ordering = ["ticket", "since", "id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="follower_once")]

    def __str__(self) -> str:
        return str(self.person)
