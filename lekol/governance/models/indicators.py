"""Indicators the steering committee chose, and their figures frozen at each period."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.choices import SchoolKind
from lekol.directory.models import Person
from lekol.governance.choices import Direction, Formula, Frequency, Priority
from lekol.governance.models.decisions import Decision
from lekol.governance.models.meetings import Referenced
from lekol.governance.rules.indicators import SHARE, Value

MOST_MEASURES = 8


class Indicator(Referenced):
    """A figure made of announced measures. Once a decision has retained it, its definition no longer changes."""

    DEFINITION: ClassVar = (
        "title", "question", "formula", "measures", "base", "school_kinds", "priority", "unit", "direction", "target",
        "target_on", "party", "owner", "frequency", "clause",
    )  # fmt: skip

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="indicators", verbose_name="convention")
    title = models.CharField("nom", max_length=160)
    question = models.CharField("ce qu’il évalue", max_length=400, blank=True)
    formula = models.CharField("calcul", max_length=8, choices=Formula.choices, default=Formula.SHARE)
    measures = ArrayField(models.CharField(max_length=100), verbose_name="mesures", size=MOST_MEASURES)
    base = ArrayField(
        models.CharField(max_length=100), verbose_name="rapportées à", size=MOST_MEASURES, default=list, blank=True
    )
    school_kinds = ArrayField(
        models.CharField(max_length=12, choices=SchoolKind.choices), verbose_name="types d’école", default=list,
        blank=True,
    )  # fmt: skip
    priority = models.CharField("écoles", max_length=8, choices=Priority.choices, blank=True, default="")
    unit = models.CharField("unité", max_length=40, blank=True)
    direction = models.CharField("sens", max_length=6, choices=Direction.choices, default=Direction.UP)
    target = models.DecimalField(
        "cible", max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    target_on = models.DateField("échéance de la cible", null=True, blank=True)
    party = models.SlugField("partie responsable", max_length=30, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="responsable"
    )
    frequency = models.CharField("figé", max_length=9, choices=Frequency.choices, default=Frequency.MONTHLY)
    clause = models.CharField("clause", max_length=8, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    drafted_at = models.DateTimeField("proposé le", default=timezone.now, editable=False)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="décision qui retient"
    )
    since = models.DateField("retenu depuis le", null=True, blank=True)
    ended_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décision qui abandonne"
    )
    until = models.DateField("retenu jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "indicateur"
        ordering = ["agreement", "clause", "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=None, since=None) | Q(decision__isnull=False, since__isnull=False),
                name="indicator_retained_by_decision",
                violation_error_message="Un indicateur est retenu par une décision du comité, à une date.",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since__isnull=False, until__gte=models.F("since")),
                name="indicator_ends_after_start",
                violation_error_message="Un indicateur ne s’abandonne pas avant d’être retenu.",
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gte=0),
                name="indicator_target_positive",
                violation_error_message="La cible est un nombre positif.",
            ),
            models.CheckConstraint(
                condition=~Q(formula=SHARE) | Q(target=None) | Q(target__lte=100),
                name="indicator_share_within_hundred",
                violation_error_message="La cible d’une part va de 0 à 100 pour cent.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:indicator", args=[self.ref])

    @property
    def retained(self) -> bool:
        return self.decision_id is not None

    @property
    def ended(self) -> bool:
        """Given up today or before."""
        return self.until is not None and self.until < timezone.localdate()


class IndicatorPoint(models.Model):
    """The figure of an indicator on the last day of a period. Written once: the database refuses to change it."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="points", verbose_name="indicateur")
    on = models.DateField("au")
    numerator = models.BigIntegerField("compté")
    denominator = models.BigIntegerField("sur", null=True, blank=True)
    frozen_at = models.DateTimeField("figé le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "chiffre figé d’un indicateur"
        verbose_name_plural = "chiffres figés d’un indicateur"
        ordering = ["indicator", "on"]
        constraints = [models.UniqueConstraint(fields=["indicator", "on"], name="indicator_point_once")]

    def __str__(self) -> str:
        return f"{self.indicator} au {self.on:%d/%m/%Y}"

    @property
    def value(self) -> Value:
        return Value(self.numerator, self.denominator)
