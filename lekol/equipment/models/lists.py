"""Lists as their readers want them: filters kept under a name, columns chosen."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from lekol.directory.models import Academy, Commune, Person
from lekol.pact.references import drawn


class SavedList(models.Model):
    """Filters kept under a name by their author, perhaps shared with the colleagues of a commune or an académie.

    Only words are shared, never rows: whoever opens it sees the devices of their own perimeter.
    """

    ref = models.CharField("référence", max_length=8, unique=True, editable=False)
    author = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="saved_equipment_lists", verbose_name="auteur"
    )
    name = models.CharField("nom", max_length=80)
    words = models.JSONField("filtres", default=dict)
    columns = ArrayField(models.CharField(max_length=60), verbose_name="colonnes", default=list, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="shared_lists", verbose_name="partagée à la Ville"
    )
    academy = models.ForeignKey(
        Academy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shared_lists",
        verbose_name="partagée à l’académie",
    )
    created_at = models.DateTimeField("gardée le", default=timezone.now)

    class Meta:
        verbose_name = "liste gardée"
        verbose_name_plural = "listes gardées"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "name"],
                name="saved_list_once",
                violation_error_message="Vous avez déjà une liste de ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ref = self.ref or drawn()
        super().save(*args, **kwargs)


class ChosenColumns(models.Model):
    """The columns a person wants of the estate."""

    person = models.OneToOneField(
        Person, models.SET_NULL, null=True, related_name="equipment_columns", verbose_name="personne"
    )
    columns = ArrayField(models.CharField(max_length=60), verbose_name="colonnes", default=list)

    class Meta:
        verbose_name = "colonnes choisies"
        verbose_name_plural = "colonnes choisies"
        ordering = ["person"]

    def __str__(self) -> str:
        return ", ".join(self.columns)
