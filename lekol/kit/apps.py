from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

ANNOUNCING = ("access", "measures", "deadlines", "processings", "imports", "search", "views")


class KitConfig(AppConfig):
    """Discovers, by module name, what each app announces (DESIGN §3)."""

    name = "lekol.kit"
    label = "kit"
    verbose_name = "Composants"

    def ready(self) -> None:
        autodiscover_modules(*ANNOUNCING)
