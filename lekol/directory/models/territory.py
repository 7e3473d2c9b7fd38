"""The fixed territory: académie › circonscription and commune › school. No tree by library."""

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from lekol.directory.choices import PriorityEducation, SchoolKind
from lekol.pact import uai as uai_rules
from lekol.pact.calendars import YearStart, school_year_of
from lekol.pact.names import sort_key

UAI_FORM = r"^[0-9]{7}[A-HJ-NPR-Z]$"


def _check_uai(field: str, text: str) -> None:
    """Refuse a code whose check letter is wrong; the form itself is refused by the database."""
    if fault := uai_rules.fault(text):
        raise ValidationError({field: fault})


class Academy(models.Model):
    """An académie: the State party. Its school year starts on its own day (mid-August in La Réunion)."""

    code = models.CharField("code", max_length=2, unique=True)
    name = models.CharField("nom", max_length=80)
    year_start_month = models.PositiveSmallIntegerField("mois de rentrée", default=8)
    year_start_day = models.PositiveSmallIntegerField("jour de rentrée", default=10)

    class Meta:
        verbose_name = "académie"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def year_start(self) -> YearStart:
        return YearStart(self.year_start_month, self.year_start_day)

    def school_year(self, day: dt.date) -> int:
        """The year in which the school year of that day began."""
        return school_year_of(day, self.year_start)


class District(models.Model):
    """A circonscription d’inspection: an inspector’s territory, across communes."""

    academy = models.ForeignKey(Academy, models.PROTECT, related_name="districts", verbose_name="académie")
    code = models.CharField("code UAI", max_length=8, unique=True)
    name = models.CharField("nom", max_length=120)

    class Meta:
        verbose_name = "circonscription"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=UAI_FORM),
                name="district_code_form",
                violation_error_message="Un code UAI a sept chiffres et une lettre, comme 9740001H.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        _check_uai("code", self.code)


class Commune(models.Model):
    """A commune: the City party. `outline` is an optional polygon (longitude, latitude) for its map."""

    academy = models.ForeignKey(Academy, models.PROTECT, related_name="communes", verbose_name="académie")
    insee = models.CharField("code INSEE", max_length=5, unique=True)
    name = models.CharField("nom", max_length=80)
    sort_key = models.CharField(max_length=300, db_collation="C", editable=False, db_index=True)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    outline = models.JSONField("contour", default=list, blank=True)

    class Meta:
        verbose_name = "commune"
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


def is_open(day: dt.date, path: str = "") -> Q:
    """Did a school, found at the end of a path, receive pupils on that day?"""
    opened, closed = f"{path}opened_on", f"{path}closed_on"
    return (Q(**{opened: None}) | Q(**{f"{opened}__lte": day})) & (Q(**{closed: None}) | Q(**{f"{closed}__gt": day}))


class SchoolQuerySet(models.QuerySet["School"]):
    def open_on(self, day: dt.date) -> Self:
        """Schools that received pupils on that day."""
        return self.filter(is_open(day))


class School(models.Model):
    """A public school. It keeps its own id for life; its UAI is a dated attribute (`SchoolCode`).

    `uai` repeats the code of today so that lists need no join; only `directory.actions` writes both.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="schools", verbose_name="commune")
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="schools", verbose_name="circonscription"
    )
    uai = models.CharField("code UAI", max_length=8, unique=True)
    name = models.CharField("nom", max_length=120)
    sort_key = models.CharField(max_length=300, db_collation="C", editable=False)
    kind = models.CharField("type", max_length=12, choices=SchoolKind.choices)
    priority_education = models.CharField(
        "éducation prioritaire", max_length=4, choices=PriorityEducation.choices, blank=True, default=""
    )
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    opened_on = models.DateField("ouverte le", null=True, blank=True)
    closed_on = models.DateField("fermée le", null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "école"
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["commune", "sort_key", "id"], name="school_by_commune"),
            models.Index(fields=["sort_key", "id"], name="school_by_name"),
            GinIndex(OpClass("sort_key", name="gin_trgm_ops"), name="school_by_part"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gte=models.F("opened_on")),
                name="school_closes_after_opening",
                violation_error_message="Une école ne peut pas fermer avant d’avoir ouvert : vérifiez les deux dates.",
            ),
            models.CheckConstraint(
                condition=Q(uai__regex=UAI_FORM),
                name="school_uai_form",
                violation_error_message="Un code UAI a sept chiffres et une lettre, comme 9740001H.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("directory:school", args=[self.uai])

    def clean(self) -> None:
        _check_uai("uai", self.uai)

    @property
    def full_name(self) -> str:
        """« École élémentaire Les Badamiers »."""
        kind = self.get_kind_display()
        return f"{kind[0].upper()}{kind[1:]} {self.name}"


class SchoolCode(models.Model):
    """The UAI of a school over a period. Two schools never hold one code at once, nor one school two codes."""

    school = models.ForeignKey(School, models.CASCADE, related_name="codes", verbose_name="école")
    uai = models.CharField("code UAI", max_length=8)
    valid = DateRangeField("période")

    class Meta:
        verbose_name = "code UAI daté"
        ordering = ["school", "valid"]
        constraints = [
            ExclusionConstraint(
                name="school_code_one_school",
                expressions=[("uai", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Ce code UAI désigne déjà une autre école sur cette période.",
            ),
            ExclusionConstraint(
                name="school_code_one_code",
                expressions=[("school", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Cette école a déjà un code UAI sur cette période.",
            ),
            models.CheckConstraint(
                condition=Q(uai__regex=UAI_FORM),
                name="school_code_form",
                violation_error_message="Un code UAI a sept chiffres et une lettre, comme 9740001H.",
            ),
        ]

    def __str__(self) -> str:
        return self.uai

    def clean(self) -> None:
        _check_uai("uai", self.uai)


class SchoolReplacement(models.Model):
    """A school that took over another: merger or split (DOMAIN §1.1)."""

    former = models.ForeignKey(School, models.PROTECT, related_name="replaced_by", verbose_name="ancienne école")
    successor = models.ForeignKey(School, models.PROTECT, related_name="replaces", verbose_name="école qui la remplace")
    on = models.DateField("à compter du")
    reason = models.CharField("motif", max_length=200, blank=True)

    class Meta:
        verbose_name = "remplacement d’école"
        ordering = ["-on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["former", "successor"], name="school_replacement_once"),
            models.CheckConstraint(
                condition=~Q(former=models.F("successor")),
                name="school_replacement_other",
                violation_error_message="Une école ne peut pas se remplacer elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.former} → {self.successor}"
