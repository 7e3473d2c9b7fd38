"""The text both parties signed, as rows: parties, articles, objectives, commitments and who owes them."""

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from lekol.agreement.choices import Nature, Part, Tone
from lekol.directory.models import Academy, Commune
from lekol.pact.dates import long_date
from lekol.pact.scopes import Level, Scope


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_force_on(self, day: dt.date) -> Self:
        """Signed, begun and not yet ended on that day; the last day counts, and some have none."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), signed_on__isnull=False, starts_on__lte=day)


class Agreement(models.Model):
    """A convention loaded from a pack. Its term is unknown until the signature date is entered."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    title = models.CharField("titre", max_length=300)
    short_title = models.CharField("titre court", max_length=120)
    demonstration = models.BooleanField("démonstration", default=False)
    scope_level = models.CharField("niveau", max_length=16, choices=[(level.value, level.value) for level in Level])
    scope_code = models.CharField("code du territoire", max_length=10, blank=True)
    signed_on = models.DateField("signée le", null=True, blank=True)
    starts_on = models.DateField("prend effet le", null=True, blank=True)
    ends_on = models.DateField("s’achève le", null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name="succède à"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="découle de"
    )
    template = models.BooleanField("modèle", default=False)
    terminated_on = models.DateField("résiliée le", null=True, blank=True)
    text = models.TextField("paquet (TOML)")
    digest = models.CharField("empreinte du paquet", max_length=64)
    data = models.JSONField("comités, équipements, règles", default=dict)
    loaded_at = models.DateTimeField("chargée le", auto_now=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "convention"
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_start",
                violation_error_message="Une convention ne peut pas s’achever avant de commencer.",
            )
        ]

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        return reverse("agreement:agreement", args=[self.slug])

    @property
    def scope(self) -> Scope:
        """The territory whose schools it covers."""
        return Scope(Level(self.scope_level), self.scope_code)

    @property
    def school_codes(self) -> list[str]:
        """The UAIs of its annex, when it covers only some schools of its territory; empty for all of them."""
        return list(self.data.get("schools", []))

    @property
    def in_words(self) -> str:
        """« du 3 février 2025 au 2 février 2029 », or what is not known of it."""
        if self.template:
            return "modèle, signé exemplaire par exemplaire"
        if self.starts_on is None:
            return "durée inconnue : la date de signature n’est pas saisie"
        start = long_date(self.starts_on)
        return f"du {start} au {long_date(self.ends_on)}" if self.ends_on else f"depuis le {start}, sans terme fixé"


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from a day to another, both inclusive; a day that is unknown is open."""

    def on(self, day: dt.date) -> Self:
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class PartyQuerySet(DatedQuerySet):
    """Parties, some of which join or leave alone."""


class Party(models.Model):
    """A party, or a body the text gives a part to. Linked to the directory when it is a commune or an académie."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties", verbose_name="convention")
    key = models.SlugField("clé", max_length=30)
    name = models.CharField("nom", max_length=160)
    short_name = models.CharField("nom court", max_length=40)
    level = models.CharField("niveau", max_length=30)
    letter = models.CharField("lettre", max_length=2)
    tone = models.CharField("apparence", max_length=10, choices=Tone.choices, default=Tone.OTHER)
    signing = models.BooleanField("signataire", default=True)
    signatory = models.CharField("représentée par", max_length=160, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    academy = models.ForeignKey(Academy, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.SlugField("groupe", max_length=30, blank=True)
    roles = ArrayField(models.CharField(max_length=30), verbose_name="rôles", default=list, blank=True)
    since = models.DateField("partie depuis le", null=True, blank=True)
    until = models.DateField("partie jusqu’au", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("rang")

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = "partie"
        ordering = ["agreement", "rank"]
        constraints = [models.UniqueConstraint(fields=["agreement", "key"], name="party_key_once")]

    def __str__(self) -> str:
        return self.name

    def is_party_on(self, day: dt.date) -> bool:
        """Is it a party, or an actor of the agreement, that day?"""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Objective(models.Model):
    """A shared objective (article 2), to which commitments are attached."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="objectives", verbose_name="convention")
    key = models.SlugField("clé", max_length=30)
    wording = models.TextField("énoncé")
    rank = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "objectif partagé"
        ordering = ["agreement", "rank"]
        constraints = [models.UniqueConstraint(fields=["agreement", "key"], name="objective_key_once")]

    def __str__(self) -> str:
        return self.wording


class Article(models.Model):
    """An article, or another part of the file that binds (report, resolution)."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="articles", verbose_name="convention")
    number = models.CharField("numéro", max_length=4)
    title = models.CharField("intitulé", max_length=200)
    wording = models.TextField("texte", blank=True)
    rank = models.PositiveSmallIntegerField("rang")
    revisions = models.JSONField("modifié par avenant", default=list, blank=True)
    amended = models.BooleanField("ajouté par avenant", default=False)
    since = models.DateField("en vigueur depuis le", null=True, blank=True)
    until = models.DateField("en vigueur jusqu’au", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "article"
        ordering = ["agreement", "rank"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="article_number_once")]

    def __str__(self) -> str:
        return f"Article {self.number} — {self.title}" if self.number.isdigit() else self.title


class CommitmentQuerySet(DatedQuerySet):
    def owed_on(self, day: dt.date) -> Self:
        """Promises in force on a day: begun, not yet ended, and chosen when they are optional."""
        return self.on(day).filter(retained=True)


class Commitment(models.Model):
    """One promise: who owes it is in `stakes`, its live figure under `indicator`, or it is declared by hand."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="commitments", verbose_name="convention")
    article = models.ForeignKey(Article, models.CASCADE, related_name="commitments", verbose_name="article")
    clause = models.CharField("clause", max_length=8)
    rank = models.PositiveSmallIntegerField("rang")
    title = models.CharField("intitulé", max_length=160)
    wording = models.TextField("énoncé")
    source = models.TextField("texte signé", blank=True)
    condition = models.CharField("condition", max_length=200, blank=True)
    owner = models.CharField("service porteur", max_length=120, blank=True)
    school_kinds = ArrayField(models.CharField(max_length=12), verbose_name="types d’école", default=list, blank=True)
    nature = models.CharField("nature", max_length=10, choices=Nature.choices, default=Nature.RESULT)
    indicator = models.CharField("mesures", max_length=200, blank=True, db_index=True)
    target_ratio = models.DecimalField("cible (part)", max_digits=6, decimal_places=4, null=True, blank=True)
    target_value = models.PositiveIntegerField("cible (nombre)", null=True, blank=True)
    target_unit = models.CharField("unité de la cible", max_length=60, blank=True)
    target_on = models.DateField("échéance de la cible", null=True, blank=True)
    horizon = models.SlugField("horizon", max_length=30, blank=True)
    option = models.SlugField("clause facultative", max_length=30, blank=True)
    retained = models.BooleanField("retenu", default=True)
    amended = models.BooleanField("ajouté par avenant", default=False)
    since = models.DateField("dû depuis le", null=True, blank=True)
    until = models.DateField("dû jusqu’au", null=True, blank=True)
    revisions = models.JSONField("modifié par avenant", default=list, blank=True)
    parties = models.ManyToManyField(Party, through="Stake", related_name="commitments")
    objectives = models.ManyToManyField(Objective, related_name="commitments", blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = "engagement"
        ordering = ["agreement", "rank"]
        constraints = [models.UniqueConstraint(fields=["agreement", "clause"], name="commitment_clause_once")]

    def __str__(self) -> str:
        return f"{self.clause} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("agreement:clause", args=[self.agreement.slug, self.clause])

    def is_owed_on(self, day: dt.date) -> bool:
        """In force on that day, as `owed_on` says of many."""
        begun = self.since is None or self.since <= day
        return self.retained and begun and (self.until is None or day <= self.until)

    @property
    def measure_keys(self) -> list[str]:
        """The measures that count it; empty when it is declared by hand."""
        return self.indicator.split("+") if self.indicator else []


class Stake(models.Model):
    """What a party is to a commitment: debtor, collaborator or beneficiary."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="stakes", verbose_name="engagement")
    party = models.ForeignKey(Party, models.CASCADE, related_name="stakes", verbose_name="partie")
    part = models.CharField("rôle", max_length=14, choices=Part.choices, default=Part.DEBTOR)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "rôle dans un engagement"
        ordering = ["commitment", "party__rank", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "party", "part", "since"], name="stake_once_a_day", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} : {self.get_part_display()} de {self.commitment}"

    def holds(self, day: dt.date) -> bool:
        """Does it hold on that day?"""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
