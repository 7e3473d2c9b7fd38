"""`lekol pupils encode BASE --key-file SECRET --out SCELLÉE`: a base sealed, that can be linked and not read."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused, writing
from lekol.pupils.linking.files import Base, read
from lekol.pupils.linking.sealed import sealed

_SHORTEST = 16  # bytes of a secret


class Command(BaseCommand):
    help = "Scelle une base élèves avec un secret partagé : elle se rapproche alors sans pouvoir être lue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("base", metavar="BASE", type=Path, help="base à sceller")
        parser.add_argument("--key-file", metavar="SECRET", type=Path, required=True, help="fichier du secret partagé")
        parser.add_argument("--out", type=Path, required=True, help="où écrire la base scellée")

    def handle(self, *args: Any, **options: Any) -> None:
        base, secret = self._base(options["base"]), self._secret(options["key_file"])
        with writing(options["out"]) as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(sealed(base, secret))
        self.stdout.write(f"{base.count} élèves scellés : {options['out']}")

    def _base(self, path: Path) -> Base:
        if not path.is_file():
            raise Refused(f"« {path} » n’existe pas ou n’est pas un fichier. Donnez la base à sceller.")
        base = read(path, path.name)
        for sentence in base.said:
            self.stderr.write(sentence)
        if base.sealed:
            raise Refused(f"« {path} » est déjà scellée.")
        return base

    def _secret(self, path: Path) -> bytes:
        try:
            secret = path.read_bytes().strip()
        except OSError as fault:
            raise Refused(f"« {path} » ne peut pas être lu : {fault.strerror or fault}.") from None
        if len(secret) < _SHORTEST:
            raise Refused(
                f"Le secret doit compter {_SHORTEST} signes au moins, tirés au hasard et connus des deux côtés."
            )
        return secret
