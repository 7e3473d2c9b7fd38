"""The yearly report as one content: every page, every file and every print say what is built here, and nothing else."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from lekol.agreement.choices import State
from lekol.agreement.models import Agreement
from lekol.governance.choices import RowKind
from lekol.governance.models import Review, Section
from lekol.governance.queries.accords import standing_of
from lekol.governance.queries.freezing import Content, Year, contents
from lekol.governance.rules.chain import canonical

SCHEMA = "/gouvernance/bilans/schema.json"
NOT_KEPT = (State.BROKEN, State.AT_RISK)
TONES = {State.KEPT: "ok", State.ON_TRACK: "va", State.AT_RISK: "risque", State.BROKEN: "non", State.DECLARED: "dit",
         State.UNMEASURED: "nul"}  # fmt: skip
_SECTION = re.compile(
    r"introduction|conclusion|article:[A-Z0-9]{1,4}|clause:[A-Z0-9]{1,2}\.[0-9]{1,3}:[a-z0-9_-]{1,30}"
)


def is_section(review: Review, key: str) -> bool:
    """A text this report has: its introduction, conclusion, an article, or a signing party’s words on a clause."""
    clause = key.split(":")[1] if key.startswith("clause:") and key.count(":") == 2 else ""
    here = not clause or review.rows.filter(kind=RowKind.COMMITMENT, clause=clause).exists()
    return here and may_be_section(review.agreement, key)


def may_be_section(agreement: Agreement, key: str) -> bool:
    """The same before the freeze: any clause of the agreement may have words."""
    if not _SECTION.fullmatch(key):
        return False
    what, _, rest = key.partition(":")
    if what == "article":
        return agreement.articles.filter(number=rest).exists()
    if what == "clause":
        clause, _, party = rest.partition(":")
        known = agreement.commitments.filter(clause=clause).exists()
        return known and agreement.parties.filter(key=party, signing=True).exists()
    return True


def report(review: Review) -> dict[str, Any]:
    """The report of a frozen year; five queries, whatever the territory."""
    rows = [Content(row.kind, row.words, row.clause) for row in review.rows.order_by("position")]
    texts = {row.key: row.draft.text for row in review.sections.select_related("draft") if row.draft.text}
    found = _compose(rows, texts, review.ref)
    return {**found, "fige": _frozen(review), "accord": _accord(review)}


def preview(agreement: Agreement, year: Year) -> dict[str, Any]:
    """What the report of a year would say if it were frozen now, with the words already written; nothing is kept.

    `empreinte` is what both parties agree to freeze: these figures and these words.
    """
    rows, texts = list(contents(agreement, year)), _texts_before(agreement, year)
    said = {**_compose(rows, texts, ""), "fige": None, "accord": None}
    return {**said, "empreinte": to_freeze_digest(rows, texts)}


def _texts_before(agreement: Agreement, year: Year) -> dict[str, str]:
    rows = Section.objects.filter(preparation__agreement=agreement, preparation__school_year=year.year)
    return {row.key: row.draft.text for row in rows.select_related("draft") if row.draft.text}


def to_freeze_digest(rows: Iterable[Content], texts: dict[str, str]) -> str:
    """The digest of figures and words that are about to be frozen."""
    figures = [[str(row.kind), row.clause, row.words] for row in rows]
    return hashlib.sha256(canonical({"figures": figures, "texts": texts}).encode()).hexdigest()


def _frozen(review: Review) -> dict[str, Any]:
    return {
        "reference": review.ref,
        "le": review.frozen_at.date().isoformat(),
        "lignes": review.count,
        "premiere": review.first,
        "derniere": review.first + review.count - 1,
        "empreinte": review.head,
    }


def _accord(review: Review) -> dict[str, Any] | None:
    if review.accord is None:
        return None
    found = standing_of(review.accord)
    return {
        "etat": found.state,
        "phrase": found.sentence,
        "remplace": review.accord.replaced_at is not None,
        "voix": [
            {
                "partie": voice.party.key,
                "nom": voice.party.short_name,
                "accord": voice.agrees,
                "motif": voice.reason,
                "le": voice.at.date().isoformat(),
            }
            for voice in found.voices
        ],
    }


def _compose(rows: Iterable[Content], texts: dict[str, str], ref: str) -> dict[str, Any]:
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_kind.setdefault(str(row.kind), []).append(row.words)
    head = by_kind[RowKind.AGREEMENT][0]
    lines = [_line(row, head, texts, ref) for row in by_kind.get(RowKind.COMMITMENT, [])]
    schools = by_kind.get(RowKind.SCHOOL, [])
    return {
        "$schema": f"{settings.PUBLIC_URL}{SCHEMA}",
        "version": head["version"],
        "titre": f"Bilan {head['annee']} : {head['titre_court']}",
        "annee": head["annee"],
        "convention": head,
        "arrete_au": head["au"],
        "textes": {key: text for key, text in texts.items() if not key.startswith("clause:")},
        "synthese": _summary(head, lines, schools),
        "articles": _articles(head, lines, texts),
        "non_tenus": [row for row in lines if row["etat"] in NOT_KEPT],
        "engagements": lines,
        "ecoles": schools,
        "carte": _map(schools),
        "reunions": by_kind.get(RowKind.MEETING, []),
        "decisions": by_kind.get(RowKind.DECISION, []),
        "actions": by_kind.get(RowKind.ACTION, []),
        "indicateurs": by_kind.get(RowKind.INDICATOR, []),
        "programme": _programme(by_kind),
    }


def _programme(by_kind: dict[str, list[dict[str, Any]]]) -> dict[str, Any] | None:
    """The programme of the year with its operations; None when none was opened."""
    found = by_kind.get(RowKind.PROGRAMME, [])
    return {**found[0], "operations": by_kind.get(RowKind.OPERATION, [])} if found else None


def _line(row: dict[str, Any], head: dict[str, Any], texts: dict[str, str], ref: str) -> dict[str, Any]:
    """A frozen commitment with the link to its lines and the words of each party."""
    said = [
        {"partie": party["cle"], "nom": party["court"], "texte": texts[key]}
        for party in head["parties"]
        if (key := f"clause:{row['clause']}:{party['cle']}") in texts
    ]
    url = f"{settings.PUBLIC_URL}{reverse('governance:review_rows', args=[ref, row['clause']])}" if ref else ""
    return {**row, "ton": TONES[State(row["etat"])], "paroles": said, "lignes": url, "evolution": evolution(row)}


def evolution(row: dict[str, Any]) -> str:
    """« + 12 depuis un an », « − 3 depuis un an », « stable depuis un an », or nothing."""
    before = row["avant"]
    if before is None or row["fait"] is None or before["fait"] is None:
        return ""
    gained = row["fait"] - before["fait"]
    if gained == 0:
        return "stable sur un an"
    return f"{'+' if gained > 0 else '−'}\u00a0{abs(gained)} sur un an"


def _summary(head: dict[str, Any], lines: list[dict[str, Any]], schools: list[dict[str, Any]]) -> dict[str, Any]:
    counts = Counter(row["etat"] for row in lines)
    before = Counter(row["avant"]["etat"] for row in lines if row["avant"])
    groups: dict[str, dict[str, Any]] = {}
    for row in lines:
        found = groups.setdefault(row["porteur"]["key"], {"porteur": row["porteur"], "etats": Counter()})
        found["etats"][row["etat"]] += 1
    well = (State.KEPT, State.ON_TRACK)
    return {
        "engagements": len(lines),
        "bien": sum(counts[state] for state in well),
        "bien_avant": sum(before[state] for state in well) if before else None,
        "a_decider": sum(counts[state] for state in NOT_KEPT),
        "ecoles": len(schools),
        "etats": [_state(state, counts[state]) for state in TONES if counts[state]],
        "porteurs": [
            {
                "porteur": found["porteur"],
                "total": found["etats"].total(),
                "etats": [_state(state, found["etats"][state]) for state in TONES if found["etats"][state]],
            }
            for found in sorted(groups.values(), key=lambda group: group["porteur"]["key"] == "conjoint")
        ],
    }


def _state(state: State, count: int) -> dict[str, Any]:
    return {"etat": str(state), "nombre": count, "mot": state.counted(count), "ton": TONES[state]}


def _articles(head: dict[str, Any], lines: list[dict[str, Any]], texts: dict[str, str]) -> list[dict[str, Any]]:
    """Articles that hold commitments, each with its own, and what was written about it."""
    found = []
    for article in head["articles"]:
        own = [row for row in lines if row["article"] == article["numero"]]
        if own:
            found.append({**article, "engagements": own, "texte": texts.get(f"article:{article['numero']}", "")})
    return found


def _map(schools: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Schools that have a place, from 0 to 1 eastwards and southwards, and how much of what they are due is met."""
    placed = [row for row in schools if row["latitude"] is not None and row["longitude"] is not None]
    if not placed:
        return []
    west, east = min(row["longitude"] for row in placed), max(row["longitude"] for row in placed)
    south, north = min(row["latitude"] for row in placed), max(row["latitude"] for row in placed)
    wide, high = max(east - west, 1e-6), max(north - south, 1e-6)
    return [
        {
            "uai": row["uai"],
            "nom": row["nom"],
            "x": round((row["longitude"] - west) / wide, 4),
            "y": round((north - row["latitude"]) / high, 4),
            "ton": school_tone(row),
        }
        for row in placed
    ]


def school_tone(row: dict[str, Any]) -> str:
    """« ok » when nothing lacks in the school, « va » from three quarters, « risque » from half, else « non »."""
    figures = list(row["chiffres"].values())
    if not figures:
        return "nul"
    whole = sum(due == met for due, met in figures) / len(figures)
    return "ok" if whole == 1 else "va" if whole >= 0.75 else "risque" if whole >= 0.5 else "non"


def school_share(row: dict[str, Any]) -> tuple[int, int]:
    """How many measured promises are whole in a school, and how many are due there."""
    figures = row["chiffres"].values()
    return sum(due == met for due, met in figures), len(figures)
