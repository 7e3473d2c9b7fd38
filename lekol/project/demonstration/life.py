"""The life of the agreement: an avenant one party refuses for now, a formal notice prepared and not sent."""

from lekol.agreement import actions
from lekol.agreement.models import Agreement
from lekol.directory.choices import Role
from lekol.directory.models import Person, Post

GROUNDS = "Depuis mars, plusieurs centaines de postes n’ont pas d’antivirus actif, malgré trois relances en comité."


def build(agreement: Agreement) -> None:
    """Nothing of it is in force: the text of the day is that of the pack."""
    city, academy = _holder(Role.PROJECT_LEAD), _holder(Role.DIGITAL_DELEGATE)
    parties = {party.key: party for party in agreement.parties.all()}
    draft = actions.propose_amendment(
        agreement=agreement, party=parties["ville"], by=city, title="Très haut débit : échéance et condition",
        reason="Deux écoles des hauts ne seront éligibles qu’après les travaux du réseau régional.",
    )  # fmt: skip
    change = {"does": "remplace", "clause": "3.5", "condition": "selon l’éligibilité, constatée chaque année par école"}
    draft = actions.add_change(amendment=draft, version=draft.version, change=change, by=city)
    actions.consent(amendment=draft, version=draft.version, party=parties["ville"], by=city, agrees=True)
    actions.consent(
        amendment=draft, version=draft.version, party=parties["rectorat"], by=academy, agrees=False,
        reason="D’accord sur la condition, mais une date butoir doit rester écrite.",
    )  # fmt: skip
    actions.prepare_notice(
        agreement=agreement, sender=parties["ville"], recipient=parties["rectorat"], clauses=["6.3"], grounds=GROUNDS,
        asked="Un antivirus actif sur chaque poste avant la fin du trimestre.", by=city,
    )  # fmt: skip


def _holder(role: str) -> Person:
    return Post.objects.select_related("person").filter(role=role).order_by("pk")[0].person
