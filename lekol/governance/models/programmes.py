"""The annual programme: operations, their budget by party, what was said of it, its revisions and its execution."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.models import Person, School
from lekol.governance.choices import Progress, Strand
from lekol.governance.models.accords import Accord, Draft
from lekol.governance.models.meetings import Referenced
from lekol.pact.calendars import label


class Programme(Referenced):
    """What the parties mean to do in a school year; in force once a revision of it bears both signatures."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="programmes", verbose_name="convention")
    school_year = models.PositiveSmallIntegerField("année scolaire")
    intro = models.OneToOneField(Draft, models.PROTECT, related_name="programme", verbose_name="orientations")
    opened_at = models.DateTimeField("ouvert le", default=timezone.now, editable=False)
    consulted_at = models.DateTimeField("consultation ouverte le", null=True, blank=True)
    consulted_until = models.DateField("avis attendus jusqu’au", null=True, blank=True)
    reopened_at = models.DateTimeField("en révision depuis le", null=True, blank=True)
    reopened_for = models.CharField("motif de la révision", max_length=300, blank=True)

    class Meta:
        verbose_name = "programme annuel"
        verbose_name_plural = "programmes annuels"
        ordering = ["-school_year", "agreement"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "school_year"],
                name="programme_once_a_year",
                violation_error_message="Le programme de cette année est déjà ouvert.",
            )
        ]

    def __str__(self) -> str:
        return f"Programme {label(self.school_year)}"

    def get_absolute_url(self) -> str:
        return reverse("governance:programme", args=[self.ref])


class Operation(Referenced):
    """One thing the programme provides for. Without schools, it is for all those of the agreement."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="operations", verbose_name="programme")
    rank = models.PositiveSmallIntegerField("rang")
    title = models.CharField("opération", max_length=200)
    text = models.TextField("ce qui est fait", max_length=2000, blank=True)
    strand = models.CharField("projet", max_length=10, choices=Strand.choices)
    clause = models.CharField("clause", max_length=8, blank=True)
    objective = models.SlugField("objectif partagé", max_length=30, blank=True)
    party = models.SlugField("partie qui la porte", max_length=30)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="responsable"
    )
    schools = models.ManyToManyField(School, related_name="+", blank=True, verbose_name="écoles")
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin")
    measure = models.CharField("mesure attendue", max_length=100, blank=True)
    expected = models.PositiveIntegerField("chiffre attendu", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=Progress.choices, default=Progress.TO_DO)
    percent = models.PositiveSmallIntegerField("avancement (%)", default=0, validators=[MaxValueValidator(100)])

    class Meta:
        verbose_name = "opération du programme"
        verbose_name_plural = "opérations du programme"
        ordering = ["programme", "rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="operation_ends_after_start",
                violation_error_message="La fin vient avant le début.",
            ),
            models.CheckConstraint(
                condition=Q(measure="", expected=None) | (~Q(measure="") & Q(expected__isnull=False)),
                name="operation_measure_with_figure",
                violation_error_message="Une mesure attendue a son chiffre, et un chiffre sa mesure.",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="operation_percent_within_hundred",
                violation_error_message="L’avancement va de 0 à 100.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:operation", args=[self.ref])


class OperationBudget(models.Model):
    """What a party puts in an operation, in euros, and what it has spent."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="budgets", verbose_name="opération")
    party = models.SlugField("partie", max_length=30)
    planned = models.DecimalField("prévu", max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    spent = models.DecimalField(
        "dépensé", max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = "budget d’une opération"
        verbose_name_plural = "budgets d’une opération"
        ordering = ["operation", "party"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "party"], name="operation_budget_once"),
            models.CheckConstraint(
                condition=Q(planned__gte=0, spent__gte=0),
                name="operation_budget_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} : {self.planned} €"


class OperationVersion(models.Model):
    """An operation as someone left it; never changed (the database refuses)."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="versions", verbose_name="opération")
    number = models.PositiveIntegerField("version")
    words: Any = models.JSONField("contenu")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "version d’une opération"
        verbose_name_plural = "versions d’une opération"
        ordering = ["operation", "-number"]
        constraints = [models.UniqueConstraint(fields=["operation", "number"], name="operation_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"


class OperationStep(models.Model):
    """Where an operation stood on a day; never changed (the database refuses)."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="steps", verbose_name="opération")
    at = models.DateTimeField("le", default=timezone.now, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="par")
    text = models.TextField("où elle en est", max_length=2000)
    state = models.CharField("état", max_length=10, choices=Progress.choices)
    percent = models.PositiveSmallIntegerField("avancement (%)", validators=[MaxValueValidator(100)])
    spent: Any = models.JSONField("dépensé par partie", default=dict)

    class Meta:
        verbose_name = "suivi d’une opération"
        verbose_name_plural = "suivis d’une opération"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text[:80]


class Opinion(models.Model):
    """What someone consulted says of the programme; never changed (the database refuses)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="opinions", verbose_name="programme")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now, editable=False)
    text = models.TextField("avis", max_length=4000)

    class Meta:
        verbose_name = "avis sur un programme"
        verbose_name_plural = "avis sur un programme"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class ProgrammeRevision(models.Model):
    """The programme as it was put to both parties; never changed (the database refuses)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="revisions", verbose_name="programme")
    number = models.PositiveIntegerField("révision")
    content: Any = models.JSONField("contenu")
    digest = models.CharField("empreinte", max_length=64)
    reason = models.CharField("motif", max_length=300, blank=True)
    accord = models.OneToOneField(Accord, models.PROTECT, related_name="programme_revision", verbose_name="accord")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="soumise par")
    at = models.DateTimeField("soumise le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "révision d’un programme"
        verbose_name_plural = "révisions d’un programme"
        ordering = ["programme", "-number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="programme_revision_once")]

    def __str__(self) -> str:
        return f"révision {self.number}"
