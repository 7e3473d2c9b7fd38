from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "lekol.journal"
    label = "journal"
    verbose_name = "Journal"
