from django.apps import AppConfig


class PupilsConfig(AppConfig):
    name = "lekol.pupils"
    label = "pupils"
    verbose_name = "Bases élèves"
