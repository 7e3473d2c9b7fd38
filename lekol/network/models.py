"""Outlets, links and eligibility, all dated so that any past figure can be measured again."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from lekol.directory.models import Room, School
from lekol.network.choices import Category, Payer, Technology


class Outlet(models.Model):
    """A network drop of a room. It counts from the day its test passed."""

    school = models.ForeignKey(School, models.PROTECT, related_name="outlets", verbose_name="école")
    room = models.ForeignKey(Room, models.PROTECT, related_name="outlets", verbose_name="salle")
    label = models.CharField("repère", max_length=30)
    category = models.CharField("catégorie", max_length=5, choices=Category.choices, default=Category.CAT6)
    tested_on = models.DateField("testée le", null=True, blank=True)
    removed_on = models.DateField("déposée le", null=True, blank=True)

    class Meta:
        verbose_name = "prise réseau"
        verbose_name_plural = "prises réseau"
        ordering = ["room", "label", "id"]
        indexes = [models.Index(fields=["school", "room"], name="outlet_by_school")]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "label"],
                name="outlet_label_once",
                violation_error_message="Cette salle a déjà une prise de ce repère.",
            ),
            models.CheckConstraint(
                condition=Q(removed_on=None) | Q(tested_on=None) | Q(removed_on__gte=F("tested_on")),
                name="outlet_removed_after_tested",
                violation_error_message="Une prise ne peut pas être déposée avant d’avoir été testée.",
            ),
        ]

    def __str__(self) -> str:
        return f"prise {self.label}"


class Link(models.Model):
    """The Internet link of a school over a period. Rates in Mbit/s; `measured_mbps` is the last one observed."""

    school = models.ForeignKey(School, models.PROTECT, related_name="links", verbose_name="école")
    technology = models.CharField("technologie", max_length=10, choices=Technology.choices)
    downstream_mbps = models.DecimalField("débit descendant souscrit (Mbit/s)", max_digits=7, decimal_places=1)
    upstream_mbps = models.DecimalField("débit montant souscrit (Mbit/s)", max_digits=7, decimal_places=1)
    measured_mbps = models.DecimalField(
        "débit descendant mesuré (Mbit/s)", max_digits=7, decimal_places=1, null=True, blank=True
    )
    measured_at = models.DateTimeField("mesuré le", null=True, blank=True)
    monthly_cost = models.DecimalField("coût mensuel (euros)", max_digits=8, decimal_places=2, null=True, blank=True)
    payer = models.CharField("payée par", max_length=6, choices=Payer.choices, default=Payer.CITY)
    valid = DateRangeField("en service")

    class Meta:
        verbose_name = "liaison Internet"
        verbose_name_plural = "liaisons Internet"
        ordering = ["school", "-valid"]
        constraints = [
            ExclusionConstraint(
                name="link_one_at_a_time",
                expressions=[("school", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Cette école a déjà une liaison en service sur cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_technology_display()} {self.downstream_mbps:g} Mbit/s"


class Eligibility(models.Model):
    """From which day an operator can bring very high speed to a school (« selon l’éligibilité au réseau »)."""

    school = models.OneToOneField(School, models.PROTECT, related_name="eligibility", verbose_name="école")
    since = models.DateField("éligible depuis le")
    source = models.CharField("source", max_length=120, blank=True)

    class Meta:
        verbose_name = "éligibilité au très haut débit"
        ordering = ["school"]

    def __str__(self) -> str:
        return f"éligible depuis le {self.since:%d/%m/%Y}"
