"""The register of acts: the published deliberation of 2017, that of the agreement in force, and that of its avenant."""

import datetime as dt
from typing import Any

from lekol.agreement import actions
from lekol.agreement.choices import ActNature
from lekol.agreement.models import Act, Agreement
from lekol.project.demonstration.territory import Territory

BODY = "Conseil municipal"
VISAS = [
    "Vu le code général des collectivités territoriales ;",
    "Vu le code de l’éducation, notamment ses articles L. 212-4 et L. 212-5 ;",
]
ARTICLES = ["Approuve les termes de la convention en annexe.", "Autorise le Maire à signer l’acte."]

# What was published in 2017; its day of publication is not known, so the register says that it lacks.
PUBLISHED: dict[str, Any] = {
    "number": "17/7-004",
    "subject": "Convention-cadre de partenariat pour le développement du numérique éducatif dans les écoles publiques",
    "receipt": "974-219740115-20171125-177004b-DE",
    "commissions": [
        "Affaire Générale / Entreprise Municipale : avis favorable",
        "Projet Educatif Global : avis favorable",
    ],
    "rapporteur": "7e adjoint",
    "unanimous": True,
    "matter": "8.1",
    "decided_on": dt.date(2017, 11, 25),
    "signed_on": dt.date(2017, 11, 29),
    "transmitted_on": dt.date(2017, 11, 30),
    "received_on": dt.date(2017, 11, 30),
}
IN_FORCE: dict[str, Any] = {
    "number": "25/1-012",
    "subject": "Convention-cadre 2025-2029 (démonstration)",
    "matter": "8.1",
    "members": 55,
    "voting": 52,
    "votes_for": 49,
    "votes_against": 0,
    "abstentions": 3,
    "decided_on": dt.date(2025, 1, 25),
    "signed_on": dt.date(2025, 2, 3),
    "transmitted_on": dt.date(2025, 2, 5),
    "received_on": dt.date(2025, 2, 6),
    "published_on": dt.date(2025, 2, 7),
}
AMENDMENT: dict[str, Any] = {
    "number": "26/2-031",
    "subject": "Avenant n° 1 à la convention-cadre (démonstration)",
    "matter": "8.1",
    "decided_on": dt.date(2026, 2, 28),
    "signed_on": dt.date(2026, 3, 12),
    "transmitted_on": dt.date(2026, 3, 13),
    "received_on": dt.date(2026, 3, 13),
}


def build(territory: Territory, agreement: Agreement) -> None:
    """Three resolutions of the City: one in force, two that still lack their publication."""
    before = Agreement.objects.filter(slug="saint-denis-2017").first()
    for bound, words in ((before, PUBLISHED), (agreement, IN_FORCE), (agreement, AMENDMENT)):
        act = Act(
            nature=ActNature.RESOLUTION, commune=agreement.parties.get(key="ville").commune, body=BODY, visas=VISAS,
            articles=ARTICLES, agreement=bound, **words,
        )  # fmt: skip
        actions.record_act(act=act, by=None, clauses=bound.commitments.filter(clause="D.1") if bound else ())
