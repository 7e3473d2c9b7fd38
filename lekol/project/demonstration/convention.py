"""The 2017 text (unsigned, as published), the demonstration convention in force, and what is declared by hand."""

import datetime as dt
from importlib import resources

from django.core.files.uploadedfile import SimpleUploadedFile

from lekol.agreement import actions
from lekol.agreement.choices import Part, Tone
from lekol.agreement.models import Agreement, Commitment, Party
from lekol.directory.choices import Role
from lekol.directory.models import Person, Post
from lekol.project.demonstration import acts, life
from lekol.project.demonstration.territory import Territory

TEXTS = ("saint_denis_2017.toml", "saint_denis_2025.toml")
SPEAKERS = {Tone.CITY: Role.EDUCATION_HEAD, Tone.STATE: Role.DIGITAL_DELEGATE}

# clause: (statement, due, met, days since observed, months of validity)
DECLARED: dict[str, tuple[str, int | None, int | None, int, int]] = {
    "D.1": ("Acte signé le 3 février 2025, reçu en préfecture le 6 et publié.", None, None, 60, 24),
    "2.1": ("Actions du programme annuel rattachées à un objectif partagé.", 26, 26, 120, 12),
    "3.2": ("Visites de sûreté faites ; fenêtres renforcées et armoires fermées.", 60, 49, 40, 12),
    "3.6": ("Sonde du filtrage relevée dans chaque école.", 60, 60, 6, 6),
    "3.7": ("Boîtes ouvertes dans l’annuaire académique.", 1_124, 1_118, 20, 6),
    "3.8": ("Sites d’école en ligne sur la plateforme académique.", 60, 58, 12, 6),
    "3.10": ("Écoles dont les accès à l’Internet sont nominatifs.", 60, 34, 30, 6),
    "3.11": ("Règlements intérieurs auxquels la charte est jointe.", 60, 51, 60, 12),
    "3.12": ("Fiches accordées entre les deux bases d’élèves.", 17_000, 16_674, 9, 3),
    "3.15": ("Projets soumis à l’avis des services des deux parties.", 9, 9, 35, 6),
    "3.16": ("Chartes rédigées avec le conseil d’école.", 60, 51, 60, 12),
    "3.17": ("Écoles dont les bornes wifi sont éteintes hors de la classe.", 60, 44, 45, 6),
    "4.5": ("Sortes d’objets dont le mainteneur est connu.", 14, 14, 90, 12),
    "5.1": ("Écoles dont l’espace numérique de travail est ouvert.", 60, 43, 22, 6),
    "5.2": ("Écoles dont le journal est publié chaque mois.", 60, 39, 22, 6),
    "5.4": ("Traitements inscrits au registre et à jour.", 12, 11, 70, 12),
    "5.5": ("Solution retenue parmi celles que l’académie préconise.", None, None, 180, 24),
    "6.1": ("Écoles servies en logiciels reconnus d’intérêt pédagogique.", 60, 57, 80, 12),
    "6.2": ("Postes pourvus d’une suite bureautique.", 1_163, 1_121, 45, 6),
    "6.3": ("Postes protégés ; le lot de licences académiques s’est terminé en mars.", 1_163, 826, 45, 6),
    "6.4": ("Deux protocoles d’installation signés par les deux services.", 2, 2, 120, 12),
    "7.1": ("Enseignants formés sur deux ans.", 1_124, 686, 50, 12),
    "7.2": ("Prises en main organisées à chaque livraison.", 4, 4, 90, 12),
    "7.3": ("Écoles ayant tenu un atelier pour les familles.", 60, 18, 130, 12),
    "8.1": ("Comités de pilotage réunis cette année.", 1, 1, 150, 12),
    "8.2": ("Programme de l’année préparé par le comité technique et validé.", 1, 1, 150, 12),
    "8.3": ("Bilan de l’année remis au comité de pilotage.", 1, 1, 150, 12),
    "8.4": ("Projets d’équipement rapprochés du projet pédagogique de l’école.", 9, 7, 35, 6),
    "8.5": ("Référents nommés par chaque partie.", 6, 6, 200, 24),
    "8.7": ("Orientations de l’année fixées au comité de juin.", 1, 1, 150, 12),
    "9.2": ("Expérimentations ayant franchi toutes les étapes du protocole.", 5, 4, 100, 12),
    "9.4": ("Expérimentations dont la Ville a acquis le matériel.", 5, 5, 100, 12),
    "10.2": ("Avenant n° 1 négocié et signé le 12 mars 2026.", 1, 1, 60, 24),
    "10.3": ("Aucune mise en demeure n’a été envoyée.", None, None, 30, 12),
}
UNANSWERED = {"2.1", "3.7", "5.1", "7.1", "8.4"}
EVIDENCE = {"3.2": "Fiches de visite de sûreté", "3.11": "Relevé des règlements intérieurs", "6.3": "État des licences"}
CONTESTED = {"6.3": "Notre inventaire compte 337 postes sans antivirus actif depuis mars : la cible est loin."}


def build(territory: Territory) -> None:
    """Load both texts, sign none (the successor’s pack carries its date), declare what no measure counts yet."""
    for name in TEXTS:
        actions.load(text=text_of(name))
    agreement = Agreement.objects.in_force_on(territory.day).get()
    commitments = {row.clause: row for row in agreement.commitments.prefetch_related("stakes__party")}
    acts.build(territory, agreement)
    for clause, words in DECLARED.items():
        if clause in commitments and not commitments[clause].indicator:
            _declare(territory, commitments[clause], *words)
    life.build(agreement)


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
        evidence=_evidence(commitment.clause),
    )
    other = commitment.agreement.parties.filter(signing=True).exclude(pk=debtors[0].pk).first()
    if other is not None and commitment.clause not in UNANSWERED:
        reason = CONTESTED.get(commitment.clause, "")
        actions.answer(declaration=declaration, party=other, by=_speaker(other), agrees=not reason, reason=reason)


def _speaker(party: Party) -> Person:
    """Whoever speaks for a party in the demonstration."""
    return Post.objects.select_related("person").get(role=SPEAKERS[Tone(party.tone)]).person


def _evidence(clause: str) -> SimpleUploadedFile | None:
    """A one-page PDF for a few clauses, so that a proof can be opened."""
    title = EVIDENCE.get(clause)
    return SimpleUploadedFile(f"{title}.pdf", page(title)) if title else None


def page(title: str) -> bytes:
    """The smallest PDF that says something."""
    words = f"BT /F1 18 Tf 60 760 Td ({title} - demonstration) Tj ET".encode("cp1252")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for rank, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (rank, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer
