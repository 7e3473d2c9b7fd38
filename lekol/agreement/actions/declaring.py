"""Declarations of a debtor with their evidence, and the answers of the other parties."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from lekol.agreement.choices import Part
from lekol.agreement.models import Answer, Commitment, Declaration, Party
from lekol.agreement.rules.evidence import LARGEST, RefusedEvidence, accepted
from lekol.directory.models import Person
from lekol.journal.actions import write


@transaction.atomic
def declare(
    *,
    commitment: Commitment,
    party: Party,
    by: Person,
    statement: str,
    observed_on: dt.date,
    valid_until: dt.date,
    due: int | None = None,
    met: int | None = None,
    evidence: "UploadedFile[Any] | None" = None,
) -> Declaration:
    """A debtor states where a commitment stands; the evidence is kept with its SHA-256.

    Raises ValidationError when a measure already counts it, when the party owes nothing here, when dates or
    numbers do not hold, or when the file is not one that can be opened safely.
    """
    if commitment.indicator:
        raise ValidationError(
            f"L’engagement {commitment.clause} est compté par une mesure : il ne se déclare pas à la main."
        )
    if not commitment.stakes.on(observed_on).filter(party=party, part=Part.DEBTOR).exists():
        raise ValidationError(
            f"{party.short_name} ne doit pas l’engagement {commitment.clause} : seul un débiteur déclare."
        )
    declaration = Declaration(
        commitment=commitment, party=party, by=by, statement=statement,
        observed_on=observed_on, valid_until=valid_until, due=due, met=met,
    )  # fmt: skip
    if evidence is not None:
        _attach(declaration, evidence)
    declaration.full_clean()
    declaration.save()
    write(
        verb="commitment.declared",
        thing=commitment,
        by=by,
        clause=commitment.clause,
        summary=f"{party.short_name} déclare : {statement[:200]}",
    )
    return declaration


def _attach(declaration: Declaration, evidence: "UploadedFile[Any]") -> None:
    content = evidence.read(LARGEST + 1)
    try:
        extension = accepted(content)
    except RefusedEvidence as fault:
        raise ValidationError({"evidence": str(fault)}) from None
    name = f"{Path(evidence.name or '').stem or 'preuve'}.{extension}"
    evidence.seek(0)
    evidence.name = f"{hashlib.sha256(content).hexdigest()[:16]}.{extension}"
    declaration.evidence = evidence
    declaration.evidence_name = name[-160:]
    declaration.evidence_digest = hashlib.sha256(content).hexdigest()


@transaction.atomic
def answer(*, declaration: Declaration, party: Party, by: Person, agrees: bool, reason: str = "") -> Answer:
    """Another signing party agrees, or contests with its reason; both stay visible.

    Raises ValidationError for the declarer itself, a party that signs nothing here, a second answer, or a
    contestation without its reason.
    """
    if party == declaration.party:
        raise ValidationError("Une partie ne répond pas à sa propre déclaration.")
    if not party.signing or party.agreement_id != declaration.commitment.agreement_id:
        raise ValidationError(f"{party.short_name} ne signe pas cette convention : seule une partie signataire répond.")
    reply = Answer(declaration=declaration, party=party, by=by, agrees=agrees, reason=reason.strip())
    reply.full_clean()
    reply.save()
    commitment = declaration.commitment
    why = reason.strip().rstrip(".")[:200]
    what = "est d’accord avec la déclaration" if agrees else f"conteste la déclaration : {why}"
    write(
        verb="declaration.agreed" if agrees else "declaration.contested",
        thing=commitment,
        by=by,
        clause=commitment.clause,
        summary=f"{party.short_name} {what}.",
    )
    return reply
