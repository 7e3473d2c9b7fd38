"""The life of an agreement: avenants and who agrees to them, formal notices, the alerts of its end."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from lekol.agreement.choices import AmendmentState, NoticeState
from lekol.agreement.models.acts import Act
from lekol.agreement.models.text import Agreement, Party
from lekol.directory.models import Person


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def signed(self) -> Self:
        """Those that change the text, now or on a day to come."""
        return self.filter(state=AmendmentState.SIGNED)


class Amendment(models.Model):
    """An avenant: negotiated on a draft that each party answers, then signed, then in effect from a day.

    `changes` are rows of the pack’s own form ([[amendments.changes]]); `digest` is that of the draft, so that an
    answer says which draft it was given to.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="amendments", verbose_name="convention")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("objet", max_length=200)
    reason = models.TextField("motif", max_length=4000, blank=True)
    state = models.CharField("état", max_length=12, choices=AmendmentState.choices, default=AmendmentState.DRAFT)
    changes = models.JSONField("changements", default=list, blank=True)
    effective_on = models.DateField("prend effet le", null=True, blank=True)
    ends_on = models.DateField("nouveau terme", null=True, blank=True)
    digest = models.CharField("empreinte du projet", max_length=64, blank=True)
    version = models.PositiveIntegerField("version du projet", default=1)
    proposed_by = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="proposé par"
    )
    proposed_at = models.DateTimeField("proposé le", default=timezone.now, editable=False)
    signed_on = models.DateField("signé le", null=True, blank=True)
    act = models.ForeignKey(Act, models.SET_NULL, null=True, blank=True, related_name="amendments", verbose_name="acte")
    from_pack = models.BooleanField("écrit dans le paquet", default=False)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = "avenant"
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="amendment_number_once",
                violation_error_message="Un avenant de cette convention porte déjà ce numéro.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.SIGNED) | Q(signed_on__isnull=False),
                name="amendment_signed_on_a_day",
                violation_error_message="Un avenant signé a une date de signature.",
            ),
        ]

    def __str__(self) -> str:
        return f"Avenant n° {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("agreement:amendment", args=[self.agreement.slug, self.number])

    @property
    def from_day(self) -> dt.date | None:
        """The first day of what it changes."""
        return self.effective_on or self.signed_on

    @property
    def open(self) -> bool:
        """Still negotiated."""
        return self.state == AmendmentState.DRAFT


class Consent(models.Model):
    """What a party answers to a draft, by its own account. Never changed: a newer answer stands beside it."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="consents", verbose_name="avenant")
    party = models.ForeignKey(Party, models.PROTECT, related_name="consents", verbose_name="au nom de")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now, editable=False)
    agrees = models.BooleanField("d’accord")
    reason = models.TextField("motif", max_length=2000, blank=True)
    version = models.PositiveIntegerField("version du projet")
    digest = models.CharField("empreinte du projet", max_length=64)

    class Meta:
        verbose_name = "accord sur un avenant"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(reason=""),
                name="consent_refusal_needs_reason",
                violation_error_message="Pour refuser un projet d’avenant, donnez un motif.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} {'est d’accord' if self.agrees else 'n’est pas d’accord'}"


class Notice(models.Model):
    """A formal notice: from one party to another, with the file of the breach frozen as it was on that day."""

    ref = models.CharField("référence", max_length=8, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="notices", verbose_name="convention")
    sender = models.ForeignKey(Party, models.PROTECT, related_name="notices_sent", verbose_name="de")
    recipient = models.ForeignKey(Party, models.PROTECT, related_name="notices_received", verbose_name="à")
    clauses = ArrayField(models.CharField(max_length=8), verbose_name="clauses")
    grounds = models.TextField("ce qui est reproché", max_length=8000)
    asked = models.TextField("ce qui est demandé", max_length=4000, blank=True)
    file = models.JSONField("dossier du manquement", default=list)
    digest = models.CharField("empreinte du dossier", max_length=64)
    state = models.CharField("état", max_length=12, choices=NoticeState.choices, default=NoticeState.PREPARED)
    prepared_on = models.DateField("préparée le")
    tracking = models.CharField("numéro de recommandé", max_length=20, blank=True)
    sent_on = models.DateField("envoyée le", null=True, blank=True)
    received_on = models.DateField("reçue le", null=True, blank=True)
    ends_on = models.DateField("délai jusqu’au", null=True, blank=True)
    reply = models.TextField("réponse du destinataire", max_length=8000, blank=True)
    replied_on = models.DateField("répondue le", null=True, blank=True)
    closed_on = models.DateField("close le", null=True, blank=True)
    outcome = models.TextField("suite", max_length=4000, blank=True)
    terminated_on = models.DateField("résiliation le", null=True, blank=True)

    class Meta:
        verbose_name = "mise en demeure"
        verbose_name_plural = "mises en demeure"
        ordering = ["-prepared_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sender=F("recipient")),
                name="notice_between_two_parties",
                violation_error_message="Une partie ne se met pas en demeure elle-même.",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("sent_on")),
                name="notice_received_after_sent",
                violation_error_message="La réception précède l’envoi.",
            ),
            models.CheckConstraint(
                condition=Q(terminated_on=None) | Q(terminated_on__gt=F("ends_on")),
                name="notice_ends_before_termination",
                violation_error_message="La résiliation précède la fin du délai.",
            ),
        ]

    def __str__(self) -> str:
        return f"Mise en demeure {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("agreement:notice", args=[self.agreement.slug, self.ref])

    @property
    def open(self) -> bool:
        """Neither cured, nor withdrawn, nor followed by a termination."""
        return self.state in (NoticeState.PREPARED, NoticeState.SENT)


class TermAlert(models.Model):
    """An alert of the end, given once: so many months before."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="alerts", verbose_name="convention")
    months = models.PositiveSmallIntegerField("mois avant le terme")
    ends_on = models.DateField("terme")
    given_on = models.DateField("donnée le")
    told = models.PositiveIntegerField("personnes prévenues", default=0)

    class Meta:
        verbose_name = "alerte du terme"
        ordering = ["agreement", "-months"]
        constraints = [models.UniqueConstraint(fields=["agreement", "ends_on", "months"], name="term_alert_once")]

    def __str__(self) -> str:
        return f"{self.agreement} : terme dans {self.months} mois"
