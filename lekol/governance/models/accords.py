"""What needs both parties: one question, the voice of each, never overwritten (the database refuses)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lekol.agreement.models import Agreement, Party
from lekol.directory.models import Person
from lekol.governance.choices import Subject


class Accord(models.Model):
    """A precise text put to the parties, known by its digest: another text is another accord."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="accords", verbose_name="convention")
    subject = models.CharField("sujet", max_length=14, choices=Subject.choices)
    title = models.CharField("objet", max_length=200)
    digest = models.CharField("empreinte", max_length=64)
    parties = models.ManyToManyField(Party, related_name="+", verbose_name="parties attendues")
    opened_at = models.DateTimeField("soumis le", default=timezone.now, editable=False)
    opened_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="soumis par"
    )
    replaced_at = models.DateTimeField("remplacé le", null=True, blank=True)

    class Meta:
        verbose_name = "accord"
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return self.title


class Voice(models.Model):
    """A party agrees, or says why it does not. A change of mind is another voice; the first one stays."""

    accord = models.ForeignKey(Accord, models.PROTECT, related_name="voices", verbose_name="accord")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="au nom de")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("dit le", default=timezone.now, editable=False)
    agrees = models.BooleanField("d’accord")
    reason = models.TextField("motif", max_length=2000, blank=True)

    class Meta:
        verbose_name = "voix d’une partie"
        verbose_name_plural = "voix des parties"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(reason=""),
                name="voice_disagreement_says_why",
                violation_error_message="Un désaccord se motive : dites ce qui doit changer.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party.short_name} {'approuve' if self.agrees else 'n’approuve pas'}"


class Draft(models.Model):
    """A text several people write at once: every version is kept, the last one is read here."""

    text = models.TextField("texte", blank=True, max_length=20_000)
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "texte partagé"
        verbose_name_plural = "textes partagés"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class DraftVersion(models.Model):
    """What the text was, who wrote it, and from which version they started; never changed (the database refuses)."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="versions", verbose_name="texte")
    number = models.PositiveIntegerField("version")
    base = models.PositiveIntegerField("écrite à partir de")
    sent = models.TextField("ce que l’auteur a envoyé")
    text = models.TextField("ce qui a été gardé")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "version d’un texte"
        verbose_name_plural = "versions d’un texte"
        ordering = ["draft", "number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"
