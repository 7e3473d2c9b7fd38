"""An import is kept: its file, how it was understood, each line, what it did, who asked."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from lekol.kit.imports.importer import Outcome, announced
from lekol.pact.references import drawn


class RunState(models.TextChoices):
    SIMULATED = "simule", "simulé, rien n’est écrit"
    APPLIED = "fait", "fait"
    UNDONE = "annule", "annulé"


class ImportRun(models.Model):
    """One file through the desk. The asker is kept as a value: kit knows no person."""

    ref = models.CharField("référence", max_length=8, unique=True, editable=False)
    kind = models.CharField("sorte", max_length=60)
    file = models.FileField("fichier", upload_to="imports/%Y/%m")
    name = models.CharField("nom du fichier", max_length=160)
    digest = models.CharField("empreinte", max_length=64)
    headers = models.JSONField("en-têtes", default=list)
    mapping = models.JSONField("colonnes reconnues", default=dict)
    certainty = models.JSONField("certitude des colonnes", default=dict)
    remarks = models.JSONField("comment le fichier a été lu", default=list)
    only = models.CharField("commune ou école seule", max_length=8, blank=True)
    footing = models.CharField("sur quoi les lignes ont été contrôlées", max_length=64, blank=True)
    actor_ref = models.CharField("référence de l’auteur", max_length=40, blank=True)
    actor_name = models.CharField("auteur", max_length=160, blank=True)
    state = models.CharField("état", max_length=8, choices=RunState.choices, default=RunState.SIMULATED)
    counts = models.JSONField("décompte", default=dict)
    created_at = models.DateTimeField("simulé le", default=timezone.now)
    applied_at = models.DateTimeField("fait le", null=True, blank=True)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta:
        verbose_name = "import"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"import {self.ref}, {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ref = self.ref or drawn()
        super().save(*args, **kwargs)

    def count(self, outcome: Outcome) -> int:
        return int(self.counts.get(str(outcome), 0))

    @property
    def writes(self) -> int:
        """Lines that would change the base."""
        return self.count(Outcome.CREATED) + self.count(Outcome.CHANGED)


class ImportLine(models.Model):
    """A line that would do something, or is refused; lines without effect are only counted."""

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="lines", verbose_name="import", db_index=False
    )  # `import_line_outcome` serves it
    number = models.PositiveIntegerField("ligne")
    key = models.CharField("clé", max_length=80, blank=True)
    title = models.CharField("objet", max_length=200, blank=True)
    outcome = models.CharField("effet", max_length=10)
    values = models.JSONField("valeurs", default=dict, encoder=DjangoJSONEncoder)
    before = models.JSONField("avant", default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField("après", default=dict, encoder=DjangoJSONEncoder)
    reasons = models.JSONField("motifs", default=list)
    remarks = models.JSONField("remarques", default=list)
    cells = models.JSONField("cellules d’une ligne refusée", default=dict)

    class Meta:
        verbose_name = "ligne d’import"
        verbose_name_plural = "lignes d’import"
        ordering = ["run", "number", "id"]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="import_line_outcome")]

    def __str__(self) -> str:
        return f"ligne {self.number} : {self.title}"

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """(field, before, after) of what would change."""
        labels = announced()[self.run.kind].labels
        return [(labels.get(name, name), self.before.get(name), value) for name, value in self.after.items()]
