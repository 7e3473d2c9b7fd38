"""Persons and their dated posts. A post is the only source of rights (DESIGN §6)."""

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse

from lekol.directory.choices import Role, Side
from lekol.directory.models.territory import Academy, Commune, District, School
from lekol.directory.rules import OFFICES, PLACE_FIELDS, roles_at
from lekol.pact.names import sort_key
from lekol.pact.references import drawn
from lekol.pact.scopes import Level, Scope


def new_ref() -> str:
    """A short public reference that says nothing of the person and cannot be guessed in a row."""
    return drawn()


class Person(models.Model):
    """An adult who works with the convention: elected, agent, inspector, teacher. Never a pupil."""

    ref = models.CharField("référence", max_length=8, unique=True, editable=False)
    first_name = models.CharField("prénom", max_length=60)
    last_name = models.CharField("nom", max_length=60)
    sort_key = models.CharField(max_length=300, db_collation="C", editable=False)
    email = models.EmailField("courriel professionnel", blank=True)
    phone = models.CharField("téléphone professionnel", max_length=20, blank=True)

    class Meta:
        verbose_name = "personne"
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="person_by_name"),
            GinIndex(OpClass("sort_key", name="gin_trgm_ops"), name="person_by_part"),
            models.Index(Upper("email"), name="person_by_address"),  # who wrote, whatever the capitals
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ref = self.ref or new_ref()
        self.sort_key = sort_key(f"{self.last_name} {self.first_name}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("directory:person", args=[self.ref])

    @property
    def initials(self) -> str:
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper()

    @property
    def short_name(self) -> str:
        """« N. Grondin »."""
        return f"{self.first_name[:1]}. {self.last_name}"


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: dt.date) -> Self:
        """Posts held on that day."""
        return self.filter(valid__contains=day)


def _place_matches_role() -> Q:
    """Exactly the place the function calls for, and no other."""
    allowed = Q()
    for level, field in PLACE_FIELDS.items():
        others = {f"{other}__isnull": True for other in PLACE_FIELDS.values() if other != field}
        allowed |= Q(role__in=roles_at(level), **{f"{field}__isnull": False}, **others)
    return allowed


class Post(models.Model):
    """A person exercises a function somewhere, from a day to another (the last one excluded)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts", verbose_name="personne")
    role = models.CharField("fonction", max_length=24, choices=Role.choices)
    academy = models.ForeignKey(
        Academy, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="académie"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="circonscription"
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="commune"
    )
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="école"
    )
    valid = DateRangeField("période")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "poste"
        ordering = ["person", "-valid", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_place_matches_role(),
                name="post_place_matches_role",
                violation_error_message="Cette fonction s’exerce ailleurs : choisissez le lieu qui lui correspond.",
            ),
            *(
                ExclusionConstraint(
                    name=f"post_once_per_{field}",
                    expressions=[
                        ("person", RangeOperators.EQUAL),
                        ("role", RangeOperators.EQUAL),
                        (field, RangeOperators.EQUAL),
                        ("valid", RangeOperators.OVERLAPS),
                    ],
                    condition=Q(**{f"{field}__isnull": False}),
                    violation_error_message="Cette personne exerce déjà cette fonction ici sur cette période.",
                )
                for field in PLACE_FIELDS.values()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.place}"

    @property
    def level(self) -> Level:
        return OFFICES[self.role].level

    @property
    def side(self) -> Side:
        """Ville or Académie."""
        return Side(OFFICES[self.role].side)

    @property
    def place(self) -> Academy | District | Commune | School:
        """The place of the post, whatever its level."""
        place: Academy | District | Commune | School = getattr(self, PLACE_FIELDS[self.level])
        return place

    @property
    def scope(self) -> Scope:
        """The territory the post opens."""
        place = self.place
        if isinstance(place, School):
            return Scope(Level.SCHOOL, place.uai)
        return Scope(self.level, place.insee if isinstance(place, Commune) else place.code)
