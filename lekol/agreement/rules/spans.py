"""Who is a party, what is owed and by whom, on any day: spans whose first and last days are both inclusive."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from lekol.agreement.rules.parts import AmendmentText, CommitmentText, PartyText
from lekol.agreement.rules.term import AT_TERM, CALENDARS, DAY, Span, Term, effect_from
from lekol.pact.clauses import Clause


class StakeSpan(NamedTuple):
    """What a party is to a promise, and when."""

    party: str
    part: str
    span: Span


def party_span(party: PartyText, membership: Mapping[str, Any], calendar: str = "reunion") -> Span:
    """From its joining to its leaving: fixed days, or those computed from its requests."""
    start = CALENDARS[calendar]
    since, until = party.joined_on, party.left_on
    joins, leaves = effect_from(membership.get("joins")), effect_from(membership.get("leaves"))
    if since is None and party.asked_to_join_on and joins:
        since = joins.first_day(party.asked_to_join_on, start)
    if until is None and party.asked_to_leave_on and leaves:
        until = leaves.last_day(party.asked_to_leave_on, start)
    return Span(since, until)


def parties_left(spans: Iterable[Span], day: dt.date) -> int:
    """How many are still parties on a day."""
    return sum(span.holds(day) for span in spans)


def falls_below(spans: Sequence[Span], minimum: int) -> dt.date | None:
    """The first day on which fewer than the minimum remain; None when that never happens."""
    ends = sorted(span.until + DAY for span in spans if span.until)
    return next((day for day in ends if parties_left(spans, day) < minimum), None)


def promise_span(
    row: CommitmentText, horizons: Mapping[str, Span], options: Mapping[str, Mapping[str, Any]], amended: Span
) -> Span:
    """When a promise is due: its own days, its horizon, its option, what avenants add or abrogate."""
    horizon = horizons.get(row.horizon)
    chosen = options.get(row.option, {}).get("since")
    first = dt.date.fromisoformat(chosen) if isinstance(chosen, str) else chosen
    spans = (Span(row.since, row.until), Span(first), amended, Span(None, horizon.until if horizon else None))
    return Span(
        max((span.since for span in spans if span.since), default=None),
        min((span.until for span in spans if span.until), default=None),
    )


def retained(option: str, options: Mapping[str, Mapping[str, Any]], instances: Iterable[Mapping[str, Any]]) -> bool:
    """A promise of the core is always kept; one of an option when the text, or an instance, chooses it."""
    if not option:
        return True
    return bool(options.get(option, {}).get("chosen")) or any(option in row.get("options", ()) for row in instances)


def amended_span(clause: str, amendments: Iterable[AmendmentText]) -> Span:
    """Since the avenant that adds it, until the eve of the one that abrogates it, or the whole article around it."""
    since = until = None
    article = Clause.parse(clause).article
    for row in in_order(amendments):
        for change in row.changes:
            if change.clause == clause:
                since = row.from_day if change.does == "ajoute" else since
                until = row.from_day - DAY if change.does == "abroge" else until
            elif change.article == article and change.does == "abroge" and until is None:
                until = row.from_day - DAY
    return Span(since, until)


def article_span(article: str, amendments: Iterable[AmendmentText]) -> Span:
    """Since the avenant that adds an article, until the eve of the one that abrogates it."""
    since = until = None
    for row in in_order(amendments):
        for change in row.changes:
            if change.article == article:
                since = row.from_day if change.does == "ajoute" else since
                until = row.from_day - DAY if change.does == "abroge" else until
    return Span(since, until)


def in_order(amendments: Iterable[AmendmentText]) -> list[AmendmentText]:
    """In the order they take effect, then by number."""
    return sorted(amendments, key=lambda row: (row.from_day, row.number))


def debtors_over_time(
    row: CommitmentText, horizons: Mapping[str, Span], amendments: Iterable[AmendmentText] = ()
) -> list[tuple[dt.date | None, tuple[str, ...]]]:
    """(first day, who owes from it), in order; the first one has no first day."""
    moves: list[tuple[dt.date, tuple[str, ...]]] = []
    for after in row.successors:
        horizon = horizons.get(after.after)
        day = after.since or (horizon.until + DAY if horizon and horizon.until else None)
        moves += [(day, after.debtors)] if day else []
    for amendment in in_order(amendments):
        moves += [
            (amendment.from_day, tuple(change.words["debtors"]))
            for change in amendment.changes
            if change.clause == row.clause and change.does == "remplace" and change.words.get("debtors")
        ]
    return [(None, row.debtors), *sorted(moves, key=lambda move: move[0])]


def debtors_on(timeline: Iterable[tuple[dt.date | None, tuple[str, ...]]], day: dt.date) -> tuple[str, ...]:
    """Who owes on a day."""
    return [debtors for since, debtors in timeline if since is None or since <= day][-1]


def stakes_of(
    row: CommitmentText,
    timeline: Sequence[tuple[dt.date | None, tuple[str, ...]]],
    members: Mapping[str, Span],
) -> list[StakeSpan]:
    """Every part in a promise over time, each within the days its party is one."""
    found: list[StakeSpan] = []
    for rank, (since, debtors) in enumerate(timeline):
        until = timeline[rank + 1][0] if rank + 1 < len(timeline) else None
        span = Span(since, until - DAY if until else None)
        if span.since is None or span.until is None or span.since <= span.until:
            found += _clipped(debtors, "debiteur", span, members)
    found = _joined(found)
    found += _clipped(row.collaborators, "avec", Span(), members)
    return found + _clipped(row.beneficiaries, "beneficiaire", Span(), members)


def _clipped(keys: Iterable[str], part: str, span: Span, members: Mapping[str, Span]) -> list[StakeSpan]:
    pairs = ((key, span.within(members.get(key, Span()))) for key in keys)
    return [StakeSpan(key, part, inner) for key, inner in pairs if inner is not None]


def _joined(rows: list[StakeSpan]) -> list[StakeSpan]:
    """One row for a debtor that goes on from a span to the next."""
    found: list[StakeSpan] = []
    for row in rows:
        before = next((one for one in reversed(found) if one.party == row.party), None)
        if before and before.span.until and row.span.since == before.span.until + DAY:
            found[found.index(before)] = before._replace(span=Span(before.span.since, row.span.until))
        else:
            found.append(row)
    return found


def horizons_with_term(horizons: Mapping[str, Span], term: Term | None) -> dict[str, Span]:
    """Horizons, and « terme » itself, by which a debtor may be succeeded."""
    return {**horizons, **({AT_TERM: Span(term.starts_on, term.ends_on)} if term else {})}
