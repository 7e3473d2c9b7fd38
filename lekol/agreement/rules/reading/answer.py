"""What was read, as the machine’s form of it: the shape `lekol convention read --json` prints."""

from dataclasses import asdict
from typing import Any

from lekol.agreement.rules.reading.found import (
    ArticleFound,
    CommitmentFound,
    CommitteeFound,
    NoticeFound,
    Passage,
    Reading,
    TermFound,
    WordsFound,
)

CUT = " […] "


def as_json(reading: Reading) -> dict[str, Any]:
    """Plain dicts and lists; what the text does not say is null, empty, and named under `missing`."""
    return {
        "title": reading.title,
        "parties": [{key: value for key, value in asdict(row).items() if key != "feminine"} | _place(reading, row.passage) for row in reading.parties],
        "visas": [_words(reading, row) for row in reading.visas],
        "articles": [_article(reading, row) for row in reading.articles],
        "aims": [_words(reading, row) for row in reading.aims],
        "objectives": [_words(reading, row) for row in reading.objectives],
        "annexes": [_article(reading, row) for row in reading.annexes],
        "term": _term(reading, reading.term),
        "notice": _notice(reading, reading.notice),
        "amendment": _words(reading, reading.amendment) if reading.amendment else None,
        "committees": [_committee(reading, row) for row in reading.committees],
        "commitments": [_commitment(reading, row) for row in reading.commitments],
        "signed_on": reading.signed_on or None,
        "receipt": reading.receipt or None,
        "missing": list(reading.missing),
    }  # fmt: skip


def _place(reading: Reading, passage: Passage) -> dict[str, Any]:
    return {"passage": reading.excerpt(passage), "lines": list(reading.lines(passage)), "offsets": list(passage)}


def _words(reading: Reading, row: WordsFound) -> dict[str, Any]:
    return {"wording": row.words} | _place(reading, row.passage)


def _article(reading: Reading, row: ArticleFound) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "lines": list(reading.lines(row.passage)),
        "offsets": list(row.passage),
    }


def _term(reading: Reading, row: TermFound | None) -> dict[str, Any] | None:
    if row is None:
        return None
    said = {key: value for key, value in asdict(row).items() if value and key not in {"passage", "starts"}}
    said["school_years"] = list(row.school_years)
    return (
        {key: value for key, value in said.items() if value}
        | {"from": row.starts or None}
        | _place(reading, row.passage)
    )


def _notice(reading: Reading, row: NoticeFound | None) -> dict[str, Any] | None:
    if row is None:
        return None
    said = {key: value for key, value in asdict(row).items() if value and key not in {"passage", "counts_from"}}
    return said | {"from": row.counts_from or None} | _place(reading, row.passage)


def _committee(reading: Reading, row: CommitteeFound) -> dict[str, Any]:
    def seats(rows: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [
            {"function": one.function, "party": one.party or None, "or_representative": one.substitute} for one in rows
        ]

    return {
        "name": row.name, "chairs": seats(row.chairs), "members": seats(row.members), "minimum": row.minimum or None,
        "per": row.per or None, "extraordinary": row.extraordinary, "missions": list(row.missions), "confidence": row.confidence,
    } | _place(reading, row.passage)  # fmt: skip


def _commitment(reading: Reading, row: CommitmentFound) -> dict[str, Any]:
    passage = reading.excerpt(row.passage)
    if row.lead_passage:
        passage = reading.excerpt(row.lead_passage) + CUT + passage
    return {
        "article": row.article, "section": row.section or None, "debtors": list(row.debtors), "wording": row.wording,
        "lead": row.lead or None, "condition": row.condition or None, "joint": row.joint, "nature": row.nature,
        "school_kinds": list(row.kinds), "title": row.title, "confidence": row.confidence, "why": row.why,
    } | _place(reading, row.passage) | {"passage": passage}  # fmt: skip
