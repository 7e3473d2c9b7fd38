"""What is asked of the job queue, what each software calls its columns, and whom no comparison may read."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Side
from lekol.directory.models import Commune, Person, School
from lekol.pupils.choices import FOLDER
from lekol.pupils.models.pairs import Comparison
from lekol.pupils.models.referenced import Referenced

WAITING_DAYS = 7
"""Days: the extraction of a school that waits for the City’s base."""


class Software(models.Model):
    """How one software writes its columns: kept once, read at each comparison."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="pupil_softwares", verbose_name="commune")
    side = models.CharField("base", max_length=5, choices=Side.choices)
    name = models.CharField("nom du logiciel", max_length=60)
    mapping = models.JSONField("colonnes", default=dict)
    updated_at = models.DateTimeField("enregistré le", auto_now=True)

    class Meta:
        verbose_name = "logiciel d’une base élèves"
        verbose_name_plural = "logiciels des bases élèves"
        ordering = ["side", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "side", "name"], name="pupil_software_once",
                violation_error_message="Ce logiciel est déjà enregistré.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Comparing(Referenced):
    """A comparison asked on screen: the job queue makes it, a page shows how far it has gone.

    Its files are erased as soon as they have been read, whatever happens; each night erases those left behind.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="pupil_comparings", verbose_name="commune")
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="seule école comparée"
    )
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="demandé par")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    state_file = models.FileField("base de l’État", upload_to=FOLDER, blank=True)
    city_file = models.FileField("base de la Ville", upload_to=FOLDER, blank=True)
    guardians_file = models.FileField("responsables de l’État", upload_to=FOLDER, blank=True)
    schools_file = models.FileField("écoles de l’annuaire", upload_to=FOLDER, blank=True)
    mappings = models.JSONField("colonnes des deux bases", default=dict)
    anew = models.BooleanField("remplace ce qui est suivi", default=False)
    strange = models.BooleanField("bases non reconnues", default=False)
    sent = models.BooleanField("confiée à la file", default=False)
    percent = models.PositiveSmallIntegerField("avancement (%)", default=0)
    step = models.CharField("étape", max_length=80, blank=True)
    faults = models.JSONField("ce qui a empêché", default=list)
    comparison = models.ForeignKey(
        Comparison, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="comparaison"
    )

    class Meta:
        verbose_name = "comparaison demandée"
        verbose_name_plural = "comparaisons demandées"
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"comparaison demandée {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("pupils:comparing" if self.sent or self.waits else "pupils:columns", args=[self.ref])

    @property
    def waits(self) -> bool:
        """Has a school given its extraction, and not yet the City its own?"""
        return bool(self.school_id and self.state_file and not self.city_file and not self.sent)

    @property
    def kept_until(self) -> dt.date:
        """The last day its extraction waits for the City’s base."""
        return timezone.localdate(self.asked_at) + dt.timedelta(days=WAITING_DAYS)

    @property
    def files(self) -> list[Any]:
        """Its files that are still there."""
        return [file for file in (self.state_file, self.city_file, self.guardians_file, self.schools_file) if file]


class ReferenceMark(models.Model):
    """Tells which secret the references of a commune are drawn with, without saying anything of it."""

    commune = models.OneToOneField(Commune, models.PROTECT, related_name="+", verbose_name="commune")
    mark = models.CharField("marque", max_length=32)

    class Meta:
        verbose_name = "marque du secret des références"
        verbose_name_plural = "marques du secret des références"
        ordering = ["commune"]

    def __str__(self) -> str:
        return f"marque du secret, {self.commune}"


class Objection(Referenced):
    """A family opposed that its child be compared (GDPR, article 21); once upheld, the entry is left out.

    The reference is the one entries bear: a national number is never kept here.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="pupil_objections", verbose_name="commune")
    side = models.CharField("base", max_length=5, choices=Side.choices)
    reference = models.CharField("référence dans sa base", max_length=80)
    grounds = models.CharField("ce que la famille fait valoir", max_length=400)
    received_on = models.DateField("reçue le", default=timezone.localdate)
    upheld = models.BooleanField("accueillie", null=True, blank=True)
    answer = models.CharField("réponse", max_length=400, blank=True)
    settled_on = models.DateField("répondue le", null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="enregistrée par")

    class Meta:
        verbose_name = "opposition"
        verbose_name_plural = "oppositions"
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "side", "reference"], name="objection_once",
                violation_error_message="Une opposition est déjà enregistrée pour cette fiche.",
            ),
            models.CheckConstraint(
                condition=Q(upheld=None) | (Q(settled_on__isnull=False) & ~Q(answer="")),
                name="objection_answered",
                violation_error_message="Une opposition accueillie ou rejetée l’est un jour, avec sa réponse.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"opposition {self.ref}"
