"""Drafts: a text is sent, read, corrected beside its original, then enacted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.agreement import access, actions
from lekol.agreement.choices import DraftState, ItemKind
from lekol.agreement.forms import EnactForm, MergeForm, SendForm, form_for
from lekol.agreement.models import Draft, DraftItem
from lekol.agreement.queries.drafts import WAITING, around, draft_page, home, next_to_confirm, ordered, rows_of
from lekol.agreement.rules.drafting import faults_of
from lekol.agreement.rules.drafting.words import differences
from lekol.agreement.tasks import defer_reading
from lekol.directory.queries import name_of
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.pact.scopes import Scope

FORM = ["GET", "HEAD", "POST"]
COLUMNS = (
    Column("Texte", lambda row: row.name, lambda row: row.get_absolute_url(), lead=True),
    Column("État", lambda row: row.get_state_display()),
    Column("Territoire", lambda row: str(row.scope)),
    Column("Envoyé le", lambda row: row.sent_at),
    Column("Par", lambda row: row.sent_by),
)


@require_safe
def drafts(request: PersonRequest) -> HttpResponseBase:
    """The texts sent for one’s territory, newest first."""
    if not access.may_load(request.person):
        raise PermissionDenied
    listing = Listing(
        "Textes à relire",
        "Lékol lit le texte d’une convention et propose ce qu’il y trouve. Rien n’entre en vigueur avant votre accord.",
        access.drafts_visible_to(request.person).select_related("sent_by"),
        ("-id",),
        COLUMNS,
        "brouillons",
        "Aucun texte n’a encore été envoyé. Envoyez celui d’une convention : vous le corrigerez à côté de l’original.",
        "brouillon,brouillons",
        "agreement/drafts.html",
    )
    return respond(request, listing)


@require_http_methods(FORM)
def send_draft(request: PersonRequest) -> HttpResponseBase:
    """Send the text of a convention."""
    places = access.drafting_places(request.person)
    if not places:
        raise PermissionDenied
    form = SendForm(places, request.POST or None, request.FILES or None)
    question = Question(
        "Faire lire un texte",
        "Lékol y cherche le titre, les parties, la durée, les comités et chaque engagement. Vous corrigez ensuite.",
        "Lire le texte", reverse("agreement:drafts"), above="Textes à relire",
    )  # fmt: skip
    return ask(request, question, form, lambda **words: _send(request, words["file"], words["scope"]))


def _send(request: PersonRequest, file: Any, scope: Scope) -> HttpResponseBase:
    if not access.may_draft(request.person, scope):
        fault = f"« {scope} » n’est pas dans le territoire de votre fonction. Choisissez-en un autre."
        raise ValidationError({"commune": fault})
    name = file.name or "texte"
    draft = actions.send(content=file.read(), name=name, scope=scope, by=request.person, later=defer_reading)
    return redirect(draft)


@require_safe
def draft(request: PersonRequest, ref: str) -> HttpResponse:
    """The draft beside its original; while it waits, how far its reading is."""
    found = _draft(request, ref)
    if found.state in WAITING or not found.pages:
        return render(request, "agreement/draft_waiting.html", {"draft": found, "waits": found.state in WAITING})
    asked = request.GET.get("page", "1")
    rank = int(asked) - 1 if asked.isdecimal() and len(asked) < 6 else 0
    words = {"draft": found, "page": draft_page(found, rank), "rank": rank, "place": name_of(found.scope)}
    return render(request, "agreement/draft.html", words)


@require_POST
def read_draft(request: PersonRequest, ref: str) -> HttpResponse:
    """Read now what waits in the queue."""
    return redirect(actions.read_draft(draft=_draft(request, ref)))


@require_safe
def draft_pack(request: PersonRequest, ref: str) -> HttpResponse:
    """The draft as a pack file."""
    found = _draft(request, ref)
    if not found.pages:
        raise Http404
    response = HttpResponse(actions.pack_text(found), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="brouillon-{found.ref}.toml"'
    return response


@require_http_methods(FORM)
def enact_draft(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Make an agreement of the draft, once its pack has no fault."""
    found = _draft(request, ref)
    rows = rows_of(found)
    waiting = found.items.kept().filter(confirmed_by=None).count()
    form = EnactForm(request.POST or None)
    faults = faults_of(rows, str(found.scope)) if found.open else []
    if request.method == "POST" and form.is_valid():
        try:
            agreement = actions.enact(draft=found, by=request.person)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, f"« {agreement} » est chargée.")
            seen = access.visible_to(request.person).filter(pk=agreement.pk).exists()
            return redirect(agreement.get_absolute_url() if seen else found.get_absolute_url())
    context = {
        "draft": found,
        "form": form,
        "faults": faults,
        "waiting": waiting,
        "count": len(rows),
        "place": name_of(found.scope),
    }
    return render(request, "agreement/draft_enact.html", context)


