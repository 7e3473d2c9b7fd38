"""`lekol migrate`: extensions, tables, cache. Django’s own command, with its options kept for the tests."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import ProgrammingError, connections

from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused

EXTENSIONS = ("btree_gist", "citext", "pg_trgm", "unaccent")


class Command(BaseCommand, migrate.Command):
    help = "Met la base à jour : extensions, tables, cache."

    def handle(self, *args: Any, **options: Any) -> None:
        alias = options["database"]
        create_extensions(alias)
        migrate.Command.handle(self, *args, **{**options, "verbosity": 0})
        call_command("createcachetable", database=alias, verbosity=0)
        if options["verbosity"]:
            self.stdout.write("La base est à jour.")


def create_extensions(alias: str) -> None:
    """Only those that are missing: the owner of the base may create them, all four being trusted."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        there = {name for (name,) in cursor.fetchall()}
        for name in EXTENSIONS:
            if name not in there:
                _create(cursor, name)


def _create(cursor: Any, name: str) -> None:
    try:
        cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
    except ProgrammingError:
        raise Refused(
            f"L’extension « {name} » manque à la base et ce compte ne peut pas la créer. Demandez à "
            f"l’administrateur de lancer : CREATE EXTENSION {name};"
        ) from None
