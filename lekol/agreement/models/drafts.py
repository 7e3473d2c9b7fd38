"""Drafts: a text sent to be read, and what was found in it, to correct before it becomes an agreement."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from lekol.agreement.choices import DraftState, ItemKind
from lekol.agreement.models.text import Agreement
from lekol.agreement.rules.drafting import TextPage
from lekol.agreement.rules.reading.found import Passage
from lekol.directory.models import Person
from lekol.pact.scopes import Level, Scope

CERTAIN = 0.8
"""Below that confidence, an item asks for a closer look."""


class Draft(models.Model):
    """One file sent: its plain text, on which every passage is an offset, and where its reading stands."""

    ref = models.CharField("référence", max_length=8, unique=True, editable=False)
    name = models.CharField("nom du fichier", max_length=160)
    file = models.FileField("fichier", upload_to="lectures/%Y/%m")
    digest = models.CharField("empreinte SHA-256", max_length=64)
    scope_level = models.CharField("niveau", max_length=16, choices=[(level.value, level.value) for level in Level])
    scope_code = models.CharField("code du territoire", max_length=10)
    state = models.CharField("état", max_length=10, choices=DraftState.choices, default=DraftState.WAITING)
    fault = models.CharField("pourquoi il n’a pas été lu", max_length=300, blank=True)
    text = models.TextField("texte", blank=True)
    pages = models.JSONField("pages", default=list)
    missing = models.JSONField("ce que le texte ne dit pas", default=list)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now, editable=False)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="envoyé par")
    agreement = models.ForeignKey(
        Agreement, models.SET_NULL, null=True, blank=True, related_name="drafts", verbose_name="convention"
    )

    class Meta:
        verbose_name = "brouillon"
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"Brouillon {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("agreement:draft", args=[self.ref])

    @property
    def scope(self) -> Scope:
        """The territory whose schools the agreement will cover."""
        return Scope(Level(self.scope_level), self.scope_code)

    @property
    def text_pages(self) -> list[TextPage]:
        """The original, cut by article."""
        return [TextPage(*row) for row in self.pages]

    @property
    def open(self) -> bool:
        """It can be corrected."""
        return self.state == DraftState.READ


class DraftItemQuerySet(models.QuerySet["DraftItem"]):
    def kept(self) -> Self:
        """Those that go into the pack."""
        return self.filter(removed_at=None)


class DraftItem(models.Model):
    """One thing found, or added by hand: its words as a row of a pack, and its passage in the text."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="items", verbose_name="brouillon")
    kind = models.CharField("nature", max_length=16, choices=ItemKind.choices)
    rank = models.PositiveIntegerField("rang")
    words = models.JSONField("ce qu’il dit", default=dict)
    start = models.PositiveIntegerField("début du passage", null=True, blank=True)
    end = models.PositiveIntegerField("fin du passage", null=True, blank=True)
    lead_start = models.PositiveIntegerField("début de la phrase qui l’annonce", null=True, blank=True)
    lead_end = models.PositiveIntegerField("fin de la phrase qui l’annonce", null=True, blank=True)
    confidence = models.FloatField("confiance", null=True, blank=True)
    why = models.CharField("raison", max_length=300, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="confirmé par"
    )
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)
    into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged", verbose_name="fusionné dans"
    )

    objects = DraftItemQuerySet.as_manager()

    class Meta:
        verbose_name = "élément d’un brouillon"
        ordering = ["draft", "rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__isnull=False, start__lte=F("end")),
                name="draft_item_passage_whole",
                violation_error_message="Un passage a un début et une fin.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """« Engagement 3.1 », « Partie Ville », « Durée »."""
        if self.kind == ItemKind.COMMITTEE:
            return self.heading or ItemKind.COMMITTEE.label
        said = self.number or self.words.get("short_name", "")
        return f"{ItemKind(self.kind).label} {said}".strip()

    @property
    def heading(self) -> str:
        """Its title or its name, or nothing."""
        return str(self.words.get("title") or self.words.get("name") or "")

    @property
    def wording(self) -> str:
        """What it says, word for word, or nothing."""
        return str(self.words.get("wording", ""))

    @property
    def number(self) -> str:
        """« 3.14 » for a promise, « 3 » for an article, nothing for the rest."""
        return str(self.words.get("clause") or self.words.get("number") or "")

    @property
    def passage(self) -> Passage | None:
        """Where it stands in the text, or nowhere when it was added by hand."""
        return None if self.start is None or self.end is None else Passage(self.start, self.end)

    @property
    def uncertain(self) -> bool:
        """Read with little confidence, and not confirmed since."""
        return self.confirmed_by_id is None and self.confidence is not None and self.confidence < CERTAIN

    @property
    def row(self) -> tuple[str, dict[str, Any]]:
        """As the writing of a pack wants it."""
        return self.kind, self.words
