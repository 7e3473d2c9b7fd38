from django.apps import AppConfig


class AgreementConfig(AppConfig):
    name = "lekol.agreement"
    label = "agreement"
    verbose_name = "Convention"
