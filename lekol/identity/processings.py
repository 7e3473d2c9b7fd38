"""What the accounts keep of people, and what goes when it has passed its term (GDPR, articles 5 and 30)."""

from collections.abc import Iterator

from django.utils import timezone

from lekol.directory.models import Person
from lekol.identity.actions import forget_unused
from lekol.identity.queries import account_of, unused
from lekol.pact.processings import Basis, Controller, Processing, processing


def _about(person: Person) -> Iterator[tuple[str, str]]:
    account = account_of(person)
    if account is None:
        return
    yield "Adresse de connexion", account.email
    yield "Compte ouvert le", f"{timezone.localtime(account.opened_at):%d/%m/%Y}"
    if account.last_login:
        yield "Dernière connexion", f"{timezone.localtime(account.last_login):%d/%m/%Y à %H h %M}"
    for token in account.tokens.all():
        yield "Jeton", f"{token.name}, jusqu’au {token.expires_on:%d/%m/%Y}"


processing(
    Processing(
        key="identity.accounts",
        title="Comptes, sessions et jetons",
        purpose="reconnaître qui se connecte",
        controller=Controller.EACH,
        basis=Basis.PUBLIC_TASK,
        basis_text="RGPD, article 32",
        subjects=("titulaires d’un compte",),
        categories=("adresse de connexion", "mot de passe chiffré sans retour", "appareils connectés", "jetons"),
        recipients=("le titulaire", "qui gère ses postes"),
        retention="un compte se ferme un an après le dernier poste ; une session s’efface à son terme, "
        "un jeton un an après la fin de son service",
        safeguards=("seule l’empreinte d’un jeton est gardée", "essais de connexion limités"),
        overdue=lambda on: sum(rows.count() for rows in unused(on)),
        purge=lambda on: forget_unused(on=on),
        about=_about,
    )
)
