"""One table, written once and never changed: the database itself refuses (see the first migration)."""

from typing import Self

from django.db import models
from django.utils import timezone


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, thing: models.Model) -> Self:
        """What was done to one row, newest first."""
        return self.filter(thing_type=thing._meta.label_lower, thing_ref=str(thing.pk))


class Entry(models.Model):
    """One act. The actor is kept as a reference and the name of that day: no key climbs to the directory."""

    at = models.DateTimeField("moment", default=timezone.now, editable=False)
    verb = models.CharField("acte", max_length=60)
    actor_ref = models.CharField("référence de l’auteur", max_length=40, blank=True)
    actor_name = models.CharField("auteur", max_length=160, blank=True)
    thing_type = models.CharField("nature de l’objet", max_length=60)
    thing_ref = models.CharField("référence de l’objet", max_length=40)
    thing_name = models.CharField("objet", max_length=200)
    summary = models.CharField("ce qui a été fait", max_length=400)
    clause = models.CharField("clause", max_length=12, blank=True)
    changes = models.JSONField("avant, après", default=dict, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "écriture au journal"
        verbose_name_plural = "journal"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["thing_type", "thing_ref", "-at", "-id"], name="journal_entry_thing"),
            models.Index(fields=["actor_ref", "-at", "-id"], name="journal_entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.summary} ({self.thing_name})"
