from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "lekol.governance"
    label = "governance"
    verbose_name = "Gouvernance"
