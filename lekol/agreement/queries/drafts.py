"""A draft as its page shows it: one page of the original, the items found there, the faults of the whole pack."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from lekol.agreement.choices import DraftState, ItemKind
from lekol.agreement.models import Draft, DraftItem
from lekol.agreement.rules.drafting import Faulty, TextPage, chunks, faults_of
from lekol.agreement.rules.drafting.pages import page_at
from lekol.agreement.rules.drafting.words import LABELS, told
from lekol.agreement.rules.reading.found import Passage

PLURALS = {
    ItemKind.HEAD: "Titre et signature", ItemKind.PARTY: "Parties", ItemKind.TERM: "Durée",
    ItemKind.NOTICE: "Mise en demeure", ItemKind.AMENDMENT: "Modification", ItemKind.AIM: "Buts",
    ItemKind.OBJECTIVE: "Objectifs partagés", ItemKind.ARTICLE: "Articles", ItemKind.COMMITMENT: "Engagements",
    ItemKind.COMMITTEE: "Comités", ItemKind.ANNEX: "Annexes",
}  # fmt: skip
ALONE = frozenset({ItemKind.HEAD, ItemKind.TERM, ItemKind.NOTICE, ItemKind.AMENDMENT})


class Bearer(NamedTuple):
    """A party as a commitment shows it."""

    letter: str
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An item on the page: what it says, who owes it, its faults."""

    item: DraftItem
    bearers: tuple[Bearer, ...]
    facts: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]

    @property
    def chip(self) -> str:
        """The few signs by which the original refers to it."""
        return str(self.item.words.get("clause") or self.item.get_kind_display().lower())


class Group(NamedTuple):
    """The items of a kind, and the kind one may add there."""

    kind: str
    title: str
    rows: list[Shown]
    may_add: bool


class Sheet(NamedTuple):
    """A page of the original: its rank, its name, how many of its items nobody confirmed."""

    rank: int
    title: str
    waiting: int
    current: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of the original: words, the items whose passage opens before them, how many close after."""

    words: str
    opens: tuple[Shown, ...]
    closes: range


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything the page of a draft shows."""

    groups: list[Group]
    sheets: list[Sheet]
    original: list[Marked]
    sheet: TextPage
    general: list[str]
    elsewhere: list[tuple[DraftItem, int, list[str]]]
    removed: list[DraftItem]
    counts: dict[str, int]
    missing: list[str]


def rows_of(draft: Draft) -> list[tuple[str, dict[str, Any]]]:
    """What goes into the pack, in its order."""
    return [item.row for item in ordered(draft.items.kept())]


def ordered(items: Iterable[DraftItem]) -> list[DraftItem]:
    """Kind by kind; under an article, in the order of the text, what was added by hand last."""
    kinds = {kind: rank for rank, kind in enumerate(ItemKind.values)}
    return sorted(items, key=lambda item: (kinds[item.kind], *_under(item), item.rank))


def _under(item: DraftItem) -> tuple[int, str, float]:
    if item.kind != ItemKind.COMMITMENT:
        return 0, "", 0
    article = str(item.words.get("clause", "")).partition(".")[0]
    number = (int(article), "") if article.isdigit() else (0, article)
    return *number, float("inf") if item.start is None else item.start


def draft_page(draft: Draft, rank: int) -> DraftPage:
    """One query: the items of the draft. `rank` is that of the page of the original, the first one when unknown."""
    every = list(draft.items.all())
    kept = ordered(item for item in every if item.removed_at is None)
    faults = faults_of([item.row for item in kept], str(draft.scope)) if draft.open else []
    by_item = _by_item(kept, faults)
    pages = draft.text_pages
    rank = rank if 0 <= rank < len(pages) else 0
    homes = {item.pk: home(item, kept, pages) for item in kept}
    bearers = _bearers(kept)
    here = [_shown(item, bearers, by_item.get(item.pk, ())) for item in kept if homes[item.pk] == rank]
    return DraftPage(
        groups=_groups(here, kept, draft),
        sheets=_sheets(pages, kept, homes, rank),
        original=_original(draft.text, pages[rank], here),
        sheet=pages[rank],
        general=[fault.sentence for fault in faults if fault.rank is None],
        elsewhere=[
            (item, homes[item.pk], list(by_item[item.pk]))
            for item in kept
            if item.pk in by_item and homes[item.pk] != rank
        ],
        removed=[item for item in every if item.removed_at is not None],
        missing=_missing(draft, kept),
        counts={
            "items": len(kept), "confirmed": sum(item.confirmed_by_id is not None for item in kept),
            "uncertain": sum(item.uncertain for item in kept), "faults": len(faults),
            "commitments": sum(item.kind == ItemKind.COMMITMENT for item in kept),
        },
    )  # fmt: skip


