"""Avenants: negotiated on a draft, agreed by each party with its own account, signed, then in effect from a day."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lekol.agreement.actions.deriving import derive
from lekol.agreement.choices import AmendmentState
from lekol.agreement.models import Act, Agreement, Amendment, Consent, Party
from lekol.agreement.rules.consistency import change_faults, clause_of
from lekol.agreement.rules.life import Voice, all_agree
from lekol.directory.models import Person
from lekol.journal.actions import write
from lekol.pact.dates import long_date

WORDS = ("title", "reason", "effective_on", "ends_on")
MOST_CHANGES = 200


@transaction.atomic
def propose_amendment(*, agreement: Agreement, party: Party, by: Person | None, **words: Any) -> Amendment:
    """Open the negotiation of an avenant. Raises ValidationError when the agreement is not in force to be changed."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.signed_on is None:
        raise ValidationError("Un avenant modifie une convention signée : celle-ci ne l’est pas encore.")
    if agreement.terminated_on is not None:
        raise ValidationError("Cette convention est résiliée : elle ne se modifie plus.")
    number = (agreement.amendments.aggregate(last=Max("number"))["last"] or 0) + 1
    draft = Amendment(agreement=agreement, number=number, proposed_by=party, **words)
    _check(draft)
    draft.save()
    summary = f"{party.short_name} propose l’{_name(draft)} : {draft.title}."
    write(verb="amendment.proposed", thing=draft, by=by, clause=_clause(agreement), summary=summary)
    return draft


@transaction.atomic
def redraft_amendment(*, amendment: Amendment, version: int, by: Person | None, **words: Any) -> Amendment:
    """Change the words of a draft. Answers given to the former draft stay, and no longer count.

    Raises ValidationError when somebody else changed it since `version`: nothing is overwritten.
    """
    draft = _open(amendment, version)
    before = {name: getattr(draft, name) for name in words}
    for name, value in words.items():
        setattr(draft, name, value)
    changes = {
        _label(name): [_plain(before[name]), _plain(words[name])] for name in words if before[name] != words[name]
    }
    if changes:
        _redrafted(draft, by, "Projet modifié", changes)
    return draft


@transaction.atomic
def add_change(*, amendment: Amendment, version: int, change: Mapping[str, Any], by: Person | None) -> Amendment:
    """Add what the avenant does of a clause or of an article, in the form a pack has; one change a clause."""
    draft = _open(amendment, version)
    words = {key: value for key, value in change.items() if value not in (None, "", [], {})}
    if "clause" in words:
        words["clause"] = clause_of(words["clause"])
    place = words.get("clause") or f"l’article {words.get('article', '')}"
    kept = [row for row in draft.changes if _place(row) != _place(words)]
    added = {row["clause"] for row in kept if row["does"] == "ajoute" and "clause" in row}
    promised = set(draft.agreement.commitments.values_list("clause", flat=True)) | added
    articles = set(draft.agreement.articles.values_list("number", flat=True))
    articles |= {row["article"] for row in kept if row["does"] == "ajoute" and "article" in row}
    if faults := change_faults(words, promised, articles):
        raise ValidationError([f"{fault[0].upper()}{fault[1:]}" for fault in faults])
    if len(kept) >= MOST_CHANGES:
        raise ValidationError(f"Un avenant porte au plus {MOST_CHANGES} changements.")
    draft.changes = [*kept, json.loads(json.dumps(words, default=str))]
    _redrafted(draft, by, f"Projet : {words['does']} {place}")
    return draft


@transaction.atomic
def remove_change(*, amendment: Amendment, version: int, rank: int, by: Person | None) -> Amendment:
    """Take a change out of the draft."""
    draft = _open(amendment, version)
    if not 0 <= rank < len(draft.changes):
        raise ValidationError("Ce changement n’est plus dans le projet.")
    gone = draft.changes[rank]
    draft.changes = draft.changes[:rank] + draft.changes[rank + 1 :]
    _redrafted(draft, by, f"Projet : {gone.get('clause') or gone.get('article')} n’est plus touché")
    return draft


@transaction.atomic
def consent(*, amendment: Amendment, version: int, party: Party, by: Person, agrees: bool, reason: str = "") -> Consent:
    """A party answers the draft, in its own name. Every answer is kept; the last one on this draft stands."""
    draft = _open(amendment, version)
    if not party.signing or party.agreement_id != draft.agreement_id:
        raise ValidationError(f"{party.short_name} ne signe pas cette convention : seule une partie signataire répond.")
    said = Consent(amendment=draft, party=party, by=by, agrees=agrees, reason=reason.strip(), version=draft.version,
                   digest=digest_of(draft))  # fmt: skip
    said.full_clean()
    said.save()
    what = "est d’accord" if agrees else f"n’est pas d’accord : {said.reason.rstrip('.')[:200]}"
    summary = f"{_name(draft).capitalize()}, projet {draft.version} : {party.short_name} {what}."
    write(verb="amendment.answered", thing=draft, by=by, clause=_clause(draft.agreement), summary=summary)
    return said


