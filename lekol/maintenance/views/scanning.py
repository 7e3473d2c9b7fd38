"""From a label to a report: two taps, with an account or with the six digits of the school. Nothing shown before."""

import uuid
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Person, Room, School
from lekol.equipment.models import Asset
from lekol.kit.http import address_of
from lekol.maintenance import actions, queries
from lekol.maintenance.choices import Channel, Symptom
from lekol.maintenance.forms import CodeForm, ScanForm
from lekol.maintenance.models import SchoolKey, Ticket
from lekol.maintenance.views.reporting import symptoms

TRIES, WINDOW = 10, 900
"""Wrong codes from one address in a quarter of an hour; then it waits."""
DAY = 12 * 3600
OPENED = "depannage_ecole"
SENT = "depannage_envoye"
screen = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Target:
    """What a label is stuck on, in a school: a device (perhaps a trolley and its contents), or a room."""

    school: School
    asset: Asset | None = None
    room: Room | None = None

    @property
    def name(self) -> str:
        return self.asset.inventory_number if self.asset else str(self.room)


@screen
def report_scanned(request: HttpRequest, number: str) -> HttpResponseBase:
    """A label that carries an inventory number alone: the account or the code of the school says where."""
    school = _school_of_number(request, number)
    if school is None:
        return _code(request, None)
    asset = queries.asset_at(school, number)
    if asset is None:
        return _elsewhere(request)
    return _fault(request, Target(school, asset))


@screen
def report_signed(request: HttpRequest, token: str) -> HttpResponseBase:
    """A label of ours: signed, it names its school; the code proves that one stands there."""
    read = actions.read_label(token)
    if read is None:
        words = {
            "title": "Cette étiquette n’est pas valable",
            "text": "Elle est abîmée, mal recopiée, ou ne vient pas de Lékol. Donnez son numéro au secrétariat.",
        }
        return render(request, "kit/erreur.html", words, status=400)
    kind, pk, school_pk = read
    school = School.objects.select_related("commune__academy").filter(pk=school_pk).first()
    if school is None:
        return _elsewhere(request)
    if not _stands_in(request, school):
        return _code(request, school)
    target = _target(school, kind, pk)
    return _fault(request, target) if target else _elsewhere(request)


def _target(school: School, kind: str, pk: int) -> Target | None:
    if kind == "r":
        room = school.rooms.filter(pk=pk).first()
        return Target(school, room=room) if room else None
    number = Asset.objects.filter(pk=pk).values_list("inventory_number", flat=True).first()
    asset = queries.asset_at(school, number) if number else None
    return Target(school, asset) if asset else None


def _person(request: HttpRequest) -> Person | None:
    return cast("Person | None", getattr(request, "person", None))


def _stands_in(request: HttpRequest, school: School) -> bool:
    """By an account that sees the school, or by its code, given not long ago."""
    person = _person(request)
    if person is not None and schools_visible_to(person).filter(pk=school.pk).exists():
        return True
    return bool(request.session.get(OPENED) == school.pk)


def _school_of_number(request: HttpRequest, number: str) -> School | None:
    """The school where the device stands, among those the reader sees or the one whose code was given."""
    person = _person(request)
    today = timezone.localdate()
    rows = School.objects.filter(
        placements__asset__inventory_number=number, placements__valid__contains=today
    ).select_related("commune__academy")
    if person is not None:
        found = rows.filter(pk__in=schools_visible_to(person).values("pk")).order_by("pk").first()
        if found is not None:
            return found
    opened = request.session.get(OPENED)
    return School.objects.select_related("commune__academy").filter(pk=opened).first() if opened else None


def _elsewhere(request: HttpRequest) -> HttpResponse:
    words = {
        "title": "Cet appareil n’est pas dans cette école",
        "text": "Il a été déplacé, ou ce code est celui d’une autre école. Prévenez le secrétariat.",
    }
    return render(request, "kit/erreur.html", words, status=404)


def _code(request: HttpRequest, school: School | None) -> HttpResponseBase:
    """Ask for the six digits; ten wrong ones and the address waits. The answer never says which part was wrong."""
    form = CodeForm(request.POST if "code" in request.POST else None)
    status = 200
    if form.is_bound and form.is_valid():
        if _tries(request) > TRIES:
            form.add_error("code", "Trop d’essais. Attendez un quart d’heure, ou connectez-vous.")
            status = 429
        elif found := _opened_by(form.cleaned_data["code"], school):
            request.session[OPENED] = found.pk
            if _person(request) is None:
                request.session.set_expiry(DAY)
            return redirect(request.path)
        else:
            form.add_error("code", "Ce code n’ouvre rien. Il est affiché en salle des maîtres.")
    return render(request, "maintenance/code.html", {"form": form, "next": request.path}, status=status)