_ANSWERS = {
    "la durée": ItemKind.TERM, "la mise en demeure ou le préavis, et son délai": ItemKind.NOTICE,
    "la manière de modifier la convention": ItemKind.AMENDMENT, "les comités": ItemKind.COMMITTEE,
    "les objectifs partagés": ItemKind.OBJECTIVE, "les engagements": ItemKind.COMMITMENT,
    "les articles": ItemKind.ARTICLE,
}  # fmt: skip


def _missing(draft: Draft, kept: Sequence[DraftItem]) -> list[str]:
    """What the text does not say and nobody has added since."""
    held = {item.kind for item in kept}
    head: dict[str, Any] = next((item.words for item in kept if item.kind == ItemKind.HEAD), {})
    filled = {"le titre": "title", "la date de signature": "signed_on"}
    return [words for words in draft.missing if _ANSWERS.get(words) not in held and not head.get(filled.get(words, ""))]


def _by_item(kept: Sequence[DraftItem], faults: Sequence[Faulty]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for fault in faults:
        if fault.rank is not None:
            key = kept[fault.rank].pk
            label = LABELS.get(fault.key, "")
            found[key] = (*found.get(key, ()), f"{label} : {fault.sentence}" if label else fault.sentence)
    return found


def home(item: DraftItem, kept: Sequence[DraftItem], pages: Sequence[TextPage]) -> int:
    """The page of the original an item is shown beside: that of its passage, else of its article, else the first."""
    if item.start is not None:
        return page_at(pages, item.start)
    number = str(item.words.get("clause", "")).partition(".")[0]
    article = next((row for row in kept if row.kind == ItemKind.ARTICLE and row.words.get("number") == number), None)
    return 0 if article is None or article.start is None else page_at(pages, article.start)


def _bearers(kept: Sequence[DraftItem]) -> dict[str, Bearer]:
    rows = [item.words for item in kept if item.kind == ItemKind.PARTY]
    return {
        str(row.get("key")): Bearer(row.get("letter", ""), row.get("short_name", ""), row.get("tone", "autre"))
        for row in rows
    }


def _shown(item: DraftItem, bearers: dict[str, Bearer], faults: Sequence[str]) -> Shown:
    owing = tuple(bearers.get(key, Bearer("", key, "autre")) for key in item.words.get("debtors", ()))
    return Shown(item, owing, tuple(told(item.words)), tuple(faults))


def _groups(here: Sequence[Shown], kept: Sequence[DraftItem], draft: Draft) -> list[Group]:
    """Kind by kind; one that is nowhere in the draft, and of which a pack holds one, is offered on the first page."""
    held = {item.kind for item in kept}
    groups = []
    for kind in ItemKind:
        rows = [row for row in here if row.item.kind == kind]
        may_add = draft.open and (kind not in held if kind in ALONE else True)
        if rows or (may_add and kind not in held):
            groups.append(Group(kind.value, PLURALS[kind], rows, may_add))
    return groups


def _sheets(pages: Sequence[TextPage], kept: Sequence[DraftItem], homes: dict[int, int], rank: int) -> list[Sheet]:
    waiting = Counter(homes[item.pk] for item in kept if item.confirmed_by_id is None)
    return [Sheet(number, page.title, waiting[number], number == rank) for number, page in enumerate(pages)]


def _original(text: str, page: TextPage, here: Sequence[Shown]) -> list[Marked]:
    """The words of the page, each item’s passage and the sentence that announces it marked once."""
    rows = {row.item.pk: row for row in here}
    passages: list[tuple[int, Passage]] = [
        (key, row.item.passage) for key, row in rows.items() if row.item.passage and row.item.kind != ItemKind.ARTICLE
    ]
    return [
        Marked(piece.words, tuple(rows[key] for key in piece.opens), range(piece.closes))
        for piece in chunks(text, page, passages)
    ]


def next_to_confirm(draft: Draft, after: DraftItem) -> DraftItem | None:
    """The next item nobody confirmed, in the order of the pack, round to the first."""
    rows = ordered(draft.items.kept())
    at = next((rank for rank, row in enumerate(rows) if row.pk == after.pk), 0)
    return next((row for row in rows[at + 1 :] + rows[:at] if row.confirmed_by_id is None), None)


def around(draft: Draft, item: DraftItem, signs: int = 700) -> dict[str, Any]:
    """The passage of an item and what stands before and after it; its lead too when it is further up."""
    passage = item.passage
    if passage is None:
        return {}
    lead = ""
    if item.lead_start is not None and item.lead_end is not None and item.lead_start < passage.start - signs:
        lead = draft.text[item.lead_start : item.lead_end]
    before, after = max(0, passage.start - signs), passage.end + signs
    return {
        "lead": lead,
        "before": draft.text[before : passage.start],
        "passage": draft.text[passage.start : passage.end],
        "after": draft.text[passage.end : after],
    }


WAITING = (DraftState.WAITING, DraftState.READING)
