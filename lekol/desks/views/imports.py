"""The import desk on screen: send, check the columns, read the difference, confirm, undo."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.desks.queries.imports import absent_schools, offered, runs_visible_to, territory_of
from lekol.directory.models import Person
from lekol.journal.actions import write
from lekol.kit.exports import export
from lekol.kit.forms import Form
from lekol.kit.http import PersonRequest
from lekol.kit.imports import Importer, Outcome, Unreadable, announced
from lekol.kit.imports.columns import Column, Fault
from lekol.kit.imports.proposals import SURE
from lekol.kit.imports.reading import LARGEST
from lekol.kit.models import ImportLine, ImportRun, RunState
from lekol.kit.pages import page_of
from lekol.kit.runs import NotNow, confirm, mapping_from, simulate, undo
from lekol.pact.plurals import plural


class SchoolOrCommune(forms.RegexField):
    """A commune’s code or a school’s, for what may go whole to one school."""

    def __init__(self) -> None:
        super().__init__(
            r"^([0-9][0-9AB][0-9]{3}|[0-9]{7}[A-Za-z])$", label="Une seule commune, ou une seule école", required=False,
            help_text="Code INSEE, comme 97411 ; ou code UAI d’une école, où va alors toute ligne sans école.",
            error_messages={"invalid": "Donnez un code de commune, comme 97411, ou le code UAI d’une école."},
        )  # fmt: skip

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).upper()


class FileForm(Form):
    """The file to bring in."""

    file = forms.FileField(
        label="Fichier", help_text="CSV, XLSX, ODS, XLS ou JSON. Rien n’est écrit avant votre accord."
    )
    only = forms.RegexField(
        r"^[0-9][0-9AB][0-9]{3}$", label="Ne garder que la commune", required=False,
        help_text="Code INSEE, comme 97411.",
        error_messages={"invalid": "Un code de commune a cinq signes, comme 97411."},
    )  # fmt: skip

    def __init__(self, *args: Any, by_school: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_school:
            self.fields["only"] = SchoolOrCommune()

    def clean_file(self) -> Any:
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(f"Le fichier dépasse {LARGEST // 1024 // 1024} Mo. Découpez-le avant de l’envoyer.")
        return file


def taker_or_404(person: Person, kind: str) -> Importer:
    """An importer the person may use: unknown is 404, known but not theirs is 403."""
    if kind not in announced():
        raise Http404
    if kind not in offered(person):
        raise PermissionDenied
    return announced()[kind]


@require_safe
def imports(request: PersonRequest) -> HttpResponse:
    """What can be brought in, and what was, newest first."""
    takers = offered(request.person)
    if not takers:
        raise PermissionDenied
    page = page_of(runs_visible_to(request.person), request.GET, ("-id",), 20)
    rows = [(run, announced()[run.kind].label) for run in page.rows]
    return render(request, "desks/imports/index.html", {"takers": takers, "rows": rows, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, kind: str) -> HttpResponse:
    """Send a file; it is simulated at once."""
    taker = taker_or_404(request.person, kind)
    form = FileForm(request.POST or None, request.FILES or None, by_school=taker.by_school)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with tempfile.TemporaryDirectory() as folder:
                held = Path(folder) / "envoi"
                with held.open("wb") as target:
                    for chunk in file.chunks():
                        target.write(chunk)
                territory = territory_of(request.person, taker, form.cleaned_data["only"])
                run = simulate(
                    kind=kind, path=held, name=file.name or "fichier", by=request.person, territory=territory
                )
        except Unreadable as fault:
            form.add_error("file", str(fault))
        else:
            return redirect("desks:import", ref=run.ref)
    return render(request, "desks/imports/new.html", {"taker": taker, "form": form})


def _run_or_404(request: PersonRequest, ref: str) -> ImportRun:
    return get_object_or_404(runs_visible_to(request.person), ref=ref)


@require_safe
def run(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The difference, line by line; or the refused lines as a file to correct and send again."""
    found = _run_or_404(request, ref)
    wanted = request.GET.get("effet", "")
    lines = found.lines.select_related("run")
    if request.GET.get("format"):
        refused = lines.filter(outcome=Outcome.REFUSED).order_by("number", "pk")
        named = _error_heads(found)
        rows = (_error_row(row, named) for row in refused.iterator(chunk_size=2000))
        return export(request.GET["format"], f"import-{found.ref}-a-corriger", ["Ligne", "Motif", *named], rows)
    known = wanted in {str(outcome) for outcome in Outcome}
    lines = lines.filter(outcome=wanted) if known else lines.exclude(outcome=Outcome.ABSENT)
    taker = announced()[found.kind]
    context = {
        "run": found,
        "taker": taker,
        "page": page_of(lines, request.GET, ("number", "id")),
        "wanted": wanted,
        "counts": [
            (str(outcome), label, found.count(outcome))
            for outcome, label in (DONE if found.state == RunState.APPLIED else LABELS).items()
            if found.count(outcome)
        ],
        "columns": [_proposed(found, column) for column in taker.columns],
        "doubtful": sum(sure < SURE for sure, _ in found.certainty.values()),
        "unknown": sorted(set(found.headers) - set(found.mapping.values())),
        "absent": absent_schools(request.person, found, SHOWN),
        "absent_more": max(0, found.count(Outcome.ABSENT) - SHOWN),
        "refused": found.count(Outcome.REFUSED),
        "waiting": found.state == RunState.SIMULATED,
        "done": found.state == RunState.APPLIED,
    }
    return render(request, "desks/imports/run.html", context)


