"""The account forms of allauth, with our words and our fields’ look (settings.ACCOUNT_FORMS)."""

from typing import Any

from allauth.account import forms as account
from django.contrib.auth.password_validation import password_validators_help_texts

from lekol.kit.forms import Styled

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
