"""Loans and hand-overs, signed on screen: the signature is kept with its day, the slip can be printed again."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from lekol.directory.models import Commune, Person, School
from lekol.equipment.choices import HandOverKind
from lekol.equipment.models.assets import Asset
from lekol.pact.references import drawn


class HandOver(models.Model):
    """Devices given into someone’s hands on a day, lent until another or for good."""

    ref = models.CharField("référence", max_length=8, unique=True, editable=False)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="hand_overs", verbose_name="commune")
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="hand_overs", verbose_name="école"
    )
    kind = models.CharField("nature", max_length=6, choices=HandOverKind.choices, default=HandOverKind.LOAN)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="hand_overs", verbose_name="à qui"
    )
    name = models.CharField("nom de qui reçoit", max_length=120)
    function = models.CharField("fonction", max_length=80, blank=True)
    purpose = models.CharField("pour", max_length=200, blank=True)
    condition = models.CharField("état constaté", max_length=200, blank=True)
    on = models.DateField("remis le")
    due_on = models.DateField("à rendre le", null=True, blank=True)
    signed_name = models.CharField("signé", max_length=120, blank=True)
    signature = models.JSONField("tracé de la signature", default=list, blank=True)
    signed_at = models.DateTimeField("signé le", null=True, blank=True)
    returned_on = models.DateField("rendu le", null=True, blank=True)
    return_condition = models.CharField("état au retour", max_length=200, blank=True)
    return_signed_name = models.CharField("retour signé", max_length=120, blank=True)
    return_signature = models.JSONField("tracé de la signature du retour", default=list, blank=True)
    created_at = models.DateTimeField("écrit le", default=timezone.now)

    class Meta:
        verbose_name = "remise de matériel"
        verbose_name_plural = "remises de matériel"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("on")),
                name="hand_over_due_after",
                violation_error_message="Le retour est prévu avant la remise : vérifiez les deux dates.",
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("on")),
                name="hand_over_returned_after",
                violation_error_message="Le retour ne peut pas précéder la remise.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ref}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ref = self.ref or drawn()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("equipment:hand_over", args=[self.ref])


class HandOverLine(models.Model):
    """A device of a hand-over; it is in one pair of hands at a time."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="lines", verbose_name="remise")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="hand_over_lines", verbose_name="matériel")
    valid = DateRangeField("période")

    class Meta:
        verbose_name = "matériel remis"
        verbose_name_plural = "matériels remis"
        ordering = ["hand_over", "asset"]
        constraints = [
            ExclusionConstraint(
                name="hand_over_one_at_a_time",
                expressions=[("asset", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Ce matériel est déjà remis à quelqu’un sur cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asset} ({self.hand_over})"
