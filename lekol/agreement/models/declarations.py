"""Declarations: what a debtor states with its proof, and what the other parties answer. Both stay visible."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lekol.agreement.models.text import Commitment, Party
from lekol.directory.models import Person


class Declaration(models.Model):
    """A debtor declares where a commitment stands. Never edited: a newer declaration takes its place."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="declarations", verbose_name="engagement")
    party = models.ForeignKey(Party, models.CASCADE, related_name="declarations", verbose_name="au nom de")
    by = models.ForeignKey(Person, models.PROTECT, related_name="declarations", verbose_name="par")
    made_at = models.DateTimeField("déclaré le", default=timezone.now, editable=False)
    statement = models.TextField("ce qui est déclaré", max_length=2000)
    due = models.PositiveIntegerField("dû", null=True, blank=True)
    met = models.PositiveIntegerField("fait", null=True, blank=True)
    observed_on = models.DateField("observé le")
    valid_until = models.DateField("valable jusqu’au")
    evidence = models.FileField("preuve", upload_to="preuves/%Y/%m", blank=True)
    evidence_name = models.CharField("nom du fichier", max_length=160, blank=True)
    evidence_digest = models.CharField("empreinte", max_length=64, blank=True)

    class Meta:
        verbose_name = "déclaration"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("observed_on")),
                name="declaration_valid_after_observed",
                violation_error_message="La déclaration doit rester valable au moins jusqu’au jour de l’observation.",
            ),
            models.CheckConstraint(
                condition=Q(due=None, met=None) | Q(due__isnull=False, met__isnull=False, met__lte=F("due")),
                name="declaration_met_within_due",
                violation_error_message="Donnez les deux nombres, et un fait qui ne dépasse pas le dû.",
            ),
        ]

    def __str__(self) -> str:
        return f"Déclaration sur {self.commitment}"


class Answer(models.Model):
    """Another party agrees, or contests with a reason."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="answers", verbose_name="déclaration")
    party = models.ForeignKey(Party, models.CASCADE, related_name="answers", verbose_name="au nom de")
    by = models.ForeignKey(Person, models.PROTECT, related_name="answers", verbose_name="par")
    at = models.DateTimeField("répondu le", default=timezone.now, editable=False)
    agrees = models.BooleanField("d’accord")
    reason = models.TextField("motif", max_length=2000, blank=True)

    class Meta:
        verbose_name = "réponse à une déclaration"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "party"],
                name="answer_once_per_party",
                violation_error_message="Cette partie a déjà répondu à la déclaration.",
            ),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(reason=""),
                name="answer_contest_needs_reason",
                violation_error_message="Pour contester une déclaration, donnez un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {'est d’accord' if self.agrees else 'conteste'}"
