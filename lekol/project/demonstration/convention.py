"""The 2017 text (unsigned, as published), the demonstration convention in force, and what is declared by hand."""

import datetime as dt
from importlib import resources

from lekol.agreement import actions
from lekol.agreement.choices import Part, Tone
from lekol.agreement.models import Agreement, Commitment, Party
from lekol.directory.choices import Role
from lekol.directory.models import Person, Post
from lekol.project.demonstration.territory import Territory

TEXTS = ("saint_denis_2017.toml", "saint_denis_2025.toml")
SPEAKERS = {Tone.CITY: Role.EDUCATION_HEAD, Tone.STATE: Role.DIGITAL_DELEGATE}

# clause: (statement, due, met, days since observed, months of validity)
DECLARED: dict[str, tuple[str, int | None, int | None, int, int]] = {
    "3.2": ("Visites de sûreté faites ; fenêtres renforcées et armoires fermées.", 60, 49, 40, 12),
    "3.6": ("Sonde du filtrage relevée dans chaque école.", 60, 60, 6, 6),
    "3.7": ("Boîtes ouvertes dans l’annuaire académique.", 1_124, 1_118, 20, 6),
    "3.8": ("Sites d’école en ligne sur la plateforme académique.", 60, 58, 12, 6),
    "3.9": ("Demandes de filtrage closes par l’expert en moins de deux jours ouvrés.", 112, 107, 25, 6),
    "3.10": ("Écoles dont les accès à l’Internet sont nominatifs.", 60, 34, 30, 6),
    "3.11": ("Règlements intérieurs auxquels la charte est jointe.", 60, 51, 60, 12),
    "3.12": ("Fiches accordées entre les deux bases d’élèves.", 17_000, 16_674, 9, 3),
    "4.1": ("Réparations hors garantie faites en cinq jours d’école.", 418, 331, 15, 3),
    "4.2": ("Prises, câbles, commutateurs et routeurs rétablis dans le délai.", 87, 84, 15, 3),
    "4.3": ("Dons et achats propres ayant reçu une réponse écrite.", 11, 11, 35, 6),
    "4.4": ("Incidents signalés et suivis par le protocole commun.", 1_206, 1_170, 15, 3),
    "4.5": ("Sortes d’objets dont le mainteneur est connu.", 14, 14, 90, 12),
    "5.1": ("Écoles dont l’espace numérique de travail est ouvert.", 60, 43, 22, 6),
    "6.1": ("Écoles servies en logiciels reconnus d’intérêt pédagogique.", 60, 57, 80, 12),
    "6.2": ("Postes pourvus d’une suite bureautique.", 1_163, 1_121, 45, 6),
    "6.3": ("Postes protégés ; le lot de licences académiques s’est terminé en mars.", 1_163, 826, 45, 6),
    "6.4": ("Deux protocoles d’installation signés par les deux services.", 2, 2, 120, 12),
    "7.1": ("Enseignants formés sur deux ans.", 1_124, 686, 50, 12),
    "7.2": ("Prises en main organisées à chaque livraison.", 4, 4, 90, 12),
    "8.1": ("Comités de pilotage réunis cette année.", 1, 1, 150, 12),
    "8.3": ("Bilan de l’année remis au comité de pilotage.", 1, 1, 150, 12),
    "9.2": ("Expérimentations ayant franchi toutes les étapes du protocole.", 5, 4, 100, 12),
}
CONTESTED = {"6.3": "Notre inventaire compte 337 postes sans antivirus actif depuis mars, et non 300.", "3.2": ""}


def build(territory: Territory) -> None:
    """Load both texts, sign none (the successor’s pack carries its date), declare what no measure counts yet."""
    for name in TEXTS:
        actions.load(text=text_of(name))
    agreement = Agreement.objects.in_force_on(territory.day).get()
    commitments = {row.clause: row for row in agreement.commitments.prefetch_related("stakes__party")}
    for clause, words in DECLARED.items():
        if clause in commitments and not commitments[clause].indicator:
            _declare(territory, commitments[clause], *words)


def text_of(name: str) -> str:
    """A pack shipped with the product."""
    return (resources.files("lekol.agreement") / "texts" / name).read_text(encoding="utf-8")


def _declare(
    territory: Territory,
    commitment: Commitment,
    statement: str,
    due: int | None,
    met: int | None,
    days: int,
    months: int,
) -> None:
    debtors = [stake.party for stake in commitment.stakes.all() if stake.part == Part.DEBTOR]
    observed = territory.day - dt.timedelta(days=days)
    declaration = actions.declare(
        commitment=commitment,
        party=debtors[0],
        by=_speaker(debtors[0]),
        statement=statement,
        observed_on=observed,
        valid_until=observed + dt.timedelta(days=months * 30),
        due=due,
        met=met,
    )
    other = commitment.agreement.parties.filter(signing=True).exclude(pk=debtors[0].pk).first()
    if other is not None and commitment.clause in CONTESTED:
        reason = CONTESTED[commitment.clause]
        actions.answer(declaration=declaration, party=other, by=_speaker(other), agrees=not reason, reason=reason)


def _speaker(party: Party) -> Person:
    """Whoever speaks for a party in the demonstration."""
    return Post.objects.select_related("person").get(role=SPEAKERS[Tone(party.tone)]).person
