"""What a school asks for a device that nobody is bound to repair: it never stays without an answer (4.3)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lekol.directory.models import Person
from lekol.maintenance.choices import WishKind
from lekol.maintenance.models.tickets import Ticket


class Wish(models.Model):
    """Advice, a quotation, a gift to the City: asked once, answered once, both written in the timeline."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="wishes", verbose_name="panne")
    kind = models.CharField("demande", max_length=8, choices=WishKind.choices)
    asked_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="demandé par"
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    answered_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="répondu par"
    )
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "demande d’une école"
        verbose_name_plural = "demandes des écoles"
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["asked_at", "id"], name="wish_waiting", condition=Q(answered_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "kind"],
                name="wish_once",
                violation_error_message="C’est déjà demandé pour cette panne : la réponse viendra dans le suivi.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
