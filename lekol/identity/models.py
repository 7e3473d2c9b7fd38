"""One account per person, opened with the professional e-mail address."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from lekol.directory.models import Person
from lekol.identity.choices import Reach
from lekol.kit.compiled import compiled
from lekol.pact.scopes import Scope


class UserManager(BaseUserManager["User"]):
    """Accounts are found by their address, whatever its letter case, and always read with their person."""

    def get_queryset(self) -> "models.QuerySet[User]":
        return super().get_queryset().select_related("person")

    def get(self, *args: Any, **words: Any) -> "User":
        """The account of a request is asked by its key on every page: a question compiled once."""
        key = words.get("pk")
        if args or len(words) != 1 or not isinstance(key, int):
            return super().get(*args, **words)
        found = _of_key.first(key)
        if found is None:
            raise User.DoesNotExist
        return found

    def create_user(self, email: str, person: Person, password: str | None = None) -> "User":
        """An account for a person; without a password, the person sets one through the reset e-mail."""
        user = self.model(email=email.strip().lower(), person=person)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """The account. It holds no right of its own: `person.posts` does (DESIGN §6)."""

    email = models.EmailField("adresse de courriel", unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account", verbose_name="personne")
    is_active = models.BooleanField("compte ouvert", default=True)
    opened_at = models.DateTimeField("ouvert le", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "compte"
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_lower",
                violation_error_message="L’adresse de courriel s’écrit en minuscules.",
            )
        ]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **kwargs)


@compiled(int)
def _of_key(key: int) -> "models.QuerySet[User]":
    return User.objects.filter(pk=key)


class TokenQuerySet(models.QuerySet["Token"]):
    def alive_on(self, day: dt.date) -> Self:
        """Neither revoked nor expired, their account open; the last day counts."""
        return self.filter(revoked_at=None, expires_on__gte=day, account__is_active=True)


class Token(models.Model):
    """A key a machine speaks with, in the name of a person: it sees no more than that person, on the same day.

    Only the digest of its secret is kept. SHA-256 is enough, where a password asks for a slow hash: the secret
    is 256 random bits, so nobody guesses it, and each request must check it.
    """

    account = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name="compte")
    name = models.CharField("nom", max_length=80)
    prefix = models.CharField("début", max_length=11, unique=True)
    digest = models.CharField("empreinte", max_length=64, unique=True)
    reaches = ArrayField(models.CharField(max_length=20, choices=Reach.choices), verbose_name="accès")
    perimeter = models.CharField("périmètre", max_length=30, blank=True)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    expires_on = models.DateField("expire le")
    last_used_on = models.DateField("dernier usage", null=True, blank=True)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par")

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = "jeton"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reaches=[]),
                name="token_reaches_something",
                violation_error_message="Cochez au moins un accès.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scope(self) -> Scope | None:
        """The perimeter it is kept to, when narrower than its person’s."""
        return Scope.parse(self.perimeter) if self.perimeter else None

    @property
    def reach_labels(self) -> list[str]:
        """What it opens, in words."""
        return [str(Reach(reach).label) for reach in self.reaches]


class Window(models.Model):
    """How many requests a caller made in the present minute. Unlogged: nothing is lost with it."""

    caller = models.CharField("appelant", max_length=64, primary_key=True)
    minute = models.BigIntegerField("minute")
    count = models.PositiveIntegerField("demandes")

    class Meta:
        verbose_name = "débit d’un appelant"
        ordering = ["caller"]

    def __str__(self) -> str:
        return self.caller
