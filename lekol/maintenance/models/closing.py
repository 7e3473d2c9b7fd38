"""What is left of a solved ticket: how the school judged it, what others can learn from it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lekol.directory.models import Person
from lekol.maintenance.choices import Nature
from lekol.maintenance.models.tickets import Ticket
from lekol.pact.names import plain


class Satisfaction(models.Model):
    """Two questions to the school: was it quick enough, does it work well? From 1 to 4."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="satisfaction", verbose_name="panne")
    speed = models.PositiveSmallIntegerField("rapidité")
    result = models.PositiveSmallIntegerField("résultat")
    comment = models.CharField("un mot", max_length=400, blank=True)
    at = models.DateTimeField("répondu le", default=timezone.now)

    class Meta:
        verbose_name = "avis de l’école"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(speed__range=(1, 4), result__range=(1, 4)),
                name="satisfaction_from_one_to_four",
                violation_error_message="Les deux réponses vont de 1 à 4.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.speed} et {self.result} sur 4"


class Article(models.Model):
    """An answer to a fault, proposed while typing. `words` is what is compared."""

    title = models.CharField("titre", max_length=120)
    answer = models.TextField("réponse", max_length=4000)
    nature = models.CharField("ce qui est en panne", max_length=12, choices=Nature.choices)
    words = models.CharField("mots comparés", max_length=400, editable=False)
    born_of = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, blank=True, related_name="articles", verbose_name="tirée de"
    )
    proposed_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="proposée par"
    )
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    helped = models.PositiveIntegerField("pannes évitées", default=0)

    class Meta:
        verbose_name = "réponse connue"
        verbose_name_plural = "réponses connues"
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.words = plain(f"{self.title} {self.answer}")[:400]
        super().save(*args, **kwargs)  # type: ignore[arg-type]
