"""Deliberations as open data: the columns of SCDL 2.1.2 (schema.data.gouv.fr, scdl/deliberations)."""

from collections.abc import Iterable, Iterator

from lekol.agreement.choices import ActNature
from lekol.agreement.models import Act
from lekol.agreement.rules.matters import department_of, matter_name, prefecture

SCDL = (
    "COLL_NOM", "COLL_SIRET", "DELIB_ID", "DELIB_DATE", "DELIB_MATIERE_CODE", "DELIB_MATIERE_NOM", "DELIB_OBJET",
    "BUDGET_ANNEE", "BUDGET_NOM", "PREF_ID", "PREF_DATE", "VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE",
    "VOTE_ABSTENTION", "DELIB_URL",
)  # fmt: skip


def scdl_rows(acts: Iterable[Act]) -> Iterator[list[str]]:
    """One row a deliberation whose seven mandatory columns are known; the others are left out."""
    for act in acts:
        if act.nature == ActNature.RESOLUTION and act.commune and act.commune.siren and act.decided_on and act.matter:
            yield [str(value) for value in _row(act)]


def _row(act: Act) -> Iterator[object]:
    yield from (act.commune.name, siret(act.commune.siren)) if act.commune else ("", "")
    yield from (act.number, act.decided_on, act.matter, matter_name(act.matter), act.subject, "", "")
    yield from (control_of(act), act.received_on or "")
    cast = (act.members, act.voting, act.votes_for, act.votes_against, act.abstentions)
    yield from ("" if count is None else count for count in cast)
    yield act.url


def siret(siren: str) -> str:
    """The head office of a commune: its SIREN, NIC 0001, and the digit that makes the whole pass Luhn."""
    body = f"{siren}0001"
    digits = [int(char) for char in reversed(body)]
    total = sum(sum(divmod(digit * 2, 10)) if rank % 2 == 0 else digit for rank, digit in enumerate(digits))
    return f"{body}{-total % 10}"


def control_of(act: Act) -> str:
    """Who controls it: the département of its receipt, else that of its commune."""
    if act.receipt:
        return prefecture(act.receipt.split("-")[0])
    return prefecture(department_of(act.commune.insee)) if act.commune else ""
