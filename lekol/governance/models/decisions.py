"""Decisions, numbered for life, and the actions that carry them out."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.models import Person
from lekol.governance.models.meetings import AgendaItem, Meeting, Referenced


class Decision(models.Model):
    """What a committee decided. Its number never changes and is never given again."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="decisions", verbose_name="convention")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions", verbose_name="réunion")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="point"
    )
    committee = models.SlugField("comité", max_length=30)
    year = models.PositiveSmallIntegerField("année")
    rank = models.PositiveSmallIntegerField("rang")
    title = models.CharField("objet", max_length=200)
    text = models.TextField("décision", max_length=4000)
    clause = models.CharField("clause", max_length=8, blank=True)
    objective = models.SlugField("objectif partagé", max_length=30, blank=True)
    made_at = models.DateTimeField("écrite le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "décision"
        ordering = ["-year", "committee", "-rank"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "committee", "year", "rank"], name="decision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('governance:meeting', args=[self.meeting.ref])}#decision-{self.pk}"

    @property
    def number(self) -> str:
        """« COPIL 2026-3 »."""
        return f"{self.committee.upper()} {self.year}-{self.rank}"


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(done_on=None, dropped_on=None)

    def late_on(self, day: dt.date) -> Self:
        """Open, and due before that day."""
        return self.open().filter(due_on__lt=day)


class Action(Referenced):
    """What someone must do before a day, for a decision to be carried out."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="actions", verbose_name="décision")
    title = models.CharField("action", max_length=300)
    party = models.SlugField("partie", max_length=30)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="responsable")
    due_on = models.DateField("échéance")
    clause = models.CharField("clause", max_length=8, blank=True)
    done_on = models.DateField("faite le", null=True, blank=True)
    dropped_on = models.DateField("abandonnée le", null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action"
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["due_on", "id"], name="action_by_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(dropped_on=None),
                name="action_done_or_dropped",
                violation_error_message="Une action est faite ou abandonnée, pas les deux.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:action", args=[self.ref])

    @property
    def standing(self) -> str:
        """« faite », « abandonnée », « en retard », « en cours » today."""
        if self.done_on:
            return "faite"
        if self.dropped_on:
            return "abandonnée"
        return "en retard" if self.due_on < timezone.localdate() else "en cours"


class Step(models.Model):
    """Where an action stood on a day, in the words of whoever follows it."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="steps", verbose_name="action")
    at = models.DateTimeField("le", default=timezone.now, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="par")
    text = models.TextField("où elle en est", max_length=2000)

    class Meta:
        verbose_name = "suivi d’une action"
        verbose_name_plural = "suivis d’une action"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text[:80]
