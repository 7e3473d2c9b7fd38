"""What a desk does again and again: saved answers, checklists, visits that come back."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lekol.directory.models import Academy, Commune, Person, School
from lekol.maintenance.choices import MacroAct, Nature, Pace
from lekol.maintenance.models.tickets import Ticket

LONGEST = 20
"""Lines of a checklist: beyond, nobody reads it."""


class OfDesk(models.Model):
    """What belongs to one desk: the City’s of a commune, or the académie’s; never both."""

    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="service de la commune"
    )
    academy = models.ForeignKey(
        Academy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="service de l’académie"
    )
    name = models.CharField("nom", max_length=80)

    class Meta:
        abstract = True
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commune=None) ^ Q(academy=None),
                name="%(class)s_of_one_desk",
                violation_error_message="Choisissez un seul service.",
            ),
            models.UniqueConstraint(
                fields=["commune", "academy", "name"],
                name="%(class)s_named_once",
                nulls_distinct=False,
                violation_error_message="Ce service a déjà ce nom : donnez-en un autre.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Macro(OfDesk):
    """A saved answer, the change of state that goes with it, the time it takes. One tap instead of three forms."""

    act = models.CharField("ce que ça fait", max_length=10, choices=MacroAct.choices, default=MacroAct.SAY)
    text = models.TextField("phrase", max_length=2000)
    nature = models.CharField("pour", max_length=12, choices=Nature.choices, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes comptées", default=0, validators=[MaxValueValidator(480)])
    used = models.PositiveIntegerField("utilisations", default=0, editable=False)

    class Meta(OfDesk.Meta):
        verbose_name = "réponse en un geste"
        verbose_name_plural = "réponses en un geste"


class Checklist(OfDesk):
    """What is looked at, in order, for a nature of fault or on a visit."""

    nature = models.CharField("pour", max_length=12, choices=Nature.choices, blank=True)
    lines = ArrayField(models.CharField(max_length=120), verbose_name="points", size=LONGEST)

    class Meta(OfDesk.Meta):
        verbose_name = "liste de contrôle"
        verbose_name_plural = "listes de contrôle"


class VisitPlan(models.Model):
    """A school visited every so often, by someone: the visit enters their round by itself, on a day of school."""

    school = models.ForeignKey(School, models.PROTECT, related_name="visit_plans", verbose_name="école")
    person = models.ForeignKey(Person, models.PROTECT, related_name="visit_plans", verbose_name="technicien")
    name = models.CharField("objet", max_length=80, help_text="Comme « Visite préventive » ou « Photocopieurs ».")
    every = models.PositiveSmallIntegerField(
        "toutes les", default=4, validators=[MinValueValidator(1), MaxValueValidator(52)]
    )
    pace = models.CharField("unité", max_length=8, choices=Pace.choices, default=Pace.WEEKS)
    next_on = models.DateField("prochaine visite")
    checklist = models.ForeignKey(
        Checklist, models.SET_NULL, null=True, blank=True, related_name="plans", verbose_name="liste de contrôle"
    )
    ended_at = models.DateTimeField("arrêté le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "visite régulière"
        verbose_name_plural = "visites régulières"
        ordering = ["next_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=Q(ended_at=None),
                name="visit_plan_once",
                violation_error_message="Cette école a déjà une visite régulière de ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(every__range=(1, 52)),
                name="visit_plan_every_so_often",
                violation_error_message="Une visite revient toutes les 1 à 52 semaines ou mois.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.school}"


class Check(models.Model):
    """One line of a checklist, to tick on a ticket or on a visit; who ticked it and when."""

    ticket = models.ForeignKey(
        Ticket, models.CASCADE, null=True, blank=True, related_name="checks", verbose_name="panne"
    )
    stop = models.ForeignKey(
        "maintenance.Stop", models.CASCADE, null=True, blank=True, related_name="checks", verbose_name="visite"
    )
    rank = models.PositiveSmallIntegerField("rang")
    text = models.CharField("point", max_length=120)
    done_at = models.DateTimeField("fait le", null=True, blank=True)
    done_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="fait par"
    )

    class Meta:
        verbose_name = "point de contrôle"
        verbose_name_plural = "points de contrôle"
        ordering = ["rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket=None) ^ Q(stop=None),
                name="check_of_one_thing",
                violation_error_message="Un point se coche sur une panne ou sur une visite.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Mention(models.Model):
    """Someone named in a private message: told once, until they have read it."""

    line = models.ForeignKey("maintenance.Line", models.CASCADE, related_name="mentions", verbose_name="message")
    person = models.ForeignKey(Person, models.PROTECT, related_name="mentions", verbose_name="personne citée")
    at = models.DateTimeField("le", default=timezone.now)
    seen_at = models.DateTimeField("lu le", null=True, blank=True)
    mailed_at = models.DateTimeField("dit par courriel le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "personne citée"
        verbose_name_plural = "personnes citées"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["id"], name="mention_to_mail", condition=Q(mailed_at=None))]
        constraints = [models.UniqueConstraint(fields=["line", "person"], name="mention_once")]

    def __str__(self) -> str:
        return str(self.person)
