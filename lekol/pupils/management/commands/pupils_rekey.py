"""`lekol pupils rekey INSEE ÉTAT VILLE`: after a change of LEKOL_SECRET, decisions follow the references drawn anew."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from lekol.directory.choices import Side
from lekol.directory.models import Commune
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.pupils import actions
from lekol.pupils.models import Software
from lekol.pupils.queries.reading import Files, references
from lekol.pupils.queries.secrets import is_former, secret_of
from lekol.pupils.queries.softwares import Columns, Several, columns_for


class Command(BaseCommand):
    help = (
        "Après un changement de LEKOL_SECRET, tire de nouveau les références des bases élèves ; les décisions restent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("insee", metavar="INSEE", help="code de la commune")
        parser.add_argument("state", metavar="ÉTAT", type=Path, nargs="?", help="base de l’État, toute la commune")
        parser.add_argument("city", metavar="VILLE", type=Path, nargs="?", help="base de la Ville")
        parser.add_argument("--software", metavar="NOM", default="", help="logiciel enregistré qui a écrit VILLE")
        parser.add_argument("--state-software", metavar="NOM", default="", help="celui qui a écrit ÉTAT")
        parser.add_argument("--forget", action="store_true", help="abandonne ce que l’ancien secret, perdu, tenait")

    def handle(self, *args: Any, **options: Any) -> None:
        commune = Commune.objects.filter(insee=options["insee"]).first()
        if commune is None:
            raise Refused(f"La commune {options['insee']} n’est pas au répertoire. Donnez son code INSEE.")
        if options["forget"]:
            self.stdout.write(f"Ancien secret abandonné. Perdus : {actions.forget(commune=commune)}.")
        else:
            names = {Side.STATE: options["state_software"], Side.CITY: options["software"]}
            self._rekey(commune, options["state"], options["city"], names)

    def _rekey(self, commune: Commune, state: Path | None, city: Path | None, names: Mapping[Side, str]) -> None:
        if not is_former(commune):
            self.stdout.write("Les références sont déjà tirées du secret présent : rien à faire.")
            return
        for path in (state, city):
            if path is None or not path.is_file():
                raise Refused(
                    "Donnez les deux bases, de l’État et de la Ville : les références sont tirées de leurs fiches."
                )
        paths = {Side.STATE: Path(str(state)), Side.CITY: Path(str(city))}
        found = {side: _columns(commune, side, path, names[side]) for side, path in paths.items()}
        mappings = {str(side): columns for side, columns in found.items() if columns}
        files = Files(paths[Side.STATE], paths[Side.CITY], mappings=mappings)
        old, new = (references(files, secret) for secret in (secret_of(commune), settings.SECRET_KEY))
        left = actions.rekey(commune=commune, renamed=dict(zip(old, new, strict=True)))
        if left:
            raise Refused(
                f"Rien n’est changé : {left} portent sur des élèves qui ne sont dans aucun des deux fichiers. Donnez "
                "des extractions complètes, gardez LEKOL_ANCIEN_SECRET, ou abandonnez-les par « --forget »."
            )
        self.stdout.write("Références tirées de nouveau ; LEKOL_ANCIEN_SECRET peut être retiré.")


def _columns(commune: Commune, side: Side, path: Path, software: str) -> Columns | None:
    """The columns saved for the software that wrote a file: references are drawn from them."""
    option = "--software" if side == Side.CITY else "--state-software"
    try:
        return columns_for(commune, side, path, software)
    except Software.DoesNotExist:
        known = Software.objects.filter(commune=commune, side=side).values_list("name", flat=True)
        names = ", ".join(f"« {name} »" for name in known) or "aucun"
        raise Refused(f"« {software} » n’est pas un logiciel enregistré. Connus : {names}.") from None
    except Several as names:
        raise Refused(
            f"Plusieurs logiciels lisent « {path} » autrement : {names}. Dites lequel par {option}."
        ) from None
