"""What the convention requires of every school: what is there, what lacks, and filling it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import asked_scope
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import School
from lekol.equipment import access, actions, queries
from lekol.equipment.choices import IN_SCHOOL, SlotKind
from lekol.equipment.forms import DayForm, FillForm, SureForm
from lekol.equipment.forms.estate import TrolleysForm
from lekol.equipment.models import Asset, Slot
from lekol.equipment.queries import standard
from lekol.equipment.rules.standard import fitting
from lekol.kit.asking import Question, ask
from lekol.kit.exports import export
from lekol.kit.http import PersonRequest
from lekol.kit.pages import page_of
from lekol.pact.standards import in_force

verb = require_http_methods(["GET", "HEAD", "POST"])
ORDER = ("sort_key", "id")
BASE = ~Q(kind=SlotKind.TROLLEY)


@require_safe
def base(request: PersonRequest) -> HttpResponseBase:
    """School by school, what the convention requires of its direction: filled by what, or still lacking (3.14)."""
    scope, today = asked_scope(request), timezone.localdate()
    seen = schools_visible_to(request.person, scope).open_on(today)
    required, met = queries.slots(scope, today, Q())
    mine = required.filter(school__in=seen.values("pk"))
    lacking = request.GET.get("manque") == "oui"
    schools = standard.incomplete(seen, required.filter(BASE), met) if lacking else seen
    if fmt := request.GET.get("format"):
        rows = standard.places_of(list(schools.order_by(*ORDER)), scope, today)
        return export(fmt, "equipement-de-base", HEADS, _lines(rows))
    page = page_of(schools, request.GET, ORDER)
    figures = standard.figures(mine, met)
    context = {
        "page": page, "rows": standard.places_of(page.rows, scope, today), "figures": figures, "lacking": lacking,
        "kinds": [row for row in figures if row.kind != SlotKind.TROLLEY], "count": schools.order_by().count(),
        "incomplete": standard.incomplete(seen, required.filter(BASE), met).order_by().count(),
        "new": standard.without_places(seen, today).order_by().count() if _keeps(request) else 0,
        "fills": {row.pk for row in page.rows if access.may_fill(request.person, row)},
        "plans": {row.pk for row in page.rows if access.may_plan(request.person, row)},
        "may_require": _keeps(request),
    }  # fmt: skip
    return render(request, "equipment/base.html", context)


HEADS = (
    "École",
    "Code UAI",
    "Équipement requis",
    "Mots du texte",
    "Clause",
    "Usage exclusif",
    "Pourvu",
    "Matériel",
    "Modèle",
)


def _lines(rows: Sequence[standard.SchoolPlaces]) -> Iterator[list[Any]]:
    for row in rows:
        for places in row.by_kind.values():
            for one in places:
                number, model = (one.asset.inventory_number, str(one.asset.model)) if one.asset else ("", "")
                yield [row.school.name, row.school.uai, str(one.slot), one.slot.wording, one.slot.clause,
                       "oui" if one.slot.exclusive else "non", "oui" if one.met else "non", number, model]  # fmt: skip


def _keeps(request: PersonRequest) -> bool:
    return bool(access.communes_where(request.person, access.KEEP))


@verb
def require(request: PersonRequest) -> HttpResponseBase:
    """Give every school of one’s communes the places its convention requires."""
    communes = access.communes_where(request.person, access.KEEP)
    if not communes:
        raise PermissionDenied
    today = timezone.localdate()
    texts = [(commune, found) for commune in communes if (found := in_force(commune.insee, today))]
    back = reverse("equipment:base")

    def act(sure: str) -> None:
        for commune, _ in texts:
            actions.require(commune=commune, on=today, by=request.person)

    said = " ; ".join(f"{commune} : {found.title}, clause {found.clause}" for commune, found in texts)
    text = (
        f"{said}. Chaque école reçoit les emplacements que ce texte exige ; ceux qu’il n’exige plus sont clos. "
        "Ce qui est déjà pourvu le reste."
        if texts
        else "Aucune convention de vos communes n’exige d’équipement de base : chargez-la d’abord."
    )
    question = Question("Appliquer la convention aux écoles", text, "Appliquer", back, "Emplacements mis à jour.")
    return ask(request, question, SureForm(request.POST or None, initial={"sure": "oui"}), act)


def _slot(request: PersonRequest, uai: str, kind: str, rank: int) -> Slot:
    school = get_object_or_404(schools_visible_to(request.person).select_related("commune"), uai=uai)
    slot = get_object_or_404(Slot.objects.select_related("school"), school=school, kind=kind, rank=rank)
    if not access.may_fill(request.person, school):
        raise PermissionDenied
    return slot


def _back(request: PersonRequest, school: School) -> str:
    """Where one came from: the table of the City, else the page of the school."""
    return reverse("equipment:base") if request.GET.get("de") == "parc" else school.get_absolute_url()


@verb
def fill(request: PersonRequest, uai: str, kind: str, rank: int) -> HttpResponseBase:
    """Say which device takes a required place of a school; only what may take it is proposed."""
    slot = _slot(request, uai, kind, rank)
    today = timezone.localdate()
    here = Asset.objects.filter(school=slot.school, status__in=IN_SCHOOL)
    if (kinds := fitting(kind)) is not None:
        here = here.filter(kind__in=kinds)
    free = here.exclude(fillings__in=_fillings(slot, today)).select_related("model", "room").order_by("sort_key", "pk")
    form = FillForm(free, request.POST or None, initial={"on": today})
    text = f"{slot.school.full_name}. {slot.wording}".strip()
    if not free:
        text += (
            " — aucun matériel de l’école ne convient, ou tous sont déjà pris : inscrivez-en un, ou placez-en un ici."
        )
    other = None
    if access.may_keep(request.person, slot.school):
        other = ("Inscrire un matériel", reverse("equipment:add", args=[uai]))
    question = Question(
        f"Pourvoir : {slot}", text, "Enregistrer", _back(request, slot.school), "Équipement pourvu.", other=other
    )
    return ask(request, question, form, lambda **data: actions.fill(slot=slot, by=request.person, **data))


def _fillings(slot: Slot, on: Any) -> Any:
    """What takes a place of the school today."""
    return queries.fillings_on(on).filter(slot__school=slot.school)


@verb
def vacate(request: PersonRequest, uai: str, kind: str, rank: int) -> HttpResponseBase:
    """Say that a required place is empty again."""
    slot = _slot(request, uai, kind, rank)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    text = f"{slot.school.full_name}. Le matériel reste à sa place ; l’emplacement est à pourvoir de nouveau."
    question = Question(f"Libérer : {slot}", text, "Libérer", _back(request, slot.school), "Emplacement libéré.")
    return ask(request, question, form, lambda on: actions.vacate(slot=slot, on=on, by=request.person))


@verb
def plan_trolleys(request: PersonRequest, uai: str) -> HttpResponseBase:
    """Say how many trolleys a school is promised (R.2)."""
    school = get_object_or_404(schools_visible_to(request.person).select_related("commune"), uai=uai)
    if not access.may_plan(request.person, school):
        raise PermissionDenied
    today = timezone.localdate()
    planned = Slot.objects.filter(school=school, kind=SlotKind.TROLLEY, required__contains=today).count()
    form = TrolleysForm(request.POST or None, initial={"count": planned})
    question = Question(
        "Mallettes prévues", f"{school.full_name}.", "Enregistrer", _back(request, school), "Mallettes prévues notées."
    )
    return ask(
        request, question, form,
        lambda count: actions.plan_trolleys(school=school, count=count, on=today, by=request.person) and None,
    )  # fmt: skip
