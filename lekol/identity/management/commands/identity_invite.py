"""`lekol identity invite`: open the account of a known person and send the link to choose a password."""

from typing import Any

from django.core.management.base import CommandParser

from lekol.directory.models import Person
from lekol.identity import actions
from lekol.identity.queries import account_of
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused


class Command(BaseCommand):
    help = "Ouvre le compte d’une personne de l’annuaire et lui envoie le lien pour choisir un mot de passe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("courriel", metavar="COURRIEL", help="adresse professionnelle, telle que dans l’annuaire")
        parser.add_argument("--montrer", action="store_true", help="écrit aussi le lien ici")

    def handle(self, *args: Any, **options: Any) -> None:
        person = _person(options["courriel"])
        account = account_of(person) or actions.open_account(person=person, by=None)
        if not account.is_active:
            raise Refused(f"Le compte de {person} est fermé. Rouvrez-le d’abord, depuis la page de ses droits.")
        actions.invite(account=account, by=None)
        self.stdout.write(f"Invitation envoyée à {account.email}.")
        if options["montrer"]:
            self.stdout.write(actions.invitation_url(account))


def _person(address: str) -> Person:
    """The only person of that address."""
    found = list(Person.objects.filter(email__iexact=address.strip())[:2])
    if not found:
        raise Refused(f"Personne n’a l’adresse « {address} » dans l’annuaire. Vérifiez l’adresse ou la fiche.")
    if len(found) > 1:
        raise Refused(f"Plusieurs personnes ont l’adresse « {address} ». Corrigez leurs fiches, puis recommencez.")
    return found[0]
