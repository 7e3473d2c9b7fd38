"""Figures: a row is written when a figure *changes* and stands until the next one.

A daily pass that changes nothing writes one `MeasurePass`, not a row per school: two years of daily
snapshots of France then cost what really moved. The figure of any day is the last row at or before it.
"""

from django.db import models
from django.db.models import F, Q

from lekol.agreement.models.text import Agreement
from lekol.directory.models import School
from lekol.pact.scopes import Level


class MeasurePass(models.Model):
    """One look at every measure, on one day; all its rows are written in one transaction."""

    on = models.DateField("jour", unique=True)
    taken_at = models.DateTimeField("prise le", auto_now=True)
    milliseconds = models.PositiveIntegerField("durée (ms)", default=0)
    measures = models.PositiveSmallIntegerField("mesures lues", default=0)
    changes = models.PositiveIntegerField("chiffres changés", default=0)

    class Meta:
        verbose_name = "relevé des mesures"
        verbose_name_plural = "relevés des mesures"
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"relevé du {self.on:%d/%m/%Y}"


class SchoolFigure(models.Model):
    """What one school owes and has, from a day on. `indicator` is a measure key or several joined by « + »."""

    indicator = models.CharField("mesures", max_length=200)
    school = models.ForeignKey(School, models.PROTECT, related_name="figures", verbose_name="école")
    since = models.DateField("depuis le")
    due = models.PositiveIntegerField("dû")
    met = models.PositiveIntegerField("fait")

    class Meta:
        verbose_name = "chiffre d’une école"
        verbose_name_plural = "chiffres des écoles"
        ordering = ["indicator", "school", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "school", "since"], name="school_figure_once"),
            models.CheckConstraint(condition=Q(met__lte=F("due")), name="school_figure_met_within_due"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} : {self.met} sur {self.due}"


class Figure(models.Model):
    """The same, rolled up over a circonscription, a commune, an académie or France."""

    indicator = models.CharField("mesures", max_length=200)
    level = models.CharField("niveau", max_length=16, choices=[(level.value, level.value) for level in Level])
    code = models.CharField("code", max_length=10, blank=True)
    since = models.DateField("depuis le")
    due = models.PositiveIntegerField("dû")
    met = models.PositiveIntegerField("fait")
    schools_due = models.PositiveIntegerField("écoles concernées", default=0)
    schools_met = models.PositiveIntegerField("écoles en règle", default=0)

    class Meta:
        verbose_name = "chiffre d’un territoire"
        verbose_name_plural = "chiffres des territoires"
        ordering = ["indicator", "level", "code", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "level", "code", "since"], name="figure_once"),
            models.CheckConstraint(condition=Q(met__lte=F("due")), name="figure_met_within_due"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} : {self.met} sur {self.due}"


class AgreementFigure(models.Model):
    """What a whole agreement owes and has, from a day on: what is counted once for it, not school by school."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="figures", verbose_name="convention")
    indicator = models.CharField("mesure", max_length=200)
    since = models.DateField("depuis le")
    due = models.PositiveIntegerField("dû")
    met = models.PositiveIntegerField("fait")

    class Meta:
        verbose_name = "chiffre d’une convention"
        verbose_name_plural = "chiffres des conventions"
        ordering = ["agreement", "indicator", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "indicator", "since"], name="agreement_figure_once"),
            models.CheckConstraint(condition=Q(met__lte=F("due")), name="agreement_figure_met_within_due"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} : {self.met} sur {self.due}"
