"""What was read, as items in the words of a pack. What the text does not say is left out, never filled in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lekol.agreement.rules.drafting.numbers import Numbering
from lekol.agreement.rules.reading.answer import CUT
from lekol.agreement.rules.reading.folding import fold
from lekol.agreement.rules.reading.found import (
    CommitmentFound,
    CommitteeFound,
    MemberFound,
    NoticeFound,
    PartyFound,
    Passage,
    Reading,
    TermFound,
)

HEAD, PARTY, AIM, OBJECTIVE, ARTICLE, ANNEX = "tete", "partie", "but", "objectif", "article", "annexe"
TERM, NOTICE, AMENDMENT, COMMITTEE, COMMITMENT = "duree", "mise_en_demeure", "modification", "comite", "engagement"
SECTIONS = {
    HEAD: "agreement", TERM: "term", NOTICE: "notice", AMENDMENT: "amendment", PARTY: "parties", AIM: "aims",
    OBJECTIVE: "objectives", ARTICLE: "articles", ANNEX: "annexes", COMMITMENT: "commitments", COMMITTEE: "committees",
}  # fmt: skip
ALONE = frozenset({HEAD, TERM, NOTICE, AMENDMENT})
"""Kinds of which a pack holds one at most."""
_TONES = {
    "ville": ("commune", "epci", "departement", "region"),
    "rectorat": ("rectorat", "dsden", "etat", "circonscription"),
}
HOUSE = "Numéroté par Lékol : une clause se range sous un article."


@dataclass(frozen=True, slots=True)
class Item:
    """One thing read: its kind, its words as a row of a pack, where it stands, how sure it is and why."""

    kind: str
    words: dict[str, Any]
    passage: Passage | None = None
    lead: Passage | None = None
    confidence: float = 0.9
    why: str = ""


def items_of(reading: Reading) -> list[Item]:
    """Every item of a reading, in the order of a pack."""
    numbering = Numbering([row.number for row in reading.articles], [row.article for row in reading.commitments])
    return [
        _head(reading),
        *_life(reading),
        *_parties(reading.parties),
        *_worded(AIM, "but", reading.aims),
        *_worded(OBJECTIVE, "objectif", reading.objectives),
        *_articles(reading, numbering),
        *_annexes(reading),
        *(_commitment(reading, row, numbering) for row in reading.commitments),
        *_committees(reading),
    ]


def _said(words: dict[str, Any]) -> dict[str, Any]:
    """Only what is said: an empty word is no word."""
    return {name: value for name, value in words.items() if value not in ("", None, 0, (), [])}


def key_of(words: str, longest: int = 30) -> str:
    """A key made of words: « Comité de pilotage » is `comite-de-pilotage`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(words).replace("œ", "oe")).strip("-")[:longest].strip("-")


