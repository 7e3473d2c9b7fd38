"""Premises and classes: a room is a place, a class group is children; never mix them (DOMAIN annex A1)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lekol.directory.choices import RoomUse
from lekol.directory.models.territory import School
from lekol.pact.calendars import label
from lekol.pact.names import sort_key


class Building(models.Model):
    """A building of a school."""

    school = models.ForeignKey(School, models.CASCADE, related_name="buildings", verbose_name="école")
    name = models.CharField("nom", max_length=60)

    class Meta:
        verbose_name = "bâtiment"
        ordering = ["school", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="building_name_once")]

    def __str__(self) -> str:
        return self.name


class Floor(models.Model):
    """A floor: 0 is the ground floor."""

    building = models.ForeignKey(Building, models.CASCADE, related_name="floors", verbose_name="bâtiment")
    level = models.SmallIntegerField("niveau")

    class Meta:
        verbose_name = "étage"
        ordering = ["building", "level"]
        constraints = [models.UniqueConstraint(fields=["building", "level"], name="floor_level_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """« Rez-de-chaussée », « 1er étage », « 2e étage », « Sous-sol »."""
        if self.level < 0:
            return "Sous-sol"
        return {0: "Rez-de-chaussée", 1: "1er étage"}.get(self.level, f"{self.level}e étage")


class Room(models.Model):
    """A room with a use. `school` repeats the building’s so that counts per school need no three joins."""

    school = models.ForeignKey(School, models.CASCADE, related_name="rooms", verbose_name="école")
    floor = models.ForeignKey(Floor, models.CASCADE, related_name="rooms", verbose_name="étage")
    name = models.CharField("nom", max_length=60)
    sort_key = models.CharField(max_length=300, db_collation="C", editable=False)
    use = models.CharField("usage", max_length=14, choices=RoomUse.choices, default=RoomUse.CLASSROOM)

    class Meta:
        verbose_name = "salle"
        ordering = ["school", "sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="room_name_once",
                violation_error_message="Cette école a déjà une salle de ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class ClassGroup(models.Model):
    """A class of pupils for one school year, at one or several levels."""

    school = models.ForeignKey(School, models.CASCADE, related_name="class_groups", verbose_name="école")
    school_year = models.PositiveSmallIntegerField("année scolaire")
    name = models.CharField("nom", max_length=40)
    levels = ArrayField(models.CharField(max_length=4), verbose_name="niveaux", default=list)
    pupils = models.PositiveSmallIntegerField("élèves", default=0)
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="class_groups", verbose_name="salle"
    )

    class Meta:
        verbose_name = "classe"
        ordering = ["school", "-school_year", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "name"],
                name="class_group_once",
                violation_error_message="Cette école a déjà une classe de ce nom cette année.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Headcount(models.Model):
    """How many pupils and classes a school counts in a school year."""

    school = models.ForeignKey(School, models.CASCADE, related_name="headcounts", verbose_name="école")
    school_year = models.PositiveSmallIntegerField("année scolaire")
    pupils = models.PositiveIntegerField("élèves")
    classes = models.PositiveSmallIntegerField("classes")

    class Meta:
        verbose_name = "effectif"
        ordering = ["school", "-school_year"]
        constraints = [models.UniqueConstraint(fields=["school", "school_year"], name="headcount_once")]

    def __str__(self) -> str:
        return f"{self.pupils} élèves, {self.classes} classes en {label(self.school_year)}"
