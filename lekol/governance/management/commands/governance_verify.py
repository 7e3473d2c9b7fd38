"""`lekol governance verify`: recompute the chain of frozen lines and say the first that does not hold."""

from typing import Any

from lekol.governance.queries.verifying import verify
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused


class Command(BaseCommand):
    help = "Refait la chaîne des chiffres figés et dit le premier maillon rompu."

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify()
        if found.broken is not None:
            at = found.broken
            where = f", bilan {at.review}" if at.review else ""
            raise Refused(f"La chaîne est rompue à la ligne {at.position}{where} : {at.why}.")
        if not found.lines:
            self.stdout.write("Rien n’est encore figé.")
            return
        bilans = "bilan" if found.reviews == 1 else "bilans"
        self.stdout.write(f"La chaîne est entière : {found.lines} lignes figées, {found.reviews} {bilans}.")
