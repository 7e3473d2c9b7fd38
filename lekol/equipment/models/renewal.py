"""A scenario of renewal, saved to be compared."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from lekol.directory.models import Commune
from lekol.equipment.choices import Kind
from lekol.equipment.rules.renewal import AGEC, Choices


class Scenario(models.Model):
    """What a commune decides of its plan: how long devices are kept, how much a year, on whose money."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="scenarios", verbose_name="commune")
    name = models.CharField("nom", max_length=60)
    extension = models.PositiveSmallIntegerField(
        "années ajoutées à la durée prévue", default=0, validators=[MaxValueValidator(5)]
    )
    failures = models.PositiveSmallIntegerField(
        "pannes qui avancent d’un an", default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    cap = models.DecimalField(
        "budget d’une année (€ TTC)", max_digits=10, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(1))],
    )  # fmt: skip
    reused = models.PositiveSmallIntegerField("part de réemploi (%)", default=AGEC, validators=[MaxValueValidator(100)])
    subsidy = models.PositiveSmallIntegerField("part subventionnée (%)", default=0, validators=[MaxValueValidator(100)])

    class Meta:
        verbose_name = "scénario de renouvellement"
        verbose_name_plural = "scénarios de renouvellement"
        ordering = ["commune", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "name"],
                name="scenario_once",
                violation_error_message="Un scénario de la commune porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def choices(self) -> Choices:
        return Choices(self.extension, self.failures, self.cap, self.reused, self.subsidy)


class KindPrice(models.Model):
    """What a commune pays for one new device of a type, tax included: its last market, not a rule of thumb."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="kind_prices", verbose_name="commune")
    kind = models.CharField("type", max_length=16, choices=Kind.choices)
    price = models.DecimalField(
        "prix d’un neuf (€ TTC)", max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal(1))]
    )

    class Meta:
        verbose_name = "prix par type"
        verbose_name_plural = "prix par type"
        ordering = ["commune", "kind"]
        constraints = [models.UniqueConstraint(fields=["commune", "kind"], name="kind_price_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.price} €"
