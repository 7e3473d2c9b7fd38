from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "lekol.privacy"
    label = "privacy"
    verbose_name = "Données personnelles"
