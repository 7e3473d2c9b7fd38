"""Comparisons of the two bases, and what is held of them. Neither base is copied: references, schools, open doubts.

A pair to review keeps, for as long as it is open and no longer, the few cells that let a person decide.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Side
from lekol.directory.models import Commune, Person, School
from lekol.pupils.choices import Standing, Verdict


class Comparison(models.Model):
    """One comparison of the bases of a commune: its counts, and what was said of the files."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="comparisons", verbose_name="commune")
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="seule école comparée"
    )
    at = models.DateTimeField("faite le", default=timezone.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="par")
    state_count = models.PositiveIntegerField("élèves dans la base de l’État", default=0)
    city_count = models.PositiveIntegerField("élèves dans la base de la Ville", default=0)
    said = models.JSONField("remarques sur les fichiers", default=list)
    tallies = models.JSONField("décompte par école", default=dict)
    set_aside = models.PositiveIntegerField("fiches écartées par opposition", default=0)

    class Meta:
        verbose_name = "comparaison des bases élèves"
        verbose_name_plural = "comparaisons des bases élèves"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"comparaison des bases élèves de {self.commune}"


class EntryQuerySet(models.QuerySet["Entry"]):
    def of_state(self) -> "EntryQuerySet":
        """Pupils of the State’s base: one entered twice counts once."""
        return self.filter(side=Side.STATE).exclude(standing=Standing.DOUBLE)

    def not_linked(self) -> "EntryQuerySet":
        return self.exclude(standing=Standing.LINKED)


class Entry(models.Model):
    """One line of one base, by its reference there: no name, no date, no number. Replaced at each comparison."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="pupil_entries", verbose_name="commune")
    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="entries", verbose_name="comparaison")
    side = models.CharField("base", max_length=5, choices=Side.choices)
    reference = models.CharField("référence dans sa base", max_length=80)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, related_name="pupil_entries", verbose_name="école"
    )  # fmt: skip
    grade = models.CharField("niveau", max_length=20, blank=True)
    standing = models.CharField("situation", max_length=10, choices=Standing.choices)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "élève d’une base"
        verbose_name_plural = "élèves des bases"
        ordering = ["side", "reference", "id"]
        indexes = [models.Index(fields=["school", "side", "standing"], name="entry_by_school")]
        constraints = [
            models.UniqueConstraint(fields=["commune", "side", "reference"], name="entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({self.get_side_display()})"


class PairQuerySet(models.QuerySet["Pair"]):
    def to_review(self) -> "PairQuerySet":
        """Those that wait for a person."""
        return self.filter(verdict=Verdict.REVIEW)

    def legible(self) -> "PairQuerySet":
        """Those that still say why they wait: once erased, a pair is decided on nothing."""
        return self.exclude(cells=[], reasons=[])

    def decided(self) -> "PairQuerySet":
        """Those a person decided."""
        return self.filter(verdict__in=(Verdict.SAME, Verdict.APART))


class Pair(models.Model):
    """Two entries that are, may be, or are not the same child. A link is a decision that can be undone."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="pupil_pairs", verbose_name="commune")
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="pupil_pairs", verbose_name="école")
    state_reference = models.CharField("référence dans la base de l’État", max_length=80)
    city_reference = models.CharField("référence dans la base de la Ville", max_length=80)
    probability = models.FloatField("probabilité")
    hard = models.BooleanField("cas difficile", default=False, help_text="Deux personnes doivent décider de même.")
    verdict = models.CharField("verdict", max_length=10, choices=Verdict.choices)
    cells = models.JSONField("cellules à comparer", default=list, blank=True)
    reasons = models.JSONField("indices", default=list, blank=True)
    hidden = models.JSONField("cellules masquées", default=dict, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = "paire d’élèves"
        verbose_name_plural = "paires d’élèves"
        ordering = ["-probability", "id"]
        indexes = [models.Index(fields=["commune", "verdict"], name="pair_by_verdict")]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "state_reference", "city_reference"], name="pair_once",
                violation_error_message="Cette paire existe déjà.",
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=("meme", "differents")) | Q(decided_at__isnull=False),
                name="pair_decided_on_a_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"paire {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("pupils:pair", args=[self.pk])

    @property
    def percent(self) -> int:
        return round(100 * self.probability)

    @property
    def different(self) -> list[dict[str, Any]]:
        """The cells that differ, each {titre, etat, ville}."""
        return [cell for cell in self.cells if not cell["memes"]]

    @property
    def shared(self) -> list[dict[str, Any]]:
        return [cell for cell in self.cells if cell["memes"]]


class Opinion(models.Model):
    """What one person answered on a pair; the last answer of each counts."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="opinions", verbose_name="paire")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="par")
    same = models.BooleanField("même élève")
    at = models.DateTimeField("donnée le", auto_now_add=True)

    class Meta:
        verbose_name = "avis sur une paire"
        verbose_name_plural = "avis sur les paires"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["pair", "by"], name="opinion_once_a_person")]

    def __str__(self) -> str:
        return "même élève" if self.same else "deux élèves"
