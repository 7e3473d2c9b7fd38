"""Why a person reads what is kept of a child: asked once a day for each kind of reading, kept in the session, written
with each reading.
"""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from lekol.kit.http import PersonRequest
from lekol.pupils.choices import REASONS, Reading, Reason
from lekol.pupils.forms import ReasonForm

KEY = "motifs_eleves"


def chosen(request: PersonRequest, about: Reading) -> Reason | None:
    """The reason given today for such a reading, or None: then the page asks before it shows anything."""
    word, day = request.session.get(KEY, {}).get(about, ("", ""))
    return Reason(word) if day == f"{timezone.localdate()}" and word in REASONS[about] else None


def asked(request: PersonRequest, about: Reading, title: str, after: str = "") -> HttpResponse:
    """The page that asks, in place of the child’s; `after`, when one does not come back to the present address."""
    form = ReasonForm(about, initial={"lecture": about, "suite": after or request.get_full_path()})
    return render(request, "pupils/motif.html", {"form": form, "title": title, "about": about})


@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: PersonRequest) -> HttpResponseBase:
    """Keep the reason for the day, then go where the person was going; opened by its address, it has nowhere to go."""
    about = request.POST.get("lecture", "")
    if about not in Reading.values:
        return redirect("pupils:index")
    form = ReasonForm(about, request.POST)
    if not form.is_valid():
        return render(request, "pupils/motif.html", {"form": form, "about": Reading(about)})
    words = form.cleaned_data
    request.session[KEY] = request.session.get(KEY, {}) | {about: (words["motif"], f"{timezone.localdate()}")}
    after = words["suite"]
    safe = url_has_allowed_host_and_scheme(after, allowed_hosts=None) and after.startswith("/")
    return redirect(after if safe else reverse("pupils:index"))