@transaction.atomic
def sign_amendment(
    *, amendment: Amendment, version: int, on: dt.date, by: Person | None, act: Act | None = None
) -> Amendment:
    """Sign the draft every party agrees to: its changes hold from its day, the rest of the term does not move.

    Raises ValidationError when a party has not agreed to this very draft, or when its days do not hold.
    """
    draft = _open(amendment, version)
    parties = signing(draft.agreement, on)
    if not all_agree([party.key for party in parties], voices(draft), draft.version):
        raise ValidationError("Chaque partie doit d’abord donner son accord à ce projet, tel qu’il est.")
    if on > timezone.localdate():
        raise ValidationError({"on": "La date de signature ne peut pas être à venir."})
    draft.state, draft.signed_on, draft.act, draft.digest = AmendmentState.SIGNED, on, act, digest_of(draft)
    _check(draft)
    if not draft.changes and draft.ends_on is None:
        raise ValidationError("Le projet ne change rien : ajoutez ce qu’il change, ou abandonnez-le.")
    draft.save()
    derive(draft.agreement, draft.agreement.signed_on)
    summary = f"{_name(draft).capitalize()} signé le {long_date(on)}, en vigueur le {long_date(draft.from_day or on)}."
    write(verb="amendment.signed", thing=draft.agreement, by=by, clause=_clause(draft.agreement), summary=summary)
    return draft


@transaction.atomic
def drop_amendment(*, amendment: Amendment, version: int, reason: str, by: Person | None) -> Amendment:
    """Give up a draft, with the reason; it stays readable."""
    draft = _open(amendment, version)
    draft.state = AmendmentState.DROPPED
    draft.save(update_fields=["state"])
    summary = f"{_name(draft).capitalize()} abandonné : {reason[:300]}"
    write(verb="amendment.dropped", thing=draft, by=by, clause=_clause(draft.agreement), summary=summary)
    return draft


def signing(agreement: Agreement, on: dt.date) -> list[Party]:
    """The parties whose agreement an avenant needs that day."""
    return [party for party in agreement.parties.all() if party.signing and party.is_party_on(on)]


def voices(amendment: Amendment) -> list[Voice]:
    """Every answer, in order."""
    rows = amendment.consents.select_related("party").order_by("at", "id")
    return [Voice(row.party.key, row.agrees, row.version) for row in rows]


def digest_of(amendment: Amendment) -> str:
    """The SHA-256 of the draft as it stands."""
    words = {name: _plain(getattr(amendment, name)) for name in (*WORDS, "changes", "version")}
    return hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _open(amendment: Amendment, version: int) -> Amendment:
    """The draft, locked, when it is still the one that was read."""
    draft = Amendment.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=amendment.pk)
    if not draft.open:
        raise ValidationError(f"L’{_name(draft)} est {draft.get_state_display()} : il ne change plus.")
    if draft.version != version:
        raise ValidationError(
            "Le projet a changé pendant que vous le lisiez. Rien n’a été écrit : relisez-le, puis recommencez."
        )
    return draft


def _redrafted(draft: Amendment, by: Person | None, said: str, changes: Mapping[str, list[Any]] | None = None) -> None:
    draft.version += 1
    draft.digest = digest_of(draft)
    _check(draft)
    draft.save()
    summary = f"{_name(draft).capitalize()} — {said} (version {draft.version})."
    write(verb="amendment.redrafted", thing=draft, by=by, summary=summary, changes=changes or {})


def _check(draft: Amendment) -> None:
    agreement, first = draft.agreement, draft.from_day
    if first and agreement.starts_on and first < agreement.starts_on:
        raise ValidationError({"effective_on": f"La convention commence le {long_date(agreement.starts_on)}."})
    if first and agreement.ends_on and first > agreement.ends_on:
        last = long_date(agreement.ends_on)
        raise ValidationError({"effective_on": f"La convention s’achève le {last} : un avenant prend effet avant."})
    if draft.ends_on and first and draft.ends_on < first:
        raise ValidationError({"ends_on": "Le nouveau terme précède la prise d’effet."})
    draft.full_clean(exclude=["agreement", "proposed_by", "act"])


def _place(row: Mapping[str, Any]) -> tuple[str, str]:
    return row.get("clause", ""), row.get("article", "")


def _name(draft: Amendment) -> str:
    return f"avenant n° {draft.number}"


def _label(name: str) -> str:
    return str(Amendment._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _clause(agreement: Agreement) -> str:
    return str(agreement.data.get("amendment", {}).get("clause", ""))
