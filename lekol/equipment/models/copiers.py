"""What copiers and printers counted."""

from django.db import models
from django.db.models import Q

from lekol.equipment.choices import Source
from lekol.equipment.models.assets import Asset


class CounterReading(models.Model):
    """The counters of a day, since the device left its factory; `restart` says they were put back to nothing."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="counters", verbose_name="matériel")
    on = models.DateField("relevé le")
    mono = models.PositiveIntegerField("pages en noir")
    colour = models.PositiveIntegerField("pages en couleur", default=0)
    scans = models.PositiveIntegerField("pages numérisées", null=True, blank=True)
    source = models.CharField("provenance", max_length=6, choices=Source.choices, default=Source.HAND)
    restart = models.BooleanField("compteurs remis à zéro", default=False)

    class Meta:
        verbose_name = "relevé de compteurs"
        verbose_name_plural = "relevés de compteurs"
        ordering = ["asset", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "on"],
                name="counter_once_a_day",
                violation_error_message="Les compteurs de ce jour sont déjà relevés.",
            ),
            models.CheckConstraint(
                condition=Q(mono__lte=1_000_000_000, colour__lte=1_000_000_000),
                name="counter_bounded",
                violation_error_message="Ce compteur est trop grand pour être juste : relisez-le.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mono} en noir, {self.colour} en couleur"
