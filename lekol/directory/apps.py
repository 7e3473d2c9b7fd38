from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "lekol.directory"
    label = "directory"
    verbose_name = "Annuaire"
