"""Asset ≠ placement ≠ slot: where a device was and when, what it ran, the place a standard wants filled."""

import datetime as dt
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from lekol.directory.models import Room, School
from lekol.equipment.choices import SlotKind
from lekol.equipment.models.assets import Asset
from lekol.equipment.models.catalogue import OperatingSystem


class Placement(models.Model):
    """Where a device is over a period: a school, often a room, perhaps inside a trolley.

    Saved or deleted, it says again on its device where that stands today (`Asset.school`, `Asset.room`).
    """

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="placements", verbose_name="matériel")
    school = models.ForeignKey(School, models.PROTECT, related_name="placements", verbose_name="école")
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="placements", verbose_name="salle"
    )
    container = models.ForeignKey(
        Asset, models.SET_NULL, null=True, blank=True, related_name="contents", verbose_name="dans la mallette"
    )
    valid = DateRangeField("période")

    class Meta:
        verbose_name = "emplacement"
        ordering = ["asset", "-valid"]
        constraints = [
            ExclusionConstraint(
                name="placement_one_at_a_time",
                expressions=[("asset", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Ce matériel est déjà placé ailleurs sur cette période.",
            ),
            models.CheckConstraint(
                condition=~Q(container=F("asset")),
                name="placement_not_in_itself",
                violation_error_message="Une mallette ne peut pas se contenir elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset} à {self.school}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.settle(Asset.objects.filter(pk=self.asset_id), timezone.localdate())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        self.settle(Asset.objects.filter(pk=self.asset_id), timezone.localdate())
        return gone

    @classmethod
    def settle(cls, assets: models.QuerySet[Asset], on: dt.date) -> int:
        """Say again on each device where it stands that day; how many were looked at."""
        standing = cls.objects.filter(asset=OuterRef("pk"), valid__contains=on)
        return assets.update(school=Subquery(standing.values("school")[:1]), room=Subquery(standing.values("room")[:1]))


class Installation(models.Model):
    """The operating system a device ran over a period."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="installations", verbose_name="matériel")
    system = models.ForeignKey(OperatingSystem, models.PROTECT, related_name="installations", verbose_name="système")
    valid = DateRangeField("période")

    class Meta:
        verbose_name = "système installé"
        ordering = ["asset", "-valid"]
        constraints = [
            ExclusionConstraint(
                name="installation_one_at_a_time",
                expressions=[("asset", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Ce matériel a déjà un système installé sur cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} sur {self.asset}"


class Slot(models.Model):
    """What a standard requires of a school: « 1 poste dédié à l’usage exclusif de la direction » (3.14)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="slots", verbose_name="école")
    kind = models.CharField("emplacement requis", max_length=18)
    rank = models.PositiveSmallIntegerField("rang", default=1)
    exclusive = models.BooleanField("usage exclusif", default=False)
    wording = models.CharField("mots du texte", max_length=120, blank=True)
    clause = models.CharField("clause", max_length=8, blank=True)
    required = DateRangeField("requis sur la période")

    class Meta:
        verbose_name = "emplacement requis"
        verbose_name_plural = "emplacements requis"
        ordering = ["school", "kind", "rank"]
        constraints = [models.UniqueConstraint(fields=["school", "kind", "rank"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.label} {self.rank}" if self.rank > 1 else self.label

    @property
    def label(self) -> str:
        """The words of the house for what it knows, those of the text for the rest."""
        return str(SlotKind(self.kind).label) if self.kind in SlotKind.values else self.wording or self.kind


class SlotFilling(models.Model):
    """The device that fills a slot over a period; one device at a time, and a device fills one slot."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="fillings", verbose_name="emplacement requis")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="fillings", verbose_name="matériel")
    valid = DateRangeField("période")

    class Meta:
        verbose_name = "affectation à un emplacement requis"
        ordering = ["slot", "-valid"]
        constraints = [
            ExclusionConstraint(
                name="slot_filled_once",
                expressions=[("slot", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Cet emplacement est déjà pourvu sur cette période.",
            ),
            ExclusionConstraint(
                name="asset_fills_one_slot",
                expressions=[("asset", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Ce matériel pourvoit déjà un autre emplacement sur cette période.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset} pour {self.slot}"
