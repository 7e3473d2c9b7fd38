from django.apps import AppConfig


class EquipmentConfig(AppConfig):
    name = "lekol.equipment"
    label = "equipment"
    verbose_name = "Parc"
