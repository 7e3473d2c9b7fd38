"""What the two bases disagree on, and the corrections asked of the base that is not presumed right.

A disagreement keeps the few cells that let its owner find the child, for as long as it is open and no longer.
"""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Side
from lekol.directory.models import Commune, Person, School
from lekol.pupils.choices import CLOSED_STATES, OPEN_STATES, Answer, Cause, Certainty, Kind, State
from lekol.pupils.models.referenced import Referenced
from lekol.pupils.rules.discrepancies import ALONE_REASONS, SOON, TITLES


class DiscrepancyQuerySet(models.QuerySet["Discrepancy"]):
    def open(self) -> Self:
        """Those that nobody has settled yet."""
        return self.filter(state__in=OPEN_STATES)

    def closed(self) -> Self:
        return self.filter(state__in=CLOSED_STATES)

    def recent(self, on: dt.date) -> Self:
        """First seen less than thirty days before that day."""
        return self.filter(first_seen_on__gt=on - dt.timedelta(days=SOON))


class Discrepancy(Referenced):
    """One disagreement. Its dates say how old it is; a comparison that no longer sees it closes it."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="pupil_gaps", verbose_name="commune")
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="pupil_gaps", verbose_name="école")
    kind = models.CharField("nature", max_length=10, choices=Kind.choices)
    field = models.CharField("champ", max_length=20)
    state_reference = models.CharField("référence dans la base de l’État", max_length=80, blank=True)
    city_reference = models.CharField("référence dans la base de la Ville", max_length=80, blank=True)
    twin_reference = models.CharField("autre référence de la même base", max_length=80, blank=True)
    cause = models.CharField("ce que ce peut être", max_length=8, choices=Cause.choices, blank=True, default="")
    certainty = models.CharField("certitude", max_length=8, choices=Certainty.choices, blank=True, default="")
    grounds = models.CharField("sur quoi cela repose", max_length=300, blank=True, default="")
    presumed = models.CharField("base présumée juste", max_length=5, choices=Side.choices, blank=True)
    owner = models.CharField("base à corriger", max_length=5, choices=Side.choices)
    state_value = models.CharField("dans la base de l’État", max_length=120, blank=True)
    city_value = models.CharField("dans la base de la Ville", max_length=120, blank=True)
    identity = models.JSONField("de quoi trouver l’élève", default=dict, blank=True)
    compulsory = models.BooleanField("d’âge d’instruction obligatoire", default=False)
    state = models.CharField("situation", max_length=8, choices=State.choices, default=State.OPEN)
    first_seen_on = models.DateField("vu la première fois le", default=timezone.localdate)
    last_seen_on = models.DateField("vu la dernière fois le", default=timezone.localdate)
    closed_on = models.DateField("clos le", null=True, blank=True)

    objects = DiscrepancyQuerySet.as_manager()

    class Meta:
        verbose_name = "écart entre les bases élèves"
        verbose_name_plural = "écarts entre les bases élèves"
        ordering = ["first_seen_on", "id"]
        indexes = [models.Index(fields=["school", "state", "first_seen_on"], name="gap_by_school")]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "kind", "field", "state_reference", "city_reference", "twin_reference"],
                name="gap_once", violation_error_message="Cet écart existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, state__in=OPEN_STATES)
                | Q(closed_on__isnull=False, state__in=CLOSED_STATES),
                name="gap_closed_on_a_day",
                violation_error_message="Un écart clos l’est un jour, un écart ouvert ne l’est aucun.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"écart {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("pupils:discrepancy", args=[self.ref])

    @property
    def title(self) -> str:
        """« Date de naissance », « Inconnu de la Ville »."""
        if self.kind == Kind.FIELD:
            return TITLES[self.field]
        said = self.get_kind_display()
        return f"{said[0].upper()}{said[1:]}"

    @property
    def why(self) -> str:
        """What a child in one base only may be, in words."""
        side = Side.STATE if self.kind == Kind.ONLY_STATE else Side.CITY
        return self.grounds or ALONE_REASONS.get((side, self.cause), "")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def days_open(self, on: dt.date) -> int:
        """Days since it was first seen, until it was closed."""
        return ((self.closed_on or on) - self.first_seen_on).days

    def known(self, side: str) -> dict[str, Any]:
        """What the base of that side says of the child, for as long as it is kept."""
        found: dict[str, Any] = self.identity.get(side, {})
        return found


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def waiting(self) -> Self:
        return self.filter(answer="")

    def lapse(self) -> None:
        """Those that wait have nothing to wait for any more: they stay in the file, as asked and not answered."""
        self.waiting().update(answer=Answer.MOOT, answered_at=timezone.now())

    def executed(self) -> Self:
        """Accepted, and said done or seen corrected."""
        return self.filter(answer=Answer.ACCEPTED).filter(
            Q(done_at__isnull=False) | Q(discrepancy__state=State.CORRECTED)
        )


class Correction(models.Model):
    """A correction asked of the people of the base that is not presumed right; answered, then followed."""

    discrepancy = models.ForeignKey(Discrepancy, models.CASCADE, related_name="corrections", verbose_name="écart")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="demandée par")
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    due_on = models.DateField("réponse attendue le")
    answer = models.CharField("réponse", max_length=8, choices=Answer.choices, blank=True, default="")
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="répondue par"
    )
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    reason = models.CharField("motif", max_length=400, blank=True)
    done_at = models.DateTimeField("faite le", null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de correction"
        verbose_name_plural = "demandes de correction"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["discrepancy"], condition=Q(answer=""), name="correction_one_waiting",
                violation_error_message="Une demande attend déjà une réponse sur cet écart.",
            ),
            models.CheckConstraint(
                condition=~Q(answer="refuse") | ~Q(reason=""), name="correction_refused_with_reason",
                violation_error_message="Un refus dit pourquoi.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"correction de l’{self.discrepancy}"

    def is_late(self, on: dt.date) -> bool:
        """Without an answer past its day."""
        return not self.answer and on > self.due_on
