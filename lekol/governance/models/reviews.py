"""The yearly report: figures frozen once in a chain nobody can alter, and the words around them."""

import json
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.models import Person
from lekol.governance.choices import RowKind
from lekol.governance.models.accords import Accord, Draft
from lekol.governance.models.meetings import Referenced
from lekol.pact.calendars import label


class Review(Referenced):
    """The bilan of a school year: its figures are the frozen rows, its words the sections."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reviews", verbose_name="convention")
    school_year = models.PositiveSmallIntegerField("année scolaire")
    on = models.DateField("chiffres arrêtés au")
    frozen_at = models.DateTimeField("figé le", default=timezone.now, editable=False)
    frozen_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="figé par"
    )
    count = models.PositiveIntegerField("lignes figées")
    first = models.PositiveBigIntegerField("première ligne")
    head = models.CharField("empreinte de la dernière ligne", max_length=64)
    accord = models.ForeignKey(
        Accord, models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name="accord des parties"
    )

    class Meta:
        verbose_name = "bilan"
        ordering = ["-school_year", "agreement"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "school_year"],
                name="review_once_a_year",
                violation_error_message="Le bilan de cette année est déjà figé.",
            )
        ]

    def __str__(self) -> str:
        return f"Bilan {label(self.school_year)}"

    def get_absolute_url(self) -> str:
        return reverse("governance:review", args=[self.ref])


class FrozenRow(models.Model):
    """A line of a bilan, chained to the line before. Written once: the database refuses to change or erase it."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="rows", verbose_name="bilan")
    position = models.PositiveBigIntegerField("rang dans la chaîne", unique=True)
    kind = models.CharField("nature", max_length=10, choices=RowKind.choices)
    clause = models.CharField("clause", max_length=8, blank=True)
    payload = models.TextField("contenu (JSON)")
    previous = models.CharField("empreinte de la ligne précédente", max_length=64)
    digest = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "ligne figée"
        verbose_name_plural = "lignes figées"
        ordering = ["position"]

    def __str__(self) -> str:
        return f"ligne {self.position}"

    @property
    def words(self) -> dict[str, Any]:
        """Its content."""
        found: dict[str, Any] = json.loads(self.payload)
        return found


class Preparation(models.Model):
    """A report before its freeze: each party’s words on what was not kept, and the agreement of both to freeze."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    school_year = models.PositiveSmallIntegerField("année scolaire")
    accord = models.ForeignKey(
        Accord, models.PROTECT, null=True, blank=True, related_name="preparations", verbose_name="accord pour figer"
    )

    class Meta:
        verbose_name = "bilan à figer"
        verbose_name_plural = "bilans à figer"
        ordering = ["-school_year", "agreement"]
        constraints = [models.UniqueConstraint(fields=["agreement", "school_year"], name="preparation_once_a_year")]

    def __str__(self) -> str:
        return f"Bilan {label(self.school_year)} à figer"

    def get_absolute_url(self) -> str:
        return reverse("governance:prepare_review", args=[self.agreement.slug, self.school_year])


class Section(models.Model):
    """A text of the report that people write: an introduction, an article, a party’s words on a clause.

    Written before the freeze it belongs to the preparation, and to the report as soon as there is one.
    """

    review = models.ForeignKey(
        Review, models.CASCADE, null=True, blank=True, related_name="sections", verbose_name="bilan"
    )
    preparation = models.ForeignKey(
        Preparation, models.CASCADE, null=True, blank=True, related_name="sections", verbose_name="bilan à figer"
    )
    key = models.CharField("partie du bilan", max_length=60)
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="section", verbose_name="texte")

    class Meta:
        verbose_name = "texte d’un bilan"
        verbose_name_plural = "textes d’un bilan"
        ordering = ["review", "key"]
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="review_section_once"),
            models.UniqueConstraint(fields=["preparation", "key"], name="preparation_section_once"),
            models.CheckConstraint(
                condition=models.Q(review__isnull=False) | models.Q(preparation__isnull=False),
                name="section_belongs_to_a_report",
                violation_error_message="Un texte appartient à un bilan.",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Freezing(Referenced):
    """A freeze asked on screen: the job queue does it, the page shows how far it has gone."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    school_year = models.PositiveSmallIntegerField("année scolaire")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="demandé par")
    asked_at = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    percent = models.PositiveSmallIntegerField("avancement (%)", default=0)
    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bilan")
    fault = models.CharField("ce qui a empêché", max_length=400, blank=True)

    class Meta:
        verbose_name = "bilan en préparation"
        verbose_name_plural = "bilans en préparation"
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"bilan {label(self.school_year)} en préparation"
