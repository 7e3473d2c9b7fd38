"""`lekol serve`: the server, on a base that is up to date."""

from typing import Any

from django.conf import settings

from lekol.kit.commands import Command as BaseCommand
from lekol.project import running


class Command(BaseCommand):
    help = "Sert Lékol, jusqu’à Ctrl-C ou l’arrêt du service."

    def handle(self, *args: Any, **options: Any) -> None:
        running.check_port()
        running.check_base()
        running.collect_static()
        running.serve(self.say)

    def say(self) -> None:
        env = settings.ENV
        self.stdout.write(f"Lékol {settings.VERSION} écoute sur {env['LEKOL_ECOUTE']}:{env['PORT']}.")
        self.stdout.flush()
