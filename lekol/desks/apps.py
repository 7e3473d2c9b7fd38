from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "lekol.desks"
    label = "desks"
    verbose_name = "Bureaux"
