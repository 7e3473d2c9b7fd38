"""The pages of an avenant: proposed, redrafted, answered by each party, signed or given up; the consolidated text."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.agreement import access, actions, queries
from lekol.agreement.forms.life import (
    AmendmentForm,
    ChangeForm,
    ConsentForm,
    DropForm,
    ProposeForm,
    RedraftForm,
    RemoveForm,
    SignAmendmentForm,
)
from lekol.agreement.models import Agreement, Amendment, Consent, Party
from lekol.agreement.rules.life import all_agree, standing
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest

FORM = ["GET", "HEAD", "POST"]
DOES = {"remplace": "Remplacé", "ajoute": "Ajouté", "abroge": "Supprimé"}


@require_safe
def consolidated(request: PersonRequest, slug: str) -> HttpResponse:
    """The text of a day, and what changed since another one."""
    agreement = seen(request, slug)
    today = timezone.localdate()
    on = day_asked(request, "le", today)
    since = day_asked(request, "depuis", agreement.starts_on or on)
    shown, before = queries.consolidated(agreement, on), queries.consolidated(agreement, since)
    context = {
        "agreement": agreement,
        "on": on,
        "since": since,
        "shown": shown,
        "groups": [(row, text, [one for one in shown.promises if one.article.pk == row.pk])
                   for row, text in shown.articles.values()],
        "differences": queries.differences(before, shown),
        "days": _turning_days(agreement),
    }  # fmt: skip
    return render(request, "agreement/consolidated.html", context)


def _turning_days(agreement: Agreement) -> list[tuple[str, dt.date]]:
    """The days worth looking at: the signature, each avenant in effect, the end."""
    found = [("Premier jour", agreement.starts_on)]
    found += [(f"Avenant n° {row.number}", row.from_day) for row in agreement.amendments.signed()]
    found.append(("Dernier jour", agreement.ends_on))
    return [(name, day) for name, day in found if day is not None]


def day_asked(request: PersonRequest, name: str, otherwise: dt.date) -> dt.date:
    """The day of a word of the address; another one when it is none, or unlikely."""
    try:
        day = dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return otherwise
    return day if 1900 <= day.year <= 2200 else otherwise


@require_safe
def amendment(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """One avenant: its draft, what each party answers, what it changes."""
    found = _amendment(request, slug, number)
    led = access.parties_led(request.person, found.agreement, access.AMEND)
    answers = list(found.consents.select_related("party", "by"))
    parties = actions.amending.signing(found.agreement, timezone.localdate())
    told = standing([row.key for row in parties], actions.amending.voices(found), found.version)
    context = {
        "agreement": found.agreement,
        "amendment": found,
        "changes": [_change(found.agreement, row) for row in found.changes],
        "answers": [(row, row.version == found.version) for row in reversed(answers)],
        "parties": [(row, told[row.key]) for row in parties],
        "led": led,
        "may_draft": bool(led) and found.open,
        "agreed": all_agree([row.key for row in parties], actions.amending.voices(found), found.version),
    }
    return render(request, "agreement/amendment.html", context)


def _change(agreement: Agreement, row: dict[str, Any]) -> dict[str, Any]:
    names = {party.key: party.short_name for party in agreement.parties.all()}
    target = row.get("target", {})
    return {
        **row,
        "word": DOES[row["does"]],
        "place": f"Clause {row['clause']}" if "clause" in row else f"Article {row['article']}",
        "owing": ", ".join(names.get(key, key) for key in row.get("debtors", [])),
        "ratio": target.get("ratio"),
        "target_on": dt.date.fromisoformat(target["on"]) if target.get("on", "terme") != "terme" else None,
    }


@require_http_methods(FORM)
def propose(request: PersonRequest, slug: str) -> HttpResponseBase:
    """Open the negotiation of an avenant."""
    agreement = seen(request, slug)
    led = _led(request, agreement)
    text = "L’autre partie voit le projet aussitôt. Rien ne change dans la convention avant la signature."
    question = Question("Proposer un avenant", text, "Ouvrir la négociation", agreement.get_absolute_url(),
                        above=agreement.short_title)  # fmt: skip
    return ask(
        request, question, ProposeForm(led, request.POST or None),
        lambda **words: redirect(actions.propose_amendment(agreement=agreement, by=request.person, **words)),
    )  # fmt: skip


@require_http_methods(FORM)
def redraft(request: PersonRequest, slug: str, number: int) -> HttpResponseBase:
    """Change the object, the reason or the days of a draft."""
    found = _drafted(request, slug, number)
    initial = {name: getattr(found, name) for name in (*AmendmentForm.base_fields, "version")}
    form = RedraftForm(request.POST or None, initial=initial)
    question = _about(found, "Modifier le projet", "Les accords déjà donnés devront l’être à nouveau.", "Enregistrer")
    return ask(request, question, form, lambda **words: _done(
        actions.redraft_amendment(amendment=found, by=request.person, **words)))  # fmt: skip


@require_http_methods(FORM)
def add_change(request: PersonRequest, slug: str, number: int) -> HttpResponseBase:
    """Say what the avenant does of a clause."""
    found = _drafted(request, slug, number)
    clause = found.agreement.commitments.filter(clause=request.GET.get("clause", "")[:8]).first()
    initial = {"version": found.version, "clause": clause.clause if clause else "",
               "wording": clause.wording if clause else ""}  # fmt: skip
    form = ChangeForm(found.agreement, request.POST or None, initial=initial)
    text = "Une clause, ou bien le texte d’un article. Laissez vide ce qui ne change pas."
    question = _about(found, "Ajouter un changement", text, "Ajouter au projet")
    return ask(request, question, form, lambda version, **words: _done(
        actions.add_change(amendment=found, version=version, change=form.change, by=request.person)))  # fmt: skip


@require_POST
def remove_change(request: PersonRequest, slug: str, number: int) -> HttpResponseBase:
    """Take a change out of the draft."""
    found = _drafted(request, slug, number)
    question = _about(found, "Retirer un changement", "La clause reste comme elle est.", "Retirer")
    return ask(request, question, RemoveForm(request.POST), lambda **words: _done(
        actions.remove_change(amendment=found, by=request.person, **words)))  # fmt: skip


@require_http_methods(FORM)
def answer_amendment(request: PersonRequest, slug: str, number: int) -> HttpResponseBase:
    """Agree to the draft, or not, in the name of one’s party."""
    found = _drafted(request, slug, number)
    form = ConsentForm(_led(request, found.agreement), request.POST or None, initial={"version": found.version})
    text = f"Projet n° {found.version}. Chaque réponse reste au dossier ; la dernière sur ce projet compte."
    question = _about(found, "Répondre au projet", text, "Répondre")
    return ask(request, question, form, lambda **words: _kept(
        actions.consent(amendment=found, by=request.person, **words)))  # fmt: skip


@require_http_methods(FORM)
def sign_amendment(request: PersonRequest, slug: str, number: int) -> HttpResponseBase:
    """Enter the signature of an avenant that every party agrees to."""
    found = _drafted(request, slug, number)
    acts = access.acts_visible_to(request.person)
    form = SignAmendmentForm(found, acts, request.POST or None, initial={"version": found.version})
    text = "Ses changements entrent en vigueur le jour dit. La date ne se change plus ensuite."
    question = _about(found, "Saisir la signature de l’avenant", text, "Enregistrer la signature")
    return ask(request, question, form, lambda **words: _done(
        actions.sign_amendment(amendment=found, by=request.person, **words)))  # fmt: skip


@require_http_methods(FORM)
def drop_amendment(request: PersonRequest, slug: str, number: int) -> HttpResponseBase:
    """Give up a draft."""
    found = _drafted(request, slug, number)
    form = DropForm(request.POST or None, initial={"version": found.version})
    question = _about(found, "Abandonner le projet", "Il reste lisible, avec les réponses données.", "Abandonner")
    return ask(request, question, form, lambda **words: _done(
        actions.drop_amendment(amendment=found, by=request.person, **words)))  # fmt: skip


def seen(request: PersonRequest, slug: str) -> Agreement:
    """An agreement the reader sees, its parties loaded."""
    found = get_object_or_404(access.visible_to(request.person), slug=slug)
    prefetch_related_objects([found], "parties")
    return found


def _led(request: PersonRequest, agreement: Agreement) -> list[Party]:
    led = access.parties_led(request.person, agreement, access.AMEND)
    if not led:
        raise PermissionDenied
    return led


def _amendment(request: PersonRequest, slug: str, number: int) -> Amendment:
    agreement = seen(request, slug)
    found = get_object_or_404(access.amendments_visible_to(request.person, agreement), number=number)
    found.agreement = agreement
    return found


def _drafted(request: PersonRequest, slug: str, number: int) -> Amendment:
    found = _amendment(request, slug, number)
    _led(request, found.agreement)
    return found


def _done(found: Amendment) -> HttpResponseBase:
    return redirect(found)


def _kept(said: Consent) -> HttpResponseBase:
    return redirect(said.amendment)


def _about(found: Amendment, title: str, text: str, action: str) -> Question:
    return Question(title, f"{found} : {found.title}. {text}", action, found.get_absolute_url(), above=str(found))
