"""The account forms of allauth, with our words and our fields’ look (settings.ACCOUNT_FORMS)."""

import datetime as dt
from typing import Any

from allauth.account import forms as account
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils import timezone

from lekol.identity.choices import Reach
from lekol.identity.rules import LONGEST
from lekol.kit.forms import DateField, Form, Styled

_LABELS = {
    "login": "Adresse de courriel professionnelle",
    "email": "Adresse de courriel professionnelle",
    "password": "Mot de passe",
    "oldpassword": "Mot de passe actuel",
    "password1": "Nouveau mot de passe",
    "password2": "Nouveau mot de passe, une seconde fois",
}


class Worded(Styled):
    """Our labels, no placeholder, and the rules of a password in one sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS[name]
            field.help_text = " ".join(password_validators_help_texts()) if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)


class SignIn(Worded, account.LoginForm):  # type: ignore[misc]
    """Address and password."""


class ForgottenPassword(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    """The address that receives the link, if it has an account."""


class NewPassword(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a password from the link received."""


class ChangedPassword(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    """Change one’s password, knowing the present one."""


class FirstPassword(Worded, account.SetPasswordForm):  # type: ignore[misc]
    """Choose a password when the account has none."""


class SamePerson(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    """Type one’s password again."""


class TokenForm(Form):
    """A token for a machine: what it is for, what it opens, until when."""

    name = forms.CharField(
        label="À quoi il sert",
        max_length=80,
        help_text="Le logiciel et le service qui s’en servent, par exemple « Tableau de bord DSI ».",
    )
    reaches = forms.MultipleChoiceField(
        label="Ce qu’il ouvre",
        choices=Reach.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Il ne voit jamais plus que vous, ni plus longtemps que vos postes.",
    )
    perimeter = forms.ChoiceField(label="Limité à", required=False)
    expires_on = DateField(label="Dernier jour", help_text="Un an au plus.")

    def __init__(self, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["perimeter"].choices = [("", "Tout ce que je vois"), *places]  # type: ignore[attr-defined]

    def clean_expires_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if day < today:
            raise ValidationError("Ce jour est passé. Choisissez aujourd’hui ou un jour à venir.")
        if day > today + LONGEST:
            raise ValidationError("Un jeton vit un an au plus. Choisissez un jour plus proche.")
        return day
