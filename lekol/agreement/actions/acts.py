"""Verbs of the register of acts: record, correct, read a receipt, attach, bind."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from lekol.agreement.models import Act, ActFile, Commitment
from lekol.agreement.models.acts import reference
from lekol.agreement.rules.acts import order_faults, vote_fault
from lekol.agreement.rules.receipt import NotReceipt, Receipt, parse
from lekol.directory.models import Person
from lekol.journal.actions import write

LARGEST_FILE = 20_000_000


@transaction.atomic
def record_act(*, act: Act, by: Person | None, clauses: Iterable[Commitment] = ()) -> Act:
    """Enter an act in the register. Raises ValidationError when its days, its vote or its receipt do not hold."""
    act.ref = act.ref or reference()
    _check(act)
    act.save()
    act.clauses.set(clauses)
    write(verb="act.recorded", thing=act, by=by, summary=f"{act} inscrit au registre")
    return act


@transaction.atomic
def correct_act(*, act: Act, words: Mapping[str, Any], reason: str, by: Person | None) -> Act:
    """Change what an act says, with the reason; what changes is in the journal, before and after."""
    clauses = words.get("clauses")
    fields = {name: value for name, value in words.items() if name != "clauses"}
    changes = {
        str(getattr(Act._meta.get_field(name), "verbose_name", name)): [getattr(act, name), value]
        for name, value in fields.items()
        if getattr(act, name) != value
    }
    for name, value in fields.items():
        setattr(act, name, value)
    _check(act)
    act.save()
    if clauses is not None:
        act.clauses.set(clauses)
    write(verb="act.corrected", thing=act, by=by, summary=f"{act} corrigé : {reason}", changes=_plain(changes))
    return act


def _plain(changes: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Ready for the journal: what JSON does not know is written out."""
    return {name: [_word(value) for value in pair] for name, pair in changes.items()}


def _word(value: Any) -> Any:
    return value if isinstance(value, (int, str, dt.date, type(None))) else str(value)


def _check(act: Act) -> None:
    faults = order_faults(act.facts)
    if sentence := vote_fault(act.voting, act.votes_for, act.votes_against, act.abstentions):
        faults.append(sentence)
    if act.receipt:
        faults += _receipt_faults(act)
    if faults:
        raise ValidationError(faults)
    act.full_clean()


def _receipt_faults(act: Act) -> list[str]:
    """The identifier says whose act it is and when it was decided: the register must say the same."""
    try:
        identifier = parse(act.receipt)
    except NotReceipt as fault:
        raise ValidationError({"receipt": str(fault)}) from None
    act.receipt = identifier.text
    faults = []
    if act.commune and act.commune.siren and act.commune.siren != identifier.siren:
        faults.append(f"L’accusé de réception porte le SIREN {identifier.siren}, qui n’est pas celui de {act.commune}.")
    if act.decided_on and act.decided_on != identifier.decided_on:
        faults.append(f"L’accusé de réception porte une décision du {identifier.decided_on:%d/%m/%Y}.")
    return faults


def disagreements(act: Act, receipt: Receipt) -> list[str]:
    """Where a receipt and the register differ; nothing is written while they do."""
    said = receipt.identifier
    pairs = (
        ("l’accusé de réception", act.receipt.upper(), said.text.upper()),
        ("le jour de la décision", act.decided_on, said.decided_on),
        ("le jour de la réception", act.received_on, receipt.received_on),
        ("la matière", act.matter, receipt.matter),
        ("le SIREN", act.commune.siren if act.commune else "", said.siren),
    )
    return [f"{name} : le registre dit {ours}, l’accusé dit {theirs}" for name, ours, theirs in pairs
            if ours and theirs and ours != theirs]  # fmt: skip


@transaction.atomic
def take_receipt(*, act: Act, receipt: Receipt, by: Person | None) -> Act:
    """Fill from a receipt what the register does not say yet; raise ValidationError where they disagree."""
    if faults := disagreements(act, receipt):
        raise ValidationError([f"{fault[0].upper()}{fault[1:]}." for fault in faults])
    words: dict[str, Any] = {"receipt": receipt.identifier.text, "received_on": receipt.received_on}
    words |= {} if act.decided_on else {"decided_on": receipt.identifier.decided_on}
    words |= {} if act.transmitted_on else {"transmitted_on": receipt.received_on}
    words |= {} if act.matter or not receipt.matter else {"matter": receipt.matter}
    return correct_act(act=act, words=words, reason="accusé de réception lu", by=by)


@transaction.atomic
def attach(*, act: Act, content: bytes, name: str, by: Person | None) -> ActFile:
    """Keep a PDF with its SHA-256; raise ValidationError when it is none, too large, or already there."""
    if len(content) > LARGEST_FILE:
        raise ValidationError({"file": "Le fichier dépasse 20 Mo. Envoyez un document plus léger."})
    if b"%PDF-" not in content[:1024]:
        raise ValidationError({"file": "Ce fichier n’est pas un PDF. Envoyez l’acte signé, en PDF."})
    digest = hashlib.sha256(content).hexdigest()
    if act.files.filter(digest=digest).exists():
        raise ValidationError({"file": "Ce fichier est déjà joint à l’acte."})
    kept = ActFile(act=act, name=name[-160:], digest=digest, size=len(content), added_by=by)
    kept.file.save(f"{act.ref}-{digest[:12]}.pdf", ContentFile(content), save=False)
    kept.save()
    write(verb="act.attached", thing=act, by=by, summary=f"Pièce jointe : {name[-160:]} (SHA-256 {digest[:12]}…)")
    return kept


def content_of(kept: ActFile) -> bytes:
    """The bytes of a file, or ValidationError when they are no longer those that were kept."""
    with kept.file.open() as opened:
        content: bytes = opened.read()
    if hashlib.sha256(content).hexdigest() != kept.digest:
        raise ValidationError(
            "Ce fichier n’est plus celui qui a été joint : son empreinte a changé. Il n’est pas donné."
        )
    return content
