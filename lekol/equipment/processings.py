"""What the estate keeps of people, and what goes when it has passed its term (GDPR, articles 5 and 30)."""

from collections.abc import Iterator

from lekol.directory.models import Person
from lekol.equipment.actions.forgetting import forget_checkers, forget_machines, forget_slips
from lekol.equipment.queries import kept
from lekol.pact.processings import Basis, Controller, Processing, processing


def _slips_of(person: Person) -> Iterator[tuple[str, str]]:
    for row in kept.slips_of(person):
        back = f", rendu le {row.returned_on:%d/%m/%Y}" if row.returned_on else ""
        yield "Matériel remis", f"bon {row.ref}, le {row.on:%d/%m/%Y}{back}"


def _duties_of(person: Person) -> Iterator[tuple[str, str]]:
    for row in kept.duties_of(person):
        yield "Responsabilité", f"{row.get_duty_display()} de {row.asset}"


processing(
    Processing(
        key="equipment.hand_overs",
        title="Prêts et remises de matériel",
        purpose="savoir entre quelles mains est un matériel, et le prouver",
        controller=Controller.CITY,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, article 4",
        subjects=("agents, enseignants et familles à qui un matériel est remis",),
        categories=("nom, fonction", "tracé de la signature", "dates de remise et de retour"),
        recipients=("service informatique de la Ville", "direction de l’école"),
        retention="noms et signatures effacés deux ans après le retour",
        safeguards=("la signature n’est montrée qu’à qui peut prêter dans cette école",),
        clause="4.1",
        overdue=lambda on: kept.old_slips(on).count(),
        purge=lambda on: forget_slips(on=on),
        about=_slips_of,
    )
)
processing(
    Processing(
        key="equipment.duties",
        title="Responsables nommés des matériels",
        purpose="dire qui répond d’un matériel : propriétaire, mainteneur, garant, dépositaire",
        controller=Controller.JOINT,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, article 4",
        subjects=("agents nommés",),
        categories=("nom", "rôle", "dates"),
        recipients=("service informatique de la Ville", "direction de l’école"),
        retention="aussi longtemps que la fiche du matériel : elle fait preuve entre les parties",
        clause="4.1",
        about=_duties_of,
    )
)
processing(
    Processing(
        key="equipment.checks",
        title="Vérifications sur place",
        purpose="savoir ce qui est dans une salle ou une mallette, et qui l’a constaté",
        controller=Controller.CITY,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, article 3",
        subjects=("directions, référents et techniciens qui vérifient",),
        categories=("nom de qui a vérifié", "date"),
        recipients=("service informatique de la Ville", "direction de l’école"),
        retention="le nom est effacé trois ans après la vérification",
        clause="3.14",
        overdue=lambda on: kept.old_checks(on).count(),
        purge=lambda on: forget_checkers(on=on),
    )
)
processing(
    Processing(
        key="equipment.inventories",
        title="Inventaires automatiques des postes",
        purpose="tenir le parc à jour et savoir quels postes ne sont plus protégés",
        controller=Controller.CITY,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, article 3",
        subjects=("utilisateurs des postes, sans être nommés",),
        categories=("nom du poste", "adresses réseau", "logiciels installés"),
        recipients=("service informatique de la Ville",),
        retention="un poste rattaché : aussi longtemps que sa fiche ; une machine que personne n’a rattachée : "
        "un an après son dernier contact",
        safeguards=("noms d’utilisateurs et clés de produit écartés à l’arrivée",),
        clause="3.13",
        overdue=lambda on: kept.silent_machines(on).count(),
        purge=lambda on: forget_machines(on=on),
    )
)
