"""The register of processings, one processing, the purges, and what is kept of the reader."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lekol.kit.exports import export
from lekol.kit.http import PersonRequest
from lekol.pact.plurals import plural
from lekol.pact.processings import announced
from lekol.privacy import access, actions, queries
from lekol.privacy.models import Purge

HEADS = [
    "Traitement", "But", "Responsable", "Fondement", "Texte", "Personnes", "Données", "Destinataires", "Conservation",
    "Protections", "Opposition", "À effacer",
]  # fmt: skip
RUNS_SHOWN = 30


@require_safe
def register(request: PersonRequest) -> HttpResponseBase:
    """Every processing of personal data, its term, and what is kept past it; the whole register as a file."""
    lines = queries.register(timezone.localdate())
    if fmt := request.GET.get("format"):
        return export(fmt, "registre-des-traitements", HEADS, map(_row, lines))
    late = sum(line.overdue or 0 for line in lines)
    context = {
        "lines": lines,
        "late": late,
        "late_words": f"Terme passé : {late}. La nuit prochaine s’en chargera ; s’il en reste, une purge échoue.",
        "may_purge": access.may_purge(request.person),
    }
    return render(request, "privacy/register.html", context)


def _row(line: queries.Line) -> list[object]:
    found = line.processing
    return [
        found.title, found.purpose, found.controller.value, found.basis.value, found.basis_text,
        ", ".join(found.subjects), ", ".join(found.categories), ", ".join(found.recipients), found.retention,
        ", ".join(found.safeguards), found.objection, line.overdue,
    ]  # fmt: skip


@require_safe
def processing(request: PersonRequest, key: str) -> HttpResponse:
    """One processing, and the proofs that what was past its term went."""
    found = announced().get(key)
    if found is None:
        raise Http404
    last = Purge.objects.of(key).first()
    context = {
        "line": queries.line_of(found, timezone.localdate(), last),
        "purges": found.purge is not None,
        "runs": Purge.objects.of(key)[:RUNS_SHOWN] if found.purge else [],
        "may_purge": access.may_purge(request.person),
    }
    return render(request, "privacy/processing.html", context)


@require_POST
def purge(request: PersonRequest, key: str) -> HttpResponse:
    """Erase now what the night would erase."""
    found = announced().get(key)
    if found is None or found.purge is None:
        raise Http404
    if not access.may_purge(request.person):
        raise PermissionDenied
    runs = actions.run_purges(on=timezone.localdate(), by=request.person, key=key)
    if any(run.failure for run in runs):
        messages.error(request, "La purge a échoué : rien n’a été effacé. L’échec est gardé ci-dessous.")
    else:
        erased = sum(run.erased for run in runs)
        messages.success(request, f"{plural(erased, 'effacé')}." if erased else "Rien n’avait passé son terme.")
    return redirect("privacy:processing", key)


@require_safe
def mine(request: PersonRequest) -> HttpResponseBase:
    """What Lékol keeps of the reader, processing by processing; as a file too (GDPR, articles 15 and 20)."""
    kept = queries.kept_of(request.person)
    if fmt := request.GET.get("format"):
        rows = ([found.title, what, said] for found, told in kept for what, said in told)
        return export(fmt, "mes-donnees", ["Traitement", "Donnée", "Valeur"], rows)
    return render(request, "privacy/mine.html", {"kept": kept})
