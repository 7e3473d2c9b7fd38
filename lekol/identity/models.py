"""One account per person, opened with the professional e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from lekol.directory.models import Person


class UserManager(BaseUserManager["User"]):
    """Accounts are found by their address, whatever its letter case, and always read with their person."""

    def get_queryset(self) -> "models.QuerySet[User]":
        return super().get_queryset().select_related("person")

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
