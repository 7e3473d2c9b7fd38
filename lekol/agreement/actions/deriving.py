"""What follows from the pack, the signature and the avenants: terms, spans, revisions. Rebuilt whole each time."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from lekol.agreement.models import Agreement, Amendment, Article, Commitment, Party, Stake
from lekol.agreement.rules.consolidation import columns, revisions_of
from lekol.agreement.rules.pack import Pack, change_of, read
from lekol.agreement.rules.parts import AmendmentText, CommitmentText
from lekol.agreement.rules.spans import (
    StakeSpan,
    amended_span,
    article_span,
    debtors_over_time,
    falls_below,
    horizons_with_term,
    party_span,
    promise_span,
    retained,
    stakes_of,
)
from lekol.agreement.rules.term import AT_TERM, DAY, Span, Term
from lekol.pact.clauses import Clause
from lekol.pact.dates import long_date

PLAIN = ("title", "wording", "condition", "nature", "target_ratio", "target_value", "target_unit")


@dataclass(frozen=True)
class Life:
    """Everything dated that one agreement is made of."""

    pack: Pack
    amendments: list[AmendmentText]
    term: Term | None
    horizons: dict[str, Span]
    members: dict[str, Span]

    @property
    def days(self) -> dict[str, dt.date | None]:
        """« terme » and each horizon → its last day."""
        known = horizons_with_term(self.horizons, self.term)
        return {key: one.until for key, one in known.items()}


def derive(agreement: Agreement, signed_on: dt.date | None) -> None:
    """Bring every dated row in step with the pack, the signature and the signed avenants.

    Raises ValidationError when the text ends before it is signed.
    """
    life = _life(agreement, signed_on)
    _term(agreement, life, signed_on)
    _parties(agreement, life)
    _articles(agreement, life)
    _promises(agreement, life)


def text_of(row: Amendment) -> AmendmentText:
    """An avenant kept as a row, in the words of the rules."""
    changes = tuple(change_of(_tupled(words)) for words in row.changes)
    on = row.signed_on or row.effective_on or row.proposed_at.date()
    return AmendmentText(row.number, on, row.title, row.effective_on, row.ends_on, changes)


def _tupled(words: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in words.items()}


def _life(agreement: Agreement, signed_on: dt.date | None) -> Life:
    pack = read(agreement.text)
    amendments = [text_of(row) for row in agreement.amendments.signed()]
    membership = pack.data.get("membership", {})
    members = {party.key: party_span(party, membership, pack.calendar) for party in pack.parties}
    ends = [agreement.terminated_on, _last_with_enough(pack, members)]
    term = _amended(pack.term_when(signed_on), amendments, [day for day in ends if day])
    return Life(pack, amendments, term, pack.horizons_when(signed_on), members)


def _last_with_enough(pack: Pack, members: Mapping[str, Span]) -> dt.date | None:
    """The last day before too few parties are left, when the text says how many it takes."""
    minimum = pack.data.get("membership", {}).get("minimum")
    signing = [members[party.key] for party in pack.parties if party.signing]
    day = falls_below(signing, minimum) if minimum else None
    return day - DAY if day else None


def _amended(term: Term | None, amendments: list[AmendmentText], cut: list[dt.date]) -> Term | None:
    """The term once avenants move its end, and a termination, or the leaving of parties, cuts it short."""
    if term is None:
        return None
    ends = term.ends_on
    for row in sorted((row for row in amendments if row.ends_on), key=lambda row: (row.on, row.number)):
        ends = row.ends_on
    known = [*cut, *([ends] if ends else [])]
    return Term(term.starts_on, min(known) if known else None)


def _term(agreement: Agreement, life: Life, signed_on: dt.date | None) -> None:
    term = life.term
    if term is not None and term.ends_on is not None and term.ends_on < term.starts_on:
        last = long_date(term.ends_on)
        raise ValidationError(f"Le texte s’achève le {last} : il n’a pas pu être signé après. Vérifiez la date.")
    agreement.signed_on = signed_on
    agreement.starts_on, agreement.ends_on = (term.starts_on, term.ends_on) if term else (None, None)
    agreement.data = {**agreement.data, "amendments": [_told(row) for row in life.amendments]}
    agreement.save(update_fields=["signed_on", "starts_on", "ends_on", "terminated_on", "data"])


def _told(row: AmendmentText) -> dict[str, Any]:
    return {"number": row.number, "on": row.on.isoformat(), "title": row.title}


def _parties(agreement: Agreement, life: Life) -> None:
    moved = []
    for party in agreement.parties.all():
        span = life.members.get(party.key, Span())
        if (party.since, party.until) != span:
            party.since, party.until = span
            moved.append(party)
    Party.objects.bulk_update(moved, ["since", "until"])


def _articles(agreement: Agreement, life: Life) -> None:
    """Every article of the pack and of the avenants: its days, what avenants make of its text."""
    _add_articles(agreement, life)
    rows = list(agreement.articles.all())
    for article in rows:
        found = revisions_of(life.amendments, article=article.number, days=life.days)
        article.revisions = [_kept(row) for row in found]
        article.since, article.until = article_span(article.number, life.amendments)
    Article.objects.bulk_update(rows, ["revisions", "since", "until"])


def _add_articles(agreement: Agreement, life: Life) -> None:
    """Articles that avenants add, after those of the text."""
    added = {
        change.article: change.words
        for amendment in life.amendments
        for change in amendment.changes
        if change.does == "ajoute" and change.article
    }
    known = {row.number: row.rank for row in agreement.articles.all()}
    last = max(known.values(), default=0)
    for rank, (number, words) in enumerate(added.items(), last + 1):
        if number not in known:
            kept = {"title": words["title"], "wording": words["wording"], "rank": rank, "amended": True}
            Article.objects.create(agreement=agreement, number=number, **kept)


def _kept(revision: Any) -> dict[str, Any]:
    return {"since": revision.since.isoformat(), "number": revision.number, "words": revision.words}


def _promises(agreement: Agreement, life: Life) -> None:
    """Every promise of the pack and of the avenants: its span, its revisions, who owes it and when."""
    _add_promises(agreement, life)
    options = {row["key"]: row for row in life.pack.data.get("options", [])}
    instances = life.pack.data.get("instances", [])
    texts = {row.clause: row for row in (*life.pack.commitments, *_added(life))}
    rows = list(agreement.commitments.all())
    for row in rows:
        text = texts[row.clause]
        span = promise_span(text, life.horizons, options, amended_span(row.clause, life.amendments))
        row.since, row.until = span
        row.retained = retained(text.option, options, instances)
        row.revisions = [_kept(one) for one in revisions_of(life.amendments, clause=row.clause, days=life.days)]
        row.target_on = _target_day(text, life)
    Commitment.objects.bulk_update(rows, ["since", "until", "retained", "revisions", "target_on"])
    _stakes(agreement, life, rows, texts)


def _target_day(text: CommitmentText, life: Life) -> dt.date | None:
    named = text.target_horizon or (AT_TERM if text.target_at_term else "")
    return life.days.get(named) if named else text.target_on


def _added(life: Life) -> list[CommitmentText]:
    """Promises that avenants add; they are declared by hand until a pack names their measure."""
    found = []
    for amendment in life.amendments:
        for change in amendment.changes:
            if change.does == "ajoute" and change.clause:
                words, debtors = change.words, tuple(change.words["debtors"])
                found.append(
                    CommitmentText(
                        change.clause, words["title"], words["wording"], debtors, len(debtors) > 1,
                        condition=words.get("condition", ""), nature=words.get("nature", "resultat"),
                        target_at_term=words.get("target", {}).get("on") == AT_TERM,
                        target_horizon=words.get("target", {}).get("horizon", ""),
                        target_on=_day(columns(words, life.days).get("target_on")),
                    )
                )  # fmt: skip
    return found


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _add_promises(agreement: Agreement, life: Life) -> None:
    articles = {article.number: article for article in agreement.articles.all()}
    known = set(agreement.commitments.values_list("clause", flat=True))
    for amendment in life.amendments:
        for change in amendment.changes:
            if change.does == "ajoute" and change.clause and change.clause not in known:
                words = {key: value for key, value in columns(change.words, life.days).items() if key in PLAIN}
                article, rank = articles[Clause.parse(change.clause).article], _rank(agreement, change.clause)
                Commitment.objects.create(
                    agreement=agreement, article=article, clause=change.clause, rank=rank, amended=True, **words
                )


def _rank(agreement: Agreement, clause: str) -> int:
    """After the promises of its article that come before it in the text."""
    parsed = Clause.parse(clause)
    before = [
        row.rank
        for row in agreement.commitments.select_related("article").all()
        if Clause.parse(row.clause).sort_key < parsed.sort_key
    ]
    return max(before, default=0)


def _stakes(agreement: Agreement, life: Life, rows: list[Commitment], texts: Mapping[str, CommitmentText]) -> None:
    parties = {party.key: party for party in agreement.parties.all()}
    horizons = horizons_with_term(life.horizons, life.term)
    Stake.objects.filter(commitment__agreement=agreement).delete()
    Stake.objects.bulk_create(
        Stake(commitment=row, party=parties[one.party], part=one.part, since=one.span.since, until=one.span.until)
        for row in rows
        for one in _stakes_of(texts[row.clause], life, horizons)
    )


def _stakes_of(text: CommitmentText, life: Life, horizons: Mapping[str, Span]) -> list[StakeSpan]:
    return stakes_of(text, debtors_over_time(text, horizons, life.amendments), life.members)
