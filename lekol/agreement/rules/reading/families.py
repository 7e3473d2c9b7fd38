"""The kinds of party: the pack’s level, the words that announce each, those the text may then use for it."""

import re
from dataclasses import dataclass

from lekol.agreement.rules.reading.folding import fold


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of party: the pack’s level, the words that announce it, those the text may then use for it."""

    level: str
    key: str
    heads: str
    words: tuple[str, ...]
    feminine: bool = True


# The first that fits decides: « l'inspection académique » before « l'académie », « le collège » before « le département ».
FAMILIES = (
    Family("association", "association", r"association|federation|ligue|fondation|amicale|caisse des ecoles|cooperative",
           ("association", "federation", "ligue", "fondation", "caisse des ecoles", "amicale")),
    Family("entreprise", "societe", r"societe|s\.?a\.?s\.?u?\b|s\.?a\.?r\.?l|\bsa\b|entreprise|editeur|prestataire|eurl|cocontractant|operateur",
           ("societe", "entreprise", "prestataire", "titulaire", "editeur", "fournisseur", "cocontractant", "operateur", "partenaire")),
    Family("dsden", "dsden", r"direction des services departementaux|dsden|inspection academique|ia-?dasen|dasen|direct(?:eur|rice) academique|inspect(?:eur|rice) d'academie",
           ("dsden", "inspection academique", "ia-dasen", "dasen", "inspecteur d'academie", "inspectrice d'academie",
            "directeur academique", "directrice academique", "direction academique",
            "direction des services departementaux de l'education nationale", "education nationale",
            "services academiques", "services de l'education nationale", "academie", "rectorat", "etat")),
    Family("circonscription", "circonscription", r"circonscription|inspect(?:eur|rice|ion) de l'education nationale|\bien\b",
           ("circonscription", "inspection", "inspecteur de l'education nationale", "ien", "education nationale", "inspectrice", "inspecteur")),
    Family("etablissement", "college", r"college|lycee|eple|etablissement public local|etablissement scolaire",
           ("college", "lycee", "etablissement", "eple"), False),
    Family("rectorat", "rectorat", r"academie|rectorat|\brecteur|\brectrice|region academique|education nationale",
           ("rectorat", "academie", "education nationale", "recteur", "rectrice", "etat", "services academiques",
            "autorite academique", "services de l'etat", "region academique", "autorites academiques"), False),
    Family("ecole", "ecole", r"ecole",
           ("ecole", "ecole primaire", "ecole elementaire", "ecole maternelle", "etablissement", "directeurs d'ecole", "directeurs")),
    Family(
        "etat",
        "direction",
        r"direction (?:regionale|interregionale|departementale|generale)|draaf|drac\b|drajes|vice-rectorat",
        ("direction regionale", "direction", "draaf", "drac", "vice-rectorat"),
    ),
    Family("epci", "communaute", r"communaute|metropole|syndicat|epci|agglomeration|intercommunal|grand [a-z]+",
           ("communaute de communes", "communaute d'agglomeration", "communaute urbaine", "communaute", "metropole",
            "syndicat", "syndicat mixte", "epci", "agglomeration", "intercommunalite", "collectivite")),
    Family("departement", "departement", r"departement|conseil general|conseil departemental|collectivite europeenne",
           ("departement", "conseil departemental", "conseil general", "collectivite", "services departementaux"), False),
    Family("region", "region", r"region|conseil regional|collectivite territoriale|collectivite de corse",
           ("region", "conseil regional", "collectivite territoriale", "collectivite")),
    Family("etat", "etat", r"\betat\b|ministere|ministre|haut-commissariat|prefet|prefecture|republique",
           ("etat", "ministere", "education nationale", "services de l'etat", "haut-commissariat", "administration"), False),
    Family("etat", "pays", r"polynesie|nouvelle-caledonie|\bpays\b|wallis|province|gouvernement|vice-rectorat",
           ("pays", "polynesie francaise", "province", "gouvernement", "ministere", "direction generale", "vice-rectorat"), False),
    Family("commune", "commune", r"commune|\bville\b|mairie|municipalite|\bmaire|villages?\b",
           ("ville", "commune", "municipalite", "mairie", "collectivite", "maire", "municipaux", "communaux", "services municipaux", "services communaux",
            "conseil municipal")),
    Family("public", "centre", r"centre|gip|groupement|canope|reseau|universite|chambre|office|agence|etablissement public|institut|caf\b|caisse",
           ("centre", "groupement", "gip", "canope", "reseau canope", "universite", "office", "agence", "etablissement", "institut", "caisse")),
)  # fmt: skip


def family(words: str) -> Family | None:
    """The family whose head stands first in the words; the order of the table settles a tie."""
    folded = fold(words)
    found = [(match.start(), rank, one) for rank, one in enumerate(FAMILIES) if (match := re.search(one.heads, folded))]
    return min(found, key=lambda row: (row[0], row[1]))[2] if found else None
