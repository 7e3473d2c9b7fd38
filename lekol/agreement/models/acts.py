"""Acts: délibérations, arrêtés, conventions, avenants; each date apart, each file kept with its digest."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from lekol.agreement.choices import ActNature
from lekol.agreement.models.text import Agreement, Commitment
from lekol.agreement.rules import acts as rules
from lekol.directory.models import Academy, Commune, Person
from lekol.pact.references import CONSONANTS, drawn


def reference() -> str:
    """A short public name, easy to read aloud."""
    return drawn(6, CONSONANTS)


class Act(models.Model):
    """An act of a commune or of an académie, with what it needs to be in force."""

    ref = models.CharField("référence", max_length=8, unique=True, blank=True, editable=False)
    nature = models.CharField("nature", max_length=14, choices=ActNature.choices)
    number = models.CharField("numéro", max_length=40)
    subject = models.CharField("objet", max_length=500)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    academy = models.ForeignKey(
        Academy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="académie"
    )
    body = models.CharField("organe", max_length=120, blank=True)
    rapporteur = models.CharField("rapporteur", max_length=120, blank=True)
    matter = models.CharField(
        "matière",
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d\.\d{1,2}$", "Une matière s’écrit comme 8.1.")],
    )
    visas = ArrayField(models.TextField(max_length=1000), verbose_name="visas", default=list, blank=True)
    commissions = ArrayField(models.CharField(max_length=300), verbose_name="commissions", default=list, blank=True)
    articles = ArrayField(models.TextField(max_length=4000), verbose_name="articles", default=list, blank=True)
    members = models.PositiveSmallIntegerField("membres en exercice", null=True, blank=True)
    voting = models.PositiveSmallIntegerField("votants", null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField("pour", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("contre", null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField("abstentions", null=True, blank=True)
    unanimous = models.BooleanField("à l’unanimité", default=False)
    decided_on = models.DateField("décidé le", null=True, blank=True)
    signed_on = models.DateField("signé le", null=True, blank=True)
    transmitted_on = models.DateField("transmis le", null=True, blank=True)
    received_on = models.DateField("reçu en préfecture le", null=True, blank=True)
    published_on = models.DateField("publié le", null=True, blank=True)
    notified_on = models.DateField("notifié le", null=True, blank=True)
    receipt = models.CharField("accusé de réception", max_length=60, blank=True)
    url = models.URLField("adresse publique", blank=True)
    agreement = models.ForeignKey(
        Agreement, models.SET_NULL, null=True, blank=True, related_name="acts", verbose_name="convention"
    )
    clauses = models.ManyToManyField(Commitment, blank=True, related_name="acts", verbose_name="clauses")

    class Meta:
        verbose_name = "acte"
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commune=None) ^ Q(academy=None),
                name="act_of_one_body",
                violation_error_message="Un acte est celui d’une commune, ou celui d’une académie.",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(transmitted_on=None) | Q(received_on__gte=F("transmitted_on")),
                name="act_received_after_sent",
                violation_error_message="La réception en préfecture précède la transmission.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(transmitted_on=None) | Q(transmitted_on__gte=F("decided_on")),
                name="act_sent_after_decision",
                violation_error_message="La transmission précède la décision.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(published_on=None) | Q(published_on__gte=F("decided_on")),
                name="act_published_after_decision",
                violation_error_message="La publication précède la décision.",
            ),
            models.UniqueConstraint(
                fields=["receipt"],
                condition=~Q(receipt=""),
                name="act_receipt_once",
                violation_error_message="Cet accusé de réception est déjà celui d’un autre acte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display().capitalize()} n° {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("agreement:act", args=[self.ref])

    @property
    def facts(self) -> rules.ActFacts:
        """The days the law asks for."""
        return rules.ActFacts(
            self.nature, self.commune_id is not None, self.decided_on, self.signed_on, self.transmitted_on,
            self.received_on, self.published_on, self.notified_on,
        )  # fmt: skip

    @property
    def lacking(self) -> list[rules.Need]:
        """What it still needs to be in force."""
        return rules.missing(self.facts)

    @property
    def in_force_on(self) -> dt.date | None:
        """The day it came into force, or None."""
        return rules.in_force_on(self.facts)


class ActFile(models.Model):
    """A file of an act: never replaced, checked against its digest when it is given."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="files", verbose_name="acte")
    file = models.FileField("fichier", upload_to="actes/%Y/%m")
    name = models.CharField("nom", max_length=160)
    digest = models.CharField("empreinte SHA-256", max_length=64)
    size = models.PositiveIntegerField("taille")
    added_at = models.DateTimeField("joint le", auto_now_add=True)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "pièce d’un acte"
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name
