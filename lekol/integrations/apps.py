from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "lekol.integrations"
    label = "integrations"
    verbose_name = "Systèmes extérieurs"
