"""The device itself, from its order to its end; where it was and when is another noun (`places`)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from lekol.directory.models import Commune, Room, School
from lekol.equipment.choices import OUT, Kind, Origin, Status
from lekol.equipment.models.catalogue import DeviceModel
from lekol.equipment.models.purchases import Purchase
from lekol.equipment.rules import keys, life


class AssetQuerySet(models.QuerySet["Asset"]):
    def in_use_on(self, day: dt.date) -> Self:
        """Assets placed in a school on that day and not retired."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=day), placements__valid__contains=day)

    def numbered(self, *numbers: str) -> Self:
        """The devices of these numbers, found by the index that orders them."""
        return self.filter(sort_key__in=[keys.natural(number) for number in numbers], inventory_number__in=numbers)

    def with_place(self) -> Self:
        """With what rights and pages ask of where they stand."""
        return self.select_related(
            "model", "commune__academy", "school__commune__academy", "school__district", "room", "purchase__supplier"
        )

    def bulk_create(self, objs: Iterable["Asset"], *args: Any, **kwargs: Any) -> list["Asset"]:
        """Many at once, with what each repeats for lists and searches."""
        assets = list(objs)
        for asset in assets:
            asset.repeat()
        return super().bulk_create(assets, *args, **kwargs)


class Asset(models.Model):
    """One device. Its label `inventory_number` is what the school reads and the QR opens.

    `kind`, `school`, `room`, `sort_key`, `search` and `serial_key` repeat what is said elsewhere, so that a list
    of a million needs no join: `save`, `bulk_create` and `Placement.settle` write them, nothing else.
    """

    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="assets", verbose_name="commune", db_index=False
    )  # `asset_commune_order` serves it
    inventory_number = models.CharField("numéro d’inventaire", max_length=40)
    ledger_number = models.CharField("numéro d’immobilisation", max_length=40, blank=True)
    serial = models.CharField("numéro de série", max_length=80, blank=True)
    name = models.CharField("nom", max_length=80, blank=True)
    model = models.ForeignKey(DeviceModel, models.PROTECT, related_name="assets", verbose_name="modèle")
    status = models.CharField("état", max_length=14, choices=Status.choices, default=Status.IN_SERVICE)
    status_since = models.DateField("dans cet état depuis le", null=True, blank=True)
    store = models.CharField("lieu de réserve", max_length=80, blank=True)

    origin = models.CharField("origine", max_length=14, choices=Origin.choices, default=Origin.CITY)
    purchase = models.ForeignKey(
        Purchase, models.PROTECT, null=True, blank=True, related_name="assets", verbose_name="achat"
    )
    cost = models.DecimalField(
        "coût (€ TTC)", max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    reused = models.BooleanField("issu du réemploi", default=False)
    acquired_on = models.DateField("acquis le", null=True, blank=True)
    accepted_on = models.DateField("accepté par la Ville le", null=True, blank=True)
    warranty_until = models.DateField("garanti jusqu’au", null=True, blank=True)
    networked_on = models.DateField("en réseau depuis le", null=True, blank=True)
    retired_on = models.DateField("sorti du parc le", null=True, blank=True)
    note = models.TextField("remarque", max_length=2000, blank=True)
    extra = models.JSONField("champs propres à la commune", default=dict, blank=True)

    kind = models.CharField("type", max_length=16, choices=Kind.choices, editable=False)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, editable=False, related_name="assets", verbose_name="école", db_index=False
    )  # `asset_school_order` serves it
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, editable=False, related_name="assets", verbose_name="salle"
    )
    sort_key = models.CharField(max_length=200, db_collation="C", editable=False)
    serial_key = models.CharField(max_length=80, db_collation="C", editable=False, blank=True)
    search = models.CharField(max_length=300, db_collation="C", editable=False, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = "matériel"
        verbose_name_plural = "matériels"
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="asset_order"),
            models.Index(fields=["commune", "sort_key", "id"], name="asset_commune_order"),
            models.Index(fields=["school", "sort_key", "id"], name="asset_school_order"),
            models.Index(fields=["commune", "kind", "sort_key", "id"], name="asset_kind_order"),
            models.Index(fields=["commune", "status", "sort_key", "id"], name="asset_status_order"),
            models.Index(
                fields=["commune", "status", "kind", "sort_key", "id"],
                include=["school", "warranty_until"],  # the counts of a filtered list read no row
                name="asset_state_kind",
            ),
            models.Index(fields=["serial_key"], name="asset_serial"),
            models.Index(fields=["warranty_until"], name="asset_warranty"),
            GinIndex(OpClass("search", name="gin_trgm_ops"), name="asset_search"),
            GinIndex(OpClass("extra", name="jsonb_path_ops"), name="asset_extra"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "inventory_number"],
                name="asset_number_once",
                violation_error_message="Ce numéro d’inventaire est déjà porté par un autre matériel de la commune.",
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(acquired_on=None) | Q(retired_on__gte=F("acquired_on")),
                name="asset_retired_after_acquired",
                violation_error_message="Un matériel ne peut pas sortir du parc avant d’y être entré.",
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(status__in=OUT),
                name="asset_out_when_retired",
                violation_error_message="Un matériel sorti du parc est réformé, donné ou détruit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}, {self.inventory_number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.repeat()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "kind", "sort_key", "serial_key", "search", "status"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("equipment:device", args=[self.inventory_number])

    def repeat(self) -> None:
        """Write again what lists and searches read; a device with a day of exit is out."""
        self.kind = self.model.kind
        self.sort_key = keys.natural(self.inventory_number)
        self.serial_key = keys.compact(self.serial)
        self.search = keys.search_text(self.inventory_number, self.serial, self.name, self.ledger_number)
        if self.retired_on is not None and self.status not in OUT:
            self.status = Status.RETIRED

    def under_warranty(self, on: dt.date) -> bool:
        """True while the supplier answers for the device (article 4, first promise)."""
        return self.warranty_until is not None and on <= self.warranty_until

    def accepted_by(self, on: dt.date) -> bool:
        """True once the City accepted into its inventory what a school received or bought."""
        return self.accepted_on is not None and self.accepted_on <= on


class Transition(models.Model):
    """One step of a device’s life: from a state to the next, with what the rules ask as proof.

    `memory` keeps what the step undid (place, slot, day of exit) so that it can be taken back.
    """

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="transitions", verbose_name="matériel")
    before = models.CharField("état d’avant", max_length=14, choices=Status.choices)
    after = models.CharField("état d’après", max_length=14, choices=Status.choices)
    on = models.DateField("le")
    reason = models.CharField("motif", max_length=200, blank=True)
    proofs = models.JSONField("justificatifs", default=dict, blank=True)
    memory = models.JSONField("ce qui a été défait", default=dict, blank=True, editable=False)
    undone = models.BooleanField("annulé", default=False)

    class Meta:
        verbose_name = "changement d’état"
        verbose_name_plural = "changements d’état"
        ordering = ["asset", "-id"]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was written down as proof, each under its label."""
        return [(life.PROOFS[key].label, value) for key, value in self.proofs.items() if key in life.PROOFS]
