"""What makers sell, and what a commune wants to know of each type."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from lekol.directory.models import Commune
from lekol.equipment.choices import FieldType, Kind


class OperatingSystem(models.Model):
    """A version of an operating system and the day its maker stops its security updates."""

    name = models.CharField("nom", max_length=60, unique=True)
    supported_until = models.DateField("mises à jour jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "système d’exploitation"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FormerSupport(models.Model):
    """Until when a maker said it would correct a system, before it said otherwise: what a past day believed."""

    system = models.ForeignKey(
        OperatingSystem, models.CASCADE, related_name="former_supports", verbose_name="système", db_index=False
    )
    until = models.DateField("mises à jour jusqu’au", null=True, blank=True)
    valid = DateRangeField("cru pendant")

    class Meta:
        verbose_name = "ancienne fin de suivi"
        verbose_name_plural = "anciennes fins de suivi"
        ordering = ["system", "valid"]
        constraints = [
            ExclusionConstraint(
                name="one_support_at_a_time",
                expressions=[("system", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Une fin de suivi est déjà connue sur cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} : {self.until or 'inconnue'}"


class DeviceModel(models.Model):
    """A model as its maker sells it, and how many years it is kept before renewal."""

    make = models.CharField("marque", max_length=60)
    name = models.CharField("modèle", max_length=80)
    kind = models.CharField("type", max_length=16, choices=Kind.choices)
    reference = models.CharField("référence du fabricant", max_length=60, blank=True)
    years_kept = models.PositiveSmallIntegerField(
        "durée de service prévue (années)", default=5, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    end_of_life = models.DateField("suivi par le fabricant jusqu’au", null=True, blank=True)
    image = models.FileField("image", upload_to="parc/modeles", blank=True)

    class Meta:
        verbose_name = "modèle"
        ordering = ["make", "name"]
        constraints = [models.UniqueConstraint(fields=["make", "name"], name="device_model_once")]

    def __str__(self) -> str:
        return f"{self.make} {self.name}".strip()


class CustomField(models.Model):
    """What a commune records besides, for one type of device or for all: the schema of `Asset.extra`."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="custom_fields", verbose_name="commune")
    kind = models.CharField("type de matériel", max_length=16, choices=Kind.choices, blank=True)
    key = models.CharField(
        "clé", max_length=40, validators=[RegexValidator(r"^[a-z][a-z0-9_]*\Z", "Lettres, chiffres et « _ ».")]
    )
    label = models.CharField("libellé", max_length=60)
    type = models.CharField("nature", max_length=8, choices=FieldType.choices, default=FieldType.TEXT)
    options = ArrayField(models.CharField(max_length=60), verbose_name="choix possibles", default=list, blank=True)
    required = models.BooleanField("obligatoire", default=False)
    help = models.CharField("aide", max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField("rang", default=1)
    retired = models.BooleanField("n’est plus demandé", default=False)

    class Meta:
        verbose_name = "champ propre à la commune"
        verbose_name_plural = "champs propres à la commune"
        ordering = ["commune", "rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "key"],
                name="custom_field_once",
                violation_error_message="Un champ porte déjà cette clé : choisissez un autre libellé.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def schema(self) -> dict[str, Any]:
        """As `rules.fields` reads it: plain words, no row."""
        words = ("key", "label", "type", "options", "required")
        return {name: getattr(self, name) for name in words}
