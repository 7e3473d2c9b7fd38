"""The yearly report on screen: prepared, frozen, written around, put to both parties, given as files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.agreement.access import parties_of
from lekol.agreement.models import Agreement
from lekol.directory.access import visible_to as schools_visible_to
from lekol.governance import access, actions
from lekol.governance.choices import RowKind
from lekol.governance.forms import DraftForm
from lekol.governance.models import Freezing, Preparation, Review, Section
from lekol.governance.queries.accords import standing_of
from lekol.governance.queries.freezing import Year, year_of
from lekol.governance.queries.printing import as_csv, as_html, as_json, as_odt, review_pdf
from lekol.governance.queries.printing.data import schema
from lekol.governance.queries.report import is_section, may_be_section, preview, report
from lekol.governance.tasks import freeze_year
from lekol.governance.views.index import TRAIL, agreement_or_404, kept_or_403
from lekol.governance.views.minutes import speakers, tell
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.pact.calendars import label

FORM = ["GET", "HEAD", "POST"]
FILES = {
    "pdf": (review_pdf, "application/pdf"),
    "odt": (as_odt, "application/vnd.oasis.opendocument.text"),
    "html": (as_html, "text/html; charset=utf-8"),
    "json": (as_json, "application/json"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


@require_safe
def reviews(request: PersonRequest) -> HttpResponseBase:
    """Every yearly report."""
    if not access.may_read(request.person):
        raise PermissionDenied
    listing = Listing(
        "Bilans annuels",
        "Un bilan par année scolaire : ses chiffres sont figés une fois pour toutes.",
        access.reviews_visible_to(request.person),
        ("-school_year", "id"),
        (
            Column("Bilan", str, lambda row: row.get_absolute_url(), lead=True),
            Column("Convention", lambda row: row.agreement.short_title),
            Column("Chiffres arrêtés au", lambda row: row.on),
            Column("Lignes figées", lambda row: row.count, numeric=True),
            Column("Accord", lambda row: standing_of(row.accord).sentence if row.accord else "pas encore soumis"),
        ),
        "bilans",
        "Aucun bilan n’est encore figé.",
        "bilan,bilans",
    )
    return respond(request, listing, trail=TRAIL)


@require_http_methods(FORM)
def prepare_review(request: PersonRequest, agreement: str, year: int) -> HttpResponseBase:
    """What the report would say, the words of each party, their agreement to freeze, and the button that freezes."""
    found, covered = _to_freeze(request, agreement, year)
    if request.method == "POST":
        return _freeze(request, found, covered)
    frozen = Review.objects.filter(agreement=found, school_year=year).first()
    if frozen is not None:
        return redirect(frozen)
    said = preview(found, covered)
    held = Preparation.objects.filter(agreement=found, school_year=year).select_related("accord").first()
    accord = standing_of(held.accord) if held and held.accord else None
    current = bool(accord and accord.accord.replaced_at is None and accord.accord.digest == said["empreinte"])
    own = {party.key for party in parties_of(request.person, found)}
    context = {
        "agreement": found, "year": covered, "name": label(year), "found": said,
        "silent": [row for row in said["engagements"] if row["etat"] == "sans_mesure"],
        "over": covered.last < timezone.localdate(),
        "accord": accord, "current": current, "may_freeze": bool(current and accord and accord.agreed),
        "may_speak": bool(current and accord and not accord.agreed and speakers(request, accord.accord)),
        "words": _words(said, own),
        "written": set(held.sections.exclude(draft__text="").values_list("key", flat=True)) if held else set(),
    }  # fmt: skip
    return render(request, "governance/prepare.html", context)


def _to_freeze(request: PersonRequest, slug: str, year: int) -> tuple[Agreement, Year]:
    found = agreement_or_404(request, slug)
    kept_or_403(request, found)
    covered = year_of(found, year) if 1900 <= year <= 2200 else None
    if covered is None:
        raise Http404
    return found, covered


@require_http_methods(FORM)
def prepare_text(request: PersonRequest, agreement: str, year: int, key: str) -> HttpResponseBase:
    """Write one text before the freeze; a party’s own words are written by that party alone."""
    found, covered = _to_freeze(request, agreement, year)
    if not may_be_section(found, key):
        raise Http404
    _own_or_403(request, found, key)
    rows = Section.objects.filter(preparation__agreement=found, preparation__school_year=covered.year, key=key)
    back = reverse("governance:prepare_review", args=[found.slug, covered.year])
    question = Question(
        "Écrire avant de figer", _about(key), "Enregistrer", back, above=f"Préparer le bilan {label(year)}"
    )

    def act(text: str, base: int) -> None:
        words = {"key": key, "base": base, "text": text, "by": request.person}
        tell(request, actions.write_before(agreement=found, school_year=covered.year, **words))

    return ask(request, question, _draft_form(request, rows), act)


def _own_or_403(request: PersonRequest, agreement: Agreement, key: str) -> None:
    party = key.split(":")[2] if key.startswith("clause:") else ""
    if party and party not in {row.key for row in parties_of(request.person, agreement)}:
        raise PermissionDenied


def _draft_form(request: PersonRequest, rows: Any) -> DraftForm:
    section = rows.select_related("draft").first()
    initial = {"text": section.draft.text, "base": section.draft.version} if section else {"text": "", "base": 0}
    return DraftForm(request.POST or None, initial=initial)


@require_POST
def submit_freeze(request: PersonRequest, agreement: str, year: int) -> HttpResponseBase:
    """Ask both parties whether these figures and words may be frozen."""
    found, covered = _to_freeze(request, agreement, year)
    try:
        actions.submit_freeze(agreement=found, school_year=covered.year, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, "Chiffres et textes soumis aux deux parties.")
    return redirect("governance:prepare_review", found.slug, covered.year)


def _freeze(request: PersonRequest, found: Any, covered: Year) -> HttpResponseBase:
    try:
        asked = actions.ask_freeze(agreement=found, school_year=covered.year, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("governance:prepare_review", found.slug, covered.year)
    freeze_year.defer(freezing_id=asked.pk)
    return redirect("governance:freezing", asked.ref)


@require_safe
def freezing(request: PersonRequest, ref: str) -> HttpResponseBase:
    """How far a freeze has gone; the page asks again by itself until it is over."""
    seen = Freezing.objects.filter(agreement__in=access.visible_to(request.person).values("pk"))
    asked = get_object_or_404(seen.select_related("agreement", "review"), ref=ref)
    if asked.review is not None:
        return redirect(asked.review)
    response = render(request, "governance/freezing.html", {"asked": asked, "name": label(asked.school_year)})
    if not asked.fault:
        response["Refresh"] = "2"
    return response


def review_or_404(request: PersonRequest, ref: str) -> Review:
    """A report of an agreement the reader may see."""
    return get_object_or_404(access.reviews_visible_to(request.person), ref=ref)


@require_safe
def review(request: PersonRequest, ref: str) -> HttpResponse:
    """The report, its figures linked to their frozen lines."""
    found = review_or_404(request, ref)
    accord = standing_of(found.accord) if found.accord else None
    current = accord is not None and accord.accord.replaced_at is None
    said = report(found)
    seen = set(schools_visible_to(request.person).values_list("uai", flat=True))
    annex = [row for row in said["ecoles"] if row["uai"] in seen]
    context = {
        "review": found,
        "found": said,
        "annex": annex,
        "hidden": len(said["ecoles"]) - len(annex),
        "accord": accord,
        "current": current,
        "files": FILES,
        "may_keep": access.may_keep(request.person, found.agreement),
        "may_speak": bool(current and accord and not accord.agreed and speakers(request, accord.accord)),
    }
    return render(request, "governance/review.html", context)


@require_safe
def review_texts(request: PersonRequest, ref: str) -> HttpResponse:
    """Every text one may write around the figures."""
    found = review_or_404(request, ref)
    kept_or_403(request, found.agreement)
    said = report(found)
    written = set(found.sections.exclude(draft__text="").values_list("key", flat=True))
    own = {party.key for party in parties_of(request.person, found.agreement)}
    parts = [("introduction", "Introduction")]
    parts += [(f"article:{row['numero']}", row["titre"]) for row in said["articles"]]
    parts += [("conclusion", "Conclusion et orientations")]
    words = _words(said, own)
    context = {"review": found, "parts": parts, "words": words, "written": written}
    return render(request, "governance/review_texts.html", context)


def _words(said: dict[str, Any], own: set[str]) -> list[Any]:
    """Each promise not kept, with the text of each party: its key, its name, whether it is the reader’s own."""
    return [
        (row, [(f"clause:{row['clause']}:{party['cle']}", party["court"], party["cle"] in own)
               for party in _parties(said)])
        for row in said["non_tenus"]
    ]  # fmt: skip


def _parties(said: dict[str, Any]) -> list[dict[str, Any]]:
    parties: list[dict[str, Any]] = said["convention"]["parties"]
    return parties


@require_http_methods(FORM)
def review_text(request: PersonRequest, ref: str, key: str) -> HttpResponseBase:
    """Write one text; a party’s own words are written by that party alone."""
    found = review_or_404(request, ref)
    kept_or_403(request, found.agreement)
    if not is_section(found, key):
        raise Http404
    _own_or_403(request, found.agreement, key)
    rows = Section.objects.filter(review=found, key=key)
    question = Question(
        "Écrire dans le bilan", _about(key), "Enregistrer", reverse("governance:review_texts", args=[ref]),
        above=str(found),
    )  # fmt: skip

    def act(text: str, base: int) -> None:
        tell(request, actions.write_section(review=found, key=key, base=base, text=text, by=request.person))

    return ask(request, question, _draft_form(request, rows), act)


def _about(key: str) -> str:
    what, _, rest = key.partition(":")
    if what == "clause":
        return f"Pourquoi l’engagement {rest.split(':')[0]} n’est pas tenu, et ce qui est fait pour qu’il le soit."
    return {"article": f"Article {rest}.", "introduction": "Introduction."}.get(what, "Conclusion et orientations.")


@require_POST
def submit_review(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Put the report to both parties."""
    found = review_or_404(request, ref)
    kept_or_403(request, found.agreement)
    try:
        actions.submit_review(review=found, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, "Bilan soumis aux deux parties.")
    return redirect(found)


