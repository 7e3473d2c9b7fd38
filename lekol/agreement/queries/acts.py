"""Deliberations as open data: the columns of SCDL 2.1.2 (schema.data.gouv.fr, scdl/deliberations)."""

from collections.abc import Iterable, Iterator

from lekol.agreement.choices import ActNature
from lekol.agreement.models import Act

SCDL = (
    "COLL_NOM", "COLL_SIRET", "DELIB_ID", "DELIB_DATE", "DELIB_MATIERE_CODE", "DELIB_MATIERE_NOM", "DELIB_OBJET",
    "BUDGET_ANNEE", "BUDGET_NOM", "PREF_ID", "PREF_DATE", "VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE",
    "VOTE_ABSTENTION", "DELIB_URL",
)  # fmt: skip
MATTERS = {
    "1": "Commande publique", "2": "Urbanisme", "3": "Domaine et patrimoine", "4": "Fonction publique",
    "5": "Institutions et vie politique", "6": "Libertés publiques et pouvoirs de police", "7": "Finances locales",
    "8": "Domaines de compétences par thèmes", "9": "Autres domaines de compétences", "8.1": "Enseignement",
}  # fmt: skip


def scdl_rows(acts: Iterable[Act]) -> Iterator[list[str]]:
    """One row a deliberation whose seven mandatory columns are known; the others are left out."""
    for act in acts:
        if act.nature == ActNature.RESOLUTION and act.commune and act.commune.siren and act.decided_on and act.matter:
            yield [str(value) for value in _row(act)]


def _row(act: Act) -> Iterator[object]:
    yield from (act.commune.name, siret(act.commune.siren)) if act.commune else ("", "")
    yield from (act.number, act.decided_on, act.matter, matter_name(act.matter), act.subject, "", "")
    yield from (prefecture(act), act.received_on or act.transmitted_on or "")
    cast = (act.members, act.voting, act.votes_for, act.votes_against, act.abstentions)
    yield from ("" if count is None else count for count in cast)
    yield act.url


def siret(siren: str) -> str:
    """The head office of a commune: its SIREN, NIC 0001, and the digit that makes the whole pass Luhn."""
    body = f"{siren}0001"
    digits = [int(char) for char in reversed(body)]
    total = sum(sum(divmod(digit * 2, 10)) if rank % 2 == 0 else digit for rank, digit in enumerate(digits))
    return f"{body}{-total % 10}"


def prefecture(act: Act) -> str:
    """« PREF974 » from the receipt, else from the commune’s own code."""
    code = act.receipt.split("-")[0] if act.receipt else (act.commune.insee[:3] if act.commune else "")
    return f"PREF{code.lstrip('0') if len(code.lstrip('0')) > 1 else code}" if code else ""


def matter_name(code: str) -> str:
    """« Enseignement » for 8.1; the theme when its detail is not in our list."""
    return MATTERS.get(code) or MATTERS.get(code.split(".")[0], "")
