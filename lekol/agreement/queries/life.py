"""The text consolidated on a day, what changed between two days, and the file of a breach."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from lekol.agreement.choices import Part
from lekol.agreement.models import Agreement, Article, Commitment, Declaration, Party
from lekol.agreement.queries.board import Line, board
from lekol.agreement.queries.clause import school_lines
from lekol.agreement.rules.consolidation import Piece, compared, on_day
from lekol.kit.templatetags.kit import number
from lekol.pact.dates import long_date

SCHOOLS, POINTS, DECLARATIONS = 50, 12, 10


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as it is written on a day; `words` hold what a pack would say of it."""

    clause: str
    article: Article
    title: str
    wording: str
    condition: str
    debtors: tuple[str, ...]
    owing: str
    target: str
    words: dict[str, Any]
    amended_by: tuple[int, ...]

    @property
    def text(self) -> str:
        """Everything a change may touch, as one text to compare."""
        more = [f"Condition : {self.condition}." if self.condition else "", f"Débiteur : {self.owing}.",
                f"Cible : {self.target}." if self.target else ""]  # fmt: skip
        return " ".join([self.wording, *filter(None, more)])


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A text on a day: its articles, its promises in force."""

    agreement: Agreement
    on: dt.date
    articles: dict[str, tuple[Article, str]]
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A promise, or an article, that is not the same on two days."""

    name: str
    title: str
    kind: str
    pieces: tuple[Piece, ...]


def consolidated(agreement: Agreement, on: dt.date) -> Consolidated:
    """The text of a day, whether past, present or to come; three queries."""
    prefetch_related_objects([agreement], "parties")
    articles = {row.number: (row, on_day({"wording": row.wording}, row.revisions, on)["wording"])
                for row in agreement.articles.on(on)}  # fmt: skip
    rows = agreement.commitments.owed_on(on).select_related("article").prefetch_related("stakes__party")
    found = tuple(_promise(row, on) for row in rows.order_by("article__rank", "rank", "id"))
    return Consolidated(agreement, on, articles, found)


def _promise(row: Commitment, on: dt.date) -> Promise:
    base = {name: getattr(row, name) for name in ("title", "wording", "condition", "nature")}
    base |= {"target_ratio": row.target_ratio, "target_value": row.target_value, "target_unit": row.target_unit}
    base["target_on"] = row.target_on.isoformat() if row.target_on else None
    words = on_day(base, row.revisions, on)
    debtors = [stake.party for stake in row.stakes.all() if stake.part == Part.DEBTOR and stake.holds(on)]
    numbers = [one["number"] for one in row.revisions if dt.date.fromisoformat(one["since"]) <= on]
    return Promise(
        row.clause, row.article, words["title"], words["wording"], words["condition"],
        tuple(party.key for party in debtors), ", ".join(party.short_name for party in debtors) or "personne",
        _target(words), _pack_words(words), tuple(numbers),
    )  # fmt: skip


def _target(words: dict[str, Any]) -> str:
    ratio, value, day = words["target_ratio"], words["target_value"], words["target_on"]
    told = f"{float(ratio) * 100:g}\u00a0%".replace(".", ",") if ratio is not None else ""
    told = f"{number(value)}\u00a0{words['target_unit']}" if value is not None else told
    return f"{told} avant le {long_date(dt.date.fromisoformat(day))}" if day and told else told


def _pack_words(words: dict[str, Any]) -> dict[str, Any]:
    """As a pack writes them; a date fixed for the former agreement is not carried over."""
    target: dict[str, Any] = {}
    if words["target_ratio"] is not None:
        target["ratio"] = float(words["target_ratio"])
    if words["target_value"] is not None:
        target |= {"number": words["target_value"], "unit": words["target_unit"]}
    kept = {name: words[name] for name in ("title", "wording", "condition", "nature")}
    return {**kept, "target": target or None}


def differences(before: Consolidated, after: Consolidated) -> list[Difference]:
    """What is not the same from a day to another, in the order of the text."""
    found = list(_articles_changed(before, after))
    old, new = ({row.clause: row for row in one.promises} for one in (before, after))
    for clause in dict.fromkeys([*old, *new]):
        was, is_ = old.get(clause), new.get(clause)
        if was is None or is_ is None or (was.title, was.text) != (is_.title, is_.text):
            kind = "ajouté" if was is None else "supprimé" if is_ is None else "modifié"
            shown = is_ or was
            pieces = compared(was.text if was else "", is_.text if is_ else "")
            found.append(Difference(clause, shown.title if shown else "", kind, tuple(pieces)))
    return found


def _articles_changed(before: Consolidated, after: Consolidated) -> Iterator[Difference]:
    for key in dict.fromkeys([*before.articles, *after.articles]):
        was, now = before.articles.get(key), after.articles.get(key)
        old, new = was[1] if was else "", now[1] if now else ""
        if (was is None) != (now is None) or old != new:
            kind = "ajouté" if was is None else "supprimé" if now is None else "modifié"
            title = (now or was)[0].title  # type: ignore[index]
            yield Difference(f"Article {key}", title, kind, tuple(compared(old, new)))


def breach_file(agreement: Agreement, recipient: Party, clauses: list[str], on: dt.date) -> list[dict[str, Any]]:
    """For each clause the recipient owes that day: what was promised, its figures, what lacks, its evidence."""
    seen = board(agreement, agreement.scope, on)
    owed = [line for line in seen.lines if recipient in line.debtors and line.commitment.clause in clauses]
    return [_breach(line, on, seen.extent.schools) for line in owed]


def _breach(line: Line, on: dt.date, schools: Any) -> dict[str, Any]:
    asked = line.commitment
    lacking = school_lines(schools, asked.indicator, on, SCHOOLS) if line.measured else []
    points = line.history.points[-POINTS:]
    return {
        "clause": asked.clause, "title": asked.title, "wording": asked.wording, "source": asked.source,
        "debtors": [party.short_name for party in line.debtors], "state": line.state, "reason": line.standing.reason,
        "due": line.due, "met": line.met, "unit": line.units, "target": line.target_words,
        "target_on": asked.target_on.isoformat() if asked.target_on else None, "measures": list(asked.measure_keys),
        "history": [{"on": day.isoformat(), "due": row.due, "met": row.met} for day, row in points],
        "lacking": [{"uai": row.school.uai, "name": row.school.name, "due": row.due, "met": row.met}
                    for row in lacking if row.missing],
        "declarations": [_told(row) for row in asked.declarations.order_by("-made_at")[:DECLARATIONS]],
    }  # fmt: skip


def _told(row: Declaration) -> dict[str, Any]:
    return {
        "on": row.observed_on.isoformat(), "until": row.valid_until.isoformat(), "party": row.party.short_name,
        "statement": row.statement, "due": row.due, "met": row.met, "evidence": row.evidence_name,
        "digest": row.evidence_digest,
        "answers": [{"party": reply.party.short_name, "agrees": reply.agrees, "reason": reply.reason}
                    for reply in row.answers.select_related("party")],
    }  # fmt: skip
