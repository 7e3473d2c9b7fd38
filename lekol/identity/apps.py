from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "lekol.identity"
    label = "identity"
    verbose_name = "Comptes"