SHOWN = 50
LABELS = {
    Outcome.CREATED: "à créer",
    Outcome.CHANGED: "à modifier",
    Outcome.SAME: "inchangées",
    Outcome.REFUSED: "refusées",
    Outcome.IGNORED: "hors sujet",
}

DONE = {**LABELS, Outcome.CREATED: "créées", Outcome.CHANGED: "modifiées"}


def _proposed(found: ImportRun, column: Column) -> tuple[Column, str, int, str]:
    """A column, its header, how sure of 100 and why; nothing is doubtful of what the reader chose."""
    sure, why = found.certainty.get(column.name, (SURE, ""))
    return column, found.mapping.get(column.name, ""), sure, "" if sure >= SURE else why


def _error_heads(found: ImportRun) -> dict[str, str]:
    """Header of the error file → header of the file: recognised columns bear their own name, to be found again."""
    taker = announced()[found.kind]
    labels = {header: taker.labels[name] for name, header in found.mapping.items()}
    heads = {labels.get(header, header): header for header in found.headers if header}
    if taker.sections and taker.sections not in found.mapping:
        label = taker.labels[taker.sections]
        heads[label] = label
    return heads


def _error_row(row: ImportLine, heads: dict[str, str]) -> list[Any]:
    """A refused line as it was written, with its reasons: corrected, it may be sent again."""
    return [row.number, " ; ".join(row.reasons), *(row.cells.get(header, "") for header in heads.values())]


@require_POST
def columns(request: PersonRequest, ref: str) -> HttpResponse:
    """Correct which header is which, and simulate again."""
    found = _run_or_404(request, ref)
    taker = announced()[found.kind]
    chosen = mapping_from(found.headers, {column.name: request.POST.get(column.name, "") for column in taker.columns})
    territory = territory_of(request.person, taker, found.only)
    try:
        again = simulate(
            kind=found.kind,
            path=Path(found.file.path),
            name=found.name,
            by=request.person,
            territory=territory,
            mapping=chosen,
        )
    except Unreadable as fault:
        messages.error(request, str(fault))
        return redirect("desks:import", ref=found.ref)
    return redirect("desks:import", ref=again.ref)


@require_POST
def confirmed(request: PersonRequest, ref: str) -> HttpResponse:
    """Write what was simulated."""
    found = _run_or_404(request, ref)
    territory = territory_of(request.person, announced()[found.kind], found.only)
    try:
        done = confirm(
            run=found, by=request.person, territory=territory, only_good=request.POST.get("correctes") == "oui"
        )
    except NotNow as fault:
        messages.error(request, str(fault))
        return redirect("desks:import", ref=ref)
    written = plural(done.writes, "ligne écrite", "lignes écrites")
    write(
        verb="import.applied",
        thing=done,
        by=request.person,
        summary=f"« {done.name} » importé : {written}.",
    )
    messages.success(request, f"Import fait : {written}. Vous pouvez encore l’annuler.")
    return redirect("desks:import", ref=ref)


@require_POST
def undone(request: PersonRequest, ref: str) -> HttpResponse:
    """Give back what the import changed."""
    try:
        done = undo(run=_run_or_404(request, ref), by=request.person)
    except (NotNow, Fault) as fault:
        messages.error(request, str(fault))
        return redirect("desks:import", ref=ref)
    write(verb="import.undone", thing=done, by=request.person, summary=f"Import de « {done.name} » annulé.")
    messages.success(request, "Import annulé : la base est revenue à ce qu’elle était.")
    return redirect("desks:import", ref=ref)


urlpatterns: list[URLPattern] = [
    path("imports/", imports, name="imports"),
    path("imports/nouveau/<str:kind>/", new, name="import_new"),
    path("imports/<slug:ref>/", run, name="import"),
    path("imports/<slug:ref>/colonnes/", columns, name="import_columns"),
    path("imports/<slug:ref>/confirmer/", confirmed, name="import_confirm"),
    path("imports/<slug:ref>/annuler/", undone, name="import_undo"),
]
