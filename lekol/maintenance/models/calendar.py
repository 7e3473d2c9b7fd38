"""Days when clocks stand still: school holidays of an académie, closures of a territory."""

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from lekol.directory.models import Academy, Commune, Person, School
from lekol.maintenance.choices import BreakKind
from lekol.pact.opening import DAY, Span


class Break(models.Model):
    """Days without clocks. Holidays stop days of school; a closure (cyclone, strike) stops everybody it covers."""

    academy = models.ForeignKey(Academy, models.PROTECT, related_name="breaks", verbose_name="académie")
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="breaks", verbose_name="commune"
    )
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="breaks", verbose_name="école"
    )
    kind = models.CharField("nature", max_length=10, choices=BreakKind.choices)
    name = models.CharField("motif", max_length=120)
    valid = DateRangeField("jours")
    declared_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="déclarée par"
    )

    class Meta:
        verbose_name = "interruption"
        ordering = ["-valid", "-id"]
        indexes = [GistIndex(fields=["valid"], name="break_by_days")]
        constraints = [
            models.CheckConstraint(
                condition=Q(commune=None) | Q(school=None),
                name="break_one_place",
                violation_error_message="Une interruption vaut pour une commune ou pour une école, pas les deux.",
            ),
            models.CheckConstraint(
                condition=Q(kind=BreakKind.CLOSURE) | Q(commune=None, school=None),
                name="break_holidays_of_academy",
                violation_error_message="Les vacances sont celles d’une académie.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def span(self) -> Span:
        """Its days, both inclusive."""
        return Span(self.valid.lower, self.valid.upper - DAY)

    @property
    def place(self) -> Academy | Commune | School:
        """What it covers."""
        return self.school or self.commune or self.academy
