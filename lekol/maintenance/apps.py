from django.apps import AppConfig


class MaintenanceConfig(AppConfig):
    name = "lekol.maintenance"
    label = "maintenance"
    verbose_name = "Dépannage"
