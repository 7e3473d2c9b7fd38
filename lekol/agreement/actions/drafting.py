"""The verbs of a draft: sent, read, corrected item by item, then enacted. Each one is in the journal of its draft."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from lekol.agreement.actions.loading import load
from lekol.agreement.choices import DraftState, ItemKind
from lekol.agreement.models import Agreement, Draft, DraftItem
from lekol.agreement.models.acts import reference
from lekol.agreement.queries.drafts import rows_of
from lekol.agreement.rules.drafting import Item, clause_for, faults_of, items_of, text_pages, toml_of
from lekol.agreement.rules.drafting.words import differences
from lekol.agreement.rules.reading import Reading, read
from lekol.agreement.rules.reading.found import Passage
from lekol.directory.models import Person
from lekol.journal.actions import write
from lekol.kit.documents import Unreadable, text_of
from lekol.kit.templatetags.kit import plural
from lekol.pact.scopes import Scope

AT_ONCE = 400_000
"""Bytes of a file read in the request itself; a larger one goes to the queue."""
UNREAD = (DraftState.WAITING, DraftState.READING)


def send(*, content: bytes, name: str, scope: Scope, by: Person | None, later: Callable[[int], None]) -> Draft:
    """Keep a file and read it: at once when it is small, else through `later`, given the draft’s key.

    Raises ValidationError, and keeps nothing, when a small file gives no text.
    """
    reading = _reading(content, name) if len(content) <= AT_ONCE else None
    with transaction.atomic():
        draft = Draft(ref=reference(), name=name[-160:], digest=hashlib.sha256(content).hexdigest(), sent_by=by)
        draft.scope_level, draft.scope_code = str(scope.level), scope.code
        draft.file.save(f"{draft.ref}.bin", ContentFile(content), save=False)
        draft.save()
        write(verb="draft.sent", thing=draft, by=by, summary=f"« {draft.name} » envoyé pour lecture")
        if reading is None:
            transaction.on_commit(lambda: later(draft.pk))
        else:
            _keep(draft, reading)
    return draft


def _reading(content: bytes, name: str) -> Reading:
    try:
        return read(text_of(content, name))
    except Unreadable as fault:
        raise ValidationError({"file": str(fault)}) from None


def read_draft(*, draft: Draft) -> Draft:
    """Read a draft that waits; one already read is left as it is. An unreadable file is told on its page."""
    if not Draft.objects.filter(pk=draft.pk, state__in=UNREAD).update(state=DraftState.READING):
        return Draft.objects.get(pk=draft.pk)
    try:
        with draft.file.open("rb") as file:
            reading = _reading(file.read(), draft.name)
    except ValidationError as fault:
        return _fail(draft, fault.messages[0])
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        if draft.state == DraftState.READING:
            _keep(draft, reading)
    return draft


def _fail(draft: Draft, sentence: str) -> Draft:
    draft.state, draft.fault = DraftState.FAILED, sentence[:300]
    draft.save(update_fields=["state", "fault"])
    return draft


def _keep(draft: Draft, reading: Reading) -> None:
    """The text, its pages and its items, as rows."""
    draft.text, draft.missing, draft.state = reading.text.replace("\x00", " "), list(reading.missing), DraftState.READ
    draft.pages = [[page.title, page.start, page.end] for page in text_pages(reading)]
    draft.save()
    DraftItem.objects.bulk_create(_row(draft, rank, item) for rank, item in enumerate(items_of(reading)))
    count = len(reading.commitments)
    words = plural(count, "engagement trouvé,engagements trouvés")
    write(verb="draft.read", thing=draft, summary=f"« {draft.name} » lu : {count} {words}")


def _row(draft: Draft, rank: int, item: Item) -> DraftItem:
    start, end = item.passage or (None, None)
    lead_start, lead_end = item.lead or (None, None)
    return DraftItem(
        draft=draft, kind=item.kind, rank=rank, words=item.words, start=start, end=end, lead_start=lead_start,
        lead_end=lead_end, confidence=item.confidence, why=item.why[:300],
    )  # fmt: skip


def _open(draft: Draft) -> Draft:
    """The draft, locked for this verb; ValidationError when it can no longer be corrected."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if not draft.open:
        raise ValidationError(f"Ce brouillon ne se corrige plus : il est {draft.get_state_display()}.")
    return draft


def _locked(item: DraftItem, version: int | None) -> DraftItem:
    """The item as it now is, its draft locked; ValidationError when someone wrote since that version."""
    draft = _open(item.draft)
    item = DraftItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    item.draft = draft
    if version is not None and item.version != version:
        raise ValidationError("Quelqu’un a corrigé cet élément depuis que vous l’avez ouvert.", code="moved")
    return item


@transaction.atomic
def correct_item(
    *, item: DraftItem, version: int, words: Mapping[str, Any], by: Person | None, passage: Passage | None = None
) -> DraftItem:
    """Put an item’s words right, which also confirms it. Raises ValidationError when it changed since `version`."""
    item = _locked(item, version)
    after = dict(words)
    if item.kind == ItemKind.COMMITMENT:
        after["clause"] = _clause(item.draft, after.pop("article"), str(item.words.get("clause", "")))
    changes = differences(item.words, after)
    item.words, item.confirmed_by = after, by
    item.start, item.end = passage or (None, None)
    _save(item)
    what = "corrigé" if changes else "confirmé"
    write(verb="draft.corrected", thing=item.draft, by=by, summary=f"{item.label} : {what}", changes=changes)
    return item


def _save(item: DraftItem) -> None:
    item.version += 1
    item.full_clean(exclude=["draft", "into", "confirmed_by", "words"])
    item.save()


