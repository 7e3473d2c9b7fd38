"""`lekol identity create-first`: on a fresh base, the first person, with a post and an account."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.directory.access import Place
from lekol.directory.choices import Role
from lekol.directory.queries import place_of
from lekol.directory.rules import OFFICES
from lekol.identity import actions
from lekol.identity.models import User
from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.pact.scopes import Scope


class Command(BaseCommand):
    help = "Crée la première personne d’une base neuve, son poste et son compte ; écrit le lien du mot de passe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prenom", required=True, help="prénom")
        parser.add_argument("--nom", required=True, help="nom")
        parser.add_argument("--courriel", required=True, help="adresse professionnelle, qui sert à se connecter")
        parser.add_argument("--fonction", required=True, choices=Role.values, help="fonction, comme dsi_ville")
        parser.add_argument("--lieu", required=True, metavar="NIVEAU:CODE", help="comme commune:97411 ou academie:28")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise Refused(
                "La base a déjà un compte. Les suivants s’ouvrent depuis la page des droits d’une personne, "
                "ou par « lekol identity invite COURRIEL »."
            )
        account = actions.create_first(
            first_name=options["prenom"],
            last_name=options["nom"],
            email=options["courriel"],
            role=options["fonction"],
            place=_place(options["lieu"], options["fonction"]),
            since=timezone.localdate(),
        )
        self.stdout.write(f"Compte ouvert pour {account.person}. Choisissez le mot de passe à cette adresse :")
        self.stdout.write(actions.invitation_url(account))


def _place(text: str, role: str) -> Place:
    """The row of the directory, at the level where that function is exercised."""
    try:
        scope = Scope.parse(text)
    except ValueError as fault:
        raise Refused(str(fault)) from None
    if scope.level is not OFFICES[role].level:
        raise Refused(
            f"La fonction « {Role(role).label} » s’exerce au niveau « {OFFICES[role].level} », pas « {scope.level} »."
        )
    place = place_of(scope)
    if place is None:
        raise Refused(f"« {text} » n’est pas dans l’annuaire. Importez-le d’abord : lekol directory import FICHIER.")
    return place
