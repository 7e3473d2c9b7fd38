"""The work in the schools: stops of a round, time spent and parts used."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lekol.directory.models import Person, School
from lekol.equipment.models import StockItem
from lekol.maintenance.models.habits import VisitPlan
from lekol.maintenance.models.tickets import Ticket


class Stop(models.Model):
    """A school on someone’s round of a day, in an order they choose."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="stops", verbose_name="technicien")
    day = models.DateField("jour")
    school = models.ForeignKey(School, models.PROTECT, related_name="stops", verbose_name="école")
    rank = models.PositiveSmallIntegerField("rang")
    done_at = models.DateTimeField("visite terminée le", null=True, blank=True)
    word = models.CharField("mot laissé à l’école", max_length=400, blank=True)
    plan = models.ForeignKey(
        VisitPlan, models.SET_NULL, null=True, blank=True, related_name="stops", verbose_name="visite régulière"
    )

    class Meta:
        verbose_name = "étape de tournée"
        verbose_name_plural = "étapes de tournée"
        ordering = ["day", "person", "rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day", "school"],
                name="stop_once",
                violation_error_message="Cette école est déjà dans la tournée de ce jour.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.day:%d/%m/%Y}"


class Effort(models.Model):
    """Time spent on a ticket, and the parts used: those taken from a store are counted there too."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="efforts", verbose_name="panne")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="technicien"
    )
    minutes = models.PositiveSmallIntegerField("minutes", default=0)
    parts = models.CharField("pièces", max_length=200, blank=True)
    item = models.ForeignKey(
        StockItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="article de la réserve"
    )
    quantity = models.PositiveSmallIntegerField("quantité", default=0)
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "travail fait"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__lte=6_000),
                name="effort_within_reason",
                violation_error_message="Le temps passé dépasse cent heures : vérifiez-le.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min"
