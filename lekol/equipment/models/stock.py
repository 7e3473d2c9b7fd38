"""Consumables and spare parts: what is left, below which number to order again."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from lekol.directory.models import Commune, School
from lekol.equipment.choices import StockKind
from lekol.equipment.models.assets import Asset
from lekol.equipment.models.catalogue import DeviceModel


class StockItem(models.Model):
    """One article in one store: the City’s, or a school’s. `quantity` is the sum of its movements."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="stock_items", verbose_name="commune")
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="stock_items", verbose_name="réserve de l’école"
    )
    kind = models.CharField("nature", max_length=10, choices=StockKind.choices, default=StockKind.TONER)
    name = models.CharField("article", max_length=80)
    reference = models.CharField("référence", max_length=60, blank=True)
    models_served = models.ManyToManyField(
        DeviceModel, related_name="consumables", blank=True, verbose_name="pour les modèles"
    )
    threshold = models.PositiveIntegerField("seuil de réassort", default=1)
    quantity = models.IntegerField("en stock", default=0, editable=False)
    unit_cost = models.DecimalField("coût (€ TTC)", max_digits=8, decimal_places=2, null=True, blank=True)
    place = models.CharField("rangé", max_length=80, blank=True)

    class Meta:
        verbose_name = "article en stock"
        verbose_name_plural = "articles en stock"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "school", "name", "reference"],
                name="stock_item_once",
                nulls_distinct=False,
                violation_error_message="Cet article est déjà dans cette réserve.",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=0),
                name="stock_never_below_zero",
                violation_error_message="Il n’y en a pas assez en stock.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("equipment:item", args=[self.pk])

    @property
    def is_low(self) -> bool:
        """At the threshold or below it: to order."""
        return self.quantity <= self.threshold


class StockMovement(models.Model):
    """What came in or went out, for which device or school, and why."""

    item = models.ForeignKey(StockItem, models.CASCADE, related_name="movements", verbose_name="article")
    at = models.DateTimeField("le", default=timezone.now)
    change = models.IntegerField("quantité")
    after = models.IntegerField("reste")
    asset = models.ForeignKey(
        Asset, models.SET_NULL, null=True, blank=True, related_name="stock_movements", verbose_name="pour le matériel"
    )
    reason = models.CharField("motif", max_length=120, blank=True)
    actor_name = models.CharField("auteur", max_length=160, blank=True)

    class Meta:
        verbose_name = "mouvement de stock"
        verbose_name_plural = "mouvements de stock"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(change=0) & Q(after__gte=0) & Q(after__gte=F("change")),
                name="stock_movement_moves",
                violation_error_message="Un mouvement ajoute ou retire au moins une unité, jamais plus qu’il n’y en a.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.change:+d} {self.item}"
