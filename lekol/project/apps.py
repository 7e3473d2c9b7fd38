from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "lekol.project"
    label = "project"
    verbose_name = "Lékol"