@require_safe
def review_file(request: PersonRequest, ref: str, fmt: str) -> HttpResponse:
    """The report as a file: the same bytes each time, as long as nobody writes in it."""
    found = review_or_404(request, ref)
    if fmt not in FILES:
        raise Http404
    write, kind = FILES[fmt]
    response = HttpResponse(write(report(found)), content_type=kind)
    name = f"bilan-{found.agreement.slug}-{label(found.school_year)}.{fmt}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def review_schema(request: PersonRequest) -> HttpResponse:
    """The JSON Schema of the report."""
    return HttpResponse(schema(), content_type="application/schema+json")


@require_safe
def review_rows(request: PersonRequest, ref: str, clause: str) -> HttpResponse:
    """The frozen lines behind a figure: the commitment, and every school the reader sees that counts in it."""
    found = review_or_404(request, ref)
    line = get_object_or_404(found.rows, kind=RowKind.COMMITMENT, clause=clause)
    seen = set(schools_visible_to(request.person).values_list("uai", flat=True))
    schools, hidden = [], 0
    for row in found.rows.filter(kind=RowKind.SCHOOL).order_by("position"):
        words = row.words
        if clause in words["chiffres"]:
            if words["uai"] in seen:
                due, met = words["chiffres"][clause]
                schools.append({"row": row, "words": words, "due": due, "met": met, "missing": due - met})
            else:
                hidden += 1
    schools.sort(key=lambda item: -item["missing"])
    context = {"review": found, "line": line, "words": line.words, "schools": schools, "hidden": hidden}
    return render(request, "governance/review_rows.html", context)