def _opened_by(digits: str, school: School | None) -> School | None:
    """The school of the digits; with a signed label, that school or none. Digits two schools share open neither."""
    if school is not None:
        return school if actions.opens(school, digits) else None
    found = list(SchoolKey.objects.filter(digits=digits).select_related("school")[:2])
    return found[0].school if len(found) == 1 else None


def _tries(request: HttpRequest) -> int:
    """How many codes this address has tried lately, this one included."""
    key = f"depannage-code:{address_of(request)}"
    cache.add(key, 0, WINDOW)
    return cache.incr(key)


def _fault(request: HttpRequest, target: Target) -> HttpResponseBase:
    """The page of two taps."""
    if "code" in request.POST:
        return redirect(request.path)
    form = ScanForm(request.POST or None, request.FILES or None, initial={"cle": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made = _reported(request, target, form.cleaned_data)
        except ValidationError as fault:
            for field, found in getattr(fault, "message_dict", {"": fault.messages}).items():
                form.add_error(field if field in form.fields else None, found)
        else:
            request.session[SENT] = made.pk
            return redirect("maintenance:scanned")
    return render(request, "maintenance/scan.html", _context(target, form))


def _context(target: Target, form: ScanForm) -> dict[str, Any]:
    inside = contents(target)
    known = Ticket.objects.open().filter(school=target.school, asset__in=inside)
    reported = set(known.values_list("asset", flat=True))
    shown: list[Asset | None] = [*inside] or [target.asset]
    made = queries.decisions_for(target.school, [(queries.nature_of(asset), asset) for asset in shown])
    return {
        "form": form,
        "target": target,
        "inside": [(row, rank, row.pk in reported) for rank, row in enumerate(inside, 1)],
        "symptoms": symptoms(),
        "decisions": [(one, queries.due_words(target.school, one)) for one in dict.fromkeys(made)],
        "alike": _alike(target).count(),
        "chosen": form["panne"].value() or "",
    }


def _alike(target: Target) -> QuerySet[Ticket]:
    """Open tickets that may be the same fault."""
    nature = queries.nature_of(target.asset)
    return queries.alike(target.school, nature, asset=target.asset, room=target.room)


def contents(target: Target) -> list[Asset]:
    """The devices of a trolley, in the order of their numbers; nothing for any other label."""
    if target.asset is None:
        return []
    rows = Asset.objects.filter(
        placements__container=target.asset, placements__valid__contains=timezone.localdate(), retired_on=None
    )
    return list(rows.select_related("model").order_by("inventory_number", "pk"))


def _reported(request: HttpRequest, target: Target, words: dict[str, Any]) -> Ticket:
    asset = _chosen(request, target)
    what = asset.inventory_number if asset else target.name
    told = actions.Report(
        school=target.school, nature=queries.nature_of(asset), symptom=words["panne"], asset=asset, room=target.room,
        summary=f"{Symptom(words['panne']).label}, {what}", detail=words["mot"], channel=Channel.SCAN,
        by=_person(request), name=words["nom"], key=words["cle"], at=words["moment"],
        photo=actions.read_photo(words["photo"]),
    )  # fmt: skip
    return actions.report(told)


def _chosen(request: HttpRequest, target: Target) -> Asset | None:
    """The device of the trolley that was touched, else what the label is stuck on."""
    asked = request.POST.get("appareil", "")
    if not asked:
        return target.asset
    found = next((row for row in contents(target) if row.inventory_number == asked), None)
    if found is None:
        raise ValidationError("Cet appareil n’est plus dans cette mallette.")
    return found


@require_safe
def scanned(request: HttpRequest) -> HttpResponseBase:
    """« C’est signalé », for whoever just sent it."""
    sent: int = request.session.get(SENT) or 0
    found = Ticket.objects.select_related("school", "asset").filter(pk=sent).first()
    if found is None:
        messages.info(request, "Scannez une étiquette pour signaler une panne.")
        return redirect("desks:home")
    return render(request, "maintenance/reported.html", {"ticket": found, "again": ""})
