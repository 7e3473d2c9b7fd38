"""Messages received, each once: what became of it and why. Nothing is lost, nothing is done twice."""

from django.db import models
from django.utils import timezone

from lekol.maintenance.choices import MailOutcome
from lekol.maintenance.models.tickets import Ticket


class Mail(models.Model):
    """One message received. Its text is kept on the ticket alone."""

    message_id = models.CharField("identifiant du courriel", max_length=250, unique=True)
    sender = models.CharField("expéditeur", max_length=254)
    subject = models.CharField("objet", max_length=200, blank=True)
    at = models.DateTimeField("reçu le", default=timezone.now)
    outcome = models.CharField("suite", max_length=10, choices=MailOutcome.choices)
    reason = models.CharField("pourquoi", max_length=200, blank=True)
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, blank=True, related_name="mails", verbose_name="panne"
    )

    class Meta:
        verbose_name = "courriel reçu"
        verbose_name_plural = "courriels reçus"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.subject or self.message_id
