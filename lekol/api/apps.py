from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "lekol.api"
    verbose_name = "API"
