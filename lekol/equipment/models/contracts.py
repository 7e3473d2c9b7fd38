"""Warranties and contracts: what a supplier owes, until when, whom to call."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from lekol.directory.models import Commune
from lekol.equipment.choices import ContractKind
from lekol.equipment.models.assets import Asset
from lekol.equipment.models.purchases import Supplier


class ContractQuerySet(models.QuerySet["Contract"]):
    def running_on(self, day: dt.date) -> Self:
        return self.filter(valid__contains=day)


class Contract(models.Model):
    """What a supplier owes for one or many devices over a period. Copier contracts count pages a year."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="contracts", verbose_name="commune")
    kind = models.CharField("nature", max_length=12, choices=ContractKind.choices, default=ContractKind.WARRANTY)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="contracts", verbose_name="fournisseur")
    reference = models.CharField("référence", max_length=60)
    valid = DateRangeField("période")
    notice_days = models.PositiveSmallIntegerField("préavis (jours)", default=0)
    terms = models.TextField("ce qui est couvert", max_length=2000, blank=True)
    on_site = models.BooleanField("réparation sur place", default=False)
    response_days = models.PositiveSmallIntegerField("délai d’intervention (jours ouvrés)", null=True, blank=True)
    contact = models.CharField("interlocuteur", max_length=80, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    hours = models.CharField("heures d’appel", max_length=80, blank=True)
    yearly_cost = models.DecimalField("coût annuel (€ TTC)", max_digits=10, decimal_places=2, null=True, blank=True)
    pages_mono = models.PositiveIntegerField("pages en noir comprises par an", null=True, blank=True)
    pages_colour = models.PositiveIntegerField("pages en couleur comprises par an", null=True, blank=True)
    price_mono = models.DecimalField(
        "prix d’une page en noir de plus (€)", max_digits=8, decimal_places=5, null=True, blank=True
    )
    price_colour = models.DecimalField(
        "prix d’une page en couleur de plus (€)", max_digits=8, decimal_places=5, null=True, blank=True
    )

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = "contrat"
        ordering = ["commune", "reference", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "supplier", "reference"],
                name="contract_once",
                violation_error_message="Ce fournisseur a déjà un contrat de cette référence.",
            ),
            models.CheckConstraint(
                condition=Q(valid__startswith__isnull=False, valid__endswith__isnull=False),
                name="contract_dated",
                violation_error_message="Un contrat a un début et une fin.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("equipment:contract", args=[self.pk])

    @property
    def last_day(self) -> dt.date:
        """The last day it covers."""
        end: dt.date = self.valid.upper
        return end - dt.timedelta(days=1)


class Coverage(models.Model):
    """A device under a contract."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="coverages", verbose_name="contrat")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="coverages", verbose_name="matériel")

    class Meta:
        verbose_name = "matériel sous contrat"
        verbose_name_plural = "matériels sous contrat"
        ordering = ["contract", "asset"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "asset"],
                name="coverage_once",
                violation_error_message="Ce matériel est déjà sous ce contrat.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asset} sous {self.contract}"
