"""The supplier’s page: one hand-off, by a signed link, without account. It shows what a repair needs, no more."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lekol.maintenance import actions
from lekol.maintenance.choices import LineKind, Side
from lekol.maintenance.forms import SupplierForm
from lekol.maintenance.models import HandOff


@require_http_methods(["GET", "HEAD", "POST"])
def supplier(request: HttpRequest, token: str) -> HttpResponseBase:
    """What is to be repaired, and where the supplier writes its reference and its dates."""
    found = actions.handoff_of(token, timezone.localdate())
    if found is None:
        words = {
            "title": "Ce lien n’est plus valable",
            "text": "Il a expiré, a été retiré, ou a été mal recopié. Demandez-en un autre à la Ville.",
        }
        return render(request, "kit/erreur.html", words, status=404)
    initial = {name: getattr(found, name) for name in ("reference", "sent_on", "returned_on", "loan")}
    form = SupplierForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _written(request, found, form):
        return redirect("maintenance:supplier", token)
    lines = found.ticket.lines.filter(kind=LineKind.SUPPLIER, side__in=(Side.ALL, Side.SUPPLIER))
    return render(request, "maintenance/supplier.html", {"handoff": found, "form": form, "lines": lines[:100]})


def _written(request: HttpRequest, found: HandOff, form: SupplierForm) -> bool:
    try:
        actions.supplier_says(handoff=found, **form.cleaned_data)
    except ValidationError as fault:
        for message in fault.messages:
            form.add_error(None, message)
        return False
    messages.success(request, "C’est noté. La Ville le lit dans le suivi de la panne.")
    return True
