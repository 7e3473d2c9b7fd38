from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "lekol.network"
    label = "network"
    verbose_name = "Réseau"
