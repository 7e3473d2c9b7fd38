"""The monthly report of a school, the ages of open disagreements, the files of corrections."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import asked_scope
from lekol.directory.choices import Side
from lekol.directory.models import School
from lekol.kit.exports import FORMATS, export
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.kit.printing import typeset
from lekol.pupils import access, actions, queries
from lekol.pupils.choices import Reading, State
from lekol.pupils.models import Software
from lekol.pupils.queries import exporting
from lekol.pupils.queries.reports import Month, lines, month_of
from lekol.pupils.queries.reports import report as told
from lekol.pupils.rules.discrepancies import AGE_CLASSES
from lekol.pupils.views import reading
from lekol.pupils.views.discrepancies import seen_in_scope, to_ask

SOURCE = Path(__file__).parents[1] / "templates" / "pupils" / "rapport.typ"
AGES = (
    Column("École", lambda row: row.name, lambda row: reverse("pupils:report", args=[row.uai]), lead=True,
           sort="sort_key"),
    Column("Écarts ouverts", lambda row: row.open_gaps, numeric=True),
    Column(AGE_CLASSES[0].capitalize(), lambda row: row.age_0, numeric=True),
    Column(AGE_CLASSES[1].capitalize(), lambda row: row.age_1, numeric=True),
    Column(AGE_CLASSES[2].capitalize(), lambda row: row.age_2, numeric=True),
    Column(AGE_CLASSES[3].capitalize(), lambda row: row.age_3, numeric=True),
)  # fmt: skip


@require_safe
def ages(request: PersonRequest) -> HttpResponseBase:
    """Open disagreements by age, school by school."""
    schools = access.visible_to(request.person, asked_scope(request)).open_on(timezone.localdate())
    listing = Listing(
        "Âge des écarts", "Écarts ouverts, école par école, selon le temps passé depuis qu’ils ont été vus.",
        queries.ages_by_school(schools, timezone.localdate()), ("sort_key", "id"), AGES, "age-des-ecarts",
        "Aucune école dans ce périmètre.", "école,écoles",
    )  # fmt: skip
    return respond(request, listing, trail=[("Bases élèves", reverse("pupils:index"))])


@require_safe
def report(request: PersonRequest, uai: str) -> HttpResponseBase:
    """The month of a school, as a page, a PDF or a spreadsheet."""
    school = get_object_or_404(access.visible_to(request.person).select_related("commune"), uai=uai)
    today = timezone.localdate()
    month = month_of(request.GET.get("mois", ""), today)
    found = told(school, month, today)
    fmt = request.GET.get("format", "")
    name = f"bases-eleves-{school.uai}-{month.key}"
    if fmt == "pdf":
        return _pdf(school, month, found, name)
    if fmt in FORMATS:
        return export(fmt, name, ["Rubrique", "Ligne", "Nombre"], lines(found))
    context = {
        "school": school, "month": month, "found": found, "later": month.after if month.last < today else None,
        "to_ask": to_ask(request.person, access.gaps_seen(request.person).filter(school=school))
        if access.may_correct(request.person)
        else [],
    }  # fmt: skip
    return render(request, "pupils/rapport.html", context)


def _pdf(school: School, month: Month, found: dict[str, Any], name: str) -> HttpResponse:
    pupils = found["pupils"]
    data = {
        "title": f"Bases élèves, {month.label}", "school": school.full_name, "uai": school.uai,
        "compared": f"{timezone.localtime(pupils.at):%d/%m/%Y}" if pupils else "", "open": found["open"],
        "rows": [[str(cell) for cell in row] for row in lines(found)],
    }  # fmt: skip
    response = HttpResponse(typeset(SOURCE, data, accessible=True), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@require_http_methods(["GET", "HEAD"])
def corrections_file(request: PersonRequest, side: str) -> HttpResponseBase:
    """The accepted corrections of a base, in its own format: only for the people who make them; each in the journal."""
    if side not in Side.values:
        raise Http404
    if side not in access.sides(request.person):
        raise PermissionDenied
    why = reading.chosen(request, Reading.GAPS)
    if why is None:
        return reading.asked(request, Reading.GAPS, "Fichier des corrections")
    rows = list(
        access.gaps_readable(request.person)
        .filter(owner=side, state__in=(State.ACCEPTED, State.DONE), pk__in=seen_in_scope(request).values("pk"))
        .select_related("school")
        .order_by("school__sort_key", "state_reference", "city_reference", "pk")
    )
    actions.look_many(gaps=rows, by=request.person, reason=why)
    software = (
        Software.objects.filter(side=side, commune__in={gap.commune_id for gap in rows}).order_by("-updated_at").first()
    )
    heads = exporting.heads(side, software)
    fmt = request.GET.get("format", "csv")
    return export(fmt, exporting.name_of(side, timezone.localdate()), heads, exporting.rows(side, rows, software))
