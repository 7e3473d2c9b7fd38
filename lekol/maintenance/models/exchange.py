"""What passes between administrations: a transfer asked and answered, a device handed to its supplier."""

from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lekol.directory.models import Person, School
from lekol.maintenance.choices import Answer, Desk
from lekol.maintenance.models.tickets import Ticket

SALT = "maintenance.handoff"


class Transfer(models.Model):
    """One party asks another to take a ticket. Until it answers, the clock of the first one runs."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="transfers", verbose_name="panne")
    origin = models.CharField("de", max_length=12, choices=Desk.choices)
    target = models.CharField("à", max_length=12, choices=Desk.choices)
    reason = models.CharField("pourquoi", max_length=400)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="demandé par")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    answer = models.CharField("réponse", max_length=8, choices=Answer.choices, default=Answer.WAITING)
    answer_reason = models.CharField("raison de la réponse", max_length=400, blank=True)
    answered_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="répondu par"
    )
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "transfert"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(answer=Answer.WAITING),
                name="transfer_one_at_a_time",
                violation_error_message="Un transfert attend déjà une réponse pour cette panne.",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.REFUSED) | ~Q(answer_reason=""),
                name="transfer_refusal_has_reason",
                violation_error_message="Un refus demande une raison : elle revient à qui a demandé.",
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("target")),
                name="transfer_to_another",
                violation_error_message="Choisissez une autre partie que celle qui a déjà la panne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_origin_display()} → {self.get_target_display()}"


class HandOff(models.Model):
    """A device gone to its supplier, followed by the supplier through a signed link, without any account."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="handoffs", verbose_name="panne")
    supplier = models.CharField("fournisseur", max_length=120)
    email = models.EmailField("courriel du fournisseur", blank=True)
    reference = models.CharField("référence du fournisseur", max_length=60, blank=True)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    sent_on = models.DateField("parti le", null=True, blank=True)
    returned_on = models.DateField("revenu le", null=True, blank=True)
    loan = models.CharField("matériel prêté", max_length=120, blank=True)
    expires_on = models.DateField("lien valable jusqu’au")
    revoked = models.BooleanField("lien retiré", default=False)

    class Meta:
        verbose_name = "passage au fournisseur"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(sent_on=None) | Q(returned_on__gte=F("sent_on")),
                name="handoff_returned_after_sent",
                violation_error_message="Un matériel ne peut pas revenir avant d’être parti.",
            )
        ]

    def __str__(self) -> str:
        return self.supplier

    @property
    def token(self) -> str:
        """The word of the supplier’s link: signed, it opens this hand-off alone."""
        return signing.dumps(self.pk, salt=SALT)


class SchoolKey(models.Model):
    """The six digits posted in a school: with a signed label, they report a fault without an account."""

    school = models.OneToOneField(School, models.PROTECT, related_name="report_key", verbose_name="école")
    digits = models.CharField("code", max_length=6)
    since = models.DateTimeField("depuis", default=timezone.now)

    class Meta:
        verbose_name = "code de signalement"
        ordering = ["school"]
        constraints = [
            models.CheckConstraint(
                condition=Q(digits__regex=r"^[0-9]{6}$"),
                name="school_key_six_digits",
                violation_error_message="Le code de l’école a six chiffres.",
            )
        ]

    def __str__(self) -> str:
        return f"code de {self.school}"
