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
from lekol.directory.access import visible_to as schools_visible_to
from lekol.governance import access, actions
from lekol.governance.choices import RowKind
from lekol.governance.forms import DraftForm
from lekol.governance.models import Freezing, Review, Section
from lekol.governance.queries.accords import standing_of
from lekol.governance.queries.freezing import Year, year_of
from lekol.governance.queries.printing import as_csv, as_html, as_json, as_odt, review_pdf
from lekol.governance.queries.printing.data import schema
from lekol.governance.queries.report import is_section, preview, report
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
    """What the report would say, and the button that freezes it."""
    found = agreement_or_404(request, agreement)
    kept_or_403(request, found)
    covered = year_of(found, year) if 1900 <= year <= 2200 else None
    if covered is None:
        raise Http404
    if request.method == "POST":
        return _freeze(request, found, covered)
    frozen = Review.objects.filter(agreement=found, school_year=year).first()
    if frozen is not None:
        return redirect(frozen)
    said = preview(found, covered)
    silent = [row for row in said["engagements"] if row["etat"] == "sans_mesure"]
    context = {
        "agreement": found, "year": covered, "name": label(year), "found": said, "silent": silent,
        "over": covered.last < timezone.localdate(),
    }  # fmt: skip
    return render(request, "governance/prepare.html", context)


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
    context = {
        "review": found,
        "found": report(found),
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
    words = [
        (
            row,
            [
                (f"clause:{row['clause']}:{party['cle']}", party["court"], party["cle"] in own)
                for party in _parties(said)
            ],
        )
        for row in said["non_tenus"]
    ]
    context = {"review": found, "parts": parts, "words": words, "written": written}
    return render(request, "governance/review_texts.html", context)


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
    party = key.split(":")[2] if key.startswith("clause:") else ""
    if party and party not in {row.key for row in parties_of(request.person, found.agreement)}:
        raise PermissionDenied
    section = Section.objects.filter(review=found, key=key).select_related("draft").first()
    initial = {"text": section.draft.text, "base": section.draft.version} if section else {"text": "", "base": 0}
    question = Question(
        "Écrire dans le bilan", _about(key), "Enregistrer", reverse("governance:review_texts", args=[ref]),
        above=str(found),
    )  # fmt: skip

    def act(text: str, base: int) -> None:
        tell(request, actions.write_section(review=found, key=key, base=base, text=text, by=request.person))

    return ask(request, question, DraftForm(request.POST or None, initial=initial), act)


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
