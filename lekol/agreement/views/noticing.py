"""The life of an agreement on one page, its renewal file, and the pages of a formal notice."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.agreement import access, actions, queries
from lekol.agreement.choices import NoticeState, State
from lekol.agreement.forms.life import DayForm, NoticeForm, OutcomeForm, ReplyForm, SentForm, SuccessorForm
from lekol.agreement.models import Agreement, Notice
from lekol.agreement.rules.life import alerts, delay_of, delay_state, may_terminate
from lekol.agreement.views.amending import seen
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@require_safe
def life(request: PersonRequest, slug: str) -> HttpResponse:
    """Its term, its alerts, its avenants, its notices, what follows it."""
    agreement, today = seen(request, slug), timezone.localdate()
    given = {row.months: row for row in agreement.alerts.all() if row.ends_on == agreement.ends_on}
    context = {
        "agreement": agreement,
        "today": today,
        "alerts": [(row, given.get(row.months)) for row in alerts(agreement.ends_on, agreement.starts_on)],
        "oppose_by": queries.Contents(agreement).oppose_by(today),
        "amendments": access.amendments_visible_to(request.person, agreement),
        "notices": [(row, delay_state(row.ends_on, today)) for row in _notices(request, agreement)],
        "delay": delay_of(agreement.data.get("notice")),
        "notice": agreement.data.get("notice"),
        "speaks": bool(access.parties_of(request.person, agreement)),
        "may_amend": access.may_amend(request.person, agreement),
        "may_notify": access.may_notify(request.person, agreement),
        "successors": access.visible_to(request.person).filter(predecessor=agreement).defer("text", "data"),
    }  # fmt: skip
    return render(request, "agreement/life_page.html", context)


@require_safe
def renewal(request: PersonRequest, slug: str) -> HttpResponse:
    """The renewal file: what was kept, what was not, what each party said, what is to be chosen."""
    agreement, today = seen(request, slug), timezone.localdate()
    board = queries.board(agreement, agreement.scope, today)
    context = {
        "agreement": agreement,
        "board": board,
        "kept": [line for line in board.lines if line.state in (State.KEPT, State.ON_TRACK)],
        "late": board.to_decide,
        "waiting": board.waiting,
        "alerts": alerts(agreement.ends_on, agreement.starts_on),
        "today": today,
        "amendments": agreement.amendments.signed(),
        "may_amend": access.may_amend(request.person, agreement),
        "successors": access.visible_to(request.person).filter(predecessor=agreement).defer("text", "data"),
    }
    return render(request, "agreement/renewal.html", context)


@require_http_methods(FORM)
def succeed(request: PersonRequest, slug: str) -> HttpResponseBase:
    """Prepare the agreement that follows, with the promises one chooses."""
    agreement, today = seen(request, slug), timezone.localdate()
    if not access.may_amend(request.person, agreement):
        raise PermissionDenied
    rows = queries.consolidated(agreement, today).promises
    clauses = [(row.clause, f"{row.clause} {row.title} ({row.owing})") for row in rows]
    initial = {"title": agreement.title, "years": agreement.data["term"].get("years", 4)}
    form = SuccessorForm(clauses, request.POST or None, initial=initial)
    text = "Elle est chargée sans date de signature, dans les mots d’aujourd’hui, avenants compris."
    question = Question("Préparer la convention suivante", text, "Préparer", _renewal_url(agreement),
                        above="Dossier de renouvellement")  # fmt: skip
    return ask(request, question, form, lambda **words: redirect(
        actions.succeed(agreement=agreement, on=today, by=request.person, **words)))  # fmt: skip


def _renewal_url(agreement: Agreement) -> str:
    return f"{agreement.get_absolute_url()}renouvellement/"


@require_http_methods(FORM)
def prepare_notice(request: PersonRequest, slug: str) -> HttpResponseBase:
    """Freeze the file of a breach."""
    agreement = seen(request, slug)
    led = access.parties_led(request.person, agreement, access.NOTIFY)
    if not led:
        raise PermissionDenied
    parties = actions.amending.signing(agreement, timezone.localdate())
    lines = queries.board(agreement, agreement.scope, timezone.localdate()).lines
    choices = [(line.commitment.clause, f"{line.commitment.clause} {line.commitment.title} ({line.bearer['name']}, "
                f"{line.word.lower()})") for line in lines]  # fmt: skip
    form = NoticeForm(led, parties, choices, request.POST or None)
    text = "Le dossier est figé à la date d’aujourd’hui. Le délai ne court qu’une fois la lettre partie."
    question = Question("Préparer une mise en demeure", text, "Figer le dossier", f"{agreement.get_absolute_url()}vie/",
                        danger=True, above="Vie de la convention")  # fmt: skip
    return ask(request, question, form, lambda **words: redirect(
        actions.prepare_notice(agreement=agreement, by=request.person, **words)))  # fmt: skip


@require_safe
def notice(request: PersonRequest, slug: str, ref: str) -> HttpResponse:
    """A formal notice: its file, its clock, what was answered, what may be done."""
    found, today = _notice(request, slug, ref), timezone.localdate()
    context = {
        "agreement": found.agreement,
        "notice": found,
        "intact": actions.noticing.digest_of(found.file) == found.digest,
        "delay": delay_of(found.agreement.data.get("notice")),
        "clause": found.agreement.data.get("notice", {}),
        "clock": delay_state(found.ends_on, today),
        "days_left": (found.ends_on - today).days if found.ends_on else None,
        "may_terminate": may_terminate(open_=found.open, ends_on=found.ends_on, on=today),
        "sends": access.may_send_for(request.person, found),
        "replies": access.may_reply_for(request.person, found),
    }
    return render(request, "agreement/notice.html", context)


STEPS: dict[str, tuple[str, str, str, Any, bool]] = {
    "envoi": ("Inscrire l’envoi", "Le jour du cachet de la poste fait courir le délai.", "Inscrire", SentForm, True),
    "reception": ("Inscrire la réception", "Le jour porté sur l’avis de réception.", "Inscrire", DayForm, True),
    "reponse": ("Répondre", "La réponse reste au dossier, à côté des griefs.", "Répondre", ReplyForm, False),
    "regularisation": ("Constater la régularisation", "Le manquement a cessé : la mise en demeure est close.",
                       "Constater", OutcomeForm, True),
    "retrait": ("Retirer la mise en demeure", "Elle est close sans suite.", "Retirer", OutcomeForm, True),
    "resiliation": ("Résilier la convention", "De plein droit, une fois le délai expiré. Cela ne se défait pas.",
                    "Résilier", OutcomeForm, True),
}  # fmt: skip


@require_http_methods(FORM)
def notice_step(request: PersonRequest, slug: str, ref: str, step: str) -> HttpResponseBase:
    """One step of a notice: by its sender, or by its recipient for the answer."""
    found = _notice(request, slug, ref)
    if step not in STEPS:
        raise Http404
    title, text, action, form, by_sender = STEPS[step]
    may = access.may_send_for if by_sender else access.may_reply_for
    if not may(request.person, found):
        raise PermissionDenied
    question = Question(title, text, action, found.get_absolute_url(), danger=step == "resiliation", above=str(found))
    return ask(request, question, form(request.POST or None), lambda **words: _step(request, found, step, words))


def _step(request: PersonRequest, found: Notice, step: str, words: dict[str, Any]) -> None:
    by = request.person
    match step:
        case "envoi":
            actions.send_notice(notice=found, by=by, **words)
        case "reception":
            actions.receive_notice(notice=found, by=by, **words)
        case "reponse":
            actions.reply_notice(notice=found, by=by, **words)
        case "resiliation":
            actions.terminate(notice=found, by=by, **words)
        case _:
            state = NoticeState.CURED if step == "regularisation" else NoticeState.WITHDRAWN
            actions.close_notice(notice=found, state=state, by=by, **words)


def _notices(request: PersonRequest, agreement: Agreement) -> "QuerySet[Notice]":
    return access.notices_visible_to(request.person, agreement).select_related("sender", "recipient")


def _notice(request: PersonRequest, slug: str, ref: str) -> Notice:
    agreement = seen(request, slug)
    found = get_object_or_404(_notices(request, agreement), ref=ref)
    found.agreement = agreement
    return found