def cut(words: str, longest: int) -> str:
    """Words that fit, cut between two of them and said to be."""
    if len(words) <= longest:
        return words
    return words[: max(words.rfind(" ", 0, longest - 1), longest // 2)].rstrip(" ,;:") + "…"


def _head(reading: Reading) -> Item:
    title = reading.title
    words = {
        "slug": key_of(title, 60),
        "title": cut(title, 300),
        "short_title": cut(title, 120),
    }
    at = reading.text.find(title) if title else -1
    passage = Passage(at, at + len(title)) if at >= 0 else None
    return Item(HEAD, _said({**words, "signed_on": reading.signed_on}), passage)


def _life(reading: Reading) -> Iterator[Item]:
    if reading.term is not None:
        yield Item(TERM, _term(reading.term), reading.term.passage, confidence=reading.term.confidence)
    if reading.notice is not None:
        yield Item(
            NOTICE, _notice(reading, reading.notice), reading.notice.passage, confidence=reading.notice.confidence
        )
    if reading.amendment is not None:
        lasts = "duree_residuelle" if re.search(r"duree (?:residuelle|restant)", fold(reading.amendment.words)) else ""
        yield Item(AMENDMENT, _said({"procedure": reading.amendment.words, "lasts": lasts}), reading.amendment.passage)


def _term(term: TermFound) -> dict[str, Any]:
    """Months that make whole years are years: the pack counts in years."""
    rule, years = term.rule, term.years
    if rule == "mois" and term.months % 12 == 0:
        rule, years = "annees", term.months // 12
    months = term.months if rule == "mois" else 0
    return _said({
        "rule": rule, "years": years, "months": months, "from": term.starts, "until": term.until,
        "school_years": list(term.school_years), "event": term.event, "renewal": term.renewal,
    })  # fmt: skip


def _notice(reading: Reading, notice: NoticeFound) -> dict[str, Any]:
    return _said({
        "form": notice.form, "days": notice.days, "months": notice.months, "from": notice.counts_from,
        "effect": notice.effect, "wording": reading.excerpt(notice.passage),
    })  # fmt: skip


def _parties(parties: tuple[PartyFound, ...]) -> Iterator[Item]:
    taken: set[str] = set()
    for row in parties:
        letter = letter_for(row.short_name or row.name, taken) if row.signing else ""
        taken.add(letter)
        words = {
            "key": row.key, "name": cut(row.name, 160), "short_name": cut(row.short_name or row.name, 40),
            "level": row.level, "letter": letter, "tone": tone_of(row.level),
            "signatory_function": cut(row.signatory_function, 120), "signatory_name": cut(row.signatory_name, 120),
        }  # fmt: skip
        yield Item(
            PARTY, _said(words) | ({} if row.signing else {"signing": False}), row.passage, confidence=row.confidence
        )


def tone_of(level: str) -> str:
    """The colour and shape of a party, by its level."""
    return next((tone for tone, levels in _TONES.items() if level in levels), "autre")


def letter_for(name: str, taken: set[str]) -> str:
    """The first letter of the name that no other party has; two letters when all are taken."""
    letters = [char for char in fold(name).upper() if char.isalpha()]
    alone = next((char for char in letters if char not in taken), "")
    return alone or next((a + b for a in letters for b in letters if a + b not in taken), "")


def _worded(kind: str, key: str, rows: tuple[Any, ...]) -> Iterator[Item]:
    for rank, row in enumerate(rows, 1):
        yield Item(kind, {"key": f"{key}-{rank}", "wording": row.words}, row.passage)


def _articles(reading: Reading, numbering: Numbering) -> Iterator[Item]:
    seen: set[str] = set()
    for row in reading.articles:
        number = numbering.of(row.number)
        if number not in seen:
            seen.add(number)
            yield Item(
                ARTICLE, {"number": number, "title": cut(row.title or f"Article {row.number}", 200)}, row.passage
            )
    for name, number in numbering.others:
        if number not in seen:
            seen.add(number)
            yield Item(ARTICLE, {"number": number, "title": cut(name, 200) or "Texte de la convention"}, why=HOUSE)


def _annexes(reading: Reading) -> Iterator[Item]:
    seen: set[str] = set()
    for rank, row in enumerate(reading.annexes, 1):
        number = row.number[:4] or str(rank)
        if number not in seen:
            seen.add(number)
            yield Item(ANNEX, {"number": number, "title": cut(row.title or f"Annexe {number}", 200)}, row.passage)


def _commitment(reading: Reading, row: CommitmentFound, numbering: Numbering) -> Item:
    lead = reading.excerpt(row.lead_passage) + CUT if row.lead_passage else ""
    words = {
        "clause": numbering.next_clause(row.article), "title": cut(row.title, 160), "wording": row.wording,
        "source": cut(lead + reading.excerpt(row.passage), 8000), "debtors": list(row.debtors),
        "condition": cut(row.condition, 200), "school_kinds": list(row.kinds), "nature": row.nature,
    }  # fmt: skip
    return Item(COMMITMENT, _said(words), row.passage, row.lead_passage, row.confidence, row.why)


def _committees(reading: Reading) -> Iterator[Item]:
    keys: set[str] = set()
    for row in reading.committees:
        key = key_of(row.name, 26) or "comite"
        while key in keys:
            key += "-b"
        keys.add(key)
        yield Item(COMMITTEE, {"key": key} | _committee(row), row.passage, confidence=row.confidence)


def _committee(row: CommitteeFound) -> dict[str, Any]:
    return _said({
        "name": cut(row.name, 120), "minimum": row.minimum, "per": row.per if row.minimum else "",
        "extraordinary": row.extraordinary or None, "missions": list(dict.fromkeys(row.missions)),
        "chairs": [_seat(one) for one in row.chairs], "members": [_seat(one) for one in row.members],
    })  # fmt: skip


def _seat(row: MemberFound) -> dict[str, Any]:
    return _said({"party": row.party, "function": cut(row.function, 200), "substitute": row.substitute or None})
