"""Who is what to a device, and when: owner, funder, maintainer, warrantor, custodian."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from lekol.directory.models import Person
from lekol.equipment.choices import Duty, Holder
from lekol.equipment.models.assets import Asset
from lekol.equipment.models.purchases import Supplier

_ASSET = ("asset", RangeOperators.EQUAL)
_DUTY = ("duty", RangeOperators.EQUAL)
_VALID = ("valid", RangeOperators.OVERLAPS)


class Responsibility(models.Model):
    """A dated duty said by hand; what nobody said follows from the origin and article 4 (`rules.estate`)."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="responsibilities", verbose_name="matériel")
    duty = models.CharField("responsabilité", max_length=12, choices=Duty.choices)
    holder = models.CharField("qui", max_length=12, choices=Holder.choices)
    name = models.CharField("nom", max_length=80, blank=True)
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name="fournisseur"
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="equipment_duties", verbose_name="personne"
    )
    share = models.DecimalField(
        "part (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    valid = DateRangeField("période")

    class Meta:
        verbose_name = "responsabilité"
        ordering = ["asset", "duty", "-valid"]
        constraints = [
            ExclusionConstraint(
                name="duty_one_holder",
                expressions=[_ASSET, _DUTY, _VALID],
                condition=~Q(duty=Duty.FUNDER),
                violation_error_message="Cette responsabilité est déjà tenue sur cette période : closez-la d’abord.",
            ),
            ExclusionConstraint(
                name="duty_funder_once",
                expressions=[
                    _ASSET, ("holder", RangeOperators.EQUAL), ("name", RangeOperators.EQUAL), _VALID
                ],
                condition=Q(duty=Duty.FUNDER),
                violation_error_message="Ce financeur est déjà inscrit sur cette période.",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=100),
                name="duty_share",
                violation_error_message="Une part va de 0 à 100 %.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_duty_display()} : {self.who}"

    @property
    def who(self) -> str:
        """The name when there is one, the party otherwise."""
        return self.name or (str(self.person) if self.person else "") or self.get_holder_display()
