"""Messages received, each once: what became of it and why. Nothing is lost, nothing is done twice."""

from django.db import models
from django.utils import timezone

from lekol.directory.models import Person
from lekol.maintenance.choices import MailOutcome
from lekol.maintenance.models.tickets import Ticket


class Mail(models.Model):
    """One message received. Its text goes on the ticket; a refused one keeps its own until someone decides.

    `person`: whoever the server proved wrote it; empty when nobody is known by that address, or it proves nothing.
    """

    message_id = models.CharField("identifiant du courriel", max_length=250, unique=True)
    sender = models.CharField("expéditeur", max_length=254)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="écrit par"
    )
    subject = models.CharField("objet", max_length=200, blank=True)
    text = models.TextField("texte", max_length=20_000, blank=True)
    at = models.DateTimeField("reçu le", default=timezone.now)
    outcome = models.CharField("suite", max_length=10, choices=MailOutcome.choices)
    reason = models.CharField("pourquoi", max_length=200, blank=True)
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, blank=True, related_name="mails", verbose_name="panne"
    )
    decided_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="décidé par"
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)

    class Meta:
        verbose_name = "courriel reçu"
        verbose_name_plural = "courriels reçus"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="mail_to_sort", condition=models.Q(outcome=MailOutcome.REFUSED))
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id

    @property
    def waits(self) -> bool:
        """Refused, and nobody has decided yet."""
        return self.outcome == MailOutcome.REFUSED


class MailFile(models.Model):
    """A file of a refused message, never opened here; it follows the message to its ticket, or goes with it."""

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="files", verbose_name="courriel")
    file = models.FileField("fichier", upload_to="courriels/%Y/%m", max_length=200)
    name = models.CharField("nom", max_length=120)
    size = models.PositiveIntegerField("taille (octets)")

    class Meta:
        verbose_name = "pièce d’un courriel"
        verbose_name_plural = "pièces d’un courriel"
        ordering = ["mail", "id"]

    def __str__(self) -> str:
        return self.name