@require_POST
def shelve_draft(request: PersonRequest, ref: str) -> HttpResponse:
    """Give up a draft, or take it up again."""
    found = _draft(request, ref)
    verb = actions.resume if found.state == DraftState.SHELVED else actions.shelve
    try:
        verb(draft=found, by=request.person)
    except ValidationError as fault:
        messages.error(request, fault.messages[0])
    return redirect(found)


@require_http_methods(FORM)
def add_draft_item(request: PersonRequest, ref: str, kind: str) -> HttpResponse:
    """Add by hand what was not found."""
    found = _draft(request, ref)
    if kind not in ItemKind.values:
        raise Http404
    return _item_page(request, found, ItemKind(kind), None)


@require_http_methods(FORM)
def draft_item(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    """Correct an item beside its passage; saving confirms it."""
    found, item = _item(request, ref, pk)
    return _item_page(request, found, ItemKind(item.kind), item)


def _item_page(request: PersonRequest, found: Draft, kind: ItemKind, item: DraftItem | None) -> HttpResponse:
    rows = list(found.items.kept())
    form = form_for(kind)(rows, found.text, item, request.POST or None)
    moved: dict[str, list[str]] = {}
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, found, kind, item, form)
        except ValidationError as fault:
            form.add_error(None, fault.messages[0])
            if item is not None:
                moved = _moved(item, form)
    context = {
        "draft": found, "item": item, "form": form, "kind": kind, "moved": moved,
        "around": around(found, item) if item else {}, "back": _beside(found, item),
        "may_merge": item is not None and kind == ItemKind.COMMITMENT and found.open,
    }  # fmt: skip
    return render(request, "agreement/draft_item.html", context)


def _saved(request: PersonRequest, found: Draft, kind: ItemKind, item: DraftItem | None, form: Any) -> HttpResponse:
    words: dict[str, Any] = {"words": form.words, "by": request.person, "passage": form.passage}
    if item is None:
        made = actions.add_item(draft=found, kind=kind, **words)
    else:
        made = actions.correct_item(item=item, version=form.cleaned_data["version"] or 0, **words)
    following = next_to_confirm(found, made) if "suivant" in request.POST else None
    if following is not None:
        return redirect("agreement:draft_item", ref=found.ref, pk=following.pk)
    messages.success(request, f"{made.label} : enregistré.")
    return redirect(_beside(found, made))


def _moved(item: DraftItem, form: Any) -> dict[str, list[str]]:
    """What the other one wrote, against what is being sent; the next sending is on that new version."""
    now = DraftItem.objects.get(pk=item.pk)
    form.data = form.data.copy()
    form.data["version"] = now.version
    return differences({**now.words, "article": ""}, {**form.words, "clause": now.words.get("clause")})


@require_POST
def settle_draft_item(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    """Confirm an item as it stands, remove it, or put it back."""
    found, item = _item(request, ref, pk)
    verbs = {"confirmer": actions.confirm_item, "retirer": actions.remove_item, "remettre": actions.restore_item}
    verb = verbs.get(request.POST.get("geste", ""))
    try:
        if verb is not None:
            verb(item=item, by=request.person)
    except ValidationError as fault:
        messages.error(request, fault.messages[0])
    else:
        if verb is actions.remove_item:
            messages.info(request, f"{item.label} : retiré. Il reste en bas de page, d’où on peut le remettre.")
    return redirect(_beside(found, item))


@require_http_methods(FORM)
def merge_draft_item(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """Make one commitment of two."""
    found, item = _item(request, ref, pk)
    others = [row for row in ordered(found.items.kept()) if row.kind == ItemKind.COMMITMENT and row.pk != item.pk]
    form = MergeForm(others, request.POST or None)
    back = reverse("agreement:draft_item", args=[found.ref, item.pk])
    question = Question(
        "Fusionner deux engagements",
        f"{item.label} : {item.words.get('wording', '')}"[:300],
        "Fusionner",
        back,
        above=item.label,
    )

    def act(other: DraftItem) -> HttpResponse:
        return redirect(_beside(found, actions.merge_items(item=item, other=other, by=request.person)))

    return ask(request, question, form, act)


def _draft(request: PersonRequest, ref: str) -> Draft:
    return get_object_or_404(access.drafts_visible_to(request.person), ref=ref)


def _item(request: PersonRequest, ref: str, pk: int) -> tuple[Draft, DraftItem]:
    found = _draft(request, ref)
    item = get_object_or_404(found.items, pk=pk)
    item.draft = found
    return found, item


def _beside(found: Draft, item: DraftItem | None) -> str:
    """The page of the draft where an item is, at its place."""
    if item is None or not found.pages:
        return found.get_absolute_url()
    kept = list(found.items.kept()) if item.start is None else []
    place = "retires" if item.removed_at else f"e-{item.pk}"
    return f"{found.get_absolute_url()}?page={home(item, kept, found.text_pages) + 1}#{place}"
