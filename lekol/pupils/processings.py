"""What is kept of children to bring the two bases into agreement: announced to the register (art. 5, 3.12)."""

import datetime as dt

from lekol.directory.models import Person
from lekol.journal.models import Entry as JournalEntry
from lekol.pact.processings import Basis, Controller, Processing, processing
from lekol.pupils import actions
from lekol.pupils.queries.keeping import closed_gaps, files_left, lost_gaps, old_comparisons, prints_left, stale_pairs

CLAUSE = "3.12"


def _overdue(on: dt.date) -> int:
    """Rows kept past their term; one query."""
    decided, doubtful = (rows.order_by().values_list("pk") for rows in stale_pairs(on))
    gaps, lost = closed_gaps(on).order_by().values_list("pk"), lost_gaps(on).order_by().values_list("pk")
    old = old_comparisons(on).order_by().values_list("pk")
    return decided.union(doubtful, gaps, lost, old, all=True).count()


def _purge(on: dt.date) -> int:
    return actions.purge(on=on)


def _files_overdue(on: dt.date) -> int:
    return files_left(on).count() + len(prints_left(on))


def _purge_files(on: dt.date) -> int:
    return actions.purge_files(on=on)


def _about(person: Person) -> list[tuple[str, str]]:
    """What an agent did, as the journal tells it; the bases of this app are of children, whose families write in."""
    rows = JournalEntry.objects.filter(actor_ref=person.ref, verb__startswith="pupils.")
    count = rows.count()
    return [("Bases élèves", f"{count} actes inscrits au journal.")] if count else []


processing(
    Processing(
        key="pupils.comparison",
        title="Rapprochement des bases élèves de l’État et de la Ville",
        purpose="mettre d’accord la base de l’État (ONDE) et celle des inscriptions de la Ville : retrouver le même "
        "élève, relever les écarts, faire corriger la base qui n’est pas présumée juste",
        controller=Controller.JOINT,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, clause 3.12 ; Code de l’éducation, L131-5 et L131-6 ; arrêté du 25 mai 2023 (ONDE)",
        subjects=("élèves des écoles publiques de la commune", "leurs responsables, pour départager deux fiches"),
        categories=(
            "références de chaque base", "identité : nom, nom d’usage, prénom, date et lieu de naissance, sexe",
            "école et niveau", "ce que peut être un élève qu’une seule base connaît, et pourquoi",
            "INE et téléphone du responsable, masqués, pour les seuls doutes",
            "décisions : même élève ou non, corrections demandées et leur réponse",
        ),
        recipients=(
            "service des affaires scolaires de la Ville", "services informatiques de l’académie",
            "direction d’école, pour ses élèves",
        ),
        retention="Fichiers : effacés dès qu’ils sont lus, au plus tard le lendemain. Fiches d’un doute : trente jours "
        "après la comparaison ou la décision. Valeurs d’un écart : trente jours après sa clôture, ou deux mois sans "
        "être revu. Comparaisons : deux ans. Décisions : tant que les bases sont comparées, par références seules.",
        safeguards=(
            "motif demandé avant toute lecture, chaque lecture au journal, que les délégués lisent",
            "INE jamais montré à la Ville",
            "adresses et seconds responsables jamais gardés",
            "références tirées d’une clé du site, jamais l’INE lui-même",
            "aucune écriture dans les bases d’origine",
        ),
        clause=CLAUSE,
        objection="Pour des raisons tenant à la situation de l’enfant (RGPD, art. 21) : auprès du délégué de la Ville "
        "ou de l’académie, qui l’enregistre sur la page « Oppositions ». Accueillie, la fiche n’est plus comparée.",
        overdue=_overdue,
        purge=_purge,
        about=_about,
    )
)  # fmt: skip
processing(
    Processing(
        key="pupils.files",
        title="Fichiers confiés pour une comparaison",
        purpose="lire une extraction de chaque base, le temps d’une comparaison",
        controller=Controller.JOINT,
        basis=Basis.PUBLIC_TASK,
        basis_text="convention, clause 3.12",
        subjects=("élèves des écoles publiques de la commune", "leurs responsables légaux"),
        categories=(
            "les colonnes que le rapprochement emploie ; les autres ne sont pas lues",
            "empreintes chiffrées des paires comparées, pour ne comparer ensuite que ce qui change",
        ),
        recipients=("personne : la machine seule les lit",),
        retention="Effacés dès qu’ils sont lus ; ceux qu’un arrêt a laissés, le lendemain. L’extraction d’une école "
        "qui attend la base de la Ville : sept jours. Empreintes : deux mois après la dernière comparaison.",
        safeguards=("rangés sous des noms qui ne disent rien, hors de toute adresse",),
        clause=CLAUSE,
        overdue=_files_overdue,
        purge=_purge_files,
    )
)
processing(
    Processing(
        key="pupils.schooling_list",
        title="Liste des enfants à scolariser",
        purpose="donner au maire les enfants d’âge d’instruction obligatoire qu’aucune école n’a admis",
        controller=Controller.CITY,
        basis=Basis.LEGAL_DUTY,
        basis_text="Code de l’éducation, L131-6 et R131-3",
        subjects=("enfants de 3 à 16 ans connus de la Ville",),
        categories=(
            "nom, prénom, date et lieu de naissance",
            "école d’inscription",
            "référence dans la base de la Ville",
        ),
        recipients=("le maire",),
        retention="Celle des écarts dont elle est tirée ; le départ de l’enfant, dit par une comparaison, l’en efface.",
        safeguards=("lisible du maire seul, chaque lecture au journal",),
        clause=CLAUSE,
        objection="Aucune : la liste est une obligation légale (RGPD, art. 21 § 1). Un enfant dont l’opposition à la "
        "comparaison est accueillie n’y est pas dit, faute d’être comparé.",
    )
)
