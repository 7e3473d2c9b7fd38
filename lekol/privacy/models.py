"""The proof that what is past its term was erased: one row a purge that found something, or failed."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils import timezone


class PurgeQuerySet(models.QuerySet["Purge"]):
    def last_by_processing(self) -> dict[str, "Purge"]:
        """The latest run of each processing; one query."""
        latest = self.order_by("processing", "-ran_at", "-id").distinct("processing")
        return {run.processing: run for run in latest}

    def of(self, processing: str) -> Self:
        return self.filter(processing=processing)


class Purge(models.Model):
    """One run of one announced purge. `processing` is its key: an app may leave, its proofs stay."""

    processing = models.CharField("traitement", max_length=60)
    on = models.DateField("au")
    ran_at = models.DateTimeField("lancée le", default=timezone.now, editable=False)
    erased = models.PositiveIntegerField("effacés", default=0)
    failure = models.CharField("échec", max_length=200, blank=True)

    objects = PurgeQuerySet.as_manager()

    class Meta:
        verbose_name = "purge"
        ordering = ["-ran_at", "-id"]
        indexes = [models.Index(fields=["processing", "-ran_at"], name="purge_of_processing")]

    def __str__(self) -> str:
        return f"Purge de {self.processing}, {self.on:%d/%m/%Y}"

    @property
    def late_since(self) -> dt.date | None:
        """The day a failed run was meant for."""
        return self.on if self.failure else None
