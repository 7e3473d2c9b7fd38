"""Asset ≠ placement ≠ slot: the thing, where it was and when, and the place a standard wants filled."""

import datetime as dt
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from lekol.directory.models import Commune, Room, School
from lekol.equipment.choices import Kind, Origin, SlotKind


class OperatingSystem(models.Model):
    """A version of an operating system and the day its maker stops its security updates."""

    name = models.CharField("nom", max_length=60, unique=True)
    supported_until = models.DateField("mises à jour jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "système d’exploitation"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DeviceModel(models.Model):
    """A model as its maker sells it, and how many years it is kept before renewal."""

    make = models.CharField("marque", max_length=60)
    name = models.CharField("modèle", max_length=80)
    kind = models.CharField("type", max_length=16, choices=Kind.choices)
    years_kept = models.PositiveSmallIntegerField("durée de service prévue (années)", default=5)

    class Meta:
        verbose_name = "modèle"
        ordering = ["make", "name"]
        constraints = [models.UniqueConstraint(fields=["make", "name"], name="device_model_once")]

    def __str__(self) -> str:
        return f"{self.make} {self.name}"


class AssetQuerySet(models.QuerySet["Asset"]):
    def in_use_on(self, day: dt.date) -> Self:
        """Assets placed in a school on that day and not retired."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=day), placements__valid__contains=day)


class Asset(models.Model):
    """One device. Its label `inventory_number` is what the school reads and the QR opens."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="assets", verbose_name="commune")
    inventory_number = models.CharField("numéro d’inventaire", max_length=40)
    serial = models.CharField("numéro de série", max_length=80, blank=True)
    model = models.ForeignKey(DeviceModel, models.PROTECT, related_name="assets", verbose_name="modèle")
    origin = models.CharField("origine", max_length=14, choices=Origin.choices, default=Origin.CITY)
    acquired_on = models.DateField("acquis le")
    warranty_until = models.DateField("garanti jusqu’au", null=True, blank=True)
    networked_on = models.DateField("en réseau depuis le", null=True, blank=True)
    retired_on = models.DateField("sorti du parc le", null=True, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = "matériel"
        verbose_name_plural = "matériels"
        ordering = ["inventory_number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "inventory_number"],
                name="asset_number_once",
                violation_error_message="Ce numéro d’inventaire est déjà porté par un autre matériel de la commune.",
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(retired_on__gte=F("acquired_on")),
                name="asset_retired_after_acquired",
                violation_error_message="Un matériel ne peut pas sortir du parc avant d’y être entré.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}, {self.inventory_number}"

    def get_absolute_url(self) -> str:
        return reverse("equipment:device", args=[self.inventory_number])

    def under_warranty(self, on: dt.date) -> bool:
        """True while the supplier answers for the device (article 4, first promise)."""
        return self.warranty_until is not None and on <= self.warranty_until


class Placement(models.Model):
    """Where a device is over a period: a school, often a room, perhaps inside a trolley."""

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
        indexes = [GistIndex(fields=["school", "valid"], name="placement_school_valid")]
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
    kind = models.CharField("emplacement requis", max_length=18, choices=SlotKind.choices)
    rank = models.PositiveSmallIntegerField("rang", default=1)
    exclusive = models.BooleanField("usage exclusif", default=False)
    required = DateRangeField("requis sur la période")

    class Meta:
        verbose_name = "emplacement requis"
        verbose_name_plural = "emplacements requis"
        ordering = ["school", "kind", "rank"]
        constraints = [models.UniqueConstraint(fields=["school", "kind", "rank"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.rank}" if self.rank > 1 else self.get_kind_display()


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
