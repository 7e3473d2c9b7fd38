"""Who sits: seats are functions of the pack, holders are dated posts of the directory, delegations have dates."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from lekol.agreement.models import Agreement
from lekol.directory.models import Person, Post


class Appointment(models.Model):
    """A post of the directory holds a seat over a period; the seat falls vacant with the post."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="appointments", verbose_name="convention")
    committee = models.SlugField("comité", max_length=30)
    seat = models.SlugField("siège", max_length=120)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="titulaire")
    decision = models.ForeignKey(
        "governance.Decision", models.PROTECT, null=True, blank=True, related_name="appointments",
        verbose_name="décision qui désigne",
    )  # fmt: skip
    valid = DateRangeField("période")

    class Meta:
        verbose_name = "titulaire d’un siège"
        verbose_name_plural = "titulaires des sièges"
        ordering = ["agreement", "committee", "seat", "valid", "id"]
        constraints = [
            ExclusionConstraint(
                name="seat_one_holder",
                expressions=[
                    ("agreement", RangeOperators.EQUAL),
                    ("committee", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Ce siège a déjà un titulaire sur cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post.person}, {self.seat}"


class Delegation(models.Model):
    """« ou son représentant »: the holder is represented from a day to another."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="delegations", verbose_name="siège")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="représentant")
    valid = DateRangeField("période")

    class Meta:
        verbose_name = "délégation"
        ordering = ["appointment", "valid", "id"]
        constraints = [
            ExclusionConstraint(
                name="delegation_one_at_a_time",
                expressions=[("appointment", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Ce siège a déjà un représentant sur cette période.",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
