"""Rows named in addresses by a short reference that says nothing and is not counted."""

from typing import Any

from django.db import models

from lekol.directory.models.people import new_ref


class Referenced(models.Model):
    """Draws its reference when first saved; a bulk creation draws it itself."""

    ref = models.CharField("référence", max_length=8, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ref = self.ref or new_ref()
        super().save(*args, **kwargs)