def _clause(draft: Draft, article: str, before: str = "") -> str:
    """The number it has, as long as it stays under its article; else the next one there."""
    if before.partition(".")[0] == article:
        return before
    return clause_for(article, draft.items.filter(kind=ItemKind.COMMITMENT).values_list("words__clause", flat=True))


@transaction.atomic
def add_item(
    *, draft: Draft, kind: ItemKind, words: Mapping[str, Any], by: Person | None, passage: Passage | None = None
) -> DraftItem:
    """Add by hand what was not found; it counts as confirmed."""
    draft = _open(draft)
    after = dict(words)
    if kind == ItemKind.COMMITMENT:
        after["clause"] = _clause(draft, after.pop("article"))
    last = draft.items.order_by("-rank").values_list("rank", flat=True).first()
    start, end = passage or (None, None)
    item = DraftItem(draft=draft, kind=kind, rank=(last or 0) + 1, words=after, start=start, end=end, confirmed_by=by)
    item.save()
    write(verb="draft.added", thing=draft, by=by, summary=f"{item.label} : ajouté à la main")
    return item


@transaction.atomic
def confirm_item(*, item: DraftItem, by: Person | None) -> DraftItem:
    """Say that an item is right as it stands."""
    item = _locked(item, None)
    item.confirmed_by = by
    _save(item)
    write(verb="draft.confirmed", thing=item.draft, by=by, summary=f"{item.label} : confirmé")
    return item


@transaction.atomic
def remove_item(*, item: DraftItem, by: Person | None) -> DraftItem:
    """Leave an item out of the pack; it stays at hand, to be put back."""
    item = _locked(item, None)
    if item.kind == ItemKind.HEAD:
        raise ValidationError("Le titre et la signature ne se retirent pas : corrigez-les.")
    item.removed_at = timezone.now()
    _save(item)
    write(verb="draft.removed", thing=item.draft, by=by, summary=f"{item.label} : retiré")
    return item


@transaction.atomic
def restore_item(*, item: DraftItem, by: Person | None) -> DraftItem:
    """Put back what was removed. What had been merged into another comes back apart; the other keeps its words."""
    item = _locked(item, None)
    item.removed_at, item.into = None, None
    _save(item)
    write(verb="draft.restored", thing=item.draft, by=by, summary=f"{item.label} : remis")
    return item


@transaction.atomic
def merge_items(*, item: DraftItem, other: DraftItem, by: Person | None) -> DraftItem:
    """Make one commitment of two: the words of both, the debtors of both. The other is removed, and can be put back."""
    item, other = _locked(item, None), _locked(other, None)
    if {item.kind, other.kind} != {ItemKind.COMMITMENT} or item.pk == other.pk or item.draft_id != other.draft_id:
        raise ValidationError("Deux engagements du même brouillon se fusionnent, rien d’autre.")
    before = dict(item.words)
    item.words = _merged(item.words, other.words)
    item.confirmed_by, other.removed_at, other.into = by, timezone.now(), item
    _save(item)
    _save(other)
    summary = f"{other.label} fusionné dans {item.label}"
    write(verb="draft.merged", thing=item.draft, by=by, summary=summary, changes=differences(before, item.words))
    return item


def _merged(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(ours)
    for name, between in (("wording", " "), ("source", " […] "), ("condition", " ; ")):
        both = [str(row[name]) for row in (ours, theirs) if row.get(name)]
        if both:
            made[name] = between.join(dict.fromkeys(both))
    made["debtors"] = list(dict.fromkeys([*ours.get("debtors", []), *theirs.get("debtors", [])]))
    return made


@transaction.atomic
def shelve(*, draft: Draft, by: Person | None) -> Draft:
    """Give up a draft; it can be taken up again."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.state == DraftState.ENACTED:
        raise ValidationError("Ce brouillon est devenu une convention : il ne s’abandonne plus.")
    draft.state = DraftState.SHELVED
    draft.save(update_fields=["state"])
    write(verb="draft.shelved", thing=draft, by=by, summary="Brouillon abandonné")
    return draft


@transaction.atomic
def resume(*, draft: Draft, by: Person | None) -> Draft:
    """Take up again a draft that was given up."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.state == DraftState.SHELVED:
        draft.state = DraftState.READ if draft.pages else DraftState.WAITING
        draft.save(update_fields=["state"])
        write(verb="draft.resumed", thing=draft, by=by, summary="Brouillon repris")
    return draft


def pack_text(draft: Draft) -> str:
    """The draft as a pack file, whatever its faults."""
    return toml_of(rows_of(draft), str(draft.scope))


@transaction.atomic
def enact(*, draft: Draft, by: Person | None) -> Agreement:
    """Load the pack of a draft: it becomes an agreement. Raises ValidationError while the pack has a fault."""
    draft = _open(draft)
    rows = rows_of(draft)
    if faults := faults_of(rows, str(draft.scope)):
        count = len(faults)
        raise ValidationError(f"Le paquet a encore {count} {plural(count, 'faute,fautes')} : corrigez d’abord.")
    slug = next(words.get("slug") for kind, words in rows if kind == ItemKind.HEAD)
    if Agreement.objects.filter(slug=slug).exists():
        raise ValidationError(f"Une convention porte déjà l’identifiant « {slug} ». Donnez-en un autre à celle-ci.")
    agreement, _ = load(text=toml_of(rows, str(draft.scope)), by=by)
    draft.agreement, draft.state = agreement, DraftState.ENACTED
    draft.save(update_fields=["agreement", "state"])
    write(verb="draft.enacted", thing=draft, by=by, summary=f"Devenu la convention « {agreement} »")
    return agreement
